//! What the command prints, whoever has chosen the words: nothing of it drives the terminal.

use std::collections::BTreeSet;
use std::fs;

use crate::help::COMMANDS;
use crate::traces::two_holders_called;
use crate::workdir::{Said, Workdir, recorded_program};

/// Clears the screen by ASCII and by Latin-1, turns the direction of writing, takes no room, begins a line,
/// and says where it comes from.
const HOSTILE: &str =
    "evil\u{1b}[2J\u{9b}2J\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\u{7f}\r\nlaneway: saved";

/// The styles that the command has itself, where it is made to believe in a terminal.
const STYLES: [&str; 2] = ["\u{1b}[1m", "\u{1b}[0m"];

fn is_hidden(character: char) -> bool {
    character.is_control() || "\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}".contains(character)
}

/// Runs a command that must say something with `evil` in it, all of which can be seen.
#[track_caller]
fn check(workdir: &Workdir, arguments: &[&str]) -> Said {
    let output = workdir.command(arguments).env("CLICOLOR_FORCE", "1").output();
    let said = workdir.said(output.expect("laneway starts"));
    let mut words = format!("{}{}", said.stdout, said.stderr);
    for style in STYLES {
        words = words.replace(style, "");
    }
    let hidden: Vec<char> = words.chars().filter(|&c| c != '\n' && is_hidden(c)).collect();
    assert!(hidden.is_empty(), "{arguments:?} says {hidden:?}: {words:?}");
    assert!(
        words.contains("evil"),
        "{arguments:?} says nothing of it: {words}"
    );
    said
}

#[test]
fn no_command_lets_a_name_drive_the_terminal() {
    let workdir = Workdir::new();
    let file = format!("{HOSTILE}.lane");
    workdir.write(&file, two_holders_called(HOSTILE));
    let program = format!("./{HOSTILE}");
    fs::copy(recorded_program(), workdir.path(&program)).expect("a copy");
    let nowhere = format!("{HOSTILE}/no folder/run.lane");
    let setting = format!("{HOSTILE}=1");
    let value = format!("scale={HOSTILE}");
    let commands: &[&[&str]] = &[
        &["list", HOSTILE],
        &["list", "--lang", HOSTILE],
        &["run", HOSTILE],
        &["run", "deadlock", "--set", &setting],
        &["run", "deadlock", "--set", &value],
        &["run", "deadlock", "-o", &nowhere],
        &["run", "process-start", "--set", "scale=0.01", "-o", &file],
        &["record", "--", HOSTILE],
        &["record", "-o", &nowhere, "--", "true"],
        &["record", "-o", &file, "--", &program, "greet"],
        &["info", &file],
        &["info", "--lang", "zh", &file],
        &["info", "--json", &file],
        &["info", HOSTILE],
        &["info", &nowhere],
        &["check", &file],
        &["check", &program],
        &["check", &nowhere],
        &["export", &file, "--to", "jsonl"],
        &["export", &file, "--to", "svg"],
        &["export", &file, "--to", HOSTILE],
        &["export", &file, "--to", "svg", "--theme", HOSTILE],
        &["export", &file, "--to", "svg", "-o", &nowhere],
        &["export", &file, "--to", "svg", "-o", &program],
        &["view", "--no-open", &program],
        &["view", "--no-open", &nowhere],
        &["serve", "--no-open", "--runs", &nowhere],
        &["serve", "--no-open", "--runs", &file],
        &["serve", "--no-open", "--addr", HOSTILE],
        &["lesson", HOSTILE],
        &["lesson", "deadlock", "--set", &setting],
        &[HOSTILE],
        &["help", HOSTILE],
    ];
    for arguments in commands {
        // What an earlier command has saved in its place is not what this one is to read.
        workdir.write(&file, two_holders_called(HOSTILE));
        check(&workdir, arguments);
    }
    let covered: BTreeSet<&str> = commands.iter().map(|arguments| arguments[0]).collect();
    for command in COMMANDS {
        assert!(covered.contains(command), "{command} is not tried");
    }
}

#[test]
fn json_means_what_the_run_says() {
    let workdir = Workdir::new();
    workdir.write("run.lane", two_holders_called(HOSTILE));
    let said = check(&workdir, &["info", "--json", "run.lane"]);
    let info: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(info["actors"][2]["name"], HOSTILE);
    assert_eq!(info["objects"][0]["name"], HOSTILE);

    let lines = check(&workdir, &["export", "run.lane", "--to", "jsonl"]).stdout;
    workdir.write("run.jsonl", lines);
    let back = workdir.laneway(&["export", "run.jsonl", "--to", "lane", "-o", "back.lane"]);
    assert_eq!(back.status, Some(0), "{}", back.stderr);
    assert_eq!(workdir.read("back.lane"), workdir.read("run.lane"));
}

#[test]
fn what_is_long_is_cut_where_it_is_shown() {
    let workdir = Workdir::new();
    let long = "x".repeat(4_000_000);
    workdir.write("run.lane", two_holders_called(&long));
    for form in [&["info", "run.lane"][..], &["export", "run.lane", "--to", "svg"]] {
        let said = workdir.laneway(form);
        assert_eq!(said.status, Some(0), "{}", said.stderr);
        assert!(said.stdout.contains("xxx…"), "{form:?}");
        assert!(said.stdout.len() < 40_000, "{form:?}: {}", said.stdout.len());
    }
    // What scripts read is whole.
    assert!(workdir.info("run.lane")["actors"][2]["name"] == long);
}
