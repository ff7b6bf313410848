//! What `laneway` says of itself.

use crate::workdir::Workdir;

pub const COMMANDS: [&str; 8] = [
    "list", "run", "record", "view", "serve", "info", "check", "export",
];

#[test]
fn help_names_every_command_and_every_exit_status() {
    let said = Workdir::new().laneway(&["help"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
    for command in COMMANDS {
        assert!(said.stdout.contains(&format!("\n  {command} ")), "{command}");
    }
    for status in [
        "0  it was done",
        "1  `check` found something wrong",
        "2  it could not be done",
    ] {
        assert!(said.stdout.contains(status), "{status}");
    }
    assert!(!said.stdout.contains("\n  lesson "), "a role is no command");
}

#[test]
fn every_command_has_its_own_help() {
    let workdir = Workdir::new();
    for command in COMMANDS {
        let said = workdir.laneway(&["help", command]);
        assert_eq!(said.status, Some(0), "{command}");
        assert!(
            said.stdout.contains(&format!("Usage: laneway {command}")),
            "{}",
            said.stdout
        );
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let said = Workdir::new().laneway(&["--version"]);
    assert_eq!(said.stdout, concat!("laneway ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn without_a_command_there_is_help_and_status_2() {
    let said = Workdir::new().laneway(&[]);
    assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""));
    assert!(said.stderr.starts_with("Runs real threads"), "{}", said.stderr);
}

#[test]
fn what_cannot_be_read_is_told_with_a_hint() {
    let workdir = Workdir::new();
    workdir.refuses(
        &["lst"],
        "unrecognized subcommand 'lst'\n\n  tip: a similar subcommand exists: 'list'\n\n\
         Usage: laneway [OPTIONS] <COMMAND>\n\nFor more information, try '--help'.",
    );
    workdir.refuses(
        &["run", "deadlock", "--timeout", "3"],
        "invalid value '3' for '--timeout <DURATION>': time unit needed, for example 3sec or 3ms\n\n\
         For more information, try '--help'.",
    );
    workdir.refuses(
        &["run", "deadlock", "--set", "scale"],
        "invalid value 'scale' for '--set <NAME=VALUE>': a setting is NAME=VALUE, such as buyers=5\n\n\
         For more information, try '--help'.",
    );
    workdir.refuses(
        &["list", "--lang", "fr"],
        "invalid value 'fr' for '--lang <en|zh>': the languages are en and zh\n\n\
         For more information, try '--help'.",
    );
}
