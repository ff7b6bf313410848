//! Actors begin once, end once, and do nothing afterwards.

use laneway_trace::{ActorId, Event, EventKind, Header, ObjectId};

use super::{Report, name};
use crate::roster::Roster;

/// Every actor so far.
pub(super) struct Lives {
    roster: Roster,
    actors: Vec<Life>,
}

#[derive(Clone, Copy, Default)]
struct Life {
    /// True once it did anything itself.
    active: bool,
    begun: bool,
    started: bool,
    ended: bool,
    exited: bool,
    /// Its last own event: what, and on what.
    last: Option<(EventKind, Option<ObjectId>)>,
    /// Of whom that was.
    about: Option<ActorId>,
}

impl Lives {
    pub(super) fn new(header: &Header) -> Self {
        Self {
            roster: Roster::new(header),
            actors: vec![Life::default(); header.actors.len()],
        }
    }

    /// True if the actor's process is dead.
    pub(super) fn is_dead(&self, actor: ActorId) -> bool {
        let process = self.roster.process[actor.index()] as usize;
        self.actors[process].exited
    }

    pub(super) fn event(&mut self, event: &Event, report: &mut Report<'_>) {
        let actor = event.actor;
        if event.kind == EventKind::ADOPT && self.roster.is_process(actor.index()) {
            return;
        }
        if event.kind == EventKind::EXIT && self.roster.is_process(actor.index()) {
            if std::mem::replace(&mut self.actors[actor.index()].exited, true) {
                report.tell("exit_twice", |names| {
                    format!("{} exits a second time", names.actor(actor))
                });
            }
            return;
        }
        let life = self.actors[actor.index()];
        if life.ended || self.is_dead(actor) {
            let after = if life.ended {
                "its end"
            } else {
                "the exit of its process"
            };
            let kind = name(event.kind);
            report.tell("event_after_end", |names| {
                format!("{} does `{kind}` after {after}", names.actor(actor))
            });
        }
        check_wait(event, &life, report);
        self.own_event(event, life, report);
        let life = &mut self.actors[actor.index()];
        life.active = true;
        life.last = Some((event.kind, event.object));
        life.about = event.value.actor();
    }

    fn own_event(&mut self, event: &Event, before: Life, report: &mut Report<'_>) {
        let actor = event.actor;
        let life = &mut self.actors[actor.index()];
        match event.kind {
            EventKind::BEGIN => {
                life.begun = true;
                if before.active {
                    report.tell("begin_not_first", |names| {
                        format!("{} begins after it has done something", names.actor(actor))
                    });
                }
            }
            EventKind::END => {
                life.ended = true;
                if !before.begun {
                    report.tell_if_complete("end_without_begin", |names| {
                        format!("{} ends and has not begun", names.actor(actor))
                    });
                }
            }
            EventKind::START => self.start(event, report),
            EventKind::JOIN => {
                if event.value.actor().is_some_and(|target| !self.has_ended(target)) {
                    report.tell_if_complete("join_before_end", |names| {
                        format!("{} joins somebody who has not ended", names.actor(actor))
                    });
                }
            }
            EventKind::REAP => {
                let target = event.value.actor();
                if target.is_some_and(|target| !self.actors[target.index()].exited) {
                    report.tell_if_complete("reap_before_exit", |names| {
                        format!("{} reaps a process that has not exited", names.actor(actor))
                    });
                }
            }
            kind => {
                let fits = given_up(kind).is_none_or(|begins| {
                    let last = before.last.filter(|(last, _)| begins.contains(last));
                    last.is_some_and(|(_, object)| object == event.object)
                });
                if !fits {
                    report.tell_if_complete("end_without_begin", |names| {
                        format!(
                            "{} does `{}` and had not waited for it",
                            names.actor(actor),
                            name(kind)
                        )
                    });
                }
            }
        }
    }

    fn start(&mut self, event: &Event, report: &mut Report<'_>) {
        let Some(child) = event.value.actor() else { return };
        let shown = self.roster.lane[child.index()] as usize;
        let active = self.actors[child.index()].active || self.actors[shown].active;
        if std::mem::replace(&mut self.actors[child.index()].started, true) {
            report.tell("started_twice", |names| {
                format!("{} is started a second time", names.actor(child))
            });
        } else if active {
            report.tell("begin_not_first", |names| {
                format!("{} is started after it has done something", names.actor(child))
            });
        }
    }

    /// True if somebody may be joined.
    fn has_ended(&self, actor: ActorId) -> bool {
        self.actors[actor.index()].ended || self.is_dead(actor)
    }
}

/// An actor that waits does nothing before its wait is over, and then that.
fn check_wait(event: &Event, before: &Life, report: &mut Report<'_>) {
    let Some((wait, object)) = before.last else { return };
    let Some(ends) = ends_of(wait) else { return };
    let same = match wait {
        EventKind::JOIN_WAIT | EventKind::JOIN_WAIT_TIMED => event.value.actor() == before.about,
        // The task is a future of the pool.
        EventKind::TASK_WAIT => true,
        _ => event.object == object,
    };
    if !(same && ends.contains(&event.kind)) {
        let (wait, kind) = (name(wait), name(event.kind));
        report.tell_if_complete("wait_not_over", |names| {
            let actor = names.actor(event.actor);
            format!("{actor} does `{kind}` and its `{wait}` is not over")
        });
    }
}

/// The events that may come after this wait.
fn ends_of(wait: EventKind) -> Option<&'static [EventKind]> {
    use EventKind as Kind;
    Some(match wait {
        Kind::JOIN_WAIT => &[Kind::REAP, Kind::JOIN],
        Kind::JOIN_WAIT_TIMED => &[Kind::REAP, Kind::JOIN, Kind::JOIN_TIMEOUT],
        Kind::LOCK_WAIT => &[Kind::LOCK_ACQUIRE],
        Kind::LOCK_WAIT_TIMED => &[Kind::LOCK_ACQUIRE, Kind::LOCK_TIMEOUT],
        Kind::PUT_WAIT => &[Kind::PUT],
        Kind::PUT_WAIT_TIMED => &[Kind::PUT, Kind::PUT_TIMEOUT],
        Kind::GET_WAIT => &[Kind::GET],
        Kind::GET_WAIT_TIMED => &[Kind::GET, Kind::GET_TIMEOUT],
        Kind::TASK_WAIT => &[Kind::TASK_BEGIN, Kind::TASK_GIVE_UP],
        Kind::RESULT_WAIT => &[Kind::RESULT],
        Kind::RESULT_WAIT_TIMED => &[Kind::RESULT, Kind::RESULT_TIMEOUT],
        Kind::SLEEP => &[Kind::WAKE],
        _ => return None,
    })
}

/// For an event that gives up a wait, or wakes: the events that begin it, the actor's last one being among
/// them.
fn given_up(kind: EventKind) -> Option<&'static [EventKind]> {
    Some(match kind {
        EventKind::WAKE => &[EventKind::SLEEP],
        EventKind::LOCK_TIMEOUT => &[EventKind::LOCK_WAIT_TIMED],
        EventKind::PUT_TIMEOUT => &[EventKind::PUT_WAIT_TIMED],
        EventKind::GET_TIMEOUT => &[EventKind::GET_WAIT_TIMED],
        EventKind::JOIN_TIMEOUT => &[EventKind::JOIN_WAIT_TIMED],
        EventKind::RESULT_TIMEOUT => &[EventKind::RESULT_WAIT_TIMED],
        _ => return None,
    })
}
