//! The list of lessons that a server has. All places share it, so that it is fetched once a visit.

use std::collections::BTreeMap;
use std::rc::Rc;

use laneway_l10n::Language;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Trouble;
use super::fetch::{Answer, fetch};

/// Texts by the codes of their languages.
type Texts = BTreeMap<String, String>;

/// A lesson of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Card {
    pub id: String,
    pub part: String,
    pub title: Texts,
    pub idea: Texts,
    /// True if the server has a recorded run of it.
    #[serde(alias = "has_run", alias = "recorded")]
    pub run: bool,
}

impl Card {
    /// What it is called: its id, if it has no title.
    pub fn title(&self, language: Language) -> &str {
        match language.pick(&self.title) {
            Some((title, _)) => title,
            None => &self.id,
        }
    }
}

/// What is known of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Catalogue {
    Loading,
    Lessons(Rc<[Card]>),
    Failed(Trouble),
}

/// The list as the places share it.
#[derive(Clone, PartialEq)]
struct Shared {
    catalogue: Catalogue,
    /// How many times it was asked for: each time it is fetched.
    attempts: UseStateHandle<u32>,
}

#[derive(PartialEq, Properties)]
pub struct CatalogueProviderProps {
    pub children: Html,
}

/// Fetches the list when something within first asks for it.
#[component]
pub fn CatalogueProvider(props: &CatalogueProviderProps) -> Html {
    let catalogue = use_state(|| Catalogue::Loading);
    let attempts = use_state_eq(|| 0_u32);
    let setter = catalogue.setter();
    use_effect_with(*attempts, move |attempts| {
        if *attempts == 0 {
            return;
        }
        setter.set(Catalogue::Loading);
        spawn_local(async move {
            let lessons = load().await;
            setter.set(lessons.map_or_else(Catalogue::Failed, Catalogue::Lessons));
        });
    });
    let shared = Shared {
        catalogue: (*catalogue).clone(),
        attempts,
    };
    html! {
        <ContextProvider<Shared> context={shared}>{ props.children.clone() }</ContextProvider<Shared>>
    }
}

/// The server's list. The callback fetches it again.
#[hook]
#[expect(
    clippy::expect_used,
    reason = "the app provides the list to everything within it"
)]
pub fn use_catalogue() -> (Catalogue, Callback<()>) {
    let shared: Shared = use_context().expect("the app provides the list");
    let attempts = shared.attempts.clone();
    use_effect_with((), move |()| {
        if *attempts == 0 {
            attempts.set(1);
        }
    });
    let again = Callback::from(move |()| shared.attempts.set(*shared.attempts + 1));
    (shared.catalogue, again)
}

async fn load() -> Result<Rc<[Card]>, Trouble> {
    match fetch("api/lessons.json").await? {
        Answer::Body(body) => {
            let bytes = body.all().await?;
            let cards: Vec<Card> = serde_json::from_slice(&bytes).map_err(|_| Trouble::Unreachable)?;
            Ok(cards.into())
        }
        // A static site without lessons has no list.
        Answer::Status(404) => Ok(Rc::default()),
        Answer::Status(status) => Err(Trouble::Status(status)),
    }
}
