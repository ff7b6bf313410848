//! Files that are no traces, or not whole: every command that reads one says the same.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::traces::two_holders;
use crate::workdir::Workdir;

const READERS: [&[&str]; 5] = [
    &["info"],
    &["info", "--json"],
    &["check"],
    &["export", "--to", "svg"],
    &["view", "--no-open"],
];

#[track_caller]
fn check(workdir: &Workdir, file: &str, words: &str) {
    for reader in READERS {
        workdir.refuses(&[reader, &[file]].concat(), words);
    }
}

#[test]
fn what_is_not_there_is_told_with_how_to_make_it() {
    let workdir = Workdir::new();
    check(
        &workdir,
        "run.lane",
        "there is no file run.lane; `laneway run LESSON -o run.lane` records one",
    );
    check(
        &workdir,
        "deadlock",
        "there is no file deadlock; `laneway run deadlock` records that lesson",
    );
    check(&workdir, ".", ". is a folder; name a .lane or .jsonl file");
}

#[test]
fn what_may_not_be_read_is_told() {
    if rustix::process::geteuid().is_root() {
        eprintln!("skipped: nothing is forbidden to root");
        return;
    }
    let workdir = Workdir::new();
    workdir.write("run.lane", two_holders());
    fs::set_permissions(workdir.path("run.lane"), Permissions::from_mode(0o000)).expect("it is ours");
    check(
        &workdir,
        "run.lane",
        "run.lane may not be read; `chmod u+r run.lane` lets you, if it is yours",
    );
}

#[test]
fn other_files_are_told_from_traces() {
    let workdir = Workdir::new();
    let check = |bytes: &[u8], words: &str| {
        workdir.write("run.lane", bytes);
        check(&workdir, "run.lane", &format!("run.lane: {words}"));
    };
    check(b"", "This is not a Laneway trace: it is empty.");
    check(
        b"\x7fELF and so on",
        "This is not a Laneway trace: it begins neither like a .lane nor like a .jsonl file.",
    );
    check(
        b"\x1f\x8b and so on",
        "This is not a Laneway trace: it is packed with gzip; unpack it first.",
    );
    check(
        &two_holders()[..5],
        "The file ends inside its header, at byte 5: nothing of the run can be read. \
         Was it copied completely?",
    );
    check(
        &two_holders()[..30],
        "The file ends inside its header, at byte 30: nothing of the run can be read. \
         Was it copied completely?",
    );
    let mut newer = two_holders();
    // The version stands after the eight bytes of the magic number.
    newer[8] = 99;
    check(
        &newer,
        "This trace has format version 99, and this Laneway knows versions up to 1: \
         open it with a newer Laneway.",
    );
}

#[test]
fn a_hostile_file_is_refused_before_it_takes_memory() {
    let workdir = Workdir::new();
    let events = u64::MAX;
    workdir.write(
        "run.jsonl",
        format!("{{\"laneway\":1,\"header\":{{}}}}\n{{\"closing\":{{\"events\":{events}}}}}\n"),
    );
    check(
        &workdir,
        "run.jsonl",
        "run.jsonl: This trace has 18446744073709551615 events, and no more than 33554432 are accepted.",
    );
    workdir.write("deep.jsonl", "{\"a\":".repeat(100));
    let said = workdir.laneway(&["info", "deep.jsonl"]);
    assert_eq!(said.status, Some(2));
    assert!(
        said.stderr.starts_with("laneway: deep.jsonl: "),
        "{}",
        said.stderr
    );
}

#[test]
fn a_file_that_was_cut_off_is_shown_as_far_as_it_goes() {
    let workdir = Workdir::new();
    let whole = two_holders();
    workdir.write("run.lane", &whole[..whole.len() - 10]);
    let said = workdir.laneway(&["info", "--json", "run.lane"]);
    assert_eq!(said.status, Some(0));
    assert!(
        said.stderr.starts_with("laneway: run.lane: byte "),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains("kept"), "{}", said.stderr);
    let info: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(info["actors"][2]["name"], "other");
}

#[test]
fn a_trace_cannot_drive_the_terminal() {
    let workdir = Workdir::new();
    workdir.write(
        "run.jsonl",
        "{\"laneway\":1,\"header\":{\"title\":\"a\\u001b[31mb\"}}\n\
         {\"define\":{\"actor\":{\"name\":\"c\\u001bd\"}}}\n{\"closing\":{}}\n",
    );
    let said = workdir.laneway(&["info", "run.jsonl"]);
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    assert!(said.stdout.starts_with("a\\u{1b}[31mb\n"), "{}", said.stdout);
    assert!(!said.stdout.contains('\u{1b}'));
}
