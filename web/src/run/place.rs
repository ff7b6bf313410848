//! A run on its way, or why it will not come, or there.

use std::rc::Rc;

use laneway_view::Address;
use web_sys::File;
use yew::prelude::*;

use crate::load::{Loading, Run, Source, Trouble, use_run};
use crate::settings::{Settings, use_settings};
use crate::shell::{OpenButton, TopBar, set_ready};

use super::beside::BesideView;
use super::view::RunView;

#[derive(PartialEq, Properties)]
pub struct RunPlaceProps {
    pub source: Source,
    pub address: Address,
    pub open: Callback<File>,
}

/// The place of a run.
#[component]
pub fn RunPlace(props: &RunPlaceProps) -> Html {
    let (address, open) = (props.address.clone(), props.open.clone());
    let show = Callback::from(move |run: Rc<Run>| {
        html! {
            <RunView key={Rc::as_ptr(&run) as usize} run={run.clone()} address={address.clone()} open={open.clone()} />
        }
    });
    html! { <Attempts source={props.source.clone()} open={props.open.clone()} {show} /> }
}

#[derive(PartialEq, Properties)]
pub struct BesidePlaceProps {
    /// The ids of the runs.
    pub ids: [String; 2],
    pub address: Address,
    pub open: Callback<File>,
}

/// The place of two runs beside each other. The second is loaded after the first.
#[component]
pub fn BesidePlace(props: &BesidePlaceProps) -> Html {
    let [one, other] = props.ids.clone().map(Source::Lesson);
    let (address, open) = (props.address.clone(), props.open.clone());
    let show = Callback::from(move |one: Rc<Run>| {
        let (address, shown_open) = (address.clone(), open.clone());
        let show = Callback::from(move |other: Rc<Run>| {
            let runs = [one.clone(), other];
            html! { <BesideView {runs} address={address.clone()} open={shown_open.clone()} /> }
        });
        html! { <Attempts source={other.clone()} open={open.clone()} {show} /> }
    });
    html! { <Attempts source={one} open={props.open.clone()} {show} /> }
}

#[derive(PartialEq, Properties)]
struct AttemptsProps {
    source: Source,
    open: Callback<File>,
    /// Shows the run when it is there.
    show: Callback<Rc<Run>, Html>,
}

/// As many attempts at loading a run as the user makes.
#[component]
fn Attempts(props: &AttemptsProps) -> Html {
    let settings = use_settings().settings;
    let attempt = use_state(|| 0_u32);
    let again = {
        let attempt = attempt.clone();
        Callback::from(move |()| attempt.set(*attempt + 1))
    };
    html! {
        <Attempt key={*attempt} source={props.source.clone()} open={props.open.clone()} show={props.show.clone()} {again}
            language={settings.language.code()} />
    }
}

#[derive(PartialEq, Properties)]
struct AttemptProps {
    source: Source,
    open: Callback<File>,
    show: Callback<Rc<Run>, Html>,
    again: Callback<()>,
    language: &'static str,
}

/// One attempt at loading it.
#[component]
fn Attempt(props: &AttemptProps) -> Html {
    let settings = use_settings().settings;
    let (loading, stop) = use_run(&props.source);
    use_effect_with(matches!(loading, Loading::Failed(_)), |failed| {
        if *failed {
            set_ready(true);
        }
    });
    match loading {
        Loading::Ready(run) => props.show.emit(run),
        Loading::Under(done) => html! {
            <Frame open={props.open.clone()}>{ progress(&settings, done, &stop) }</Frame>
        },
        Loading::Failed(trouble) => html! {
            <Frame open={props.open.clone()}>{ sorry(&settings, &trouble, props) }</Frame>
        },
    }
}

#[derive(PartialEq, Properties)]
struct FrameProps {
    open: Callback<File>,
    children: Html,
}

/// What stands around a run that is not there.
#[component]
fn Frame(props: &FrameProps) -> Html {
    html! {
        <div class="run-missing">
            <TopBar open={props.open.clone()} title="" />
            <main id="content">{ props.children.clone() }</main>
        </div>
    }
}

fn progress(settings: &Settings, done: f32, stop: &Callback<()>) -> Html {
    let percent = (done * 100.0).round().to_string();
    html! {
        <section class="note">
            <h1 id="loading">{ settings.t("loading-run") }</h1>
            <progress max="100" value={percent} aria-labelledby="loading"></progress>
            <button class="button" type="button" onclick={stop.reform(|_: MouseEvent| ())}>{ settings.t("cancel") }</button>
        </section>
    }
}

fn sorry(settings: &Settings, trouble: &Trouble, props: &AttemptProps) -> Html {
    html! {
        <section class="note" role="alert">
            <h1>{ settings.t("trouble-title") }</h1>
            <p>{ trouble.what(settings.l10n()) }</p>
            <p>{ trouble.advice(settings.l10n()) }</p>
            if let Some(detail) = trouble.detail() {
                <p class="quiet">{ settings.t("trouble-detail") }{ " " }<q lang="en">{ detail }</q></p>
            }
            <div class="note-actions">
                if !matches!(trouble, Trouble::NothingOpen | Trouble::NotKept(_)) {
                    <button class="button" type="button" onclick={props.again.reform(|_: MouseEvent| ())}>
                        { settings.t("retry") }
                    </button>
                }
                <OpenButton open={props.open.clone()} />
                <a class="button" href="#/">{ settings.t("all-lessons") }</a>
            </div>
        </section>
    }
}
