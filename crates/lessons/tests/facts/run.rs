//! A lesson's run: how it is recorded, and how facts ask it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};

use laneway_lessons::{Arguments, Lesson, find};
use laneway_model::{Builder, Finding, FindingKind, LaneEnding, Model, ProcessLanes};
use laneway_recorder::record;
use laneway_recorder::supervise::Plan;
use laneway_trace::{
    ActorId, ActorKind, Ending, Event, EventKind, Header, Limits, Trace, Value, read, to_bytes,
};

/// A fact: its name, and when it holds.
pub type Fact = (&'static str, Holds);

/// When a fact holds.
#[derive(Clone, Copy)]
pub enum Holds {
    /// On every run: the check panics where it does not.
    Always(fn(&Run)),
    /// On most of many runs. The check says whether it did on this one; `None` if it is not about such settings.
    Usually(fn(&Run) -> Option<bool>),
}

/// Lists functions as facts of the same name: `facts![always, always_too; usually often]`.
macro_rules! facts {
    ($($fact:ident),+ $(,)? $(; usually $($often:ident),+ $(,)?)?) => { &[
        $((stringify!($fact), crate::run::Holds::Always($fact))),+
        $($(, (stringify!($often), crate::run::Holds::Usually($often)))+)?
    ] };
}
pub(crate) use facts;

/// So late may an actor be, in seconds of the lesson: less than the delays by which lessons tell first from second.
const MOST_LATE_S: f64 = 0.5;

/// A machine that cannot keep delays of this scale is too busy for these tests.
const LONGEST_SCALE: f64 = 0.8;

/// A recorded run.
pub struct Run {
    pub lesson: &'static Lesson,
    pub arguments: Arguments,
    pub trace: Trace,
    pub model: Model,
}

/// An event with the names that belong to it.
pub struct Seen<'a> {
    pub row: usize,
    pub event: Event,
    /// The task's name, or the thread's; for the main thread of a process, the process's.
    pub actor: &'a str,
    /// As it reads; empty for none.
    pub value: Cow<'a, str>,
}

/// A child process, or the first.
pub struct Process<'a> {
    pub id: ActorId,
    pub name: &'a str,
    pub pid: u32,
    pub exit_code: Option<i32>,
    /// The row of its first event.
    pub begin: usize,
    /// The row of its exit.
    pub exit: usize,
}

/// What a recorded process does: the program of the lesson with this id.
pub fn program(id: &str, settings: &[String]) -> ExitCode {
    laneway::run(|| {
        let lesson = find(id).expect("the test asks for a lesson of the catalogue");
        lesson.run(&arguments(lesson, settings.iter().map(String::as_str)));
    })
}

fn arguments<'a>(lesson: &Lesson, settings: impl Iterator<Item = &'a str>) -> Arguments {
    let pair = |setting: &str| {
        let (name, value) = setting.split_once('=').expect("NAME=VALUE");
        (name.to_owned(), value.to_owned())
    };
    let settings: Vec<_> = settings.map(pair).collect();
    lesson.arguments(&settings).expect("settings in their range")
}

/// What is not here that a run with these settings needs.
pub fn missing(lesson: &Lesson, settings: &str) -> Option<String> {
    let ready = lesson.ready(&arguments(lesson, settings.split_whitespace()));
    ready.err().map(|error| error.to_string())
}

/// Records the lesson with this id into a file.
pub fn record_to(file: &str, id: &str, settings: &[String]) -> ExitCode {
    let lesson = find(id).expect("the test asks for a lesson of the catalogue");
    let arguments = arguments(lesson, settings.iter().map(String::as_str));
    // The shell is here only to send what the lesson prints away from the tests' own output.
    let shell = ["sh", "-c", "exec \"$0\" \"$@\" >/dev/null"].map(OsString::from);
    let mut command: Vec<OsString> = shell.into();
    command.push(std::env::current_exe().expect("this program").into());
    command.extend(["--lesson".into(), OsString::from(id)]);
    command.extend(settings.iter().map(OsString::from));

    let mut plan = Plan::new(command);
    plan.header = Header {
        lesson: Some(lesson.describe(&arguments)),
        sources: lesson.sources(),
        ..Header::default()
    };
    let recording = record(&plan, &mut |_| {}).expect("a recording");
    let bytes = to_bytes(&recording.trace).expect("a trace can be written");
    fs::write(file, bytes).expect("room for a file");
    ExitCode::SUCCESS
}

impl Run {
    /// Records a run with these settings, and anew with twice the delays while the machine is too busy to keep them:
    /// the order of what happens in a lesson rests on them.
    pub fn record(lesson: &'static Lesson, settings: &str) -> Result<Self, String> {
        let mut run = Self::record_once(lesson, settings)?;
        loop {
            let scale = run.arguments.decimal("scale");
            if run.latest_ns() as f64 <= MOST_LATE_S * scale * 1e9 || scale >= LONGEST_SCALE {
                return Ok(run);
            }
            let others = settings.split_whitespace().filter(|it| !it.starts_with("scale="));
            let slower = others.collect::<Vec<_>>().join(" ") + &format!(" scale={}", scale * 2.0);
            println!(
                "{} [{settings}]: delays were not kept; again with {slower}",
                lesson.id
            );
            run = Self::record_once(lesson, &slower)?;
        }
    }

