//! Recordings under a limit of the system: each ends, what was recorded is saved, and the limit is named.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::program::program;
use crate::workdir::{Said, Workdir};

/// Runs the lesson of producers and consumers with this `ulimit`, for the command and all that it starts.
fn run(workdir: &Workdir, ulimit: &str) -> Said {
    let output = command(workdir, program(), ulimit, "producer-consumer").output();
    workdir.said(output.expect("a shell"))
}

fn command(workdir: &Workdir, program: impl AsRef<OsStr>, ulimit: &str, lesson: &str) -> Command {
    let script = format!("{ulimit} && exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(program);
    command.args(["run", lesson, "--set", "scale=0.01", "-o", "run.lane"]);
    // To print where a panic was needs memory.
    workdir.settle(&mut command).env_remove("RUST_BACKTRACE");
    command
}

/// The run ended so, and is there, and its words name what failed and the limit.
#[track_caller]
fn is_saved(workdir: &Workdir, said: &Said, ending: &str, call: &str, limit: &str) {
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let told = |line: &str| line.contains(call) && line.contains(limit);
    assert!(said.stderr.lines().any(told), "{}", said.stderr);
    let info = workdir.info("run.lane");
    assert_ne!(info["events"], 0);
    assert_eq!(info["ending"], ending);
}

#[test]
fn few_descriptors() {
    let workdir = Workdir::new();
    let said = run(&workdir, "ulimit -n 16");
    // Some were never started, for whom the others wait.
    let call = "starting the process `";
    is_saved(&workdir, &said, "stuck", call, "is 16 (RLIMIT_NOFILE)");
}

#[test]
fn few_processes() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: the user of these tests has other processes, too");
        return;
    }
    /// Somebody who has none.
    const NOBODY: u32 = 54_321;
    let workdir = Workdir::new();
    workdir.give_to(NOBODY);
    // Shells call it by different letters.
    let ulimit = "{ ulimit -u 20 || ulimit -p 20; } 2>&-";
    // Nobody else may come to where the command was built.
    let own = workdir.path("laneway");
    std::fs::copy(program(), &own).expect("a copy of the command");
    let mut command = command(&workdir, &own, ulimit, "producer-consumer");
    let output = command.uid(NOBODY).gid(NOBODY).output().expect("a shell");
    let said = workdir.said(output);
    let call = "starting the process `";
    is_saved(&workdir, &said, "stuck", call, "is 20 (RLIMIT_NPROC)");
}

#[test]
fn little_memory() {
    let larger = |kb: &u32| Some(kb + kb / 32).filter(|&kb| kb < 1 << 20);
    let sizes = std::iter::successors(Some(4 << 10), larger);
    let runs = sizes.map(|kb| {
        let workdir = Workdir::new();
        let mut command = command(&workdir, program(), &format!("ulimit -v {kb}"), "counter-race");
        (workdir, command.output().expect("a shell"))
    });
    // With less the command cannot even be loaded; with a little more there is room for few stacks.
    let mut runs = runs.skip_while(|(_, output)| !output.status.success()).skip(1);
    let (workdir, output) = runs.next().expect("a size at which it starts");
    let said = workdir.said(output);
    is_saved(&workdir, &said, "failed", "starting the thread `", "(RLIMIT_AS)");
}

#[test]
fn small_files() {
    let workdir = Workdir::new();
    // Of 512 bytes each: room for the session's first page and for the run, and for nothing of a thread.
    let said = run(&workdir, "ulimit -f 16");
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let told = " events were lost because a file may not be that large (RLIMIT_FSIZE)";
    assert!(said.stderr.contains(told), "{}", said.stderr);
    assert_eq!(workdir.info("run.lane")["ending"], "finished");
}

#[test]
fn no_file_large_enough_for_a_run() {
    let workdir = Workdir::new();
    let said = run(&workdir, "ulimit -f 8");
    assert_eq!(said.status, Some(2), "no signal ends it: {}", said.stderr);
    let told = "and the limit of a file's size is 4096 (RLIMIT_FSIZE)\n";
    assert!(said.stderr.ends_with(told), "{}", said.stderr);
    assert_eq!(workdir.names(), Vec::<String>::new());
}
