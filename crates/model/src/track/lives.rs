//! What events do to the lives of actors: they begin, wait, end, exit and are reaped.

use laneway_trace::{ActorId, Awaits, Effect, Value};

use super::actors::{Doing, PhaseTrack, state_after};
use super::{Row, Tracks};
use crate::index::NONE;
use crate::{EdgeKind, LaneEnding, State};

impl Tracks {
    /// For the first event that an actor records itself: the start that it comes from.
    pub(super) fn begin_lane(&mut self, event: &Row) -> Option<(EdgeKind, u32)> {
        let track = &mut self.actors[event.lane as usize];
        if track.first_row != NONE {
            return None;
        }
        track.first_row = event.row;
        (track.started_row != NONE).then_some((EdgeKind::Start, track.started_row))
    }

    /// Moves the lane to its state after the event; true if it is a wait and the first one on its object or
    /// for its actor. A lane that has ended stays as it is.
    pub(super) fn move_lane(&mut self, event: &Row) -> bool {
        let track = &mut self.actors[event.lane as usize];
        if track.end_row != NONE {
            return false;
        }
        let object = self.objects.get((event.object as usize).wrapping_sub(1));
        let state = state_after(&event.facts, object.map(|object| &object.facts));
        let awaits = event.facts.begins();
        let now = Doing {
            state,
            timed: awaits.is_some() && event.facts.limited,
            awaits,
            mode: event.facts.mode,
            object: if awaits.is_some() { event.object } else { 0 },
            other: match awaits {
                Some(Awaits::End) => event.value.actor().map_or(0, ActorId::number),
                _ => 0,
            },
            since: event.row,
        };
        track.last_row = event.row;
        if track.phases > 0 && now.is_same(&track.now) {
            track.now.timed = now.timed;
            return false;
        }
        track.now = now;
        track.phases += 1;
        if state == State::Finished {
            track.end_row = event.row;
            track.ending = match event.value {
                Value::Int(outcome) if outcome != 0 => LaneEnding::Failed,
                _ => LaneEnding::Finished,
            };
            if track.ending == LaneEnding::Failed {
                track.failed_row = track.failed_row.min(event.row);
            }
        }
        self.phases.push(PhaseTrack {
            actor: event.lane,
            row: event.row,
            state,
            object: now.object,
            other: now.other,
        });
        awaits.is_some() && self.first_wait(&now)
    }

    fn first_wait(&mut self, now: &Doing) -> bool {
        let first = |flag: &mut bool| !std::mem::replace(flag, true);
        if let Some(object) = self.objects.get_mut((now.object as usize).wrapping_sub(1)) {
            return first(&mut object.awaited);
        }
        self.actors
            .get_mut((now.other as usize).wrapping_sub(1))
            .is_some_and(|actor| first(&mut actor.awaited))
    }

    /// An event of a process itself, seen from outside.
    pub(super) fn process_event(&mut self, process: usize, event: &Row) {
        match event.facts.effect {
            Effect::Adopt => {
                let track = &mut self.processes[process];
                track.adopted = true;
                if track.exit_row == NONE {
                    track.adopt_row = track.adopt_row.min(event.row);
                }
                self.end_zombie(process, event.row);
            }
            effect @ (Effect::Session | Effect::Terminal) => {
                self.sessions.push(effect, process as u32, event.row);
            }
            _ => self.exit(process, event),
        }
    }

    fn exit(&mut self, process: usize, event: &Row) {
        let track = &mut self.processes[process];
        if track.exit_row != NONE {
            return;
        }
        track.exit_row = event.row;
        track.exit_code = event.value.int().and_then(|code| i32::try_from(code).ok());
        self.interesting.push(event.row);
        let parent = self.roster.parent[process];
        let watched = parent != NONE && !track.adopted && track.reap_row == NONE;
        let zombie = watched && self.processes[parent as usize].exit_row == NONE;
        self.processes[process].zombie = zombie;
        self.cut_lanes(process, event);
        if zombie {
            self.push_phase(event.lane, event.row, State::Zombie);
        }
        // Whoever adopts its dead children takes their exit statuses.
        for child in 0..self.roster.children[process].len() {
            let child = self.roster.children[process][child] as usize;
            self.processes[child].adopted = true;
            self.end_zombie(child, event.row);
        }
    }

    /// Ends the lanes of a process that has exited.
    fn cut_lanes(&mut self, process: usize, event: &Row) {
        for member in 0..self.roster.members[process].len() {
            let member = self.roster.members[process][member];
            self.lose_track(member);
            let track = &mut self.actors[member as usize];
            if track.end_row == NONE && track.is_there() {
                track.end_row = event.row;
                // One that nobody of the run is known to have started may have ended before, unless it waited; of
                // a main thread that recorded nothing nobody knows how it came to its end.
                let waits = track.now.awaits.is_some();
                let is_main = member == event.lane && track.first_row != NONE;
                let is_known = track.started_row != NONE || is_main || waits;
                track.ending = if is_known {
                    LaneEnding::CutOff
                } else {
                    LaneEnding::SeenGone
                };
                self.never_begun(member);
                if member != event.lane || !self.processes[process].zombie {
                    self.push_phase(member, event.row, State::Finished);
                }
            }
        }
    }

    /// An actor that was started and of which nothing more was recorded could run, and did not.
    pub(crate) fn never_begun(&mut self, actor: u32) {
        let track = self.actors[actor as usize];
        if track.phases == 0 && track.started_row != NONE && !track.stillborn {
            self.push_phase(actor, track.started_row, State::Ready);
        }
    }

    pub(super) fn push_phase(&mut self, actor: u32, row: u32, state: State) {
        self.actors[actor as usize].phases += 1;
        self.phases.push(PhaseTrack {
            actor,
            row,
            state,
            object: 0,
            other: 0,
        });
    }

    pub(super) fn reap(&mut self, event: &Row) {
        let Some(process) = event.value.actor().map(ActorId::index) else {
            return;
        };
        if process < self.processes.len() && self.roster.is_process(process) {
            let reaped = &mut self.processes[process].reap_row;
            *reaped = (*reaped).min(event.row);
            self.end_zombie(process, event.row);
        }
    }

    fn end_zombie(&mut self, process: usize, row: u32) {
        if std::mem::take(&mut self.processes[process].zombie) {
            self.push_phase(self.roster.lane[process], row, State::Finished);
        }
    }

    /// A join comes from the end of what it waited for; joining a process takes its exit status.
    pub(super) fn join(&mut self, event: &Row) -> Option<(EdgeKind, u32)> {
        let target = event.value.actor()?.index();
        let lane = self.target_lane(event)?;
        let joined = &mut self.actors[lane as usize];
        joined.joined = true;
        let mut from = joined.end_row;
        if self.roster.is_process(target) {
            let exit = self.processes[target].exit_row;
            from = if exit == NONE { from } else { exit };
            self.reap(event);
        }
        (from != NONE).then_some((EdgeKind::Join, from))
    }
}
