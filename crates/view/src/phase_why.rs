//! A phase of a lane, told: how long it lasted, who ended it and how, who else waited, and who came next.

use laneway_model::{Edge, Model, Moment, PhaseEnd, State as Doing};
use laneway_trace::{ActorId, Awaits, ObjectId};

use crate::findings::{label, object};
use crate::messages::message;
use crate::state::lane_of_phase;
use crate::waits::{MOST_NAMED, names};
use crate::{Action, Selection, Told, Way, narrate};

/// A phase that is told.
#[derive(Clone, Debug, PartialEq)]
pub struct PhaseTold {
    /// The lane.
    pub lane: u32,
    /// What it does in that phase.
    pub doing: Doing,
    /// What there is to say, in lines: that somebody ended it, and how, is one.
    pub lines: Vec<Vec<Told>>,
}

/// Tells a phase: a row of `model.phases`. `known` is the moment after which nothing is told: see
/// [`known`](crate::known). `None` for a row that is not there, and for a phase that begins after that.
///
/// The cost of some look-ups of an object at a moment, whatever the length of the run.
pub fn tell_phase(model: &Model, phase: u32, known: Moment) -> Option<PhaseTold> {
    let lane = lane_of_phase(model, phase)?;
    let actor = model.lanes.get(lane as usize)?.actor;
    let span = model.phase_span(lane, phase);
    if span.start > known {
        return None;
    }
    let end = model.phase_end(lane, phase);
    let teller = Teller {
        model,
        known,
        lane,
        phase,
        actor,
        started: span.start,
        object: ObjectId::new(model.phases.object[phase as usize]),
    };
    Some(PhaseTold {
        lane,
        doing: model.phases.state[phase as usize],
        lines: teller.lines(end),
    })
}

struct Teller<'a> {
    model: &'a Model,
    known: Moment,
    lane: u32,
    phase: u32,
    actor: ActorId,
    started: Moment,
    object: Option<ObjectId>,
}

