//! When a line ran: how often, which time it is, and the way to the times before and after.

use std::rc::Rc;

use laneway_view::Visits;
use yew::prelude::*;

use crate::icon::{Icon, Sign};
use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::lines::Way;
use super::visits;

/// The id of what is said: what a click on a line does, for those who hear the page.
pub const WHEN_ID: &str = "source-when";

#[derive(PartialEq, Properties)]
pub struct WhenProps {
    pub player: Player,
    /// The line, if there is one to speak of.
    pub line: Option<(Rc<str>, u32)>,
    pub go: Callback<(Rc<str>, u32, Way)>,
}

/// As high whatever it says, so that nothing below it jumps.
#[component]
pub fn When(props: &WhenProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let line = props.line.clone();
    let when = line.as_ref().map(|(file, line)| visits(player, file, *line));
    let when = when.unwrap_or_default();
    let words = match &line {
        Some((_, line)) if when.times > 0 => told(&settings, *line, &when, player.hides_something()),
        _ => settings.t("source-when"),
    };
    let button = |sign, id, way, there: bool| {
        let (words, line) = (settings.t(id), line.clone());
        let go = props.go.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some((file, line)) = line.clone() {
                go.emit((file, line, way));
            }
        });
        html! {
            <button class="button button-quiet" type="button" title={words.clone()} aria-label={words}
                disabled={!there} {onclick}><Icon {sign} /></button>
        }
    };
    // What changes while the run plays is not read out.
    let live = if player.state.playing { "off" } else { "polite" };
    html! {
        <div class="source-when">
            <p id={WHEN_ID} aria-live={live}>{ words }</p>
            { button(Sign::Previous, "source-previous", Way::Back, when.previous.is_some()) }
            { button(Sign::Next, "source-next", Way::Next, when.next.is_some()) }
        </div>
    }
}

/// `so_far` if what has not been played is hidden, so that nobody may know how often the line will have run.
fn told(settings: &Settings, line: u32, when: &Visits, so_far: bool) -> String {
    let l10n = settings.l10n();
    let id = if so_far {
        "source-when-so-far"
    } else {
        "source-when-line"
    };
    settings.with_args(
        id,
        &[
            ("line", line.to_string().into()),
            ("this", l10n.count(u64::from(when.this)).into()),
            ("times", l10n.count(u64::from(when.times)).into()),
        ],
    )
}
