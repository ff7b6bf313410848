//! One lesson in the gallery.

use std::rc::Rc;

use laneway_trace::Ending;
use laneway_view::{Address, Place};
use yew::prelude::*;

use crate::load::{Card, Loading, Run, Source, use_run};
use crate::settings::{Settings, use_settings};

use super::thumbnail::Thumbnail;

#[derive(PartialEq, Properties)]
pub struct LessonCardProps {
    pub card: Card,
    /// Its place in the catalogue, from 1.
    pub number: usize,
    /// Called when its picture is there, or will not come.
    pub pictured: Callback<()>,
}

/// A lesson: what it is about, and a picture of its run.
#[component]
pub fn LessonCard(props: &LessonCardProps) -> Html {
    let settings = use_settings().settings;
    let card = &props.card;
    let words = |texts: &std::collections::BTreeMap<String, String>| {
        texts
            .get(settings.language.code())
            .or_else(|| texts.get("en"))
            .cloned()
            .unwrap_or_default()
    };
    let title = match words(&card.title) {
        title if title.is_empty() => card.id.clone(),
        title => title,
    };
    let body = html! {
        <>
            if card.run {
                <RecordedRun id={card.id.clone()} pictured={props.pictured.clone()} />
            } else {
                <div class="thumbnail thumbnail-none"><span>{ settings.t("card-not-recorded") }</span></div>
            }
            <h3>{ title }</h3>
            <p class="card-idea">{ words(&card.idea) }</p>
        </>
    };
    let address = Address {
        place: Place::Run(card.id.clone()),
        ..Address::default()
    };
    html! {
        <li class="card" id={format!("lesson-{}", card.id)}>
            <a class="card-link" href={address.to_string()}>{ body }</a>
        </li>
    }
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
                <p class="card-facts">{ facts(&settings, &run) }</p>
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

fn facts(settings: &Settings, run: &Rc<Run>) -> Html {
    let model = &run.model;
    let l10n = settings.l10n();
    let facts = l10n.text(
        "card-facts",
        &[
            ("actors", model.lanes.len().into()),
            ("events", l10n.count(model.events.len() as u64).into()),
            ("time", l10n.duration(model.duration_ns()).into()),
        ],
    );
    html! {
        <>
            <span>{ facts }</span>
            if model.header.ending == Ending::Stuck {
                <span class="tag tag-stuck">{ settings.t("card-stuck") }</span>
            }
        </>
    }
}
