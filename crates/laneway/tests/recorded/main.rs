//! Programs that use the library, recorded into a session folder and read back.
//!
//! A case is a program and what its record must say. The binary starts itself once for each case, in a
//! process of its own, because fork needs one with a single thread.

mod limits;
mod lives;
#[path = "../endings/newest.rs"]
mod newest;
mod objects;
mod processes;
mod reading;
mod room;

use std::process::{Command, ExitCode, Output};

use laneway_recorder::session::{Folder, SESSION_VARIABLE, Settings};
use libtest_mimic::{Arguments, Failed, Trial};
use reading::Recorded;

/// A program, and what its record must say.
struct Case {
    name: &'static str,
    program: fn() -> ExitCode,
    settings: fn() -> Settings,
    check: fn(&Recorded, &Output),
}

impl Case {
    const fn new(name: &'static str, code: fn() -> ExitCode, check: fn(&Recorded, &Output)) -> Self {
        Self {
            name,
            program: code,
            settings: Settings::default,
            check,
        }
    }
}

/// Says which case's program to run.
const ROLE: &str = "LANEWAY_TEST_PROGRAM";

fn main() -> ExitCode {
    let cases: Vec<&Case> = [
        lives::CASES,
        limits::CASES,
        objects::CASES,
        processes::CASES,
        room::CASES,
    ]
    .into_iter()
    .flatten()
    .collect();
    if let Ok(role) = std::env::var(ROLE) {
        let case = cases
            .iter()
            .find(|case| case.name == role)
            .expect("the test names a case");
        return (case.program)();
    }
    let recorded = cases.iter().map(|&case| Trial::test(case.name, || passes(case)));
    let alone = cases
        .iter()
        .filter(|case| ALONE.contains(&case.name))
        .map(|&case| {
            Trial::test(format!("{} (without a session)", case.name), || {
                passes_alone(case)
            })
        });
    libtest_mimic::run(&Arguments::from_args(), recorded.chain(alone).collect()).exit_code()
}

/// Runs a case; an error holds what was recorded and what the program printed.
fn passes(case: &Case) -> Result<(), Failed> {
    let temporary = tempfile::tempdir()?;
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder.create(&(case.settings)())?;
    let output = Command::new(std::env::current_exe()?)
        .env(ROLE, case.name)
        .env(SESSION_VARIABLE, folder.path())
        .output()?;
    let recorded = Recorded::read(&folder);
    // What is wrong has been printed with the panic.
    std::panic::catch_unwind(|| (case.check)(&recorded, &output))
        .map_err(|_| format!("{recorded}\n{}", told(&output)).into())
}

/// Cases whose program also runs without a session, where all it does must work the same.
const ALONE: &[&str] = &[
    "threads_of_others_get_lanes",
    "a_lock_has_one_holder_at_a_time",
    "a_cell_is_read_and_written_in_two_steps",
    "children_by_fork_and_spawn",
    "fork_refuses_threads",
    "a_lock_between_processes_has_one_holder",
    "a_queue_between_processes_loses_nothing",
];

fn passes_alone(case: &Case) -> Result<(), Failed> {
    let output = Command::new(std::env::current_exe()?)
        .env(ROLE, case.name)
        .env_remove(SESSION_VARIABLE)
        .output()?;
    if !output.status.success() {
        return Err(told(&output).into());
    }
    Ok(())
}

/// How a program ended, and what it printed.
fn told(output: &Output) -> String {
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{}\n{stdout}\n{stderr}", output.status)
}
