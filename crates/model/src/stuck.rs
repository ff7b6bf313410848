//! Who can never go on: the wait-for graph at the end of a run.
//!
//! A wait without a time limit that its actor never left waits for others to move: for all of some actors (who
//! hold a lock, each of the readers that keep a writer out), for one of some (who hold permits), or for nobody
//! in particular. Where anybody may give a permit back, as to a semaphore, that is certain only if the run ended
//! because nobody could move. An actor is stuck if whoever has to move is stuck: the greatest
//! set of which that is true is found by taking out, again and again, who can still be helped. What is left
//! was closed by cycles, and these cannot dissolve: a deadlock that closed at any time is still there at the
//! end, so that looking once, there, finds all. If the run ended stuck, nobody else could go on either.

mod graph;
mod helpers;

use laneway_trace::{ActorId, Awaits, Ending, ObjectId};

use crate::index::NONE;
use crate::track::Tracks;
use crate::track::actors::ActorTrack;
use crate::{Certainty, Finding, FindingKind, Model, Moment, State};
use graph::{Component, Graph};

/// What the analysis found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stuck {
    /// For each actor since which row it could never go on; [`NONE`] if it could.
    pub(crate) since: Vec<u32>,
    pub(crate) findings: Vec<Finding>,
}

/// Linear in the actors and the arrows between them.
pub(crate) fn analyse(model: &Model, tracks: &Tracks) -> Stuck {
    let run_was_stuck = model.header.ending == Ending::Stuck;
    let graph = Graph::new(tracks, run_was_stuck);
    let mut analysis = Analysis {
        tracks,
        graph: &graph,
        last_row: last_row(tracks),
        run_was_stuck,
        others_ended: others_ended(tracks, &graph),
        stuck_others: vec![None; graph.waits()],
        stuck: Stuck {
            since: vec![NONE; tracks.actors.len()],
            findings: Vec::new(),
        },
    };
    // Those whom a component waits for come before it.
    for component in graph.components() {
        analysis.component(&component);
    }
    let mut stuck = analysis.stuck;
    helpers::name(model, tracks, &mut stuck.findings);
    leave_out_the_dead(tracks, &mut stuck.since);
    stuck
}

/// The last row in which any actor did something.
fn last_row(tracks: &Tracks) -> u32 {
    let rows = tracks.actors.iter().map(|track| track.last_row);
    rows.filter(|&row| row != NONE).max().unwrap_or(0)
}

/// For each wait the row in which the last of its others ended, if any did.
fn others_ended(tracks: &Tracks, graph: &Graph) -> Vec<Option<u32>> {
    let track = |&other: &u32| &tracks.actors[other as usize];
    let last = |wait: usize| {
        let others = graph.others(wait).iter().map(track);
        let ended = others.filter(|track| track.now.state == State::Finished);
        ended.map(|track| track.end_row).max()
    };
    (0..graph.waits()).map(last).collect()
}

/// An actor whose process was gone before that is not shown as stuck.
fn leave_out_the_dead(tracks: &Tracks, since: &mut [u32]) {
    for (since, track) in since.iter_mut().zip(&tracks.actors) {
        if *since != NONE && track.end_row <= *since {
            *since = NONE;
        }
    }
}

struct Analysis<'a> {
    tracks: &'a Tracks,
    graph: &'a Graph,
    last_row: u32,
    run_was_stuck: bool,
    /// For each wait the row in which the last of its others ended, if any did.
    others_ended: Vec<Option<u32>>,
    /// For each wait since when those of its others who are stuck have been: the first, and the last.
    stuck_others: Vec<Option<(u32, u32)>>,
    stuck: Stuck,
}

