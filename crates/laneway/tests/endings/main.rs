//! However a run ends, nothing is left behind, and the trace says what was seen.
//!
//! A case is a program and what is done to it while it is recorded. The binary starts itself as the
//! recorder, because recording forks, and that starts it as the program.

mod extremes;
mod leftovers;
mod limits;
mod newest;
mod pool;
mod process;
mod sudden;
mod sync;
mod task;
mod unseen;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Output, Stdio};
use std::time::Duration;

use laneway_model::check;
use laneway_recorder::record;
use laneway_recorder::supervise::Plan;
use laneway_trace::{Ending, Limits, Trace, read, to_bytes};
use libtest_mimic::{Arguments, Failed, Trial};

/// A program, what is done to it, and what is to be seen then.
struct Case {
    name: &'static str,
    program: fn() -> ExitCode,
    plan: fn(&mut Plan),
    disturb: fn(&Stage),
    check: fn(&Seen),
}

impl Case {
    const fn new(name: &'static str, code: fn() -> ExitCode, check: fn(&Seen)) -> Self {
        Self {
            name,
            program: code,
            plan: |_| {},
            disturb: |_| {},
            check,
        }
    }
}

/// Names the case to the recorder and to the program.
const CASE: &str = "LANEWAY_TEST_CASE";
/// Names the folder of a case to all its processes, and marks them by it.
const STAGE: &str = "LANEWAY_TEST_STAGE";
/// Tells the program from the recorder.
const PROGRAM: &str = "program";

/// Most programs sleep most of the time.
const AT_ONCE: usize = 3;

fn main() -> ExitCode {
    // These fill the machine with processes, or look at how busy it is.
    let alone = [sudden::CASES, extremes::CASES, limits::CASES, unseen::CASES];
    let alone: Vec<&Case> = alone.into_iter().flatten().collect();
    let others = process::CASES.iter().chain(&pool::CASES).chain(&sync::CASES);
    let others: Vec<&Case> = others.chain(&task::CASES).copied().flatten().collect();
    if let Ok(name) = std::env::var(CASE) {
        let mut cases = alone.iter().chain(&others);
        let case = cases.find(|case| case.name == name).expect("a case");
        return if std::env::args().skip(1).eq([PROGRAM]) {
            (case.program)()
        } else {
            record_case(case)
        };
    }
    let run = |cases: Vec<&'static Case>, at_once: usize| {
        let mut arguments = Arguments::from_args();
        arguments.test_threads.get_or_insert(at_once);
        let trials = cases
            .into_iter()
            .map(|case| Trial::test(case.name, || passes(case)));
        libtest_mimic::run(&arguments, trials.collect())
    };
    let (first, second) = (run(alone, 1), run(others, AT_ONCE));
    if first.has_failed() {
        return first.exit_code();
    }
    second.exit_code()
}

