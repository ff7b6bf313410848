//! The questions of a lesson: when they are asked, what was answered, and where playing stops for them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use laneway_model::{Model, Moment};
use laneway_trace::Lesson;
use yew::prelude::*;

use crate::player::Player;

/// What the user made of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The option with this number.
    Option(u32),
    /// Shown without a guess.
    Shown,
}

/// How far a question is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Not asked yet.
    Later,
    /// Asked, and the run has not answered it yet.
    Open,
    /// The run has just answered it.
    Revealed,
    /// The lesson has gone on.
    Past,
}

/// When a question is asked, answered, and past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    pub ask: Moment,
    pub answer: Moment,
    past: Moment,
}

impl Timing {
    /// A question is past when the lesson comes to the next step after the answer.
    fn new(ask: Moment, answer: Moment, steps: &[Option<Moment>]) -> Self {
        let next = steps.iter().flatten().filter(|&&step| step > answer).min();
        Self {
            ask,
            answer,
            past: next.copied().unwrap_or(Moment(u32::MAX)),
        }
    }

    pub fn turn(&self, now: Moment) -> Turn {
        if now < self.ask {
            Turn::Later
        } else if now < self.answer {
            Turn::Open
        } else if now < self.past {
            Turn::Revealed
        } else {
            Turn::Past
        }
    }
}

/// The questions of a run's lesson.
#[derive(Clone)]
pub struct Questions {
    /// For each prompt of the lesson its timing; `None` if its moment is not in this run.
    pub timings: Rc<Vec<Option<Timing>>>,
    /// For each prompt of the lesson what was answered.
    pub answers: Rc<Vec<Option<Answer>>>,
    /// True once the run was played so far that it has answered all of them; going back changes nothing.
    pub all_told: bool,
    /// Answers the question with this number.
    pub answer: Callback<(usize, Answer)>,
}

impl PartialEq for Questions {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.timings, &other.timings)
            && self.answers == other.answers
            && self.all_told == other.all_told
    }
}

thread_local! {
    /// Answers by lesson and prompt, for as long as the page is open.
    static ANSWERS: RefCell<BTreeMap<(String, String), Answer>> = const { RefCell::new(BTreeMap::new()) };
}

/// The questions of the run's lesson. Playing stops where one is asked and where one that was answered
/// is resolved: once each.
#[hook]
pub fn use_questions(player: &Player) -> Questions {
    let timings = use_memo((), |()| {
        let steps = player.live.timeline.steps();
        lesson_of(player).map_or_else(Vec::new, |lesson| timings(player.model(), lesson, steps))
    });
    let answers = use_state_eq(|| Rc::new(lesson_of(player).map_or_else(Vec::new, remembered)));
    let answer = {
        let (live, setter) = (player.live.clone(), answers.setter());
        Callback::from(move |(prompt, answer): (usize, Answer)| {
            if let Some(lesson) = &live.run.model.header.lesson {
                remember(lesson, prompt, answer);
                setter.set(Rc::new(remembered(lesson)));
            }
        })
    };
    let questions = Questions {
        all_told: !player.state.curtain || all_told(&timings, player.furthest),
        timings,
        answers: (*answers).clone(),
        answer,
    };
    let live = player.live.clone();
    use_effect_with(stops(&questions), move |stops| live.set_questions(stops));
    questions
}

fn all_told(timings: &[Option<Timing>], furthest: Moment) -> bool {
    timings.iter().flatten().all(|timing| timing.answer <= furthest)
}

fn lesson_of(player: &Player) -> Option<&Lesson> {
    player.live.run.model.header.lesson.as_ref()
}

fn timings(model: &Model, lesson: &Lesson, steps: &[Option<Moment>]) -> Vec<Option<Timing>> {
    let timing = |prompt: &laneway_trace::Prompt| {
        let ask = model.resolve(&prompt.ask)?;
        let answer = model.resolve(&prompt.answer).unwrap_or(model.end());
        Some(Timing::new(ask, answer, steps))
    };
    lesson.prompts.iter().map(timing).collect()
}

fn remembered(lesson: &Lesson) -> Vec<Option<Answer>> {
    ANSWERS.with_borrow(|answers| {
        let of = |prompt: &laneway_trace::Prompt| {
            answers.get(&(lesson.id.clone(), prompt.id.clone())).copied()
        };
        lesson.prompts.iter().map(of).collect()
    })
}

fn remember(lesson: &Lesson, prompt: usize, answer: Answer) {
    if let Some(prompt) = lesson.prompts.get(prompt) {
        let key = (lesson.id.clone(), prompt.id.clone());
        ANSWERS.with_borrow_mut(|answers| answers.insert(key, answer));
    }
}

/// Where questions are asked, and where those are resolved of which the user waits for the answer.
fn stops(questions: &Questions) -> Vec<Moment> {
    let both = questions.timings.iter().zip(questions.answers.iter());
    both.filter_map(|(timing, answer)| Some(((*timing)?, *answer)))
        .filter_map(|(timing, answer)| match answer {
            None => Some(timing.ask),
            Some(Answer::Option(_)) => Some(timing.answer),
            Some(Answer::Shown) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_past_with_the_step_after_its_answer() {
        let steps = [Some(Moment(3)), None, Some(Moment(12)), Some(Moment(30))];
        let timing = Timing::new(Moment(5), Moment(12), &steps);
        let check = |now, expected| assert_eq!(timing.turn(Moment(now)), expected);
        check(4, Turn::Later);
        check(5, Turn::Open);
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
