//! The panel of the lesson.

use laneway_trace::{Lesson as Facts, LessonText, PromptText};
use laneway_view::Language;
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
    let (text, lang) = text_of(lesson, settings.language);
    let moments = player.live.timeline.steps().to_vec();
    let chosen = player.state.step.map(|step| step as usize);
    let step = chosen.or_else(|| step_at(&moments, player.moment));
    html! {
        <div class="scroll" ref={panel} tabindex="0" data-scrolls="">
            <div aria-live="polite">{ prompts(props, lesson, text, lang, Place::First) }</div>
            <StepCard {step} {moments} text={step_text(lesson, text, step)} {lang} act={player.act.clone()} />
            { prompts(props, lesson, text, lang, Place::Second) }
            { past_prompts(&settings, props, lesson, text, lang) }
            <About {run} idea={step.is_some()} />
        </div>
    }
}

/// The lesson's text in the language of the page, or else in English, or else in any; with its language if
/// that is not the page's.
pub fn text_of(lesson: &Facts, language: Language) -> (&LessonText, Option<&'static str>) {
    static NONE: std::sync::LazyLock<LessonText> = std::sync::LazyLock::new(LessonText::default);
    if let Some(text) = lesson.texts.get(language.code()) {
        return (text, None);
    }
    let other = Language::ALL
        .into_iter()
        .find_map(|other| Some((lesson.texts.get(other.code())?, Some(other.code()))));
    other.unwrap_or((&NONE, None))
}

/// Where a question stands in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Above the step: it is asked now, or the answer that the user waits for has come.
    First,
    /// Below the step: the run has answered it, and the user was not asked.
    Second,
    /// Folded away.
    Last,
}

impl Place {
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
        (Place::of(turn, *answer) == Some(Place::First)).then_some((index, turn))
    });
    on_top.collect()
}

/// The questions that stand in a place.
fn prompts(
    props: &LessonProps,
    lesson: &Facts,
    text: &LessonText,
    lang: Option<&'static str>,
    place: Place,
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
            let wanted = Place::of(turn, answer) == Some(place);
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
            { prompts(props, lesson, text, lang, Place::Last) }
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_without_a_language_falls_back_to_english() {
        let text = |title: &str| LessonText {
            title: title.into(),
            ..LessonText::default()
        };
        let lesson = |texts: &[(&str, &str)]| Facts {
            texts: texts
                .iter()
                .map(|&(code, title)| (code.to_owned(), text(title)))
                .collect(),
            ..Facts::default()
        };
        let check = |texts: &[(&str, &str)], language, expected: (&str, Option<&str>)| {
            let lesson = lesson(texts);
            let (text, lang) = text_of(&lesson, language);
            assert_eq!((text.title.as_str(), lang), expected);
        };
        let both = [("en", "Lock"), ("zh", "锁")];
        check(&both, Language::Chinese, ("锁", None));
        check(&both[..1], Language::Chinese, ("Lock", Some("en")));
        check(&both[1..], Language::English, ("锁", Some("zh")));
        check(&[], Language::English, ("", None));
    }
}
