//! Does a trace say what can be?
//!
//! This reads a trace with other eyes than the model, which makes the best of whatever it is given: here
//! every contradiction counts. One pass, O(n log n) for the items of queues.

mod lives;
mod objects;

use laneway_trace::{ActorId, Event, EventKind, Header, ObjectId, Trace, Value};

use lives::Lives;
use objects::Objects;

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

/// Checks what must hold of every run, in order of rows; at most [`MOST_VIOLATIONS`].
///
/// | rule | what must hold |
/// | --- | --- |
/// | `unknown_actor`, `unknown_object`, `unknown_location`, `unknown_text` | the header and the texts know what an event refers to |
/// | `wrong_object` | an event is on an object of a fitting kind |
/// | `time_falls` | times never fall |
/// | `sequence_repeats` | the sequence numbers of an object rise |
/// | `event_after_end` | an actor does nothing after its end, or after its process is dead |
/// | `begin_not_first` | an actor's `begin` is its first event, and comes after the `start` of it |
/// | `end_without_begin` | what ends has begun: an actor before its end, a sleep before the wake, a timed wait before it is given up, a task before its end |
/// | `wait_not_over` | who waits does nothing before the wait is over: it is given the lock, the item, the end that it waits for, or gives up |
/// | `started_twice`, `exit_twice` | an actor starts and dies once |
/// | `join_before_end`, `reap_before_exit` | who is joined has ended, who is reaped is dead |
/// | `two_holders` | a lock has one holder |
/// | `taken_by_holder` | a plain lock is not taken by its holder |
/// | `release_by_other` | a lock is released by its holder |
/// | `wrong_depth` | a recorded depth is that of the acquires and releases before |
/// | `get_before_put`, `get_without_put` | an item is put before it is taken |
/// | `taken_twice` | an item is taken once |
/// | `over_capacity` | a queue holds, and a pool runs, no more than its capacity |
/// | `begun_twice`, `begin_before_submit`, `result_before_end` | a task is submitted, begins once, ends, and then has a result |
///
/// Where events were lost ([`Header::lost`](laneway_trace::Header::lost)), rules that the missing events
/// could have met are not applied.
pub fn check(trace: &Trace) -> Vec<Violation> {
    let mut report = Report::new(trace);
    let mut lives = Lives::new(&trace.header);
    let mut objects = Objects::new(&trace.header);
    for row in 0..trace.events.len().min(u32::MAX as usize - 1) {
        report.row = row as u32;
        if trace.events.time_ns[row] < report.time_ns {
            report.tell("time_falls", |_| {
                "the event is earlier than the one before it".to_owned()
            });
        }
        report.time_ns = trace.events.time_ns[row];
        let Some(event) = trace.events.get(row) else {
            report.tell("unknown_actor", |_| "the event has no actor".to_owned());
            continue;
        };
        if !report.references(&event) {
            continue;
        }
        lives.event(&event, &mut report);
        objects.event(&event, &lives, &mut report);
        if report.violations.len() >= MOST_VIOLATIONS {
            break;
        }
    }
    objects.finish(&mut report);
    let mut violations = report.violations;
    violations.sort_by_key(|violation| violation.row);
    violations.truncate(MOST_VIOLATIONS);
    violations
}

/// What was found so far.
struct Report<'a> {
    trace: &'a Trace,
    names: Names<'a>,
    violations: Vec<Violation>,
    row: u32,
    time_ns: u64,
    /// True if events are missing.
    lossy: bool,
}

impl<'a> Report<'a> {
    fn new(trace: &'a Trace) -> Self {
        Self {
            trace,
            names: Names(&trace.header),
            violations: Vec::new(),
            row: 0,
            time_ns: 0,
            lossy: trace.header.lost > 0,
        }
    }

    /// Tells of the event in the current row.
    fn tell(&mut self, rule: &'static str, words: impl FnOnce(Names<'a>) -> String) {
        self.tell_at(self.row, rule, words);
    }

    fn tell_at(&mut self, row: u32, rule: &'static str, words: impl FnOnce(Names<'a>) -> String) {
        if self.violations.len() < MOST_VIOLATIONS {
            self.violations.push(Violation {
                rule,
                row,
                words: words(self.names),
            });
        }
    }

    /// Tells what an event that was lost could explain, unless some were.
    fn tell_if_complete(&mut self, rule: &'static str, words: impl FnOnce(Names<'a>) -> String) {
        if !self.lossy {
            self.tell(rule, words);
        }
    }

    /// Does the trace know what the event refers to? False if the event cannot be followed any further.
    fn references(&mut self, event: &Event) -> bool {
        let trace = self.trace;
        let header = &trace.header;
        let known_actor = event.actor.index() < header.actors.len();
        if !known_actor {
            self.tell("unknown_actor", |_| {
                format!("actor {} is not in the header", event.actor.number())
            });
        }
        let known_object = event
            .object
            .is_none_or(|object| object.index() < header.objects.len());
        if let (Some(object), false) = (event.object, known_object) {
            self.tell("unknown_object", |_| {
                format!("object {} is not in the header", object.number())
            });
        }
        let location = event
            .location
            .filter(|place| place.index() >= header.locations.len());
        if let Some(location) = location {
            self.tell("unknown_location", |_| {
                format!("location {} is not in the header", location.number())
            });
        }
        match event.value {
            Value::Text(text) if text.index() >= trace.texts.len() => {
                self.tell("unknown_text", |_| {
                    format!("text {} is not in the trace", text.number())
                });
            }
            Value::Actor(actor) if actor.index() >= header.actors.len() => {
                self.tell("unknown_actor", |_| {
                    format!("actor {} is not in the header", actor.number())
                });
                return false;
            }
            _ => {}
        }
        known_actor && known_object
    }
}

/// What the program calls its actors and objects.
#[derive(Clone, Copy)]
struct Names<'a>(&'a Header);

impl<'a> Names<'a> {
    fn actor(self, actor: ActorId) -> &'a str {
        let actor = self.0.actors.get(actor.index());
        actor.map_or("?", |actor| &actor.name)
    }

    fn object(self, object: ObjectId) -> &'a str {
        let object = self.0.objects.get(object.index());
        object.map_or("?", |object| &object.name)
    }
}

/// The name of a kind, for words.
fn name(kind: EventKind) -> &'static str {
    kind.name().unwrap_or("an unknown event")
}
