//! Actors begin once, end once, and do nothing afterwards.

use laneway_trace::{ActorId, ActorKind, Effect, Header};

use super::report::Report;
use super::{Act, is_told_by_others};

/// Every actor so far.
pub(super) struct Lives {
    /// For each actor the process it belongs to; an actor without one stands for its own.
    process: Vec<u32>,
    /// For each process its main thread: the first that is known. For everybody else itself.
    main: Vec<u32>,
    /// For each task its thread. For everybody else itself.
    thread: Vec<u32>,
    actors: Vec<Life>,
}

#[derive(Clone, Copy, Default)]
struct Life {
    started: bool,
    /// Its start failed.
    failed: bool,
    /// It did anything itself.
    active: bool,
    begun: bool,
    ended: bool,
    /// It was seen to be gone.
    gone: bool,
    /// The process is dead.
    exited: bool,
    /// Events of it are missing, or it did something unknown.
    unsure: bool,
}

impl Lives {
    pub(super) fn new(header: &Header) -> Self {
        let count = header.actors.len();
        let mut process: Vec<u32> = (0..count as u32).collect();
        let mut main = process.clone();
        let mut thread = process.clone();
        for (row, actor) in header.actors.iter().enumerate() {
            let parent = actor.parent.map(ActorId::index).filter(|&parent| parent < row);
            let Some(parent) = parent.filter(|_| actor.kind != ActorKind::Process) else {
                continue;
            };
            if actor.kind == ActorKind::Task {
                thread[row] = parent as u32;
            }
            let its = process[parent] as usize;
            process[row] = its as u32;
            if main[its] as usize == its {
                main[its] = row as u32;
            }
        }
        Self {
            process,
            main,
            thread,
            actors: vec![Life::default(); count],
        }
    }

    /// True if the actor's process is dead.
    pub(super) fn is_dead(&self, actor: ActorId) -> bool {
        let process = self.process[actor.index()] as usize;
        self.actors[process].exited
    }

    /// True if events of the actor are missing, or it did something unknown. What is missing of a thread may be a
    /// task's.
    pub(super) fn is_unsure(&self, actor: ActorId) -> bool {
        let thread = self.thread[actor.index()] as usize;
        self.actors[actor.index()].unsure || self.actors[thread].unsure
    }

    /// Takes note of an event; true if it is one of the actor's own.
    pub(super) fn act(&mut self, act: &Act, report: &mut Report<'_>) -> bool {
        let actor = act.event.actor;
        let life = &mut self.actors[actor.index()];
        let is_process = self.process[actor.index()] as usize == actor.index();
        if is_told_by_others(act.facts.effect) && (is_process || act.facts.effect != Effect::Exit) {
            match act.facts.effect {
                Effect::Exit if std::mem::replace(&mut life.exited, true) => {
                    report.tell("exit_twice", |names| {
                        format!("{} exits a second time", names.actor(actor))
                    });
                }
                effect if effect.is_told_of_a_process() => {}
                _ => self.seen(act, report),
            }
            return false;
        }
        // That events were lost is said of an actor, also after its end.
        if act.facts.effect != Effect::Lost {
            self.alive(actor, act, report);
            if act.who != actor {
                self.alive(act.who, act, report);
            }
        }
        self.own(act, report);
        for actor in [actor, act.who] {
            self.actors[actor.index()].active = true;
        }
        true
    }

    /// Somebody from outside saw the thread.
    fn seen(&mut self, act: &Act, report: &mut Report<'_>) {
        let actor = act.event.actor;
        let life = &mut self.actors[actor.index()];
        let (was_gone, goes) = (life.gone, act.facts.effect == Effect::SeenEnd);
        life.gone |= goes;
        // That a thread is gone may be seen after its process was.
        if was_gone || !goes && self.is_dead(actor) {
            report.tell("event_after_end", |names| {
                let kind = names.event(act.event.kind);
                format!("{} has `{kind}` after it was gone", names.actor(actor))
            });
        }
    }

    /// Only the living act.
    fn alive(&mut self, actor: ActorId, act: &Act, report: &mut Report<'_>) {
        let life = self.actors[actor.index()];
        let after = if life.ended {
            "its end"
        } else if life.gone {
            "it was seen to be gone"
        } else if self.is_dead(actor) {
            "the exit of its process"
        } else if life.failed {
            report.tell("start_failed", |names| {
                let kind = names.event(act.event.kind);
                format!("{} does `{kind}` and its start had failed", names.actor(actor))
            });
            return;
        } else {
            return;
        };
        report.tell("event_after_end", |names| {
            let kind = names.event(act.event.kind);
            format!("{} does `{kind}` after {after}", names.actor(actor))
        });
    }

    fn own(&mut self, act: &Act, report: &mut Report<'_>) {
        let who = act.who;
        report.doubt = self.is_unsure(who) || report.lost_anywhere;
        let life = &mut self.actors[who.index()];
        match act.facts.effect {
            Effect::Begin => {
                life.begun = true;
                if life.active {
                    report.tell_if_sure("begin_not_first", |names| {
                        format!("{} begins after it has done something", names.actor(who))
                    });
                }
            }
            Effect::End => {
                life.ended = true;
                if !life.begun {
                    report.tell_if_sure("end_without_begin", |names| {
                        format!("{} ends and has not begun", names.actor(who))
                    });
                }
            }
            Effect::Lost | Effect::Unknown => {
                let about = act.event.value.actor();
                for actor in [who, act.event.actor].into_iter().chain(about) {
                    self.actors[actor.index()].unsure = true;
                }
            }
            _ => {
                if let Some(other) = act.event.value.actor() {
                    self.about(other, act, report);
                }
            }
        }
    }

    /// What an actor does to another.
    fn about(&mut self, other: ActorId, act: &Act, report: &mut Report<'_>) {
        let who = act.who;
        let life = self.actors[other.index()];
        report.doubt = self.is_unsure(other) || report.lost_anywhere;
        match act.facts.effect {
            Effect::Start => self.start(other, report),
            Effect::StartFailed => {
                self.actors[other.index()].failed = true;
                if self.has_acted(other) {
                    report.tell("start_failed", |names| {
                        format!(
                            "the start of {} failed, and it has done something",
                            names.actor(other)
                        )
                    });
                }
            }
            Effect::Join if !(life.ended || life.gone || self.is_dead(other)) => {
                report.tell_if_sure("join_before_end", |names| {
                    format!("{} joins somebody who has not ended", names.actor(who))
                });
            }
            Effect::Reap if !life.exited => report.tell_if_sure("reap_before_exit", |names| {
                format!("{} reaps a process that has not exited", names.actor(who))
            }),
            Effect::Resume if life.ended => report.tell("event_after_end", |names| {
                format!("{} is resumed after its end", names.actor(other))
            }),
            _ => {}
        }
    }

    fn start(&mut self, child: ActorId, report: &mut Report<'_>) {
        let active = self.has_acted(child);
        let life = &mut self.actors[child.index()];
        if std::mem::replace(&mut life.started, true) || life.failed {
            report.tell("started_twice", |names| {
                format!("{} is started a second time", names.actor(child))
            });
        } else if active {
            report.tell("begin_not_first", |names| {
                format!("{} is started after it has done something", names.actor(child))
            });
        }
    }

    /// True if the actor, or for a process its main thread, did anything.
    fn has_acted(&self, actor: ActorId) -> bool {
        let main = self.main[actor.index()] as usize;
        self.actors[actor.index()].active || self.actors[main].active
    }
}
