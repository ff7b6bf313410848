//! The panel of the lesson.

use laneway_trace::{FollowUp, Lesson as Facts, LessonText, Prompt as Asked, PromptText};
use laneway_view::Turn;
use yew::prelude::*;

use crate::hall::OwnNote;
use crate::player::Player;
use crate::progress::Answer;
use crate::settings::{Settings, use_settings};

use super::about::About;
use super::figures::Figures;
use super::prompt::{Prompt, Waiting};
use super::questions::Questions;
use super::range_figures::RangeFigures;
use super::run_ref::RunRef;
use super::scroll::use_said_in_sight;
use super::step::{StepCard, current_step, step_text};

#[derive(PartialEq, Properties)]
pub struct LessonProps {
    pub player: Player,
    pub questions: Questions,
}

/// The step that the playhead is at, the question that is asked there, and what the lesson is about.
#[component]
pub fn Lesson(props: &LessonProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let run = RunRef::of(player);
    let panel = use_node_ref();
    let moments = player.live.timeline.steps().to_vec();
    let step = current_step(player);
    use_said_in_sight(&panel, !player.state.playing, (step, on_top(props)));
    let Some(lesson) = &player.model().header.lesson else {
        return html! {
            <div class="scroll" tabindex="0" data-scrolls="">
                <div class="empty">
                    <h3>{ settings.t("lesson-none") }</h3>
                    <p>{ settings.t("lesson-none-line") }</p>
                </div>
                <RangeFigures player={player.clone()} />
                <OwnNote player={player.clone()} />
                <Figures {run} open=true act={player.act.clone()} />
            </div>
        };
    };
    let (text, lang) = settings.lesson_text(lesson);
    html! {
        <div class="scroll" ref={panel} tabindex="0" data-scrolls="">
            <StepCard {step} {moments} at_end={player.moment == player.model().end()}
                text={step_text(lesson, text, step)} {lang} act={player.act.clone()}
                start_again={props.questions.begun.then(|| props.questions.start_again.clone())} />
            <div class="asked" aria-live="polite">{ prompts(props, lesson, text, lang, Slot::First) }</div>
            { outcome(&settings, player) }
            { prompts(props, lesson, text, lang, Slot::Waiting) }
            { prompts(props, lesson, text, lang, Slot::Second) }
            { other_prompts(&settings, props, lesson, text, lang) }
            <About {run} idea={step.is_some()} all_told={props.questions.all_told} act={player.act.clone()} />
            <OwnNote player={player.clone()} />
        </div>
    }
}

/// At the end of the run: how it turned out, in the words of its program.
fn outcome(settings: &Settings, player: &Player) -> Html {
    let model = player.model();
    let outcome = model.outcome().filter(|_| player.moment == model.end());
    outcome.map_or_else(Html::default, |outcome| {
        html! { <p class="outcome"><b>{ settings.t("lesson-outcome") }</b>{ " " }{ outcome.into_owned() }</p> }
    })
}

/// Where a question stands in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// Right below the step: it is asked now, or the answer that the user waits for has come.
    First,
    /// Below that, in a line: the user waits for the answer.
    Waiting,
    /// Below that: the run has answered it, and the user has not.
    Second,
    /// Folded away.
    Last,
}

impl Slot {
    fn of(turn: Turn, answer: Option<Answer>) -> Option<Self> {
        match turn {
            Turn::Later => None,
            Turn::Asked => Some(Self::First),
            Turn::Open if matches!(answer, Some(Answer::Option(_))) => Some(Self::Waiting),
            Turn::Open => Some(Self::Last),
            Turn::Revealed if answer.is_some() => Some(Self::First),
            Turn::Revealed => Some(Self::Second),
            Turn::Past => Some(Self::Last),
        }
    }
}

/// How far the questions are that stand on top: when that changes, they come into sight.
fn on_top(props: &LessonProps) -> Vec<(usize, Turn)> {
    let on_top = (0..props.questions.answers.len()).filter_map(|index| {
        let (turn, slot) = place(props, index)?;
        (slot == Slot::First).then_some((index, turn))
    });
    on_top.collect()
}

/// How far a question is, and where it stands; `None` while it is not asked.
fn place(props: &LessonProps, index: usize) -> Option<(Turn, Slot)> {
    let timing = (*props.player.live.timeline.questions().get(index)?)?;
    let turn = timing.turn(props.player.moment);
    let answer = *props.questions.answers.get(index)?;
    Some((turn, Slot::of(turn, answer)?))
}

/// The questions that stand in a place.
fn prompts(
    props: &LessonProps,
    lesson: &Facts,
    text: &LessonText,
    lang: Option<&'static str>,
    wanted: Slot,
) -> Html {
    let questions = &props.questions;
    lesson
        .prompts
        .iter()
        .enumerate()
        .filter_map(|(index, prompt)| {
            let (turn, _) = place(props, index).filter(|&(_, slot)| slot == wanted)?;
            let answer = questions.answers[index];
            let words: &PromptText = text.prompts.get(&prompt.id)?;
            if wanted == Slot::Waiting {
                return Some(html! { <Waiting text={words.clone()} {answer} {lang} /> });
            }
            let choose = questions.answer.reform(move |answer| (index, answer));
            Some(html! {
                <Prompt key={prompt.id.clone()} text={words.clone()} right={prompt.right} {turn}
                    {answer} {choose} follow_up={follow_up(lesson, prompt)} run={RunRef::of(&props.player)}
                    act={props.player.act.clone()} {lang} />
            })
        })
        .collect()
}

/// Where a question is asked again; `None` if that is in this very run.
fn follow_up(lesson: &Facts, prompt: &Asked) -> Option<FollowUp> {
    let here = |other: &&FollowUp| {
        let mut parameters = other.parameters.iter();
        other.lesson == lesson.id
            && other.prompt == prompt.id
            && parameters.all(|(name, value)| lesson.parameters.get(name) == Some(value))
    };
    prompt.follow_up.clone().filter(|other| !here(&other))
}

/// The questions that something else has taken the place of.
fn other_prompts(
    settings: &Settings,
    props: &LessonProps,
    lesson: &Facts,
    text: &LessonText,
    lang: Option<&'static str>,
) -> Html {
    let is_last = |index| place(props, index).is_some_and(|(_, slot)| slot == Slot::Last);
    if !(0..lesson.prompts.len()).any(is_last) {
        return html! {};
    }
    html! {
        <details class="fold-away">
            <summary>{ settings.t("lesson-questions") }</summary>
            { prompts(props, lesson, text, lang, Slot::Last) }
        </details>
    }
}
