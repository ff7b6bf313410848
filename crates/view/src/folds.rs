//! Idle stretches of a run and how they are folded.

use std::cmp::Reverse;

use laneway_model::{Model, Moment, State as Doing};

/// No more stretches than this are folded: beyond that the marks would be all there is to see.
pub const MOST_FOLDS: usize = 48;

/// An idle stretch longer than this many times the run's median stretch may be folded.
const TIMES_MEDIAN: u64 = 10;

/// A stretch of time in which nothing happened, drawn shorter than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// When it began, in nanoseconds since the start of the run.
    pub from_ns: u64,
    /// When it ended.
    pub to_ns: u64,
    /// Where it begins on the folded clock.
    pub position: u64,
    /// How long it is drawn.
    pub drawn_ns: u64,
}

impl Fold {
    /// How much time is not drawn, in nanoseconds.
    pub fn hidden_ns(&self) -> u64 {
        (self.to_ns - self.from_ns) - self.drawn_ns
    }
}

/// The folds of a run.
///
/// A *stretch* is the time between two events, before the first or after the last. It is *idle* if no lane is running
/// or ready in it. An idle stretch longer than the threshold is drawn as long as the threshold. The threshold is ten
/// times the median stretch, and raised so far that no more than [`MOST_FOLDS`] stretches are folded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folds {
    folds: Vec<Fold>,
}

impl Folds {
    /// Nothing is folded.
    pub const fn none() -> Self {
        Self { folds: Vec::new() }
    }

    /// Two passes over the events and one over the phases. Takes 12 bytes an event while it runs.
    pub fn new(model: &Model) -> Self {
        let end = model.end().0;
        // Stretch `n` lies between moment `n` and the next; the last one ends with the run.
        let start_ns = |stretch: u32| model.time_ns(Moment(stretch));
        let end_ns = |stretch: u32| {
            if stretch < end {
                model.time_ns(Moment(stretch + 1))
            } else {
                model.duration_ns()
            }
        };
        let length = |stretch: u32| end_ns(stretch).saturating_sub(start_ns(stretch));
        let mut lengths: Vec<u64> = (0..=end).map(length).filter(|&length| length > 0).collect();
        if lengths.is_empty() {
            return Self::none();
        }
        let middle = lengths.len() / 2;
        let median = *lengths.select_nth_unstable(middle).1;
        drop(lengths);

        let busy = busy_lanes(model);
        let mut threshold = median.saturating_mul(TIMES_MEDIAN);
        let mut long: Vec<u32> = (0..=end)
            .filter(|&stretch| length(stretch) > threshold && busy[stretch as usize] <= 0)
            .collect();
        if long.len() > MOST_FOLDS {
            let mut by_length = long.clone();
            let (_, &mut limit, _) =
                by_length.select_nth_unstable_by_key(MOST_FOLDS, |&stretch| Reverse(length(stretch)));
            threshold = length(limit);
            long.retain(|&stretch| length(stretch) > threshold);
        }
        let mut hidden = 0;
        let folds = long.into_iter().map(|stretch| {
            let (from_ns, to_ns) = (start_ns(stretch), end_ns(stretch));
            let fold = Fold {
                from_ns,
                to_ns,
                position: from_ns - hidden,
                drawn_ns: threshold,
            };
            hidden += fold.hidden_ns();
            fold
        });
        Self {
            folds: folds.collect(),
        }
    }

    /// From time to folded time. O(log folds).
    pub fn to_position(&self, time_ns: u64) -> u64 {
        let before = self.folds.partition_point(|fold| fold.from_ns <= time_ns);
        let Some(fold) = before.checked_sub(1).map(|last| self.folds[last]) else {
            return time_ns;
        };
        if time_ns >= fold.to_ns {
            return fold.position + fold.drawn_ns + (time_ns - fold.to_ns);
        }
        let part = u128::from(time_ns - fold.from_ns) * u128::from(fold.drawn_ns)
            / u128::from(fold.to_ns - fold.from_ns);
        fold.position + part as u64
    }

    /// From folded time to time. O(log folds).
    pub fn to_ns(&self, position: u64) -> u64 {
        let before = self.folds.partition_point(|fold| fold.position <= position);
        let Some(fold) = before.checked_sub(1).map(|last| self.folds[last]) else {
            return position;
        };
        let into = position - fold.position;
        if into >= fold.drawn_ns {
            return fold.to_ns.saturating_add(into - fold.drawn_ns);
        }
        let part = u128::from(into) * u128::from(fold.to_ns - fold.from_ns) / u128::from(fold.drawn_ns);
        fold.from_ns + part as u64
    }

    /// The folds that overlap a range of folded time.
    pub fn between(&self, from: u64, to: u64) -> &[Fold] {
        let start = self
            .folds
            .partition_point(|fold| fold.position + fold.drawn_ns < from);
        let end = self.folds.partition_point(|fold| fold.position <= to);
        self.folds.get(start..end).unwrap_or_default()
    }
}

/// How many lanes are running or ready at each moment.
fn busy_lanes(model: &Model) -> Vec<i32> {
    let mut busy = vec![0_i32; model.end().0 as usize + 1];
    for lane in 0..model.lanes.len() as u32 {
        for phase in model.lane_phases(lane) {
            let doing = model.phases.state[phase as usize];
            if matches!(doing, Doing::Running | Doing::Ready | Doing::Unknown) {
                let span = model.phase_span(lane, phase);
                let last = phase + 1 == model.lane_phases(lane).end;
                busy[span.start.min(model.end()).0 as usize] += 1;
                // The last phase of a lane lasts to the end of the run.
                if !last {
                    busy[span.end.min(model.end()).0 as usize] -= 1;
                }
            }
        }
    }
    let mut sum = 0;
    for count in &mut busy {
        sum += *count;
        *count = sum;
    }
    busy
}
