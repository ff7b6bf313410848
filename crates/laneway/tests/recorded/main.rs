//! Programs that use the library, recorded into a session folder and read back.
//!
//! A case is a program and what its record must say. The binary starts itself once for each case, in a
//! process of its own, because fork needs one with a single thread. Arguments are parts of the names of
//! the cases to run.

mod lives;
mod objects;
mod processes;
mod reading;
mod room;

use std::process::{Command, ExitCode, Output};

use laneway_recorder::session::{Folder, SESSION_VARIABLE, Settings};
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
    let cases: Vec<&Case> = [lives::CASES, objects::CASES, processes::CASES, room::CASES]
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
    let filters: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let wanted =
        |case: &&&Case| filters.is_empty() || filters.iter().any(|part| case.name.contains(part));
    let mut failed: Vec<&str> = cases
        .iter()
        .filter(wanted)
        .filter(|case| !passes(case))
        .map(|case| case.name)
        .collect();
    let alone = cases
        .iter()
        .filter(wanted)
        .filter(|case| ALONE.contains(&case.name));
    failed.extend(alone.filter(|case| !passes_alone(case)).map(|case| case.name));
    println!("{} failed: {failed:?}", failed.len());
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs a case; says what failed, with what the program printed.
fn passes(case: &Case) -> bool {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder.create(&(case.settings)()).expect("a session folder");
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program)
        .env(ROLE, case.name)
        .env(SESSION_VARIABLE, folder.path())
        .output();
    let output = output.expect("this program starts once more");
    let result = std::panic::catch_unwind(|| (case.check)(&Recorded::read(&folder), &output));
    println!(
        "test {} ... {}",
        case.name,
        if result.is_ok() { "ok" } else { "FAILED" }
    );
    if result.is_err() {
        println!("{}", Recorded::read(&folder));
        println!("{}\n{}", output.status, String::from_utf8_lossy(&output.stdout));
        println!("{}", String::from_utf8_lossy(&output.stderr));
    }
    result.is_ok()
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

fn passes_alone(case: &Case) -> bool {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program)
        .env(ROLE, case.name)
        .env_remove(SESSION_VARIABLE)
        .output();
    let output = output.expect("this program starts once more");
    let ok = output.status.success();
    println!(
        "test {} (without a session) ... {}",
        case.name,
        if ok { "ok" } else { "FAILED" }
    );
    if !ok {
        println!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    ok
}
