//! `laneway record`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::workdir::{Workdir, recorded_program};

#[track_caller]
fn check(role: &str, ending: &str, word: &str) {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["record", "-o", "run.lane", "--", recorded_program(), role]);
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let start = format!("laneway: recorded-program: {ending}; ");
    assert!(said.stderr.starts_with(&start), "{}", said.stderr);
    assert!(
        said.stderr
            .ends_with("laneway: saved in run.lane; “laneway view run.lane” shows it\n")
    );
    assert_eq!(workdir.info("run.lane")["ending"], word);
}

#[test]
fn however_a_program_ends_its_run_is_saved() {
    check("greet", "it finished", "finished");
    check("fail", "it failed with status 3", "failed");
    check("abort", "it failed by signal 6", "failed");
}

#[test]
fn the_file_is_named_after_the_program() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["record", "--", recorded_program(), "greet"]);
    assert_eq!((said.status, said.stdout.as_str()), (Some(0), "hello\n"));
    assert_eq!(workdir.names(), ["recorded-program.lane"]);
    let info = workdir.info("recorded-program.lane");
    assert_eq!(info["lesson"], serde_json::Value::Null);
    assert_eq!(info["parameters"], serde_json::json!({}));
}

#[test]
fn a_source_is_that_of_the_program_and_not_of_the_folder() {
    let workdir = Workdir::new();
    fs::create_dir_all(workdir.path("tests/src")).expect("a folder");
    workdir.write("tests/src/main.rs", "fn main() { panic!(\"another program\") }");
    let said = workdir.laneway(&["record", "-o", "run.lane", "--", recorded_program(), "greet"]);
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let header =
        laneway_trace::read_header(&workdir.read("run.lane"), &laneway_trace::Limits::default());
    let sources = header.expect("a trace").sources;
    assert_eq!(sources["tests/src/main.rs"], include_str!("../../src/main.rs"));
}

#[test]
fn a_program_without_the_library_is_told() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["record", "-o", "run.lane", "--", "true"]);
    assert_eq!(said.status, Some(0));
    assert!(
        said.stderr.contains(
            "\nlaneway: No process of this run used the laneway library: \
             all that is shown was seen from outside.\n"
        ),
        "{}",
        said.stderr
    );
}

/// What is kept of ten thousand notes: how many events, and whether the first and the last note are there.
#[track_caller]
fn check_keep(keep: &str, few: bool, first: bool, last: bool) {
    let workdir = Workdir::new();
    let said = workdir.laneway(&[
        "record",
        "--keep",
        keep,
        "-o",
        "run.lane",
        "--",
        recorded_program(),
        "count",
    ]);
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let advice = if keep.starts_with("last") {
        "because there was no more room for events; `--keep last:N` makes room for more of them."
    } else {
        "because there was no more room for events; `--keep N` makes room for more of them, \
         and `--keep last` keeps the last ones instead of the first."
    };
    assert_eq!(said.stderr.contains(advice), few, "{}", said.stderr);
    let events = workdir.info("run.lane")["events"].as_u64().expect("a number");
    assert_eq!(events < 5300, few, "{events}");
    let lines = workdir.laneway(&["export", "run.lane", "--to", "jsonl"]).stdout;
    let has = |note: &str| lines.contains(&format!("\"{note}\""));
    assert_eq!((has("0"), has("9999")), (first, last), "{keep}");
}

#[test]
fn one_chooses_what_is_kept() {
    check_keep("first", false, true, true);
    check_keep("last", false, true, true);
    // The last hundred or so are always there.
    check_keep("5000", true, true, true);
    check_keep("first:5000", true, true, true);
    check_keep("last:5000", true, false, true);
}

