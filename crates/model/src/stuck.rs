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

use laneway_trace::{ActorId, Awaits, Effect, Ending, ObjectId};

use crate::index::NONE;
use crate::track::Tracks;
use crate::track::actors::ActorTrack;
use crate::{Certainty, Finding, FindingKind, Model, Moment, State};
use graph::Graph;

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
        model,
        tracks,
        graph: &graph,
        last_row: last_row(tracks),
        run_was_stuck,
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
    leave_out_the_dead(tracks, &mut stuck.since);
    stuck
}

/// The last row in which any actor did something.
fn last_row(tracks: &Tracks) -> u32 {
    let rows = tracks.actors.iter().map(|track| track.last_row);
    rows.filter(|&row| row != NONE).max().unwrap_or(0)
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
    model: &'a Model,
    tracks: &'a Tracks,
    graph: &'a Graph,
    last_row: u32,
    run_was_stuck: bool,
    stuck: Stuck,
}

impl Analysis<'_> {
    fn track(&self, actor: u32) -> &ActorTrack {
        &self.tracks.actors[actor as usize]
    }

    /// Actors that wait for each other, or a single one.
    fn component(&mut self, component: &[u32]) {
        let closes = component.len() > 1 || self.graph.others(component[0]).contains(&component[0]);
        if closes && self.graph.is_stuck(component[0]) {
            let since = self.last_wait(component);
            for &actor in component {
                self.stuck.since[actor as usize] = since;
            }
            self.tell_cycle(component, since);
            return;
        }
        for &actor in component {
            let wait = self.track(actor).now.since;
            if let Some(since) = self.waits_for_the_stuck(actor) {
                self.stuck.since[actor as usize] = wait.max(since);
            } else if self.run_was_stuck {
                self.stuck.since[actor as usize] = self.hopeless_since(actor);
                let since = self.stuck.since[actor as usize];
                let finding = self.finding(FindingKind::WaitsForEver, &[actor], since);
                self.stuck.findings.push(finding);
            }
        }
    }

    /// For an actor that waits for somebody who is stuck: since when that is so. It is a consequence, and no
    /// finding of its own.
    fn waits_for_the_stuck(&self, actor: u32) -> Option<u32> {
        let others = self.graph.others(actor).iter();
        let since = others.map(|&other| self.stuck.since[other as usize]);
        let mut stuck = since.filter(|&since| since != NONE);
        if self.graph.is_stuck(actor) {
            if self.graph.needs_all(actor) {
                stuck.min()
            } else {
                stuck.max()
            }
        } else if self.run_was_stuck {
            stuck.next()
        } else {
            None
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
        let others = self.graph.others(actor);
        let has_ended = |other: &&u32| self.track(**other).now.state == State::Finished;
        let ended = others.iter().filter(has_ended);
        let ended = ended.map(|&other| self.track(other).end_row).max();
        self.track(actor).now.since.max(ended.unwrap_or(self.last_row))
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
        Finding {
            kind,
            certainty: Certainty::Happened,
            actors: actors.iter().filter_map(id).collect(),
            objects: objects.filter_map(ObjectId::new).collect(),
            helpers: match (kind, actors) {
                (FindingKind::WaitsForEver, [actor]) => self.helpers(*actor),
                _ => Vec::new(),
            },
            at: Moment::after(since),
            since: Moment::after(began.min().unwrap_or(since)),
        }
    }

    /// Who alone has ever done in this run what would end an actor's wait. Linear in the events on the
    /// object, for findings alone.
    fn helpers(&self, actor: u32) -> Vec<ActorId> {
        let now = &self.track(actor).now;
        let helps = |effect: Effect| match now.awaits {
            Some(Awaits::Item) => effect == Effect::Put,
            Some(Awaits::Room) => effect == Effect::Take,
            Some(Awaits::Permit) => effect == Effect::Leave,
            Some(Awaits::Gate) => matches!(
                effect,
                Effect::Notify | Effect::NotifyAll | Effect::Open | Effect::Arrive
            ),
            Some(Awaits::Reply) => matches!(effect, Effect::Serve | Effect::Reply),
            _ => false,
        };
        let Some(object) = ObjectId::new(now.object) else {
            return Vec::new();
        };
        let events = &self.model.events;
        let rows = (0..events.len()).filter(|&row| events.object[row] == object.number());
        let helping = rows.filter(|&row| helps(self.model.event_facts(row as u32).effect));
        let mut helpers: Vec<ActorId> = helping
            .filter_map(|row| ActorId::new(events.actor[row]))
            .filter(|helper| helper.index() as u32 != actor)
            .collect();
        helpers.sort();
        helpers.dedup();
        helpers
    }
}
