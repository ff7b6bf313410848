//! What a lesson is about: what does not change while it plays.

use laneway_trace::{Lesson, LessonText};
use laneway_view::{Action, Route};
use yew::prelude::*;

use crate::load::{Listing, use_catalogue};
use crate::settings::{Settings, use_settings};

use super::figures::Figures;
use super::other_runs::{link, title, way_to};
use super::parameters::value_words;
use super::prose::{inline, prose};
use super::run_ref::RunRef;

#[derive(PartialEq, Properties)]
pub struct AboutProps {
    pub run: RunRef,
    /// False where the idea is told above already.
    pub idea: bool,
    /// True once nothing that stands here gives an answer away.
    pub all_told: bool,
    pub act: Callback<Action>,
}

/// The idea, what to notice, the common mistake, the Python counterpart, this run and others.
#[component]
pub fn About(props: &AboutProps) -> Html {
    let settings = use_settings().settings;
    let Some(lesson) = &props.run.model.header.lesson else {
        return html! {};
    };
    let (text, lang) = settings.lesson_text(lesson);
    let part = |title: &str, text: &str| part(&settings, lang, title, text);
    let hindsight = html! {
        <>
            { part("lesson-notice", &text.notice) }
            { part("lesson-misconception", &text.misconception) }
            { part("lesson-python", &text.python) }
        </>
    };
    html! {
        <div class="about">
            if props.idea {
                { part("lesson-idea", &text.idea) }
            }
            if props.all_told {
                { hindsight }
            } else {
                <details class="fold-away hindsight">
                    <summary>{ settings.t("lesson-hindsight") }</summary>
                    { hindsight }
                </details>
            }
            if !lesson.compare.is_empty() {
                <Comparisons run={props.run.clone()} />
            }
            { parameters(&settings, lesson, text, lang) }
            if props.all_told {
                <Figures run={props.run.clone()} open=false act={props.act.clone()} />
            }
            <NextLesson id={lesson.id.clone()} />
        </div>
    }
}

fn part(settings: &Settings, lang: Option<&'static str>, title: &str, text: &str) -> Html {
    if text.is_empty() {
        return html! {};
    }
    html! {
        <section>
            <h3 class="eyebrow">{ settings.t(title) }</h3>
            <div {lang}>{ prose(text) }</div>
        </section>
    }
}

fn parameters(
    settings: &Settings,
    lesson: &Lesson,
    text: &LessonText,
    lang: Option<&'static str>,
) -> Html {
    if lesson.parameters.is_empty() {
        return html! {};
    }
    let rows = lesson.parameters.iter().map(|(name, value)| {
        let value = value_words(settings, value);
        let label = match text.parameters.get(name) {
            Some(label) => html! { <dt {lang}>{ inline(label) }</dt> },
            None => html! { <dt><code>{ name.clone() }</code></dt> },
        };
        html! { <div>{ label }<dd>{ value }</dd></div> }
    });
    html! {
        <section>
            <h3 class="eyebrow">{ settings.t("lesson-parameters") }</h3>
            <dl class="parameters">{ for rows }</dl>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct ComparisonsProps {
    run: RunRef,
}

/// What to compare the lesson with. Titles are in the catalogue; where it is not there, ids stand for them.
#[component]
fn Comparisons(props: &ComparisonsProps) -> Html {
    let settings = use_settings().settings;
    let (listing, _) = use_catalogue();
    let Some(lesson) = &props.run.model.header.lesson else {
        return html! {};
    };
    let (text, lang) = settings.lesson_text(lesson);
    let items = lesson.compare.iter().enumerate().map(|(index, comparison)| {
        let words = text.compare.get(index).map_or("", String::as_str);
        html! {
            <li>
                <p {lang}>{ inline(words) }</p>
                { way_to(&settings, &listing, &props.run, &comparison.lesson, &comparison.parameters) }
            </li>
        }
    });
    html! {
        <section>
            <h3 class="eyebrow">{ settings.t("lesson-compare") }</h3>
            <ul class="comparisons">{ for items }</ul>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct NextLessonProps {
    /// The lesson that is shown.
    id: AttrValue,
}

/// The way to the next lesson of the chosen course.
#[component]
fn NextLesson(props: &NextLessonProps) -> Html {
    let settings = use_settings().settings;
    let (listing, _) = use_catalogue();
    let Listing::Ready(catalogue) = &listing else {
        return html! {};
    };
    let course = catalogue.course(settings.course.as_deref());
    let Some(next) = course.lesson_after(&props.id) else {
        return html! {};
    };
    html! {
        <section>
            <h3 class="eyebrow">{ settings.t("lesson-next") }</h3>
            { link(Route::Run(next.clone()), title(&settings, &listing, next)) }
        </section>
    }
}