impl Analysis<'_> {
    fn track(&self, actor: u32) -> &ActorTrack {
        &self.tracks.actors[actor as usize]
    }

    fn component(&mut self, component: &Component) {
        let actors = component.actors.as_slice();
        if component.closes && self.graph.is_stuck(actors[0]) {
            let since = self.last_wait(actors);
            for &actor in actors {
                self.is_stuck_since(actor, since);
            }
            self.tell_cycle(actors, since);
            return;
        }
        for &actor in actors {
            let wait = self.track(actor).now.since;
            if let Some(since) = self.waits_for_the_stuck(actor) {
                self.is_stuck_since(actor, wait.max(since));
            } else if self.run_was_stuck && self.track(actor).end_row > self.last_row {
                // Who was dead before the others came to rest waits no longer.
                let since = self.hopeless_since(actor);
                self.is_stuck_since(actor, since);
                let finding = self.finding(FindingKind::WaitsForEver, &[actor], since);
                self.stuck.findings.push(finding);
            }
        }
    }

    /// Takes note that an actor can never go on. Once for each.
    fn is_stuck_since(&mut self, actor: u32, since: u32) {
        self.stuck.since[actor as usize] = since;
        for &wait in self.graph.behind(actor) {
            let (first, last) = self.stuck_others[wait as usize].get_or_insert((since, since));
            (*first, *last) = ((*first).min(since), (*last).max(since));
        }
    }

    /// For an actor that waits for somebody who is stuck: since when that is so. It is a consequence, and no
    /// finding of its own.
    fn waits_for_the_stuck(&self, actor: u32) -> Option<u32> {
        let wait = self.graph.wait(actor);
        let (first, last) = self.stuck_others[wait]?;
        if self.graph.is_stuck(actor) {
            Some(if self.graph.needs_all(wait) { first } else { last })
        } else {
            self.run_was_stuck.then_some(first)
        }
    }

    /// The row in which the last of these actors began to wait.
    fn last_wait(&self, actors: &[u32]) -> u32 {
        let rows = actors.iter().map(|&actor| self.track(actor).now.since);
        rows.max().unwrap_or(NONE)
    }

    /// Since when nobody could help an actor, in a stuck run: since everybody had come to rest, or earlier:
    /// since those who were in its way had ended without leaving.
    fn hopeless_since(&self, actor: u32) -> u32 {
        let others_ended = self.others_ended[self.graph.wait(actor)];
        self.track(actor)
            .now
            .since
            .max(others_ended.unwrap_or(self.last_row))
    }

    /// Findings of actors that wait for each other: a deadlock if all wait to enter something, else each of
    /// them waits for ever.
    fn tell_cycle(&mut self, component: &[u32], since: u32) {
        let of_permits = component
            .iter()
            .all(|&actor| self.track(actor).now.awaits == Some(Awaits::Permit));
        if !of_permits {
            for &actor in component {
                let finding = self.finding(FindingKind::WaitsForEver, &[actor], since);
                self.stuck.findings.push(finding);
            }
            return;
        }
        // The one that began to wait first stands first: the same on every reading.
        let first = component.iter().min_by_key(|&&actor| self.track(actor).now.since);
        let cycle = first.map_or_else(Vec::new, |&first| self.graph.cycle_through(first, component));
        let kind = match cycle.as_slice() {
            [_] => FindingKind::SelfDeadlock,
            _ => FindingKind::Deadlock,
        };
        let finding = self.finding(kind, &cycle, since);
        self.stuck.findings.push(finding);
    }

    fn finding(&self, kind: FindingKind, actors: &[u32], since: u32) -> Finding {
        let objects = actors.iter().map(|&actor| self.track(actor).now.object);
        let began = actors.iter().map(|&actor| self.track(actor).now.since);
        let id = |&actor: &u32| ActorId::from_index(actor as usize);
        Finding::new(
            (kind, Certainty::Happened),
            actors.iter().filter_map(id).collect(),
            objects.filter_map(ObjectId::new).collect(),
            Moment::after(began.min().unwrap_or(since)),
            Moment::after(since),
        )
    }
}
