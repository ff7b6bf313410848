//! Does a trace say what can be?
//!
//! This reads a trace with other eyes than the model, which makes the best of whatever it is given: here
//! every contradiction counts. It shares no state with the model, and, as the model, it goes by mechanisms
//! and effects alone. One pass, linear in the events but for look-ups by actor and item, which are O(log n).

mod call;
mod gate;
mod holding;
mod life;
mod objects;
mod register;
mod report;
mod span;
mod store;
mod tasks;
mod turns;
mod unknown;
mod waits;

use laneway_trace::{
    ActorId, Effect, Event, EventFacts, EventTable, LocationId, ObjectId, Trace, Value,
};

use life::Lives;
use objects::Objects;
use report::Report;
use span::Spans;
use turns::Turns;
pub use unknown::UnknownKind;
use unknown::Unknowns;
use waits::Waits;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What cannot have happened, in order of rows; at most [`MOST_VIOLATIONS`].
    pub violations: Vec<Violation>,
    /// Kinds of event and object that neither this version nor the trace knows, each once, in order of their
    /// first rows; at most [`MOST_VIOLATIONS`].
    pub unknown: Vec<UnknownKind>,
    /// How many events could not be checked because their kind, or that of their object, is unknown.
    pub unknown_events: u64,
}

/// Something in a trace that cannot have happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The name of the rule that is broken: stable, for programs.
    pub rule: &'static str,
    /// The row of the event that breaks it.
    pub row: u32,
    /// What is wrong, in English, with names.
    pub words: String,
}

/// At most so many violations are told.
pub const MOST_VIOLATIONS: usize = 1000;

/// Checks what must hold of every run.
///
/// | rule | what must hold |
/// | --- | --- |
/// | `unknown_actor`, `unknown_object`, `unknown_location`, `unknown_text` | the header and the texts know what an event refers to |
/// | `wrong_object` | an event is on an object of a fitting kind |
/// | `time_falls` | times never fall |
/// | `sequence_repeats` | the sequence numbers of an object rise |
/// | `event_after_end` | an actor does nothing after its end, after it was seen to be gone, or after its process is dead |
/// | `start_failed` | an actor whose start failed does nothing |
/// | `begin_not_first` | an actor's `begin` is its first event, and comes after the `start` of it |
/// | `end_without_begin` | what ends has begun: an actor before its end, a wait before it is given up (one with a limit, if a limit is why, but for tasks, which can be cancelled) or slept through, a call before its return, a task and a callback before their ends |
/// | `wait_not_over` | who waits does nothing before the wait is over: it gets what it waits for, or gives up; a thread that waits for an end can go on with a task |
/// | `started_twice`, `exit_twice` | an actor starts and dies once |
/// | `join_before_end`, `reap_before_exit` | who is joined has ended, who is reaped is dead |
/// | `resumed_twice`, `suspend_without_resume` | a task runs on one thread at a time, a thread runs one task at a time, and a task is laid aside by the thread that runs it |
/// | `suspended_task_acts` | a task that was laid aside does nothing |
/// | `two_holders`, `reader_beside_writer` | who is inside alone is inside alone |
/// | `over_permits` | no more are inside than there are permits |
/// | `taken_by_holder` | who is inside does not enter again where that is not allowed |
/// | `release_by_other`, `poison_by_other` | a holding is left, and poisoned, by who is inside |
/// | `wrong_mode` | who shares gives back a share, who is alone inside gives back that |
/// | `wrong_depth` | a recorded depth is that of the entries and leaves before |
/// | `get_before_put`, `get_without_put` | an item is put before it is taken |
/// | `taken_twice` | an item is taken once |
/// | `wrong_order` | an item leaves in the order of its store |
/// | `put_after_close` | nothing is put after the close |
/// | `over_capacity` | a store holds, and a pool runs, no more than its capacity |
/// | `stale_read` | a read sees what was written last |
/// | `pass_without_notify`, `pass_while_closed`, `pass_before_all` | nobody passes a gate that has not let anybody pass since the wait for it began |
/// | `submitted_twice`, `begun_twice`, `begin_before_submit`, `result_before_end`, `callback_before_end` | a task is submitted, begins once, ends, and then has a result and calls back |
/// | `cancel_after_begin`, `begin_after_cancel` | a task that was called off does not run |
/// | `serve_before_call`, `reply_before_serve`, `return_before_reply`, `served_twice`, `replied_twice` | a call is made, served, answered and returned from, once each |
/// | `close_without_open` | what is closed is the actor's newest open stretch |
/// | `link_without_from` | a link has come from somewhere |
///
/// Where events were lost ([`Header::lost`](laneway_trace::Header::lost)), rules that the missing events
/// could have met are not applied: to an actor from its loss on (or at all, if the trace does not say whose
/// events were lost), and to an object from the first hole in its sequence numbers on. What an actor does
/// after an event of unknown effect is unknown until its next event, and what became of the event's
/// object for good.
pub fn check(trace: &Trace) -> Checked {
    let mut checker = Checker::new(trace);
    for row in 0..trace.events.len().min(u32::MAX as usize - 1) {
        checker.row(row as u32);
        if checker.report.is_full() {
            break;
        }
    }
    checker.finish()
}

