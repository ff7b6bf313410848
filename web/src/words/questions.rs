//! The questions of a lesson: what was answered, and where playing stops for them.

use std::rc::Rc;

use laneway_model::Moment;
use laneway_trace::Lesson;
use laneway_view::{Action, Timing, all_told};
use yew::prelude::*;

use crate::player::{Live, Player};
use crate::progress::{Answer, Far, Progress};
use crate::votes::Votes;

/// The questions of a run's lesson.
#[derive(Clone, PartialEq)]
pub struct Questions {
    /// For each prompt of the lesson what was answered.
    pub answers: Rc<Vec<Option<Answer>>>,
    /// For each prompt what a hall voted.
    pub votes: Rc<Vec<Option<Votes>>>,
    /// True once the run was played so far that it has answered all of them; going back changes nothing.
    pub all_told: bool,
    /// True if there is something that a new start would forget.
    pub begun: bool,
    /// Answers the question with this number.
    pub answer: Callback<(usize, Answer)>,
    /// Keeps what a hall votes on the question with this number; `None` for no vote.
    pub vote: Callback<(usize, Option<Votes>)>,
    /// Forgets the answers and how far the lesson was played.
    pub start_again: Callback<()>,
}

/// The questions of the run's lesson. Playing stops where one is asked and where the run answers it: once
/// each. The browser keeps the answers, and how far the lesson was played.
#[hook]
pub fn use_questions(player: &Player) -> Questions {
    let progress = use_state_eq(|| lesson_of(&player.live).map_or_else(Progress::default, Progress::of));
    let keeper = Keeper {
        live: player.live.clone(),
        setter: progress.setter(),
    };
    let timeline = &player.live.timeline;
    // With the curtain up, looking ahead is no progress.
    let far = match player.state.curtain {
        true => Far::at(player.furthest, timeline.steps(), player.model().end()),
        false => Far::Start,
    };
    let further = keeper.clone();
    use_effect_with(far, move |&far| {
        if far > Far::Start {
            further.change(|progress, _| progress.far = progress.far.max(far));
        }
    });
    let prompts = || {
        let lesson = lesson_of(&player.live);
        lesson.into_iter().flat_map(|lesson| &lesson.prompts)
    };
    let answers: Rc<Vec<_>> = use_memo((*progress).clone(), |progress| {
        prompts()
            .map(|prompt| progress.answers.get(&prompt.id).copied())
            .collect()
    });
    let votes: Rc<Vec<_>> = use_memo((*progress).clone(), |progress| {
        prompts()
            .map(|prompt| progress.votes.get(&prompt.id).cloned())
            .collect()
    });
    let live = player.live.clone();
    use_effect_with(stops(timeline.questions(), &answers), move |stops| {
        live.set_questions(stops);
    });
    let (answering, voting, act) = (keeper.clone(), keeper.clone(), player.act.clone());
    Questions {
        answers,
        votes,
        all_told: !player.state.curtain || all_told(timeline.questions(), player.furthest),
        begun: *progress != Progress::default() || player.furthest > Moment(0),
        answer: use_callback((), move |(prompt, answer), ()| {
            answering.change(|progress, lesson| {
                if let Some(prompt) = lesson.prompts.get::<usize>(prompt) {
                    progress.answers.insert(prompt.id.clone(), answer);
                }
            });
        }),
        vote: use_callback((), move |(prompt, votes), ()| {
            voting.change(|progress, lesson| {
                let Some(prompt) = lesson.prompts.get::<usize>(prompt) else {
                    return;
                };
                match votes {
                    Some(votes) => progress.votes.insert(prompt.id.clone(), votes),
                    None => progress.votes.remove(&prompt.id),
                };
            });
        }),
        start_again: use_callback((), move |(), ()| {
            act.emit(Action::StartAgain);
            keeper.change(|progress, _| *progress = Progress::default());
        }),
    }
}

/// Changes what is kept.
#[derive(Clone)]
struct Keeper {
    live: Rc<Live>,
    setter: UseStateSetter<Progress>,
}

impl Keeper {
    fn change(&self, change: impl FnOnce(&mut Progress, &Lesson)) {
        if let Some(lesson) = lesson_of(&self.live) {
            let mut progress = Progress::of(lesson);
            change(&mut progress, lesson);
            progress.keep(lesson);
            self.setter.set(progress);
        }
    }
}

fn lesson_of(live: &Live) -> Option<&Lesson> {
    live.run.model.header.lesson.as_ref()
}

/// Where questions are asked that are not answered yet, and where the run answers them.
fn stops(timings: &[Option<Timing>], answers: &[Option<Answer>]) -> Vec<Moment> {
    let both = timings.iter().zip(answers);
    both.filter_map(|(timing, answer)| Some(((*timing)?, *answer)))
        .flat_map(|(timing, answer)| match answer {
            None => vec![timing.ask, timing.answer],
            Some(Answer::Option(_)) => vec![timing.answer],
            Some(Answer::Shown) => Vec::new(),
        })
        .collect()
}
