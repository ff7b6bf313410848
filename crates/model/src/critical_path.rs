//! The critical path: what determined when a run ended.

use laneway_trace::ObjectId;

use crate::{Edge, EdgeKind, LaneFigures, Model, Moment, State, sort_by_key};

/// At most so many parts of a path are followed.
const MOST_PARTS: usize = 20_000;

/// The chain of phases that determined when a run ended: going back from the last event, in its lane for as long as
/// nobody else had to do anything for it to go on; from the end of a wait to the lane that ended it, and to the moment
/// at which it did; from the beginning of a lane to who started it.
///
/// It is the longest path through the graph of what happened before what, by way of the predecessor that came last (C.-Q. Yang and B. P. Miller,
/// "Critical path analysis for the execution of parallel and distributed programs", ICDCS 1988). Its parts follow
/// each other without a gap, so that their times add up. Whatever made a part of it shorter would have let the run end
/// earlier, until another chain was the longest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CriticalPath {
    /// The parts, first to last; none of them takes no time.
    pub parts: Vec<PathPart>,
    /// How long they take, by state.
    pub states: LaneFigures,
    /// How long the lane on the path held an object, the longest first. A lane may hold several at once.
    pub held: Vec<(ObjectId, u64)>,
    /// How long all parts take, in nanoseconds.
    pub total_ns: u64,
    /// False if there are more parts before the first than are followed.
    pub whole: bool,
}

/// A part of a critical path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathPart {
    /// The lane.
    pub lane: u32,
    /// Its phase: a row of [`Model::phases`].
    pub phase: u32,
    /// From when on. Where somebody else let the phase begin, that is when they did so, a little before it did.
    pub from: Moment,
    /// Until when.
    pub to: Moment,
    /// How long, in nanoseconds.
    pub time_ns: u64,
    /// How the part before, in another lane, led to this one.
    pub cause: Option<EdgeKind>,
}

impl CriticalPath {
    /// O(log events) for each part, and linear in the holds of the lanes on the path.
    pub fn new(model: &Model) -> Self {
        let mut path = Self {
            whole: true,
            ..Self::default()
        };
        let mut at = last_lane(model).and_then(|lane| Step::at(model, lane, model.end()));
        while let Some(step) = at {
            if path.parts.len() >= MOST_PARTS {
                path.whole = false;
                break;
            }
            let (part, before) = step.part(model);
            if part.time_ns > 0 {
                path.parts.push(part);
            }
            at = before;
        }
        path.parts.reverse();
        for part in &path.parts {
            let state = model.phases.state[part.phase as usize] as usize;
            path.states.time_ns[state] += part.time_ns;
            path.total_ns += part.time_ns;
        }
        path.held = held(model, &path.parts);
        path
    }
}

/// The lane of the last event that the program told of.
fn last_lane(model: &Model) -> Option<u32> {
    let mut seen = model.seen_rows().iter().rev().copied().peekable();
    let mut rows = (0..model.end().0).rev();
    rows.find(|&row| seen.next_if_eq(&row).is_none() && model.lane_of_row(row).is_some())
        .and_then(|row| model.lane_of_row(row))
}

/// Where the way back has come to.
#[derive(Clone, Copy, Debug)]
struct Step {
    lane: u32,
    phase: u32,
    to: Moment,
}

impl Step {
    fn at(model: &Model, lane: u32, to: Moment) -> Option<Self> {
        let phase = model.phase_at(lane, to)?;
        Some(Self { lane, phase, to })
    }

    /// The part of the path that ends here, and where the one before it ends.
    fn part(self, model: &Model) -> (PathPart, Option<Self>) {
        let start = model.phase_span(self.lane, self.phase).start;
        let earlier = (self.phase > model.lane_phases(self.lane).start).then(|| self.phase - 1);
        let cause = self
            .cause(model)
            .filter(|cause| cause.from_row < start.0.saturating_sub(1))
            // What had been done before the lane began to wait was not what it waited for.
            .filter(|cause| {
                earlier.is_none_or(|earlier| {
                    let earlier = earlier as usize;
                    model.phases.state[earlier] != State::Running
                        && model.phases.start_row[earlier] <= cause.from_row
                })
            });
        let from = cause.map_or(start, |cause| Moment::after(cause.from_row));
        let part = PathPart {
            lane: self.lane,
            phase: self.phase,
            from,
            to: self.to,
            time_ns: ns(model, self.to).saturating_sub(model.time_ns(from)),
            cause: cause.map(|cause| cause.kind),
        };
        let before = match (cause, earlier) {
            (Some(cause), _) => Self::at(model, cause.from_lane, from),
            (None, Some(phase)) => Some(Self {
                phase,
                to: from,
                ..self
            }),
            (None, None) => None,
        };
        (part, before)
    }

    /// What made the phase possible. A wait for a process ends when its status is taken; the link to its end is that
    /// of the join right after.
    fn cause(self, model: &Model) -> Option<Edge> {
        let joined = || {
            let waited = self.phase > model.lane_phases(self.lane).start
                && model.phases.other[self.phase as usize - 1] != 0;
            let start_row = model.phases.start_row[self.phase as usize];
            let rows = model.lane_rows(self.lane);
            let next = rows.get(rows.partition_point(|&row| row <= start_row));
            let row = *next.filter(|_| waited)?;
            let links = model.links_into(row..row.saturating_add(1)).iter();
            let mut joins = links.filter(|link| link.kind == EdgeKind::Join);
            joins
                .find(|link| link.to_lane == self.lane && link.from_lane != self.lane)
                .copied()
        };
        model.phase_cause(self.lane, self.phase).or_else(joined)
    }
}

/// The time of a moment. The last one lasts as long as the run.
fn ns(model: &Model, at: Moment) -> u64 {
    if at >= model.end() {
        model.duration_ns()
    } else {
        model.time_ns(at)
    }
}

/// How long each object was held in the parts by their lanes.
fn held(model: &Model, parts: &[PathPart]) -> Vec<(ObjectId, u64)> {
    let mut by_lane: Vec<PathPart> = parts.to_vec();
    sort_by_key(&mut by_lane, |part| (part.lane, part.from));
    let mut held_ns = vec![0_u64; model.header.objects.len()];
    for parts in by_lane.chunk_by(|a, b| a.lane == b.lane) {
        for hold in model.lane_holds(parts[0].lane) {
            let from = Moment::after(hold.start_row);
            let to = hold.end_row.map_or(model.end(), Moment::after);
            let first = parts.partition_point(|part| part.to <= from);
            for part in parts[first..].iter().take_while(|part| part.from < to) {
                let until = ns(model, part.to.min(to));
                let time_ns = until.saturating_sub(ns(model, part.from.max(from)));
                if let Some(held) = held_ns.get_mut(hold.object.index()) {
                    *held = held.saturating_add(time_ns);
                }
            }
        }
    }
    let objects = held_ns
        .into_iter()
        .enumerate()
        .filter(|(_, time_ns)| *time_ns > 0);
    let mut objects: Vec<(ObjectId, u64)> = objects
        .filter_map(|(index, time_ns)| Some((ObjectId::from_index(index)?, time_ns)))
        .collect();
    sort_by_key(&mut objects, |&(object, time_ns)| {
        (std::cmp::Reverse(time_ns), object)
    });
    objects
}
