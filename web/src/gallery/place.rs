//! The gallery: the lessons, and the way to a file.

use web_sys::File;
use yew::prelude::*;

use crate::load::{Listing, use_catalogue};
use crate::settings::{Settings, use_settings};
use crate::shell::{OpenButton, TopBar, set_ready};

use super::kept_files::KeptFiles;
use super::lessons::Lessons;

#[derive(PartialEq, Properties)]
pub struct GalleryProps {
    pub open: Callback<File>,
}

/// The gallery.
#[component]
pub fn Gallery(props: &GalleryProps) -> Html {
    let settings = use_settings().settings;
    let (listing, again) = use_catalogue();
    use_effect_with(listing == Listing::Loading, |loading| set_ready(!loading));
    let lessons = match listing {
        Listing::Loading => {
            html! { <p class="quiet" role="status">{ settings.t("gallery-loading") }</p> }
        }
        Listing::Ready(catalogue) if catalogue.lessons.is_empty() => {
            note(&settings, "gallery-empty", "gallery-empty-advice", None)
        }
        Listing::Ready(catalogue) => html! { <Lessons {catalogue} /> },
        Listing::Failed(_) => note(
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
                    <KeptFiles />
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
