//! The app: which place is shown, the user's choices, the opened file.

use laneway_view::{Address, Route};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File};
use yew::prelude::*;

use crate::dom;
use crate::gallery::Gallery;
use crate::hall::SpeakerView;
use crate::hooks::use_listener;
use crate::load::{CatalogueProvider, Opened, Source, keep_file};
use crate::run::{BesidePlace, RunPlace};
use crate::settings::{Choice, Settings, SettingsContext};
use crate::shell::{DropVeil, set_ready};

/// Everything.
#[component]
pub fn App() -> Html {
    let address = use_state_eq(dom::address);
    let settings = use_state_eq(|| Settings::at_start(&address));
    let opened = use_state_eq(|| None::<Opened>);
    let dragging = use_state_eq(|| false);

    use_effect_with((*settings).clone(), Settings::apply);
    {
        let (address, settings) = (address.clone(), settings.clone());
        use_listener(None, "hashchange", false, move |_| {
            let new = dom::address();
            // The gallery does not load anything anew for another language.
            if (&new.route, &address.route) != (&Route::Gallery, &Route::Gallery) {
                set_ready(false);
            }
            settings.set(settings.with_address(&new));
            address.set(new);
        });
    }

    let open = {
        let opened = opened.clone();
        Callback::from(move |file: File| {
            let number = opened.as_ref().map_or(1, |opened| opened.number + 1);
            let name = file.name();
            set_ready(false);
            opened.set(Some(Opened {
                number,
                name: name.clone(),
                bytes: file.clone().into(),
            }));
            let address = Address {
                route: Route::File(Some(name.clone())),
                ..Address::default()
            };
            let _ = dom::window().location().set_hash(&address.to_string());
            // Where it cannot be kept, a reload says that no file is open.
            spawn_local(async move { drop(keep_file(&name, &file).await) });
        })
    };
    use_dropped_files(dragging.setter(), open.clone());

    let choose = {
        let (address, settings) = (address.clone(), settings.clone());
        Callback::from(move |choice: Choice| {
            // The run has written into it where it is.
            dom::put_address(&with_choice(&dom::address(), &choice));
            address.set(with_choice(&address, &choice));
            settings.set(settings.with(choice));
        })
    };
    let context = SettingsContext {
        settings: (*settings).clone(),
        choose,
    };
    let place = match &address.route {
        Route::Gallery => html! { <Gallery {open} /> },
        Route::Run(id) => {
            let source = Source::Lesson(id.clone());
            html! { <RunPlace key={id.clone()} {source} address={(*address).clone()} {open} /> }
        }
        Route::Beside(one, other) => html! {
            <BesidePlace key={format!("{one} {other}")} ids={[one.clone(), other.clone()]} address={(*address).clone()} {open} />
        },
        Route::Speaker => html! { <SpeakerView /> },
        Route::File(name) => {
            let opened = (*opened)
                .clone()
                .filter(|opened| Some(&opened.name) == name.as_ref());
            let number = opened.as_ref().map_or(0, |opened| opened.number);
            let key = format!("file {number} {}", name.as_deref().unwrap_or_default());
            let source = opened.map_or_else(|| Source::Kept(name.clone()), Source::File);
            html! { <RunPlace {key} {source} address={(*address).clone()} {open} /> }
        }
    };
    html! {
        <ContextProvider<SettingsContext> {context}>
            <CatalogueProvider>{ place }</CatalogueProvider>
            if *dragging { <DropVeil /> }
        </ContextProvider<SettingsContext>>
    }
}

/// An address that names a language or a theme goes with the choice, or a reload would undo it. It names the
/// course in any case: so there is a link to it.
fn with_choice(address: &Address, choice: &Choice) -> Address {
    let mut changed = address.clone();
    match choice {
        Choice::Language(language) => changed.language = address.language.and(Some(*language)),
        Choice::Theme(theme) => changed.theme = address.theme.and(Some(*theme)),
        Choice::Course(course) => changed.course = Some(course.clone()),
        // It is no matter of a link.
        Choice::Legend(_) | Choice::Stage(_) => {}
    }
    changed
}

/// Opens what is dropped anywhere on the page. `dragging` hears whether something hovers over it.
#[hook]
fn use_dropped_files(dragging: UseStateSetter<bool>, open: Callback<File>) {
    let over = dragging.clone();
    use_listener(None, "dragover", true, move |event| {
        event.prevent_default();
        over.set(true);
    });
    let left = dragging.clone();
    use_listener(None, "dragleave", false, move |event| {
        // Without a related target the pointer has left the window, not just an element.
        let event: Option<DragEvent> = event.dyn_into().ok();
        if event.is_some_and(|event| event.related_target().is_none()) {
            left.set(false);
        }
    });
    use_listener(None, "drop", true, move |event| {
        event.prevent_default();
        dragging.set(false);
        let event: Option<DragEvent> = event.dyn_into().ok();
        let file = event.and_then(|event| event.data_transfer()?.files()?.get(0));
        if let Some(file) = file {
            open.emit(file);
        }
    });
}
