//! Who waits does nothing before the wait is over.

use laneway_trace::{ActorId, Awaits, Effect, EventKind, Mode, ObjectId};

use super::Act;
use super::objects::Objects;
use super::report::Report;
use super::turns::Turns;

/// What every actor waits for.
pub(super) struct Waits {
    actors: Vec<State>,
}

#[derive(Clone, Copy)]
enum State {
    Free,
    Waits(Wait),
    /// What it does is in events that are missing or unknown.
    Unknown,
}

#[derive(Clone, Copy)]
struct Wait {
    kind: EventKind,
    awaits: Awaits,
    limited: bool,
    mode: Mode,
    object: Option<ObjectId>,
    /// Whose end it waits for.
    about: Option<ActorId>,
}

impl Waits {
    pub(super) fn new(actors: usize) -> Self {
        Self {
            actors: vec![State::Free; actors],
        }
    }

    pub(super) fn act(&mut self, act: &Act, turns: &Turns, objects: &Objects, report: &mut Report<'_>) {
        // What is missing of any thread may be a task's.
        let is_task = turns.is_task(act.who);
        report.doubt = report.lost_anywhere || report.lossy && is_task;
        let stays = match self.actors[act.who.index()] {
            State::Free => {
                check_end(None, is_task, act, report);
                false
            }
            State::Waits(wait) if wait.is_over(act, objects) => {
                check_end(Some(&wait), is_task, act, report);
                false
            }
            State::Waits(wait) if wait.goes_on(act) => true,
            State::Waits(wait) => {
                report.tell_if_sure("wait_not_over", |names| {
                    let (kind, wait) = (names.event(act.event.kind), names.event(wait.kind));
                    format!(
                        "{} does `{kind}` and its `{wait}` is not over",
                        names.actor(act.who)
                    )
                });
                false
            }
            State::Unknown => false,
        };
        if !stays {
            self.actors[act.who.index()] = State::after(act);
        }
    }
}

impl State {
    fn after(act: &Act) -> Self {
        let unknown = matches!(act.facts.effect, Effect::Unknown | Effect::Lost);
        match act.facts.begins() {
            _ if unknown => Self::Unknown,
            None => Self::Free,
            Some(awaits) => Self::Waits(Wait {
                kind: act.event.kind,
                awaits,
                limited: act.facts.limited,
                mode: act.facts.mode,
                object: act.event.object,
                about: act.event.value.actor(),
            }),
        }
    }
}

impl Wait {
    /// True if this event ends the wait: by getting what is awaited, by giving up, or with the actor. A
    /// thread that waits for the end of a task goes on with it, or with another one, in order to get
    /// there.
    fn is_over(&self, act: &Act, objects: &Objects) -> bool {
        match act.facts.effect {
            Effect::End | Effect::Panic | Effect::Lost | Effect::Unknown => true,
            Effect::Resume => self.awaits == Awaits::End,
            _ => act.facts.ends() == Some(self.awaits) && self.is_of(act, objects),
        }
    }

    /// True if what ends is of what this waits for.
    fn is_of(&self, act: &Act, objects: &Objects) -> bool {
        let object = act.event.object;
        match self.awaits {
            Awaits::End => self.about.is_none() || act.event.value.actor() == self.about,
            Awaits::Permit => object == self.object && act.facts.mode == self.mode,
            // The task is a future of the pool.
            Awaits::Task if act.facts.effect == Effect::TaskBegin => {
                let pool = object.and_then(|future| objects.parent(future));
                pool.is_none() || pool == self.object
            }
            _ => object == self.object,
        }
    }

    /// True for what happens in the middle of a wait: a dead child is reaped by who waits for its end, who waits at a
    /// gate gives back the lock that it came with, and whoever is called reads and writes for who waits for the reply.
    fn goes_on(&self, act: &Act) -> bool {
        match (self.awaits, act.facts.effect) {
            (Awaits::End, Effect::Reap) => self.about.is_none() || act.event.value.actor() == self.about,
            (Awaits::Gate, Effect::Leave) => true,
            (Awaits::Reply, Effect::Read | Effect::Write) => true,
            _ => false,
        }
    }
}

/// What gives up a wait, or comes out of one, was in it.
fn check_end(wait: Option<&Wait>, is_task: bool, act: &Act, report: &mut Report<'_>) {
    let begun = match act.facts.effect {
        // A task can be cancelled wherever it waits. A call does not say whether it has a limit.
        Effect::GiveUp => wait.is_some_and(|wait| {
            wait.limited || !act.facts.limited || is_task || wait.awaits == Awaits::Reply
        }),
        Effect::Wake | Effect::Return => wait.is_some(),
        _ => true,
    };
    if !begun {
        report.tell_if_sure("end_without_begin", |names| {
            let (who, kind) = (names.actor(act.who), names.event(act.event.kind));
            match wait {
                None => format!("{who} does `{kind}` and had not waited for it"),
                Some(wait) => {
                    let wait = names.event(wait.kind);
                    format!("{who} does `{kind}` and its `{wait}` had no limit")
                }
            }
        });
    }
}
