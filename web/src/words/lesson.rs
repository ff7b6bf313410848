//! The panel of the lesson.

use laneway_trace::{Lesson as Facts, LessonText, PromptText};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::about::About;
use super::figures::Figures;
use super::prompt::Prompt;
use super::questions::{Answer, Questions, Timing, Turn};
use super::run_ref::RunRef;
use super::scroll::use_now_in_sight;
use super::step::{StepCard, step_at, step_text};

#[derive(PartialEq, Properties)]
pub struct LessonProps {
    pub player: Player,
    pub questions: Questions,
}

/// The step that the playhead is at, the questions that were asked, and what the lesson is about.
#[component]
pub fn Lesson(props: &LessonProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let run = RunRef::of(player);
    let panel = use_node_ref();
    use_now_in_sight(&panel, on_top(props));
    let Some(lesson) = &player.model().header.lesson else {
        return html! {
            <div class="scroll" tabindex="0" data-scrolls="">
                <div class="empty">
                    <h3>{ settings.t("lesson-none") }</h3>
                    <p>{ settings.t("lesson-none-line") }</p>
                </div>
                <Figures {run} open=true />
            </div>
        };
    };
    let (text, lang) = settings.lesson_text(lesson);
    let moments = player.live.timeline.steps().to_vec();
    let chosen = player.state.step.map(|step| step as usize);
    let step = chosen.or_else(|| step_at(&moments, player.moment));
    html! {
        <div class="scroll" ref={panel} tabindex="0" data-scrolls="">
            <div aria-live="polite">{ prompts(props, lesson, text, lang, Slot::First) }</div>
            <StepCard {step} {moments} text={step_text(lesson, text, step)} {lang} act={player.act.clone()} />
            { outcome(&settings, player) }
            { prompts(props, lesson, text, lang, Slot::Second) }
            { past_prompts(&settings, props, lesson, text, lang) }
            <About {run} idea={step.is_some()} all_told={props.questions.all_told} />
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
    /// Above the step: it is asked now, or the answer that the user waits for has come.
    First,
    /// Below the step: the run has answered it, and the user was not asked.
    Second,
    /// Folded away.
    Last,
}

impl Slot {
    fn of(turn: Turn, answer: Option<Answer>) -> Option<Self> {
        match turn {
            Turn::Later => None,
            Turn::Open => Some(Self::First),
            Turn::Revealed if answer.is_some() => Some(Self::First),
            Turn::Revealed => Some(Self::Second),
            Turn::Past => Some(Self::Last),
        }
    }
}

/// How far the questions are that stand on top: when that changes, they come into sight.
fn on_top(props: &LessonProps) -> Vec<(usize, Turn)> {
    let Questions { timings, answers, .. } = &props.questions;
    let now = props.player.moment;
    let stages = timings.iter().zip(answers.iter()).enumerate();
    let on_top = stages.filter_map(|(index, (timing, answer))| {
        let turn = (*timing)?.turn(now);
        (Slot::of(turn, *answer) == Some(Slot::First)).then_some((index, turn))
    });
    on_top.collect()
}

/// The questions that stand in a place.
fn prompts(
    props: &LessonProps,
    lesson: &Facts,
    text: &LessonText,
    lang: Option<&'static str>,
    place: Slot,
) -> Html {
    let questions = &props.questions;
    let now = props.player.moment;
    lesson
        .prompts
        .iter()
        .enumerate()
        .filter_map(|(index, prompt)| {
            let turn = (*questions.timings.get(index)?)?.turn(now);
            let answer = questions.answers.get(index).copied().flatten();
            let wanted = Slot::of(turn, answer) == Some(place);
            let words: &PromptText = text.prompts.get(&prompt.id).filter(|_| wanted)?;
            let choose = questions.answer.reform(move |answer| (index, answer));
            Some(html! {
                <Prompt key={prompt.id.clone()} text={words.clone()} right={prompt.right} {turn}
                    {answer} {choose}
                    act={props.player.act.clone()} {lang} />
            })
        })
        .collect()
}

fn past_prompts(
    settings: &Settings,
    props: &LessonProps,
    lesson: &Facts,
    text: &LessonText,
    lang: Option<&'static str>,
) -> Html {
    let now = props.player.moment;
    let past = |timing: &Option<Timing>| timing.is_some_and(|timing| timing.turn(now) == Turn::Past);
    if !props.questions.timings.iter().any(past) {
        return html! {};
    }
    html! {
        <details class="fold-away">
            <summary>{ settings.t("lesson-questions") }</summary>
            { prompts(props, lesson, text, lang, Slot::Last) }
        </details>
    }
}
