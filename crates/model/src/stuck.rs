//! Who can never go on: the wait-for graph at the end of a run.
//!
//! A wait without a time limit that its actor never left waits for a lock's holder, or for another actor.
//! Each actor waits for one thing at most, so these waits make a graph in which every actor has at most one
//! arrow out: walking it finds every cycle in linear time. An actor in a cycle, or one that waits for such
//! an actor, can never go on, however the run ended. If the run ended stuck, nobody can.
//!
//! A cycle of untimed waits cannot dissolve, so a deadlock that closed at any time is still there at the
//! end: looking once, there, finds all.

use laneway_trace::{ActorId, Ending, ObjectId};

use crate::index::NONE;
use crate::track::actors::ActorTrack;
use crate::track::{Role, Tracks, is_wait};
use crate::{Certainty, Finding, FindingKind, Model, Moment, State};
use laneway_trace::EventKind;

/// What the analysis found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stuck {
    /// For each actor since which row it could never go on; [`NONE`] if it could.
    pub(crate) since: Vec<u32>,
    pub(crate) findings: Vec<Finding>,
}

/// Linear in the number of actors.
pub(crate) fn analyse(model: &Model, tracks: &Tracks) -> Stuck {
    let graph = Graph::new(model, tracks);
    let mut stuck = Stuck {
        since: vec![NONE; tracks.actors.len()],
        findings: Vec::new(),
    };
    // 0: not seen, 1: on the path that is being walked, 2: done.
    let mut seen = vec![0u8; tracks.actors.len()];
    let mut path = Vec::new();
    for start in 0..tracks.actors.len() as u32 {
        let mut actor = start;
        while graph.blocked(actor) && seen[actor as usize] == 0 {
            seen[actor as usize] = 1;
            path.push(actor);
            actor = graph.target(actor);
        }
        // The path ends where somebody closes a cycle, at somebody known, or at somebody who is not blocked.
        let closes = path.iter().rposition(|&on_path| on_path == actor);
        let mut since = NONE;
        if let Some(first) = closes {
            let cycle = path.split_off(first);
            since = graph.last_wait(&cycle);
            for &member in &cycle {
                stuck.since[member as usize] = since;
                seen[member as usize] = 2;
            }
            graph.tell_cycle(&cycle, since, &mut stuck.findings);
        } else if graph.blocked(actor) {
            since = stuck.since[actor as usize];
        } else if let Some(&last) = path.last() {
            since = graph.hopeless_since(last, actor);
            graph.tell_hopeless(last, since, &mut stuck.findings);
        }
        while let Some(member) = path.pop() {
            if since != NONE {
                since = since.max(graph.track(member).now.since);
            }
            stuck.since[member as usize] = since;
            seen[member as usize] = 2;
        }
    }
    graph.leave_out_the_dead(&mut stuck.since);
    stuck
}

struct Graph<'a> {
    model: &'a Model,
    tracks: &'a Tracks,
    /// The last row in which any actor did something.
    last_row: u32,
    run_was_stuck: bool,
}

impl<'a> Graph<'a> {
    fn new(model: &'a Model, tracks: &'a Tracks) -> Self {
        let rows = tracks.actors.iter().map(|track| track.last_row);
        Self {
            model,
            tracks,
            last_row: rows.filter(|&row| row != NONE).max().unwrap_or(0),
            run_was_stuck: model.header.ending == Ending::Stuck,
        }
    }

