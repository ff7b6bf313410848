//! A course: its chapters, its lessons in order, and which of them are looked for.

use std::rc::Rc;

use laneway_view::catalogue::{Card, Catalogue, Chapter};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::settings::{Choice, Settings, use_settings};

use super::card::LessonCard;
use super::filter::Filter;
use super::filter_bar::FilterBar;

#[derive(PartialEq, Properties)]
pub struct LessonsProps {
    pub catalogue: Rc<Catalogue>,
}

/// The chosen course, and what is looked for in it.
#[component]
pub fn Lessons(props: &LessonsProps) -> Html {
    let settings = use_settings().settings;
    let filter = use_state_eq(Filter::default);
    let change = use_callback(filter.setter(), |new, setter| setter.set(new));
    let field = use_node_ref();
    let catalogue = &props.catalogue;
    let course = catalogue.course(settings.course.as_deref());
    let all = course.lessons().count();
    let cards = course.lessons().filter_map(|id| catalogue.card(id));
    let found = cards.filter(|card| filter.fits(card)).count();
    let clear = {
        let (change, field) = (change.clone(), field.clone());
        Callback::from(move |()| {
            change.emit(Filter::default());
            // The button goes, and must not take the focus with it.
            if let Some(field) = field.cast::<HtmlElement>() {
                let _ = field.focus();
            }
        })
    };
    html! {
        <>
            if catalogue.courses.len() > 1 {
                <div class="gallery-row">
                    <CourseChoice catalogue={catalogue.clone()} />
                    <p>{ settings.pick(&course.about) }</p>
                </div>
            }
            <div class="gallery-row">
                <FilterBar catalogue={catalogue.clone()} filter={(*filter).clone()} {change} {field} />
                <p class="quiet" role="status">{ count(&settings, &filter, found, all) }</p>
            </div>
            if found == 0 {
                { nothing(&settings, &clear) }
            }
            <Chapters key={course.id.clone()} catalogue={catalogue.clone()} course={course.id.clone()}
                filter={(*filter).clone()} />
        </>
    }
}

/// How many lessons there are.
fn count(settings: &Settings, filter: &Filter, found: usize, all: usize) -> String {
    if *filter == Filter::default() {
        return settings.with_args("course-lessons", &[("count", all.into())]);
    }
    settings.with_args("gallery-found", &[("found", found.into()), ("all", all.into())])
}

/// What is said where no lesson fits, and the way out.
fn nothing(settings: &Settings, clear: &Callback<()>) -> Html {
    html! {
        <section class="note">
            <h2>{ settings.t("gallery-nothing") }</h2>
            <p>{ settings.t("gallery-nothing-advice") }</p>
            <button class="button" type="button" onclick={clear.reform(|_: MouseEvent| ())}>
                { settings.t("gallery-clear") }
            </button>
        </section>
    }
}

/// A button for each course.
#[component]
fn CourseChoice(props: &LessonsProps) -> Html {
    let context = use_settings();
    let settings = &context.settings;
    let chosen = props.catalogue.course(settings.course.as_deref());
    let buttons = props.catalogue.courses.iter().map(|course| {
        let id = course.id.clone();
        let onclick = context
            .choose
            .reform(move |_: MouseEvent| Choice::Course(id.clone()));
        let pressed = (course.id == chosen.id).to_string();
        html! {
            <button class="button" type="button" aria-pressed={pressed} {onclick}>{ settings.pick(&course.title) }</button>
        }
    });
    html! {
        <div class="choices" role="group" aria-label={settings.t("gallery-courses")}>{ for buttons }</div>
    }
}

#[derive(PartialEq, Properties)]
struct ChaptersProps {
    catalogue: Rc<Catalogue>,
    /// The id of the course, which stays the same.
    course: AttrValue,
    filter: Filter,
}

/// The chapters of a course, with what is not looked for hidden.
#[component]
fn Chapters(props: &ChaptersProps) -> Html {
    let settings = use_settings().settings;
    let catalogue = &props.catalogue;
    let course = catalogue.course(Some(&props.course));
    let mut numbers = 1..;
    let chapters = course.chapters.iter().enumerate().map(|(index, chapter)| {
        let cards = chapter.lessons.iter().filter_map(|id| catalogue.card(id));
        let cards: Vec<(&Card, usize)> = cards.zip(numbers.by_ref()).collect();
        let is_hidden = |card: &Card| !props.filter.fits(card);
        html! {
            <section class="chapter" key={index} hidden={cards.iter().all(|(card, _)| is_hidden(card))}>
                <h2>{ title(&settings, chapter) }</h2>
                <ol class="cards">
                    { for cards.into_iter().map(|(card, number)| html! {
                        <LessonCard key={card.id.clone()} card={card.clone()} {number} hidden={is_hidden(card)} />
                    }) }
                </ol>
            </section>
        }
    });
    html! { <>{ for chapters }</> }
}

/// What a chapter is called. Without a title it has all lessons.
fn title(settings: &Settings, chapter: &Chapter) -> String {
    match settings.pick(&chapter.title) {
        "" => settings.t("all-lessons"),
        title => title.to_owned(),
    }
}
