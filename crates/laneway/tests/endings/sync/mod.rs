//! What locks between threads record, by random programs and by programs that get stuck: compared with what
//! must hold, event by event, and with what the model makes of it.

mod barrier;
mod channel;
mod condition;
mod event;
mod gil;
mod io;
mod queue;
mod reentrant_lock;
mod rwlock;
mod semaphore;

use std::sync::Arc;
use std::time::Duration;

use laneway::thread;
use laneway_l10n::{Language, Localizer};
use laneway_model::mechanism::{Holding, ObjectState};
use laneway_model::{FindingKind, Model, Moment};
use laneway_trace::{ActorId, Event, EventKind, ObjectId};
use laneway_view::{Cast, Part, Selection, narrate, stage};

use crate::{Case, Seen};
pub use event::check_event;

/// Every case, by kind of object.
pub const CASES: [&[Case]; 10] = [
    barrier::CASES,
    channel::CASES,
    condition::CASES,
    event::CASES,
    gil::CASES,
    io::CASES,
    queue::CASES,
    reentrant_lock::CASES,
    rwlock::CASES,
    semaphore::CASES,
];

/// How many random programs run one after another, each with objects of its own.
pub const PROGRAMS: u64 = 8;
const THREADS: u64 = 4;

/// Starts a thread with this name.
pub fn start(name: &str, code: impl FnOnce() + Send + 'static) -> thread::JoinHandle<()> {
    let thread = thread::Builder::new().name(name).spawn(code);
    thread.expect("a thread")
}

/// Runs this in several threads, each with its number and random numbers of its own, and waits for all.
pub fn in_threads(seed: u64, code: impl Fn(u64, &mut fastrand::Rng) + Send + Sync + 'static) {
    let code = Arc::new(code);
    let thread = |number| {
        let code = Arc::clone(&code);
        let seed = seed * 100 + number;
        start(&format!("random-{seed}"), move || {
            code(number, &mut fastrand::Rng::with_seed(seed));
        })
    };
    let threads: Vec<_> = (0..THREADS).map(thread).collect();
    for thread in threads {
        thread.join().expect("what was promised held");
    }
}

/// Gives other threads a chance to come in between, now and then.
pub fn pause(random: &mut fastrand::Rng) {
    match random.u8(..10) {
        0 => std::thread::sleep(Duration::from_micros(random.u64(..200))),
        1..4 => std::thread::yield_now(),
        _ => {}
    }
}

/// A recorded run and its model.
pub struct Run<'a> {
    pub seen: &'a Seen,
    pub model: Model,
}

impl<'a> Run<'a> {
    pub fn new(seen: &'a Seen) -> Self {
        let model = Model::from(seen.trace().clone());
        Self { seen, model }
    }

    pub fn object(&self, name: &str) -> ObjectId {
        let objects = &self.seen.trace().header.objects;
        let index = objects.iter().position(|object| object.name == name);
        let index = index.unwrap_or_else(|| panic!("there is no object {name}"));
        ObjectId::from_index(index).expect("an object")
    }

    /// The rows of an object's events, with the events: each is that of whoever did it, thread or task.
    pub fn on(&self, name: &str) -> Vec<(u32, Event)> {
        let rows = self.model.object_rows(self.object(name)).iter();
        rows.map(|&row| (row, self.model.events.get(row as usize).expect("a row")))
            .collect()
    }

    /// What is inside of an object right after a row.
    pub fn holding(&self, name: &str, row: u32) -> Holding {
        match self.model.object_at(self.object(name), Moment::after(row)) {
            Some(ObjectState::Holding(holding)) => holding,
            other => panic!("{name} is {other:?}"),
        }
    }

    /// What the story of the run says of an object, a line an event.
    pub fn story(&self, name: &str, language: Language) -> String {
        let l10n = Localizer::new(language);
        let told = self.on(name).into_iter();
        let told = told.filter_map(|(row, _)| narrate(&self.model, row));
        told.map(|message| l10n.say(&message))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// What the stage shows of an object right after a row.
    pub fn parts(&self, name: &str, row: u32) -> Vec<Part> {
        let cast = Cast::new(&self.model);
        let stage = stage(&self.model, &cast, Moment::after(row), Selection::None, 9);
        let card = stage.cards.into_iter().find(|card| card.object.name == name);
        card.unwrap_or_else(|| panic!("{name} has no card")).parts
    }

    /// What the program calls an actor; the main thread of a child as the child.
    pub fn name_of(&self, actor: ActorId) -> &str {
        let actors = &self.seen.trace().header.actors;
        let process = |actor: ActorId| actors[actor.index()].parent;
        let child = process(actor).filter(|&process_of| process(process_of).is_some());
        match (self.model.actor_name(actor), child) {
            ("main", Some(child)) => self.model.actor_name(child),
            (name, _) => name,
        }
    }

    /// `waits_for_ever a on items; helpers b`, a line a finding but for starvation; names in the order of the alphabet, because who
    /// waits first is another one each time.
    pub fn findings(&self) -> String {
        let sorted = |mut names: Vec<&str>| {
            names.sort_unstable();
            names.join(" ")
        };
        let actors = |actors: &[ActorId]| {
            let names = actors.iter().map(|&actor| self.model.actor_name(actor));
            sorted(names.collect())
        };
        // How long somebody waits while others come and go is up to the machine.
        let findings = self.model.findings.iter();
        let findings = findings.filter(|finding| finding.kind != FindingKind::Starvation);
        let told = findings.map(|finding| {
            let objects = finding.objects.iter();
            let objects = sorted(objects.map(|&object| self.model.object_name(object)).collect());
            let kind = finding.kind.name();
            let told = format!("{kind} {} on {objects}", actors(&finding.actors));
            match finding.helpers.as_slice() {
                [] => told,
                helpers => format!("{told}; helpers {}", actors(helpers)),
            }
        });
        told.collect::<Vec<_>>().join("\n")
    }
}

/// Who waits to enter does so next, or gives up if it may.
pub fn check_waits(run: &Run<'_>, name: &str) {
    let on = run.on(name);
    for (at, (_, event)) in on.iter().enumerate() {
        let ends: &[EventKind] = match event.kind {
            EventKind::LOCK_WAIT => &[EventKind::LOCK_ACQUIRE],
            EventKind::LOCK_WAIT_TIMED => &[EventKind::LOCK_ACQUIRE, EventKind::LOCK_TIMEOUT],
            EventKind::SHARED_WAIT => &[EventKind::SHARED_ACQUIRE],
            _ => continue,
        };
        let next = on[at + 1..].iter().find(|(_, other)| other.actor == event.actor);
        let kind = next.expect("a wait ends").1.kind;
        assert!(ends.contains(&kind), "{name}: {kind:?} after {:?}", event.kind);
    }
}
