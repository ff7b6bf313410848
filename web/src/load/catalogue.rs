//! The list of lessons that a server has.

use std::collections::BTreeMap;

use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Trouble;
use super::fetch::{Answer, fetch};

/// A lesson of the list. Texts are by language.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Card {
    pub id: String,
    pub part: String,
    pub title: BTreeMap<String, String>,
    pub idea: BTreeMap<String, String>,
    /// True if the server has a recorded run of it.
    #[serde(alias = "has_run", alias = "recorded")]
    pub run: bool,
}

/// What is known of the list.
#[derive(Clone, Debug, PartialEq)]
pub enum Catalogue {
    Loading,
    Lessons(Vec<Card>),
    Failed(Trouble),
}

/// The server's list. The callback fetches it again.
#[hook]
pub fn use_catalogue() -> (Catalogue, Callback<()>) {
    let catalogue = use_state(|| Catalogue::Loading);
    let attempt = use_state(|| 0_u32);
    let setter = catalogue.setter();
    use_effect_with(*attempt, move |_| {
        setter.set(Catalogue::Loading);
        spawn_local(async move {
            let lessons = load().await;
            setter.set(lessons.map_or_else(Catalogue::Failed, Catalogue::Lessons));
        });
    });
    let again = Callback::from(move |()| attempt.set(*attempt + 1));
    ((*catalogue).clone(), again)
}

async fn load() -> Result<Vec<Card>, Trouble> {
    match fetch("api/lessons.json").await? {
        Answer::Body(body) => {
            let bytes = body.all().await?;
            serde_json::from_slice(&bytes).map_err(|_| Trouble::Unreachable)
        }
        // A static site without lessons has no list.
        Answer::Status(404) => Ok(Vec::new()),
        Answer::Status(status) => Err(Trouble::Status(status)),
    }
}