impl Teller<'_> {
    fn lines(&self, end: Option<PhaseEnd>) -> Vec<Vec<Told>> {
        let played = end.filter(|end| Moment::after(end.row) <= self.known);
        let alone = |told: Told| vec![told];
        let mut lines = vec![alone(self.lasted(end, played))];
        if let Some(end) = played {
            lines.push(self.ended_by(&end));
            lines.extend(self.next(&end).map(alone));
            lines.extend(self.others(&end).map(alone));
        }
        lines.extend(self.waited_for().map(alone));
        lines.push(self.begun_by());
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// From when to when, as far as that has been played.
    fn lasted(&self, end: Option<PhaseEnd>, played: Option<PhaseEnd>) -> Told {
        let who = label(self.model, self.actor);
        let since = self.model.time_ns(self.started);
        let told = match (end, played) {
            (_, Some(end)) => {
                let at = Moment::after(end.row);
                let until = self.model.time_ns(at);
                let held = until.saturating_sub(since);
                let message = message!("phase-lasted", who: who, held: held, since: since, until: until);
                Told::new(message).with_moment("until", at)
            }
            (None, None) if self.known >= self.model.end() => {
                Told::new(message!("phase-lasts", who: who, since: since))
            }
            _ => Told::new(message!("phase-unplayed", who: who, since: since)),
        };
        told.with_moment("since", self.started)
            .with_lane(self.model, "who", Some(self.actor))
    }

    /// Who let it begin, where it is not a wait.
    fn begun_by(&self) -> Vec<Told> {
        let cause = self.model.phase_cause(self.lane, self.phase);
        cause.map_or_else(Vec::new, |cause| {
            let (whom, time) = self.cause(&cause);
            self.doing_of(message!("phase-begun-by", whom: whom, time: time), &cause)
        })
    }

    /// Who was in the way, and of what, when a wait began.
    fn waited_for(&self) -> Option<Told> {
        let awaits = self.model.awaits(self.lane, self.phase)?;
        let others = self.model.waits_for(self.lane, self.phase, self.started);
        let holds = awaits == Awaits::Permit;
        let told = match (self.object, others.is_empty()) {
            (Some(id), false) if holds => {
                let (kind, object) = object(self.model, Some(id));
                let holders = names(self.model, others.iter().copied());
                Told::new(message!("phase-held", holders: holders, kind: kind, object: object))
            }
            (Some(id), _) => {
                let (kind, object) = object(self.model, Some(id));
                Told::new(message!("phase-at", kind: kind, object: object))
            }
            (None, false) => {
                let actors = names(self.model, others.iter().copied());
                Told::new(message!("phase-for", actors: actors))
            }
            (None, true) => return None,
        };
        let name = if holds { "holders" } else { "actors" };
        let named = told
            .message
            .arguments
            .iter()
            .any(|&(argument, _)| argument == name);
        let shown = others.into_iter().take(if named { MOST_NAMED } else { 0 });
        let mut told = shown.fold(told, |told, other| told.with_lane(self.model, name, Some(other)));
        let select = |id| Action::Select(Selection::Object(id));
        told.ways.extend(self.object.map(|id| Way {
            name: "object",
            action: select(id),
        }));
        Some(told)
    }

    /// What ended it.
    fn ended_by(&self, end: &PhaseEnd) -> Vec<Told> {
        let at = Moment::after(end.row);
        let time = self.model.time_ns(at);
        if end.helpless {
            return vec![Told::new(message!("phase-helpless", time: time)).with_moment("time", at)];
        }
        if let Some(cause) = end.cause {
            let (whom, time) = self.cause(&cause);
            return self.doing_of(message!("phase-ended-by", whom: whom, time: time), &cause);
        }
        let event = narrate(self.model, end.row).map(|event| {
            let ended = Told::new(message!("phase-ended", time: time)).with_moment("time", at);
            [
                ended,
                Told::new(event).with_lane(self.model, "who", Some(self.actor)),
            ]
        });
        event.into_iter().flatten().collect()
    }

    fn cause(&self, cause: &Edge) -> (String, u64) {
        let actor = self
            .model
            .lanes
            .get(cause.from_lane as usize)
            .map(|lane| lane.actor);
        let whom = actor.map_or_else(|| "?".to_owned(), |actor| label(self.model, actor));
        (whom, self.model.time_ns(Moment::after(cause.from_row)))
    }

    /// That somebody did it, and what.
    fn doing_of(&self, message: crate::Message, cause: &Edge) -> Vec<Told> {
        let actor = self
            .model
            .lanes
            .get(cause.from_lane as usize)
            .map(|lane| lane.actor);
        let event = narrate(self.model, cause.from_row);
        let event = event.map(|event| Told::new(event).with_lane(self.model, "who", actor));
        let by = Told::new(message).with_cause(self.model, cause);
        [by].into_iter().chain(event).collect()
    }

    /// Who waited for the same when the wait was over.
    fn others(&self, end: &PhaseEnd) -> Option<Told> {
        let object = self.object.filter(|_| self.is_wait())?;
        let at = Moment::after(end.row);
        let waiters = self.model.waiters(object, at, MOST_NAMED + 1);
        let waiters: Vec<ActorId> = waiters
            .into_iter()
            .filter(|&waiter| waiter != self.actor)
            .collect();
        if waiters.is_empty() {
            return None;
        }
        let told =
            Told::new(message!("phase-others", actors: names(self.model, waiters.iter().copied())));
        let shown = waiters.into_iter().take(MOST_NAMED);
        Some(shown.fold(told, |told, waiter| {
            told.with_lane(self.model, "actors", Some(waiter))
        }))
    }

    /// Who came into the same after it.
    fn next(&self, end: &PhaseEnd) -> Option<Told> {
        let waited = self.model.awaits(self.lane, self.phase) == Some(Awaits::Permit);
        let object = self.object.filter(|_| waited && !end.helpless)?;
        let (next, at) = self.model.next_inside(object, Moment::after(end.row))?;
        if at > self.known {
            return None;
        }
        let message =
            message!("phase-next", whom: label(self.model, next), time: self.model.time_ns(at));
        let told = Told::new(message).with_lane(self.model, "whom", Some(next));
        Some(told.with_moment("time", at))
    }

    fn is_wait(&self) -> bool {
        self.model.awaits(self.lane, self.phase).is_some()
    }
}
