//! Why an actor is where it is: the chain of causes, as data. Turning it into a sentence is the
//! business of `l10n`.

use std::collections::BTreeSet;

use laneway_trace::{ActorId, Awaits, ObjectId, Value};

use crate::{Model, Moment, State};

/// The chain of causes that explains an actor's state, from the actor outwards: it waits for a lock, whose
/// holder sleeps until ... The chain ends at an actor that does not wait, or where it closes to a cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// One link an actor.
    pub links: Vec<Link>,
    /// True if the last link waits for the first: a cycle.
    pub cycle: bool,
}

/// One actor of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Who.
    pub actor: ActorId,
    /// What it does.
    pub state: State,
    /// What it waits for, if it does.
    pub awaits: Option<Awaits>,
    /// Since when it does that.
    pub since: Moment,
    /// When this state ends, if the run shows it.
    pub until: Option<Moment>,
    /// The object that it waits on.
    pub object: Option<ObjectId>,
    /// The actors that it waits for (the holders, the one joined, the worker), if there are any. The chain goes
    /// on with the first.
    pub others: Vec<ActorId>,
    /// For a holder: since when it holds what the link before waits for.
    pub holds_since: Option<Moment>,
    /// The event that began the state, in its own words: what is put, how long the sleep is.
    pub value: Value,
}

impl Model {
    /// Why an actor is where it is at a moment; no links if it has not begun. For each link the cost of
    /// [`Model::object_at`].
    pub fn explain(&self, actor: ActorId, at: Moment) -> Explanation {
        let mut explanation = Explanation::default();
        // Lanes that the chain has passed: it stops where it would come to one again.
        let mut passed = BTreeSet::new();
        let mut next = Some((actor, None));
        while let Some((actor, holds_since)) = next {
            let Some(lane) = self.lane_of(actor) else { break };
            if !passed.insert(lane) {
                let first = explanation.links.first();
                explanation.cycle = first.and_then(|link| self.lane_of(link.actor)) == Some(lane);
                break;
            }
            let Some(link) = self.link(actor, lane, holds_since, at) else {
                break;
            };
            let other = link.others.first().copied();
            next = other.map(|other| (other, self.holds_since(&link, other, at)));
            explanation.links.push(link);
        }
        explanation
    }

    fn link(&self, actor: ActorId, lane: u32, holds_since: Option<Moment>, at: Moment) -> Option<Link> {
        let phase = self.phase_at(lane, at)?;
        let state = self.phases.state[phase as usize];
        let span = self.phase_span(lane, phase);
        let last = phase + 1 >= self.lane_phases(lane).end;
        let began = self.phases.start_row[self.wait_of(lane, phase) as usize];
        Some(Link {
            actor,
            state,
            awaits: self.awaits(lane, phase),
            since: span.start,
            until: (!last).then_some(span.end),
            object: ObjectId::new(self.phases.object[phase as usize]),
            others: self.waits_for(lane, phase, at),
            holds_since,
            value: self.value(began),
        })
    }

    /// Since when an actor is inside what a link waits for.
    fn holds_since(&self, link: &Link, other: ActorId, at: Moment) -> Option<Moment> {
        let holders = self.holders(link.object?, at);
        let holder = holders.iter().find(|holder| holder.actor == other)?;
        Some(holder.since)
    }
}
