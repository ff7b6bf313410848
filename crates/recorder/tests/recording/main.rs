//! Programs that are recorded from start to end, and what comes of it, however odd the program or the
//! place that it runs in.
//!
//! A case is a program and what its recording must say. The binary starts itself as the recorder, because
//! recording forks, and that starts it as the program.

mod private;

use std::fs;
use std::panic::Location;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Output, Stdio};
use std::time::{Duration, Instant};

use laneway_recorder::client;
use laneway_recorder::record;
use laneway_recorder::session::Folder;
use laneway_recorder::supervise::{Plan, RecordError, Recording};
use libtest_mimic::{Arguments, Failed, Trial};

/// A program, how it is recorded, and what must come of it.
struct Case {
    name: &'static str,
    program: fn(),
    plan: fn(&mut Plan),
    /// Runs in the recorder before it records: limits, a umask.
    prepare: fn(),
    /// Runs in the test while the recorder does.
    disturb: fn(&Child),
    check: fn(&Recording),
}

impl Case {
    const fn new(name: &'static str, program: fn(), check: fn(&Recording)) -> Self {
        Self {
            name,
            program,
            plan: |_| {},
            prepare: || {},
            disturb: |_| {},
            check,
        }
    }
}

/// Names the case to the recorder and to the program.
const CASE: &str = "LANEWAY_TEST_CASE";
/// Tells the program from the recorder.
const PROGRAM: &str = "program";
/// Whoever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    let cases: Vec<&Case> = [private::CASES].into_iter().flatten().collect();
    if let Ok(name) = std::env::var(CASE) {
        let case = cases.iter().find(|case| case.name == name).expect("a case");
        if std::env::args().nth(1).as_deref() == Some(PROGRAM) {
            (case.program)();
        } else {
            (case.check)(&recorded(case).expect("a recording"));
        }
        return ExitCode::SUCCESS;
    }
    let trials = cases.iter().map(|&case| Trial::test(case.name, || passes(case)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// The recorder.
fn recorded(case: &Case) -> Result<Recording, RecordError> {
    let program = std::env::current_exe().expect("this program");
    let mut plan = Plan::new([program.as_os_str(), PROGRAM.as_ref()]);
    (case.plan)(&mut plan);
    (case.prepare)();
    record(&plan, &mut |_| {})
}

/// Runs a case to its end, and sees that nothing is left of it.
fn passes(case: &Case) -> Result<(), Failed> {
    let sessions = tempfile::tempdir()?;
    let recorder = Command::new(std::env::current_exe()?)
        .env(CASE, case.name)
        .env("XDG_RUNTIME_DIR", sessions.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    (case.disturb)(&recorder);
    let output = end_of(recorder)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}\n{said}", output.status).into());
    }
    let left = fs::read_dir(sessions.path())?.count();
    assert_eq!(left, 0, "the session folder is left behind");
    Ok(())
}

/// Waits for the recorder, which must not hang.
fn end_of(mut recorder: Child) -> Result<Output, Failed> {
    let start = Instant::now();
    while recorder.try_wait()?.is_none() {
        if start.elapsed() > PATIENCE {
            recorder.kill()?;
            let said = recorder.wait_with_output()?.stderr;
            return Err(format!("it hangs\n{}", String::from_utf8_lossy(&said)).into());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(recorder.wait_with_output()?)
}

/// In a program: attaches to the session.
#[track_caller]
fn attach() -> Folder {
    assert!(client::attach(Location::caller()).expect("the session is usable"));
    Folder::from_environment().expect("there is one")
}

/// In a program: the names of what lies in a folder.
fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
