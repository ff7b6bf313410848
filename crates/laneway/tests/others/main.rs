//! Programs that use other libraries: what is seen of them, as docs/OTHER-LIBRARIES.md says.
//!
//! The binary starts itself as the recorder, because recording forks, and that starts it as the program. What is
//! to be seen from outside takes a while, and how long depends on the machine: a program is recorded again, and
//! takes longer, until that was seen.

mod channels;
mod locks;
mod names;
mod pools;
mod runtimes;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use laneway_model::{LaneEnding, Model, check};
use laneway_recorder::record;
use laneway_recorder::supervise::Plan;
use laneway_trace::{ActorKind, Ending, EventKind, Limits, Value, read, to_bytes};
use libtest_mimic::{Arguments, Failed, Trial};

/// A program, what is to be seen of it from outside, and what holds whatever was seen.
struct Case {
    name: &'static str,
    program: fn() -> ExitCode,
    ending: &'static Ending,
    seen: &'static [(&'static str, EventKind)],
    check: fn(&Run),
}

impl Case {
    const fn new(name: &'static str, code: fn() -> ExitCode, check: fn(&Run)) -> Self {
        Self {
            name,
            program: code,
            ending: &Ending::Finished,
            seen: &[],
            check,
        }
    }
}

const CASES: [&[Case]; 5] = [
    channels::CASES,
    locks::CASES,
    names::CASES,
    pools::CASES,
    runtimes::CASES,
];

/// How many milliseconds a program stays as it is, for others to look at it.
const HOLD: &str = "LANEWAY_TEST_HOLD";
/// The tries, one after the other.
const HOLDS_MS: [u64; 4] = [1000, 4000, 16_000, 64_000];
/// Where the recorder leaves the trace.
const TRACE: &str = "LANEWAY_TEST_TRACE";

fn main() -> ExitCode {
    let cases: Vec<&Case> = CASES.into_iter().flatten().collect();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let case = |name| cases.iter().find(|case| case.name == name).expect("a case");
    match arguments[..] {
        ["program", name] => (case(name).program)(),
        ["record", name] => record_case(case(name)),
        _ => {
            let trials = cases.iter().map(|&case| Trial::test(case.name, || passes(case)));
            libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
        }
    }
}

/// How long a program stays as it is, for others to look at it.
fn hold_time() -> Duration {
    let hold_ms = std::env::var(HOLD).expect("a time").parse();
    Duration::from_millis(hold_ms.expect("a number"))
}

/// The recorder: records the case's program and writes the trace.
fn record_case(case: &Case) -> ExitCode {
    let trace = PathBuf::from(std::env::var_os(TRACE).expect("a place for the trace"));
    // A name that is always the same.
    let program = trace.with_file_name("program");
    std::os::unix::fs::symlink(this_program(), &program).expect("a name");
    let mut plan = Plan::new([program.as_os_str(), "program".as_ref(), case.name.as_ref()]);
    plan.timeout = Some(match case.ending {
        Ending::Timeout => hold_time(),
        _ => Duration::from_secs(300),
    });
    let recording = record(&plan, &mut |_| {}).expect("a recording");
    fs::write(trace, to_bytes(&recording.trace).expect("a trace")).expect("room");
    ExitCode::SUCCESS
}

fn this_program() -> PathBuf {
    std::env::current_exe().expect("this program")
}

/// Records a case until all was seen that is to be seen; what is wrong is told by the panic.
fn passes(case: &Case) -> Result<(), Failed> {
    for hold_ms in HOLDS_MS {
        let folder = tempfile::tempdir()?;
        let run = perform(case, hold_ms, folder.path());
        assert_eq!(&run.model.header.ending, case.ending);
        if run.has_seen(case.seen) {
            (case.check)(&run);
            return Ok(());
        }
    }
    Err(format!("it was never seen: {:?}", case.seen).into())
}

fn perform(case: &Case, hold_ms: u64, folder: &Path) -> Run {
    let path = folder.join("run.lane");
    let status = Command::new(this_program())
        .args(["record", case.name])
        .env(HOLD, hold_ms.to_string())
        .env(TRACE, &path)
        .env("XDG_RUNTIME_DIR", folder)
        .env("RUST_BACKTRACE", "0")
        .stdout(Stdio::null())
        .status();
    assert!(status.expect("this program starts once more").success());
    let bytes = fs::read(path).expect("a trace");
    let (trace, diagnostics) = read(&bytes, &Limits::default()).expect("a trace");
    assert_eq!(diagnostics, []);
    let violations = check(&trace).violations;
    assert!(violations.is_empty(), "{violations:?}");
    Run {
        model: Model::from(trace),
    }
}

/// A recorded run.
struct Run {
    model: Model,
}

impl Run {
    fn has_seen(&self, seen: &[(&str, EventKind)]) -> bool {
        seen.iter()
            .all(|(name, kind)| self.has_lane(name) && self.kinds(name).contains(kind))
    }

