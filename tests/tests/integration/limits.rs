//! Recordings under a limit of the system: each ends, what was recorded is saved, and the limit is named.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::place::{Place, Said};
use crate::program::program;

/// Runs the lesson of producers and consumers with this `ulimit`, for the command and all that it starts.
fn run(place: &Place, ulimit: &str) -> Said {
    let output = command(place, program(), ulimit, "producer-consumer").output();
    place.said(output.expect("a shell"))
}

fn command(place: &Place, program: impl AsRef<OsStr>, ulimit: &str, lesson: &str) -> Command {
    let script = format!("{ulimit} && exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(program);
    command.args(["run", lesson, "--set", "scale=0.01", "-o", "run.lane"]);
    // To print where a panic was needs memory.
    place.settle(&mut command).env_remove("RUST_BACKTRACE");
    command
}

/// The run ended so, and is there, and its words name what failed and the limit.
#[track_caller]
fn is_saved(place: &Place, said: &Said, ending: &str, call: &str, limit: &str) {
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let told = |line: &str| line.contains(call) && line.contains(limit);
    assert!(said.stderr.lines().any(told), "{}", said.stderr);
    let info = place.info("run.lane");
    assert_ne!(info["events"], 0);
    assert_eq!(info["ending"], ending);
}

#[test]
fn few_descriptors() {
    let place = Place::new();
    let said = run(&place, "ulimit -n 16");
    // Some were never started, for whom the others wait.
    let call = "starting the process `";
    is_saved(&place, &said, "stuck", call, "is 16 (RLIMIT_NOFILE)");
}

#[test]
fn few_processes() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: the user of these tests has other processes, too");
        return;
    }
    /// Somebody who has none.
    const NOBODY: u32 = 54_321;
    let place = Place::new();
    place.give_to(NOBODY);
    // Shells call it by different letters.
    let ulimit = "{ ulimit -u 20 || ulimit -p 20; } 2>&-";
    // Nobody else may come to where the command was built.
    let own = place.path("laneway");
    std::fs::copy(program(), &own).expect("a copy of the command");
    let mut command = command(&place, &own, ulimit, "producer-consumer");
    let output = command.uid(NOBODY).gid(NOBODY).output().expect("a shell");
    let said = place.said(output);
    let call = "starting the process `";
    is_saved(&place, &said, "stuck", call, "is 20 (RLIMIT_NPROC)");
}

#[test]
fn little_memory() {
    let larger = |kb: &u32| Some(kb + kb / 32).filter(|&kb| kb < 1 << 20);
    let sizes = std::iter::successors(Some(4 << 10), larger);
    let runs = sizes.map(|kb| {
        let place = Place::new();
        let mut command = command(&place, program(), &format!("ulimit -v {kb}"), "counter-race");
        (place, command.output().expect("a shell"))
    });
    // With less the command cannot even be loaded; with a little more there is room for few stacks.
    let mut runs = runs.skip_while(|(_, output)| !output.status.success()).skip(1);
    let (place, output) = runs.next().expect("a size at which it starts");
    let said = place.said(output);
    is_saved(&place, &said, "failed", "starting the thread `", "(RLIMIT_AS)");
}

#[test]
fn small_files() {
    let place = Place::new();
    // Of 512 bytes each: room for the session's first page and for the run, and for nothing of a thread.
    let said = run(&place, "ulimit -f 16");
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let told = " events were lost because a file may not be that large (RLIMIT_FSIZE)";
    assert!(said.stderr.contains(told), "{}", said.stderr);
    assert_eq!(place.info("run.lane")["ending"], "finished");
}

#[test]
fn no_file_large_enough_for_a_run() {
    let place = Place::new();
    let said = run(&place, "ulimit -f 8");
    assert_eq!(said.status, Some(2), "no signal ends it: {}", said.stderr);
    let told = "and the limit of a file's size is 4096 (RLIMIT_FSIZE)\n";
    assert!(said.stderr.ends_with(told), "{}", said.stderr);
    assert_eq!(place.names(), Vec::<String>::new());
}
