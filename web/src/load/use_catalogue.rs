//! The hook that has the catalogue. All places share it, so that it is fetched once a visit.

use std::rc::Rc;

use laneway_view::catalogue::Catalogue;
use serde_json::Value as Json;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Trouble;
use super::fetch::{Answer, fetch};

/// How far the catalogue is.
#[derive(Clone, Debug, PartialEq)]
pub enum Listing {
    Loading,
    Ready(Rc<Catalogue>),
    Failed(Trouble),
}

/// The catalogue as the places share it.
#[derive(Clone, PartialEq)]
struct Shared {
    listing: Listing,
    /// How many times it was asked for: each time it is fetched.
    attempts: UseStateHandle<u32>,
}

#[derive(PartialEq, Properties)]
pub struct CatalogueProviderProps {
    pub children: Html,
}

/// Fetches the catalogue when something within first asks for it.
#[component]
pub fn CatalogueProvider(props: &CatalogueProviderProps) -> Html {
    let listing = use_state(|| Listing::Loading);
    let attempts = use_state_eq(|| 0_u32);
    let setter = listing.setter();
    use_effect_with(*attempts, move |attempts| {
        if *attempts == 0 {
            return;
        }
        setter.set(Listing::Loading);
        spawn_local(async move {
            setter.set(match load().await {
                Ok(catalogue) => Listing::Ready(Rc::new(catalogue)),
                Err(trouble) => Listing::Failed(trouble),
            });
        });
    });
    let shared = Shared {
        listing: (*listing).clone(),
        attempts,
    };
    html! {
        <ContextProvider<Shared> context={shared}>{ props.children.clone() }</ContextProvider<Shared>>
    }
}

/// The server's catalogue. The callback fetches it again.
#[hook]
#[expect(
    clippy::expect_used,
    reason = "the app provides the catalogue to everything within it"
)]
pub fn use_catalogue() -> (Listing, Callback<()>) {
    let shared: Shared = use_context().expect("the app provides the catalogue");
    let attempts = shared.attempts.clone();
    use_effect_with((), move |()| {
        if *attempts == 0 {
            attempts.set(1);
        }
    });
    let again = Callback::from(move |()| shared.attempts.set(*shared.attempts + 1));
    (shared.listing, again)
}

async fn load() -> Result<Catalogue, Trouble> {
    let lessons = list("api/lessons.json").await?;
    let courses = list("api/courses.json").await?;
    Ok(Catalogue::from_json(&lessons, &courses))
}

/// The list at an address. A static site may be without it, and older servers have no courses: there is none then.
async fn list(address: &str) -> Result<Json, Trouble> {
    match fetch(address).await? {
        Answer::Body(body) => {
            serde_json::from_slice(&body.all().await?).map_err(|_| Trouble::Unreachable)
        }
        Answer::Status(404) => Ok(Json::Null),
        Answer::Status(status) => Err(Trouble::Status(status)),
    }
}