    fn has_lane(&self, name: &str) -> bool {
        self.lanes().iter().any(|&(other, _)| other == name)
    }

    /// The names of the lanes, in the order of the picture, with their rows.
    fn lanes(&self) -> Vec<(&str, u32)> {
        let lanes = (0..).zip(&self.model.lanes);
        lanes
            .map(|(row, lane)| (self.model.actor_name(lane.actor), row))
            .collect()
    }

    /// The only lane with this name.
    fn lane(&self, name: &str) -> u32 {
        let lanes = self.lanes();
        let mut found = lanes.iter().filter(|(other, _)| *other == name);
        match (found.next(), found.next()) {
            (Some(&(_, row)), None) => row,
            _ => panic!("no lane, or several, called {name}: {lanes:?}"),
        }
    }

    /// What stands in a lane.
    fn kinds(&self, name: &str) -> Vec<EventKind> {
        let rows = self.model.lane_rows(self.lane(name)).iter();
        rows.map(|&row| self.model.events.kind[row as usize]).collect()
    }

    /// What an actor recorded itself, in the words of the trace.
    fn deeds(&self, name: &str) -> String {
        let kinds = self.kinds(name);
        let names = kinds.iter().filter_map(|kind| kind.name());
        let own = names.filter(|name| !name.starts_with("seen_"));
        own.collect::<Vec<_>>().join(" ")
    }

    /// Nobody recorded anything in this lane or of it, and it was seen to end.
    fn was_only_seen(&self, name: &str) {
        assert_eq!(self.deeds(name), "", "{name}");
        let about_it = Value::Actor(self.model.lanes[self.lane(name) as usize].actor);
        assert!(self.model.events.iter().all(|event| event.value != about_it));
        self.ended(name, LaneEnding::SeenGone);
    }

    fn ended(&self, name: &str, ending: LaneEnding) {
        let lane = &self.model.lanes[self.lane(name) as usize];
        assert_eq!(lane.ending, ending, "{name}");
    }

    /// The stretches of a lane, each with a dot for each other one that it stands in.
    fn spans(&self, name: &str) -> Vec<String> {
        let spans = self.model.lane_spans(self.lane(name)).iter();
        let told = spans.map(|span| {
            assert!(span.end_row.is_some());
            let dots = ".".repeat(span.depth as usize);
            format!("{dots}{}", self.text(span.start_row))
        });
        told.collect()
    }

    /// The text of an event.
    fn text(&self, row: u32) -> String {
        let event = self.model.events.get(row as usize).expect("a row");
        self.model.text(event.value).into_owned()
    }

    /// The row in which somebody prints or notes this.
    fn row_of(&self, text: &str) -> u32 {
        let says = |&row: &u32| {
            let kind = self.model.events.kind[row as usize];
            [EventKind::PRINT, EventKind::NOTE].contains(&kind) && self.text(row) == text
        };
        let mut rows = 0..self.model.events.len() as u32;
        rows.find(says).unwrap_or_else(|| panic!("nobody says {text}"))
    }

    /// Who prints or notes this.
    fn who_says(&self, text: &str) -> &str {
        let lane = self.model.lane_of_row(self.row_of(text)).expect("a lane");
        self.model.actor_name(self.model.lanes[lane as usize].actor)
    }

    /// The kinds of objects that there are, and their names, sorted: threads meet them in any order.
    fn objects(&self) -> Vec<String> {
        let objects = self.model.header.objects.iter();
        let named = objects.map(|object| format!("{} {}", object.kind.name(), object.name));
        let mut named: Vec<String> = named.collect();
        named.sort_unstable();
        named
    }

    /// Nothing of what the other library has is an object or a task, and nothing is said to be wrong or missing.
    fn has_nothing_but_lanes(&self) {
        assert_eq!(self.objects(), Vec::<String>::new());
        let actors = &self.model.header.actors;
        assert!(actors.iter().all(|actor| actor.kind != ActorKind::Task));
        self.claims_nothing();
    }

    fn claims_nothing(&self) {
        assert_eq!(self.findings(), Vec::<String>::new());
        assert_eq!(self.model.header.unseen, Vec::<String>::new());
    }

    /// `deadlock left right`, each with its actors.
    fn findings(&self) -> Vec<String> {
        let told = self.model.findings.iter().map(|finding| {
            let actors = finding.actors.iter();
            let mut names: Vec<_> = actors.map(|&actor| self.model.actor_name(actor)).collect();
            names.sort_unstable();
            format!("{} {}", finding.kind.name(), names.join(" "))
        });
        told.collect()
    }
}

/// What several threads wait for, by looking again and again.
#[derive(Clone, Default)]
struct Flag(Arc<AtomicBool>);

impl Flag {
    fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn until_set(&self) {
        while !self.0.load(Ordering::Acquire) {
            std::thread::yield_now();
        }
    }
}