#[test]
fn what_to_keep_is_checked() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["record", "--keep", "newest", "--", "true"]);
    assert_eq!(said.status, Some(2));
    assert!(
        said.stderr
            .contains("it is first, last, a number, or both as in last:500000"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_program_that_cannot_start_is_told_with_what_to_do() {
    let workdir = Workdir::new();
    workdir.refuses(
        &["record", "--", "no-such-program"],
        "there is no program `no-such-program` in PATH; is it built? \
         one in this folder is ./no-such-program",
    );
    workdir.refuses(
        &["record", "--", "./no-such-program"],
        "there is no program `./no-such-program`; is it built?",
    );
    workdir.write("plain", "");
    workdir.refuses(
        &["record", "--", "./plain"],
        "`./plain` may not be run: it is a folder, or not marked as a program (chmod +x ./plain)",
    );
    workdir.refuses(
        &["record"],
        "the following required arguments were not provided:\n  <PROGRAM>...\n\n\
         Usage: laneway record -- <PROGRAM>...\n\nFor more information, try '--help'.",
    );
}

/// Starts a recording of a program that waits for an hour, and returns when it waits: the recording and
/// the id of the process that waits.
fn start_waiting(workdir: &Workdir) -> (Child, u32) {
    let mut command = workdir.command(&["record", "-o", "run.lane", "--", recorded_program(), "wait"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("laneway starts");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("its output");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    (child, line.trim().parse().expect("a process id"))
}

#[test]
fn nothing_is_left_of_a_recording_that_is_killed() {
    let workdir = Workdir::new();
    let (mut child, waiting) = start_waiting(&workdir);
    let supervisor = parent_of(waiting);
    child.kill().expect("it lives");
    child.wait().expect("it ends");
    // Its other half cleans up: the processes first, then the folder.
    wait_until(|| !lives(supervisor));
    assert!(!lives(waiting), "{waiting} is left");
    assert_eq!(workdir.names(), Vec::<String>::new());
    let sessions = fs::read_dir(workdir.sessions()).expect("a folder");
    assert_eq!(sessions.count(), 0, "a session is left");
}

/// True for a process that is there and not just a zombie that nobody has reaped yet.
fn lives(pid: u32) -> bool {
    status_of(pid, "State:").is_some_and(|state| !state.starts_with('Z'))
}

fn parent_of(pid: u32) -> u32 {
    let parent = status_of(pid, "PPid:").expect("it lives");
    parent.parse().expect("a number")
}

/// A line of the system's notes on a process; `None` if there is no such process.
fn status_of(pid: u32, name: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.trim().to_owned())
}

/// Waits for what happens by itself in another process, which nobody here can be told of. A minute is
/// for machines that are very busy; the test does not depend on how long it takes.
fn wait_until(mut happened: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !happened() {
        assert!(Instant::now() < until, "it never happened");
        std::thread::yield_now();
    }
}

#[test]
fn a_program_that_sleeps_for_ever_is_told_while_it_does() {
    let workdir = Workdir::new();
    let mut command = workdir.command(&["record", "-o", "run.lane", "--", recorded_program(), "hang"]);
    let mut child = command.stderr(Stdio::piped()).spawn().expect("laneway starts");
    let mut line = String::new();
    let mut stderr = BufReader::new(child.stderr.take().expect("its errors"));
    stderr.read_line(&mut line).expect("a line");
    assert_eq!(
        line,
        "laneway: all threads have been asleep for 10 seconds, in something that the library does not see: \
         main. If nothing wakes them the run goes on for ever; Ctrl+C ends it and saves what was recorded, \
         and --timeout ends it by itself\n"
    );
    kill_process(Pid::from_child(&child), Signal::INT).expect("it lives");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_eq!(workdir.info("run.lane")["ending"], "interrupted");
}

#[test]
fn ctrl_c_saves_what_was_recorded() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let workdir = Workdir::new();
        let (mut child, waiting) = start_waiting(&workdir);
        let pid = Pid::from_child(&child);
        kill_process(pid, signal).expect("it lives");
        let mut stderr = String::new();
        let mut pipe = child.stderr.take().expect("its errors");
        pipe.read_to_string(&mut stderr).expect("UTF-8");
        assert_eq!(child.wait().expect("it ends").code(), Some(0), "{stderr}");
        let start = "laneway: recorded-program: it was interrupted; ";
        assert!(stderr.starts_with(start), "{signal:?}: {stderr}");
        assert_eq!(workdir.info("run.lane")["ending"], "interrupted");
        assert_eq!(workdir.names(), ["run.lane"]);
        assert!(!lives(waiting), "{waiting} is left");
    }
}