/// An event with what is known of it.
struct Act {
    event: Event,
    facts: EventFacts,
    /// Whose event it is: the task's, while the thread runs one.
    who: ActorId,
}

struct Checker<'a> {
    trace: &'a Trace,
    /// What is known of each kind of event, by number.
    facts: EventTable,
    report: Report<'a>,
    unknowns: Unknowns<'a>,
    time_ns: u64,
    turns: Turns,
    lives: Lives,
    waits: Waits,
    spans: Spans,
    objects: Objects,
}

impl<'a> Checker<'a> {
    fn new(trace: &'a Trace) -> Self {
        let header = &trace.header;
        let facts = header.vocabulary.event_table();
        let actors = header.actors.len();
        Self {
            trace,
            report: Report::new(trace, &facts),
            facts,
            unknowns: Unknowns::default(),
            time_ns: 0,
            turns: Turns::new(actors),
            lives: Lives::new(header),
            waits: Waits::new(actors),
            spans: Spans::new(actors),
            objects: Objects::new(header),
        }
    }

    fn row(&mut self, row: u32) {
        let (report, events) = (&mut self.report, &self.trace.events);
        report.row = row;
        let time_ns = events.time_ns[row as usize];
        if time_ns < self.time_ns {
            report.tell("time_falls", |_| {
                "the event is earlier than the one before it".to_owned()
            });
        }
        self.time_ns = time_ns;
        let Some(event) = events.get(row as usize) else {
            report.tell("unknown_actor", |_| "the event has no actor".to_owned());
            return;
        };
        if references(&event, self.trace, report) {
            self.act(event);
        }
    }

    fn act(&mut self, event: Event) {
        let report = &mut self.report;
        let facts = self.facts.facts(event.kind);
        let who = self.turns.who(&event, facts.effect);
        let act = Act { event, facts, who };
        self.unknowns.act(&act, self.trace, &self.objects, report.row);
        report.doubt = false;
        if self.lives.act(&act, report) {
            self.waits.act(&act, &self.turns, &self.objects, report);
            report.doubt |= self.lives.is_unsure(act.event.actor) || self.lives.is_unsure(act.who);
            self.turns.act(&act, report);
            self.spans.act(&act, report);
        }
        self.objects.act(&act, &self.lives, report);
    }

    fn finish(mut self) -> Checked {
        self.objects.finish(&mut self.report);
        let (unknown, unknown_events) = self.unknowns.finish();
        Checked {
            violations: self.report.finish(),
            unknown,
            unknown_events,
        }
    }
}

/// Does the trace know what the event refers to? False if the event cannot be followed any further.
fn references(event: &Event, trace: &Trace, report: &mut Report<'_>) -> bool {
    let header = &trace.header;
    let mut is_known = |rule, what: &str, number: Option<u32>, length: usize, place: &str| {
        let missing = number.filter(|&number| number as usize > length);
        if let Some(number) = missing {
            report.tell(rule, |_| format!("{what} {number} is not in the {place}"));
        }
        missing.is_none()
    };
    let actors = header.actors.len();
    let actor = is_known(
        "unknown_actor",
        "actor",
        Some(event.actor.number()),
        actors,
        "header",
    );
    let object = event.object.map(ObjectId::number);
    let object = is_known("unknown_object", "object", object, header.objects.len(), "header");
    let location = event.location.map(LocationId::number);
    is_known(
        "unknown_location",
        "location",
        location,
        header.locations.len(),
        "header",
    );
    let value = match event.value {
        Value::Actor(actor) => {
            is_known("unknown_actor", "actor", Some(actor.number()), actors, "header")
        }
        Value::Text(text) => {
            is_known(
                "unknown_text",
                "text",
                Some(text.number()),
                trace.texts.len(),
                "trace",
            );
            true
        }
        _ => true,
    };
    actor && object && value
}

/// True for what happens to an actor and is not recorded by it: it has no place in the actor's own order.
fn is_told_by_others(effect: Effect) -> bool {
    effect.is_seen_from_outside() || effect.is_told_of_a_process()
}
