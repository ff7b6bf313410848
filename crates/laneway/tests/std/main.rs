//! Programs of `std`, compiled twice: with `std`, and with this library in its place. They print the same, and
//! recorded once more.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Output};

use laneway_model::check;
use laneway_recorder::record;
use laneway_recorder::supervise::Plan;
use laneway_trace::{Ending, EventKind, Limits, read, to_bytes};
use libtest_mimic::{Arguments, Failed, Trial};

macro_rules! programs {
    ($($name:ident)+) => {
        mod with_std {
            $(pub mod $name {
                extern crate std as lib;
                include!(concat!("programs/", stringify!($name), ".rs"));
            })+
        }

        mod with_laneway {
            $(pub mod $name {
                extern crate laneway as lib;
                include!(concat!("programs/", stringify!($name), ".rs"));
            })+
        }

        /// A program by its name, and both ways to compile it.
        const PROGRAMS: &[(&str, fn(), fn())] = &[
            $((stringify!($name), with_std::$name::main, with_laneway::$name::main)),+
        ];
    };
}

programs! {
    barriers
    channels
    commands
    conditions
    mutexes
    once
    parking
    philosophers
    pipeline
    prints
    rwlocks
    scopes
    statuses
    threads
}

/// Where the recorder leaves the trace.
const TRACE: &str = "LANEWAY_TEST_TRACE";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let program = |name| {
        PROGRAMS
            .iter()
            .find(|program| program.0 == name)
            .expect("a program")
    };
    match arguments[..] {
        ["std", name] => program(name).1(),
        ["laneway", name] => program(name).2(),
        ["record", name] => return record_program(name),
        _ => {
            let trials = PROGRAMS
                .iter()
                .map(|&(name, ..)| Trial::test(name, || is_the_same(name)));
            return libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code();
        }
    }
    ExitCode::SUCCESS
}

fn this_program() -> PathBuf {
    std::env::current_exe().expect("this program")
}

/// Runs this program once more, with these arguments.
fn run(arguments: [&str; 2], trace: Option<&PathBuf>) -> Output {
    let mut command = Command::new(this_program());
    command.args(arguments).env("RUST_BACKTRACE", "0");
    if let Some(trace) = trace {
        command.env(TRACE, trace);
    }
    command.output().expect("this program starts once more")
}

/// The recorder, whose status is that of the program.
fn record_program(name: &str) -> ExitCode {
    let program = this_program();
    let plan = Plan::new([program.as_os_str(), "laneway".as_ref(), name.as_ref()]);
    let recording = record(&plan, &mut |_| {}).expect("a recording");
    let path = std::env::var_os(TRACE).expect("a place for the trace");
    fs::write(path, to_bytes(&recording.trace).expect("a trace")).expect("room");
    ExitCode::from(recording.program_status.expect("it ended by itself") as u8)
}

fn is_the_same(name: &str) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let trace = folder.path().join("run.lane");
    let expected = run(["std", name], None);
    assert!(!expected.stdout.is_empty());
    for arguments in [["laneway", name], ["record", name]] {
        let found = run(arguments, Some(&trace));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&found.stdout), text(&expected.stdout), "{arguments:?}");
        assert_eq!(found.status, expected.status, "{arguments:?}");
        // Panics name their threads by number, as the system does.
        let errors = |output: &Output| {
            text(&output.stderr)
                .lines()
                .filter(|line| !line.starts_with("thread "))
                .count()
        };
        assert_eq!(errors(&found), errors(&expected), "{}", text(&found.stderr));
    }
    let (trace, diagnostics) = read(&fs::read(trace)?, &Limits::default())?;
    assert_eq!(diagnostics, []);
    let violations = check(&trace).violations;
    assert!(violations.is_empty(), "{violations:?}");
    let ending = &trace.header.ending;
    assert!(matches!(ending, Ending::Finished | Ending::Failed), "{ending:?}");
    let main = trace
        .header
        .actors
        .iter()
        .position(|actor| actor.name == "main" && actor.parent.is_some());
    let of_main = |kind| {
        let mut events = trace.events.iter();
        events.any(|event| Some(event.actor.index()) == main && event.kind == kind)
    };
    assert!(of_main(EventKind::BEGIN));
    assert!(of_main(EventKind::END));
    Ok(())
}
