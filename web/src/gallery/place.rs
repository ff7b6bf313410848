//! The gallery: the lessons by part, and the way to a file.

use wasm_bindgen::JsCast as _;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use crate::load::{Card, Catalogue, use_catalogue};
use crate::settings::{Settings, use_settings};
use crate::shell::{OpenButton, TopBar, set_ready};

use super::card::LessonCard;

/// The parts of the curriculum in their order.
const PARTS: [&str; 4] = ["processes", "threads", "pools", "coroutines"];

#[derive(PartialEq, Properties)]
pub struct GalleryProps {
    pub open: Callback<File>,
}

/// The gallery.
#[component]
pub fn Gallery(props: &GalleryProps) -> Html {
    let settings = use_settings().settings;
    let (catalogue, again) = use_catalogue();
    let search = use_state_eq(String::new);
    // Pictures that are still to come.
    let waiting = use_mut_ref(|| None::<usize>);
    let pictured = {
        let waiting = waiting.clone();
        Callback::from(move |()| {
            let mut waiting = waiting.borrow_mut();
            let left = waiting.map(|count| count.saturating_sub(1));
            *waiting = left;
            if left == Some(0) {
                set_ready(true);
            }
        })
    };
    use_effect_with(catalogue.clone(), move |catalogue| {
        let pictures = match catalogue {
            Catalogue::Loading => return,
            Catalogue::Lessons(lessons) => lessons.iter().filter(|lesson| lesson.run).count(),
            Catalogue::Failed(_) => 0,
        };
        let done = waiting.replace(Some(pictures));
        debug_assert!(done.is_none_or(|left| left == 0));
        if pictures == 0 {
            set_ready(true);
        }
    });
    let lessons = match &catalogue {
        Catalogue::Loading => {
            html! { <p class="quiet" role="status">{ settings.t("gallery-loading") }</p> }
        }
        Catalogue::Lessons(lessons) if lessons.is_empty() => {
            note(&settings, "gallery-empty", "gallery-empty-advice", None)
        }
        Catalogue::Lessons(lessons) => html! {
            <>
                { search_field(&settings, &search) }
                { parts(&settings, lessons, &search, &pictured) }
            </>
        },
        Catalogue::Failed(_) => note(
            &settings,
            "gallery-unreachable",
            "gallery-unreachable-advice",
            Some(again),
        ),
    };
    html! {
        <div class="gallery-page">
            <TopBar open={props.open.clone()} />
            <main class="gallery" id="content">
                <div class="hero">
                    <h1>{ settings.t("app-line") }</h1>
                    <p>{ settings.t("app-about") }</p>
                </div>
                { lessons }
                <section class="drop-area">
                    <div>
                        <h2>{ settings.t("drop-title") }</h2>
                        <p>{ settings.t("drop-line") }</p>
                        <p class="quiet">{ settings.t("drop-privacy") }</p>
                    </div>
                    <OpenButton open={props.open.clone()} primary=true />
                </section>
            </main>
        </div>
    }
}

fn note(settings: &Settings, title: &str, advice: &str, again: Option<Callback<()>>) -> Html {
    html! {
        <section class="note" role="status">
            <h2>{ settings.t(title) }</h2>
            <p>{ settings.t(advice) }</p>
            if let Some(again) = again {
                <button class="button" type="button" onclick={again.reform(|_: MouseEvent| ())}>
                    { settings.t("retry") }
                </button>
            }
        </section>
    }
}

/// Where one types words that lessons are to have.
fn search_field(settings: &Settings, search: &UseStateHandle<String>) -> Html {
    let setter = search.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            setter.set(input.value());
        }
    });
    html! {
        <label class="gallery-search">
            <span class="visually-hidden">{ settings.t("gallery-search") }</span>
            <input type="search" placeholder={settings.t("gallery-search")} value={(**search).clone()} {oninput} />
        </label>
    }
}

/// True if the lesson has every one of these words in its id, its title or its idea, in whatever language.
fn is_found(card: &Card, search: &str) -> bool {
    let texts = card.title.values().chain(card.idea.values());
    let text: String = texts.map(|text| text.to_lowercase() + " ").collect();
    let words = search.to_lowercase();
    let mut words = words.split_whitespace();
    words.all(|word| card.id.contains(word) || text.contains(word))
}

fn parts(settings: &Settings, lessons: &[Card], search: &str, pictured: &Callback<()>) -> Html {
    if !lessons.iter().any(|card| is_found(card, search)) {
        return note(settings, "gallery-nothing", "gallery-nothing-advice", None);
    }
    let known = |part: &str| {
        PARTS
            .iter()
            .position(|known| *known == part)
            .unwrap_or(PARTS.len())
    };
    let part = |index: usize| {
        let name = PARTS.get(index).copied().unwrap_or("other");
        let mut cards = lessons
            .iter()
            .enumerate()
            .filter(|(_, card)| known(&card.part) == index)
            .peekable();
        cards.peek()?;
        Some(html! {
            <section class="part" key={name} hidden={!cards.clone().any(|(_, card)| is_found(card, search))}>
                <header class="part-head">
                    <h2>{ settings.t(&format!("part-{name}")) }</h2>
                    <p>{ settings.t(&format!("part-{name}-line")) }</p>
                </header>
                <ul class="cards">
                    { for cards.map(|(number, card)| html! {
                        <LessonCard key={card.id.clone()} card={card.clone()} number={number + 1} hidden={!is_found(card, search)} pictured={pictured.clone()} />
                    }) }
                </ul>
            </section>
        })
    };
    html! { <>{ for (0..=PARTS.len()).filter_map(part) }</> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lessons_are_found_by_words_in_any_language() {
        let card = Card {
            id: "ticket-lock".to_owned(),
            title: [
                ("en", "Selling Tickets"),
                ("zh", "\u{52a0}\u{9501}\u{62a2}\u{7968}"),
            ]
            .map(|(language, text)| (language.to_owned(), text.to_owned()))
            .into(),
            ..Card::default()
        };
        let check = |search, expected| assert_eq!(is_found(&card, search), expected, "{search}");
        check("", true);
        check("tickets", true);
        check("  SELLING lock ", true);
        check("\u{62a2}\u{7968}", true);
        check("selling deadlock", false);
    }
}
