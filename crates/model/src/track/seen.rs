//! What the supervisor saw of threads from outside, and tasks that threads resume and suspend.

use laneway_trace::{Effect, Mode};

use super::actors::{Doing, PhaseTrack};
use super::{Row, Tracks};
use crate::index::NONE;
use crate::{EdgeKind, LaneEnding, State};

impl Tracks {
    /// What was seen of a thread fills in where nothing else is known: it never contradicts a wait that the
    /// thread recorded, and is no event of its own.
    pub(super) fn seen_event(&mut self, event: &Row) {
        self.seen.push(event.row);
        let state = match event.facts.effect {
            Effect::SeenAsleep => State::Unseen,
            Effect::SeenReady => State::Ready,
            Effect::SeenEnd => State::Finished,
            _ => State::Running,
        };
        let track = &mut self.actors[event.lane as usize];
        if track.end_row != NONE || (track.now.awaits.is_some() && state != State::Finished) {
            return;
        }
        if state == State::Finished {
            track.end_row = event.row;
            track.ending = LaneEnding::SeenGone;
            self.interesting.push(event.row);
        }
        self.enter_state(event.lane, event.row, state);
    }

    /// A lane goes into a state that is no wait.
    fn enter_state(&mut self, lane: u32, row: u32, state: State) {
        let now = Doing {
            state,
            timed: false,
            awaits: None,
            mode: Mode::Exclusive,
            object: 0,
            other: 0,
            since: row,
        };
        self.enter(lane, now);
    }

    fn enter(&mut self, lane: u32, now: Doing) {
        let track = &mut self.actors[lane as usize];
        if track.phases > 0 && now.is_same(&track.now) {
            return;
        }
        track.now = now;
        track.phases += 1;
        self.phases.push(PhaseTrack {
            actor: lane,
            row: now.since,
            state: now.state,
            object: now.object,
            other: now.other,
        });
    }

    /// A thread goes on with a task: the task runs.
    pub(super) fn resume(&mut self, event: &Row) -> Option<(EdgeKind, u32)> {
        let task = self.target_lane(event)?;
        if task == event.lane || self.actors[task as usize].end_row != NONE {
            return None;
        }
        self.actors[event.lane as usize].task = task;
        self.lose_track(task);
        let track = &mut self.actors[task as usize];
        track.seen_row = track.seen_row.min(event.row);
        let first = track.first_row == NONE;
        if first {
            track.first_row = event.row;
        }
        track.before = track.now;
        let started = track.started_row;
        self.enter_state(task, event.row, State::Running);
        (first && started != NONE).then_some((EdgeKind::Start, started))
    }

    /// Events of a thread are missing from here on: whose turn it is, is in what is missing.
    pub(super) fn lose(&mut self, event: &Row) {
        let thread = &mut self.actors[event.lane as usize];
        thread.lost_row = event.row;
        thread.task = NONE;
    }

    /// What became of a task since events of its thread are missing is unknown.
    pub(crate) fn lose_track(&mut self, task: u32) {
        let thread = self.roster.thread[task as usize];
        let Some(lost_row) = self.actors.get(thread as usize).map(|thread| thread.lost_row) else {
            return;
        };
        let track = &self.actors[task as usize];
        let rows = [track.now.since, track.started_row];
        let is_known = rows.iter().any(|&row| row != NONE && row > lost_row);
        if lost_row != NONE && track.end_row == NONE && track.is_there() && !is_known {
            self.enter_state(task, lost_row, State::Unknown);
        }
    }

    /// A thread lays a task aside. A task that waits goes on waiting, also one that did nothing in its turn: it was
    /// looked at in vain. Any other could run.
    pub(super) fn suspend(&mut self, event: &Row) {
        let Some(task) = self.target_lane(event) else {
            return;
        };
        let thread = &mut self.actors[event.lane as usize];
        if thread.task != task {
            return;
        }
        thread.task = NONE;
        let track = &self.actors[task as usize];
        let (does, since) = (*track.does(), event.row);
        if track.end_row != NONE || track.now.awaits.is_some() {
            return;
        }
        if does.awaits.is_some() {
            self.enter(task, Doing { since, ..does });
        } else {
            self.enter_state(task, since, State::Ready);
        }
    }
}