/// The recorder: records the case's program and writes the trace.
fn record_case(case: &Case) -> ExitCode {
    let program = std::env::current_exe().expect("this program");
    let mut plan = Plan::new([program.as_os_str(), PROGRAM.as_ref()]);
    // Then it hangs, and its ending says so.
    plan.timeout = Some(Duration::from_secs(300));
    (case.plan)(&mut plan);
    let stage = Stage::of_environment();
    // The tests may run under `nohup`; these are about programs that do not.
    // SAFETY: sets what this signal does, in a process with one thread.
    unsafe { libc::signal(libc::SIGHUP, libc::SIG_DFL) };
    match record(&plan, &mut |_| {}) {
        Ok(recording) => {
            fs::write(stage.trace(), to_bytes(&recording.trace).expect("a trace")).expect("room");
            println!("{:?}", recording.program_status);
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The folder of a case, where its processes meet.
struct Stage {
    folder: PathBuf,
    recorder: u32,
}

impl Stage {
    fn of_environment() -> Self {
        Self {
            folder: std::env::var_os(STAGE).expect("a stage").into(),
            recorder: 0,
        }
    }

    /// Where session folders are made.
    fn sessions(&self) -> PathBuf {
        self.folder.join("sessions")
    }

    fn trace(&self) -> PathBuf {
        self.folder.join("run.lane")
    }

    /// Says, in a program, that it is where the case wants it.
    fn ready(&self) {
        // The name is there when the content is.
        let (new, name) = (self.folder.join("new"), self.folder.join("ready"));
        let (pid, parent) = (std::process::id(), std::os::unix::process::parent_id());
        fs::write(&new, format!("{pid} {parent}")).expect("room");
        fs::rename(new, name).expect("a name");
    }

    /// Waits for that; the pids of the program and of its supervisor.
    fn until_ready(&self) -> (u32, u32) {
        let path = self.folder.join("ready");
        until("the program is ready", || path.exists());
        let pids = fs::read_to_string(path).expect("two pids");
        let (program, supervisor) = pids.split_once(' ').expect("two pids");
        (
            program.parse().expect("a pid"),
            supervisor.parse().expect("a pid"),
        )
    }

    fn send(&self, pid: u32, signal: libc::c_int) {
        // SAFETY: a system call on two numbers; the process was started by this test.
        unsafe { libc::kill(pid as libc::pid_t, signal) };
    }
}

/// What is to be seen when all is over.
struct Seen {
    status: ExitStatus,
    /// What the recorder printed: the program's status, or the error.
    said: String,
    trace: Option<Trace>,
}

impl Seen {
    fn trace(&self) -> &Trace {
        self.trace
            .as_ref()
            .unwrap_or_else(|| panic!("no trace: {}", self.said))
    }

    /// The run ended like this, with this status of the program.
    fn ended(&self, ending: &Ending, status: Option<i32>) {
        assert_eq!(
            (&self.trace().header.ending, self.said.as_str()),
            (ending, format!("{status:?}").as_str())
        );
    }

    /// Something like this could not be seen.
    fn says_unseen(&self, part: &str) {
        let unseen = &self.trace().header.unseen;
        assert!(
            unseen.iter().any(|sentence| sentence.contains(part)),
            "{unseen:?}"
        );
    }
}

/// Runs a case; what is wrong is told by the panic.
fn passes(case: &Case) -> Result<(), Failed> {
    let temporary = tempfile::tempdir()?;
    let seen = perform(case, temporary.path());
    (case.check)(&seen);
    Ok(())
}

/// Runs a case to its end, and sees that nothing is left of it.
fn perform(case: &Case, folder: &Path) -> Seen {
    let mut stage = Stage {
        folder: folder.to_owned(),
        recorder: 0,
    };
    fs::create_dir(stage.sessions()).expect("room");
    let recorder = start(case, &stage);
    stage.recorder = recorder.id();
    (case.disturb)(&stage);
    let output = recorder.wait_with_output().expect("the recorder's output");
    leftovers::none_in(folder, output.status.success());
    until("the session folder is deleted", || {
        fs::read_dir(stage.sessions()).is_ok_and(|mut entries| entries.next().is_none())
    });
    seen(&output, &stage)
}

fn start(case: &Case, stage: &Stage) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .env(CASE, case.name)
        .env(STAGE, &stage.folder)
        .env("XDG_RUNTIME_DIR", stage.sessions())
        // A backtrace reads debug information into memory. Where a case leaves none, std aborts
        // the program in the middle of its panic, or waits for ever for its own lock.
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("this program starts once more")
}

fn seen(output: &Output, stage: &Stage) -> Seen {
    // What the program prints stands before.
    let said = String::from_utf8_lossy(&output.stdout);
    Seen {
        status: output.status,
        said: said.lines().last().unwrap_or_default().to_owned(),
        trace: fs::read(stage.trace()).ok().map(|bytes| {
            let (trace, diagnostics) = read(&bytes, &Limits::default()).expect("a trace");
            assert_eq!(diagnostics, []);
            let violations = check(&trace).violations;
            assert!(violations.is_empty(), "{violations:?}");
            trace
        }),
    }
}

/// Waits for what is bound to come; a minute means that it never does.
fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..60_000 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("in vain: {what}");
}
