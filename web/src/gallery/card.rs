//! One lesson in the gallery.

use laneway_view::{Address, Route};
use yew::prelude::*;

use crate::load::{Card, Loading, Run, Source, use_run};
use crate::settings::{Settings, use_settings};
use crate::words::inline;

use super::thumbnail::Thumbnail;

#[derive(PartialEq, Properties)]
pub struct LessonCardProps {
    pub card: Card,
    /// Its place in the course, from 1.
    pub number: usize,
    /// True if it is not looked for.
    pub hidden: bool,
    /// Called when its picture is there, or will not come.
    pub pictured: Callback<()>,
}

/// A lesson: what it is about, and a picture of its run.
#[component]
pub fn LessonCard(props: &LessonCardProps) -> Html {
    let settings = use_settings().settings;
    let card = &props.card;
    let body = html! {
        <>
            if card.run {
                <RecordedRun id={card.id.clone()} pictured={props.pictured.clone()} />
            } else {
                <div class="thumbnail thumbnail-none"><span>{ settings.t("card-not-recorded") }</span></div>
            }
            <h3><span class="card-number">{ props.number }</span><span>{ card.title(settings.language) }</span></h3>
            <p class="card-idea">{ inline(opening(settings.pick(&card.idea))) }</p>
        </>
    };
    let address = Address {
        route: Route::Run(card.id.clone()),
        ..Address::default()
    };
    html! {
        <li class="card" id={format!("lesson-{}", card.id)} hidden={props.hidden}>
            <a class="card-link" href={address.to_string()}>{ body }</a>
        </li>
    }
}

/// So much of an idea fits on a card, in letters; a Chinese character is as wide as two.
const MOST_LETTERS: usize = 150;

/// The first sentences of a text, as many as fit on a card, but at least one.
fn opening(text: &str) -> &str {
    let mut letters = 0;
    let mut end = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        letters += if character.is_ascii() { 1 } else { 2 };
        if letters > MOST_LETTERS && end.is_some() {
            break;
        }
        let parted = characters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if "。！？".contains(character) || (".!?".contains(character) && parted) {
            end = Some(at + character.len_utf8());
        }
    }
    &text[..end.unwrap_or(text.len())]
}

#[derive(PartialEq, Properties)]
struct RecordedRunProps {
    id: String,
    pictured: Callback<()>,
}

/// The run of a lesson in small: its picture and its size.
#[component]
fn RecordedRun(props: &RecordedRunProps) -> Html {
    let settings = use_settings().settings;
    let (loading, _) = use_run(&Source::Lesson(props.id.clone()));
    let pictured = props.pictured.clone();
    use_effect_with(matches!(loading, Loading::Failed(_)), move |failed| {
        if *failed {
            pictured.emit(());
        }
    });
    match loading {
        Loading::Ready(run) => html! {
            <>
                <Thumbnail run={run.clone()} pictured={props.pictured.clone()} />
                <p class="card-facts">{ size(&settings, &run) }</p>
            </>
        },
        Loading::Under(_) => {
            html! { <><div class="thumbnail" /><p class="card-facts">{ "\u{a0}" }</p></> }
        }
        Loading::Failed(trouble) => html! {
            <>
                <div class="thumbnail thumbnail-none"><span>{ trouble.what(settings.l10n()) }</span></div>
                <p class="card-facts">{ "\u{a0}" }</p>
            </>
        },
    }
}

/// How large a run is: nothing of how it turns out, which a lesson may ask.
fn size(settings: &Settings, run: &Run) -> String {
    let model = &run.model;
    let l10n = settings.l10n();
    l10n.text(
        "card-facts",
        &[
            ("actors", model.lanes.len().into()),
            ("events", l10n.count(model.told_events()).into()),
            ("time", l10n.duration(model.duration_ns()).into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_whole_sentences() {
        let check = |text: &str, expected: &str| assert_eq!(opening(text), expected);
        check("", "");
        check("no end", "no end");
        check("One. Two at 1.5 s! Three?", "One. Two at 1.5 s! Three?");
        let long = "a".repeat(100);
        check(&format!("{long}. {long}."), &format!("{long}."));
        check(&format!("{long}{long}. {long}."), &format!("{long}{long}."));
        let chinese = "泳".repeat(50);
        check(&format!("{chinese}。{chinese}。"), &format!("{chinese}。"));
    }
}
