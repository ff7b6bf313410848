//! Why an actor is where it is: the chain of causes, as data. Turning it into a sentence is the
//! business of `l10n`.

use std::collections::BTreeSet;

use laneway_trace::{ActorId, ObjectId, Value};

use crate::track::Role;
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
    /// Since when it does that.
    pub since: Moment,
    /// When this state ends, if the run shows it.
    pub until: Option<Moment>,
    /// The object that it waits on.
    pub object: Option<ObjectId>,
    /// The actor that it waits for (the holder, the one joined, the worker), if there is one.
    pub other: Option<ActorId>,
    /// For a holder: since when it holds what the link before waits for.
    pub holds_since: Option<Moment>,
    /// The event that began the state, in its own words: what is put, how long the sleep is.
    pub value: Value,
}

impl Model {
    /// Why an actor is where it is at a moment; no links if it has not begun. O(log events) for each link.
    pub fn explain(&self, actor: ActorId, at: Moment) -> Explanation {
        let mut explanation = Explanation::default();
        // Lanes that the chain has passed: it stops where it would come to one again.
        let mut passed = BTreeSet::new();
        let mut next = Some((actor, None));
        while let Some((actor, holds_since)) = next {
            let Some(lane) = self.lane_of(actor) else { break };
            if !passed.insert(lane) {
                let first = explanation
                    .links
                    .first()
                    .and_then(|link| self.lane_of(link.actor));
                explanation.cycle = first == Some(lane);
                break;
            }
            let Some(link) = self.link(actor, lane, holds_since, at) else {
                break;
            };
            next = link.other.map(|other| (other, self.holds_since(&link, at)));
            explanation.links.push(link);
        }
        explanation
    }

    fn link(&self, actor: ActorId, lane: u32, holds_since: Option<Moment>, at: Moment) -> Option<Link> {
        let phase = self.phase_at(lane, at)?;
        let state = self.phases.state[phase as usize];
        let object = ObjectId::new(self.phases.object[phase as usize]);
        let span = self.phase_span(lane, phase);
        let last = phase + 1 >= self.lane_phases(lane).end;
        let began = self.phases.start_row[self.wait_of(lane, phase) as usize];
        Some(Link {
            actor,
            state,
            since: span.start,
            until: (!last).then_some(span.end),
            object,
            other: self.waits_for(phase, object, at),
            holds_since,
            value: self.value(began),
        })
    }

    /// The actor for whom a lane waits in a phase: the lock's holder, the worker that runs the future's task,
    /// the one that is joined.
    fn waits_for(&self, phase: u32, object: Option<ObjectId>, at: Moment) -> Option<ActorId> {
        let other = ActorId::new(self.phases.other[phase as usize]);
        let Some(object) = object else { return other };
        let lane = match self.roles.get(object.index())? {
            Role::Lock(_) => self.hold_at(object, at)?.lane,
            Role::Future(future) => {
                let task = self.tasks.get(self.future_tasks[*future as usize] as usize)?;
                let runs = task.start_row < at.0 && task.end_row.is_none_or(|end| end >= at.0);
                runs.then_some(task.lane)?
            }
            _ => return other,
        };
        self.lanes.get(lane as usize).map(|lane| lane.actor)
    }

    /// Since when the actor that a link waits for holds the lock it waits for.
    fn holds_since(&self, link: &Link, at: Moment) -> Option<Moment> {
        let hold = self.hold_at(link.object?, at)?;
        Some(Moment::after(hold.start_row))
    }
}