    /// By how much the latest actor of the run woke or began too late. When a task begins is up to its loop.
    fn latest_ns(&self) -> u64 {
        let is_task = |actor: ActorId| self.trace.header.actors[actor.index()].kind == ActorKind::Task;
        let mut due_ns = BTreeMap::new();
        let mut latest_ns = 0;
        for event in self.trace.events.iter() {
            match (event.kind, event.value) {
                (EventKind::SLEEP, Value::Int(duration_ns)) => {
                    due_ns.insert(event.actor, event.time_ns.saturating_add_signed(duration_ns));
                }
                (EventKind::START, Value::Actor(actor)) if !is_task(actor) => {
                    due_ns.insert(actor, event.time_ns);
                }
                (EventKind::WAKE | EventKind::BEGIN, _) => {
                    let due_ns = due_ns.remove(&event.actor).unwrap_or(event.time_ns);
                    latest_ns = event.time_ns.saturating_sub(due_ns).max(latest_ns);
                }
                _ => {}
            }
        }
        latest_ns
    }

    /// Records a run with these settings, by a process of its own.
    fn record_once(lesson: &'static Lesson, settings: &str) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let file = folder.path().join("run.lane");
        let recorded = Command::new(std::env::current_exe().map_err(|error| error.to_string())?)
            .arg("--record")
            .arg(&file)
            .arg(&lesson.id)
            .args(settings.split_whitespace())
            .output()
            .map_err(|error| error.to_string())?;
        if !recorded.status.success() {
            return Err(String::from_utf8_lossy(&recorded.stderr).into_owned());
        }
        let bytes = fs::read(&file).map_err(|error| error.to_string())?;
        let (trace, _) = read(&bytes, &Limits::default()).map_err(|error| error.to_string())?;
        let mut builder = Builder::new(trace.header.clone());
        builder.push(&mut trace.events.clone());
        let model = builder.finish(trace.texts.clone());
        Ok(Self {
            lesson,
            arguments: arguments(lesson, settings.split_whitespace()),
            trace,
            model,
        })
    }

    /// All events, in order, but for those on a queue's buffer: whether a pipe has room at once, or a feeder thread
    /// has to put things there, is up to the machine. What a thread records in the turn of a task is the task's, as in
    /// the model.
    pub fn all(&self) -> impl Iterator<Item = Seen<'_>> {
        let objects = &self.trace.header.objects;
        let is_on_buffer = |event: &Event| {
            let object = event.object.map(|object| &objects[object.index()]);
            object.is_some_and(|object| object.name.ends_with(".buffer"))
        };
        let events = self.model.events.iter().enumerate();
        let events = events.filter(move |(_, event)| !is_on_buffer(event));
        events.map(|(row, event)| Seen {
            row,
            event,
            actor: self.short_name(event.actor),
            value: self.model.text(event.value),
        })
    }

    /// The events of a kind, in order.
    pub fn events(&self, kind: EventKind) -> Vec<Seen<'_>> {
        self.all().filter(|seen| seen.event.kind == kind).collect()
    }

    /// The events of a kind by an actor, in order.
    pub fn events_of(&self, actor: &str, kind: EventKind) -> Vec<Seen<'_>> {
        self.all()
            .filter(|seen| seen.event.kind == kind && seen.actor == actor)
            .collect()
    }

    /// Where this is printed for the first time.
    pub fn printed(&self, text: &str) -> usize {
        let mut prints = self.events(EventKind::PRINT).into_iter();
        prints
            .find(|seen| seen.value == text)
            .unwrap_or_else(|| panic!("`{text}` is never printed"))
            .row
    }

    /// How many printed lines contain this.
    pub fn prints_with(&self, part: &str) -> usize {
        self.events(EventKind::PRINT)
            .iter()
            .filter(|seen| seen.value.contains(part))
            .count()
    }

    /// The processes, the first one first; not what one of them was before it became the lesson's program.
    pub fn processes(&self) -> Vec<Process<'_>> {
        let rows = self.model.processes.iter();
        let became_another = |process: &&ProcessLanes| {
            let main = &self.model.lanes[process.lanes.start as usize];
            process.exit_row.is_none() && main.ending == LaneEnding::SeenGone
        };
        let rows = rows.filter(|process| !became_another(process));
        rows.map(|process| {
            let actor = &self.trace.header.actors[process.actor.index()];
            Process {
                id: process.actor,
                name: &actor.name,
                pid: actor.pid,
                exit_code: process.exit_code,
                begin: process.begin_row as usize,
                exit: process
                    .exit_row
                    .unwrap_or_else(|| panic!("{} has no exit", actor.name))
                    as usize,
            }
        })
        .collect()
    }

    /// The processes other than the first.
    pub fn children(&self) -> Vec<Process<'_>> {
        self.processes().split_off(1)
    }

    /// The findings of a kind.
    pub fn findings(&self, kind: FindingKind) -> Vec<&Finding> {
        self.model
            .findings
            .iter()
            .filter(|finding| finding.kind == kind)
            .collect()
    }

    /// The thread's name; for the main thread of a process, the process's.
    pub fn short_name(&self, actor: ActorId) -> &str {
        let row = &self.trace.header.actors[actor.index()];
        match row.parent {
            Some(process) if row.kind == ActorKind::Thread && row.name == "main" => {
                self.model.actor_name(process)
            }
            _ => &row.name,
        }
    }
}

/// Fact: the program ended by itself, with status 0.
pub fn ends_in_order(run: &Run) {
    assert_eq!(run.trace.header.ending, Ending::Finished);
}

/// Fact: the program could never move again.
pub fn ends_stuck(run: &Run) {
    assert_eq!(run.trace.header.ending, Ending::Stuck);
}

/// Fact: of all daemons one was cut off in mid-work, `ticker`.
pub fn the_ticker_is_cut_off(run: &Run) {
    let cut_off = run.findings(FindingKind::DaemonCutOff);
    assert_eq!(cut_off.len(), 1);
    let mut actors = cut_off[0].actors.iter();
    assert!(actors.any(|&actor| run.short_name(actor) == "ticker"));
}
