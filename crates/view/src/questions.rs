//! When the questions of a lesson are asked and answered.

use laneway_model::{Model, Moment};
use laneway_trace::Prompt;

/// When a question is asked, when the run answers it, and how long each is to the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The moment at which it is asked.
    pub ask: Moment,
    /// The moment at which the run answers it.
    pub answer: Moment,
    /// From here on something else than the question is told.
    moved_on: Moment,
    /// From here on something else than the answer is told.
    past: Moment,
}

/// How far a question is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Not asked yet.
    Later,
    /// Just asked.
    Asked,
    /// The lesson has gone on, and the run has not answered it yet.
    Open,
    /// The run has just answered it.
    Revealed,
    /// The lesson has gone on.
    Past,
}

impl Timing {
    /// The timing of a prompt; `None` if its moment is not in the run. `steps` are the moments of the lesson's
    /// steps: what is told is new with the first one after it.
    pub(crate) fn of(model: &Model, prompt: &Prompt, steps: &[Option<Moment>]) -> Option<Self> {
        let ask = model.resolve(&prompt.ask)?;
        let answer = model.resolve(&prompt.answer).unwrap_or(model.end());
        Some(Self::new(ask, answer, steps))
    }

    fn new(ask: Moment, answer: Moment, steps: &[Option<Moment>]) -> Self {
        let next = |moment: Moment| steps.iter().flatten().filter(|&&step| step > moment).min();
        let or_never = |moment: Option<&Moment>| moment.copied().unwrap_or(Moment(u32::MAX));
        Self {
            ask,
            answer,
            moved_on: or_never(next(ask)),
            past: or_never(next(answer)),
        }
    }

    /// How far the question is at a moment.
    pub fn turn(&self, now: Moment) -> Turn {
        if now < self.ask {
            Turn::Later
        } else if now < self.answer {
            if now < self.moved_on {
                Turn::Asked
            } else {
                Turn::Open
            }
        } else if now < self.past {
            Turn::Revealed
        } else {
            Turn::Past
        }
    }
}

/// True once a run was played so far that it has answered all of them.
pub fn all_told(timings: &[Option<Timing>], furthest: Moment) -> bool {
    timings.iter().flatten().all(|timing| timing.answer <= furthest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_to_the_point_until_the_next_step() {
        let steps = [
            Some(Moment(3)),
            None,
            Some(Moment(8)),
            Some(Moment(12)),
            Some(Moment(30)),
        ];
        let timing = Timing::new(Moment(5), Moment(12), &steps);
        let check = |now, expected| assert_eq!(timing.turn(Moment(now)), expected);
        check(4, Turn::Later);
        check(5, Turn::Asked);
        check(7, Turn::Asked);
        check(8, Turn::Open);
        check(11, Turn::Open);
        check(12, Turn::Revealed);
        check(29, Turn::Revealed);
        check(30, Turn::Past);
        let last = Timing::new(Moment(5), Moment(40), &steps);
        assert_eq!(last.turn(Moment(1000)), Turn::Revealed);
    }

    #[test]
    fn all_is_told_with_the_last_answer() {
        let timing = |answer| Some(Timing::new(Moment(5), Moment(answer), &[]));
        let timings = [timing(12), None, timing(30)];
        let check = |furthest, expected| assert_eq!(all_told(&timings, Moment(furthest)), expected);
        check(29, false);
        check(30, true);
        assert!(all_told(&[], Moment(0)));
    }
}
