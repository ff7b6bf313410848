//! Programs that are recorded from start to end, and what comes of it, however odd the program or the
//! place that it runs in.
//!
//! A case is a program and what its recording must say. The binary starts itself as the recorder, because
//! recording forks, and that starts it as the program.

mod hostile;
mod private;

use std::fs;
use std::panic::Location;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Output, Stdio};
use std::time::{Duration, Instant};

use laneway_recorder::client;
use laneway_recorder::record;
use laneway_recorder::session::Folder;
use laneway_recorder::supervise::{Plan, Progress, RecordError, Recording};
use laneway_trace::Limits;
use libtest_mimic::{Arguments, Failed, Trial};

/// A program, how it is recorded, and what must come of it.
struct Case {
    name: String,
    program: fn(),
    plan: fn(&mut Plan),
    /// Runs in the recorder before it records: limits, a umask.
    prepare: fn(),
    /// Runs in the recorder when it is told how far it is.
    progress: fn(Progress),
    check: fn(&Recording),
}

impl Case {
    fn new(name: impl Into<String>, program: fn(), check: fn(&Recording)) -> Self {
        Self {
            name: name.into(),
            program,
            plan: |_| {},
            prepare: || {},
            progress: |_| {},
            check,
        }
    }
}

/// Names the case to the recorder and to the program.
const CASE: &str = "LANEWAY_TEST_CASE";
/// Tells the program from the recorder.
const PROGRAM: &str = "program";
/// Whoever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);
/// Tables as large as a trace may have, and no file of the program's at its own word.
const MOST_MEMORY_KB: u64 = 512 << 10;

fn main() -> ExitCode {
    let cases: Vec<Case> = [private::cases(), hostile::cases()]
        .into_iter()
        .flatten()
        .collect();
    if let Ok(name) = std::env::var(CASE) {
        let case = cases.iter().find(|case| case.name == name).expect("a case");
        if std::env::args().nth(1).as_deref() == Some(PROGRAM) {
            (case.program)();
        } else {
            let recording = recorded(case).expect("a recording");
            can_be_read(&recording);
            (case.check)(&recording);
        }
        return ExitCode::SUCCESS;
    }
    let names = cases.into_iter().map(|case| case.name);
    let trials = names.map(|name| Trial::test(name.clone(), move || passes(&name)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// The recorder.
fn recorded(case: &Case) -> Result<Recording, RecordError> {
    let program = std::env::current_exe().expect("this program");
    let mut plan = Plan::new([program.as_os_str(), PROGRAM.as_ref()]);
    (case.plan)(&mut plan);
    (case.prepare)();
    record(&plan, &mut |progress| (case.progress)(progress))
}

/// Whatever comes of it is a trace that readers take, and took no more memory than a run may.
fn can_be_read(recording: &Recording) {
    let peak_kb = memory_kb();
    assert!(peak_kb < MOST_MEMORY_KB, "the recorder took {peak_kb} kB");
    let bytes = laneway_trace::to_bytes(&recording.trace).expect("a trace can be written");
    let (trace, diagnostics) = laneway_trace::read(&bytes, &Limits::default()).expect("and read");
    assert_eq!(diagnostics, []);
    assert_eq!(trace.header.events, trace.events.len() as u64);
}

/// The most memory that this process has had.
fn memory_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("a status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
    number.and_then(|number| number.parse().ok()).expect("a number")
}

/// Runs a case to its end, and sees that nothing is left of it.
fn passes(name: &str) -> Result<(), Failed> {
    let sessions = tempfile::tempdir()?;
    let recorder = Command::new(std::env::current_exe()?)
        .env(CASE, name)
        .env("XDG_RUNTIME_DIR", sessions.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
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
