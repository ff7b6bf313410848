//! `laneway list`.

use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::Stdio;

use serde_json::Value as Json;

use crate::workdir::Workdir;

#[test]
fn lessons_stand_by_part_with_what_they_can_be_told() {
    let said = Workdir::new().laneway(&["list"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
    assert!(
        said.stdout.starts_with(
            "Processes\n  process-start       Starting a process\n    start=fork        fork|spawn|forkserver "
        ),
        "{}",
        said.stdout
    );
    assert!(said.stdout.contains("\n\nThreads\n  thread-start "));
    assert!(said.stdout.contains("\n    buyers=10         6..20 "));
}

#[test]
fn the_language_is_the_one_asked_for_or_that_of_the_environment() {
    let workdir = Workdir::new();
    let asked = workdir.laneway(&["list", "--lang", "zh"]).stdout;
    assert!(asked.starts_with("进程\n"), "{asked}");
    let mut command = workdir.command(&["list"]);
    let found = command.env("LC_ALL", "").env("LANG", "zh_CN.UTF-8").output();
    assert_eq!(workdir.said(found.expect("it starts")).stdout, asked);
}

#[test]
fn the_json_has_every_lesson_in_both_languages() {
    let said = Workdir::new().laneway(&["list", "--json"]);
    let lessons: Vec<Json> = serde_json::from_str(&said.stdout).expect("an array");
    let ids: Vec<&str> = lessons
        .iter()
        .filter_map(|lesson| lesson["id"].as_str())
        .collect();
    assert_eq!(ids.len(), lessons.len());
    for id in ["process-start", "ticket-lock", "deadlock", "thread-pool"] {
        assert!(ids.contains(&id), "{id}");
    }
    for lesson in &lessons {
        for field in ["title", "idea", "python"] {
            for language in ["en", "zh"] {
                let text = lesson[field][language].as_str().unwrap_or_default();
                assert!(!text.is_empty(), "{}: {field} in {language}", lesson["id"]);
            }
        }
        assert!(!lesson["parameters"].as_array().expect("parameters").is_empty());
    }
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let workdir = Workdir::new();
    for arguments in [&["list"][..], &["list", "--json"], &["--help"]] {
        let (ours, theirs) = UnixStream::pair().expect("two ends");
        drop(ours);
        let mut command = workdir.command(arguments);
        let output = command.stdout(OwnedFd::from(theirs)).output().expect("it starts");
        let said = workdir.said(output);
        assert_eq!(
            (said.status, said.stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let workdir = Workdir::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let mut command = workdir.command(&["list"]);
    let output = command.stdout(Stdio::from(full.expect("/dev/full"))).output();
    let said = workdir.said(output.expect("it starts"));
    assert_eq!(said.status, Some(2));
    assert_eq!(
        said.stderr,
        "laneway: standard output cannot be written to: No space left on device (os error 28)\n"
    );
}

#[test]
fn colours_are_for_terminals() {
    let said = Workdir::new().laneway(&["list"]);
    assert!(!said.stdout.contains('\u{1b}'));
}

#[test]
fn courses_are_listed_and_each_has_its_lessons_in_order() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["course"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
    assert!(said.stdout.starts_with("concurrency  "), "{}", said.stdout);
    let said = workdir.laneway(&["course", "ninety-minutes", "--lang", "zh"]);
    assert!(said.stdout.starts_with("九十分钟讲并发\n"), "{}", said.stdout);
    assert!(said.stdout.contains("\n   1  process-start "), "{}", said.stdout);
    let said = workdir.laneway(&["course", "--json"]);
    let courses: Vec<Json> = serde_json::from_str(&said.stdout).expect("an array");
    assert_eq!(courses[0]["id"], "concurrency");
    let said = workdir.laneway(&["course", "ninety-minute"]);
    assert_eq!(said.status, Some(2));
    assert!(
        said.stderr.contains("did you mean `ninety-minutes`?"),
        "{}",
        said.stderr
    );
}