    fn track(&self, actor: u32) -> &'a ActorTrack {
        &self.tracks.actors[actor as usize]
    }

    /// True for an actor that never left a wait without a time limit. A worker without a task is idle, which
    /// is no harm.
    fn blocked(&self, actor: u32) -> bool {
        let Some(track) = self.tracks.actors.get(actor as usize) else {
            return false;
        };
        let now = &track.now;
        track.phases > 0
            && is_wait(now.state)
            && !now.timed
            && self.model.kind(track.last_row) != EventKind::TASK_WAIT
    }

    /// For whom a blocked actor waits; [`NONE`] if for nobody in particular.
    fn target(&self, actor: u32) -> u32 {
        let now = &self.track(actor).now;
        let object = (now.object as usize).wrapping_sub(1);
        match (
            now.state,
            self.tracks.objects.get(object).map(|object| object.role),
        ) {
            (State::WaitsLock, Some(Role::Lock(lock))) => self.tracks.locks[lock as usize].holder,
            (State::WaitsActor, Some(Role::Future(future))) => {
                let run = self.tracks.pools.futures[future as usize].run;
                let run = self.tracks.pools.runs.get(run as usize);
                run.filter(|run| run.end_row == NONE)
                    .map_or(NONE, |run| run.actor)
            }
            (State::WaitsActor, _) => {
                let target = (now.other as usize).wrapping_sub(1);
                self.tracks.roster.lane.get(target).copied().unwrap_or(NONE)
            }
            _ => NONE,
        }
    }

    /// The row in which the last of these actors began to wait.
    fn last_wait(&self, actors: &[u32]) -> u32 {
        let rows = actors.iter().map(|&actor| self.track(actor).now.since);
        rows.max().unwrap_or(NONE)
    }

    /// Since when nobody could help an actor that waits for somebody who is not blocked, or for nobody in
    /// particular. In a stuck run that is when everybody had come to rest, or earlier: when the holder of its
    /// lock had ended without giving it back.
    fn hopeless_since(&self, actor: u32, target: u32) -> u32 {
        if !self.run_was_stuck {
            return NONE;
        }
        let wait = self.track(actor).now.since;
        let ended = self.tracks.actors.get(target as usize);
        let ended = ended.filter(|track| track.now.state == State::Finished);
        wait.max(ended.map_or(self.last_row, |track| track.end_row))
    }

    /// Findings of a cycle: a deadlock if all wait for locks, else each of its actors waits for ever.
    fn tell_cycle(&self, cycle: &[u32], since: u32, findings: &mut Vec<Finding>) {
        let of_locks = cycle
            .iter()
            .all(|&actor| self.track(actor).now.state == State::WaitsLock);
        if of_locks {
            let kind = match cycle {
                [_] => FindingKind::SelfDeadlock,
                _ => FindingKind::Deadlock,
            };
            // The one that began to wait first stands first: the same on every reading.
            let first = cycle.iter().enumerate();
            let first = first.min_by_key(|(_, actor)| self.track(**actor).now.since);
            let mut actors = cycle.to_vec();
            actors.rotate_left(first.map_or(0, |(index, _)| index));
            findings.push(self.finding(kind, &actors, since));
        } else {
            for actor in cycle {
                findings.push(self.finding(FindingKind::WaitsForEver, &[*actor], since));
            }
        }
    }

    /// The finding of an actor that waits for nobody in particular, in a run that was stuck. Who waits for
    /// an actor that is itself stuck is a consequence, and no finding of its own.
    fn tell_hopeless(&self, actor: u32, since: u32, findings: &mut Vec<Finding>) {
        if since != NONE {
            findings.push(self.finding(FindingKind::WaitsForEver, &[actor], since));
        }
    }

    fn finding(&self, kind: FindingKind, actors: &[u32], since: u32) -> Finding {
        let objects = actors.iter().map(|&actor| self.track(actor).now.object);
        let began = actors.iter().map(|&actor| self.track(actor).now.since);
        Finding {
            kind,
            certainty: Certainty::Happened,
            actors: actors
                .iter()
                .filter_map(|&actor| ActorId::from_index(actor as usize))
                .collect(),
            objects: objects.filter_map(ObjectId::new).collect(),
            at: Moment::after(since),
            since: Moment::after(began.min().unwrap_or(since)),
        }
    }

    /// An actor whose process was gone before that is not shown as stuck.
    fn leave_out_the_dead(&self, since: &mut [u32]) {
        for (since, track) in since.iter_mut().zip(&self.tracks.actors) {
            if *since != NONE && track.end_row <= *since {
                *since = NONE;
            }
        }
    }
}
