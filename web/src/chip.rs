//! An actor as a chip: its name in the look of its state, the same as on its lane.

use laneway_model::State as Doing;
use laneway_view::{Action, Chip, Glyph, Selection, ends, state_message};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;

#[derive(PartialEq, Properties)]
pub struct ActorChipProps {
    pub player: Player,
    pub chip: Chip,
    /// The sign alone; the name is in the title.
    #[prop_or_default]
    pub tiny: bool,
}

/// An actor: hue, pattern and sign say what it does, a badge that it is a daemon, an outline that it is
/// selected. A click selects its lane.
#[component]
pub fn ActorChip(props: &ActorChipProps) -> Html {
    let ActorChipProps { player, chip, tiny } = props;
    let model = player.model();
    let selected = chip.lane.is_some() && player.state.selection.lane(model) == chip.lane;
    let daemon = chip.lane.is_some_and(|lane| model.is_daemon(lane));
    html! { <Face act={player.act.clone()} chip={chip.clone()} {daemon} {selected} tiny={*tiny} /> }
}

/// Only what is shown: words are made anew only when that changes, and not at every moment.
#[derive(PartialEq, Properties)]
struct FaceProps {
    act: Callback<Action>,
    chip: Chip,
    daemon: bool,
    selected: bool,
    tiny: bool,
}

#[component]
fn Face(props: &FaceProps) -> Html {
    let settings = use_settings().settings;
    let Chip {
        name, doing, lane, ..
    } = &props.chip;
    let mut words = settings.with_args(
        "chip-label",
        &[
            ("actor", name.as_str().into()),
            ("state", settings.t(state_message(*doing)).into()),
        ],
    );
    if props.daemon {
        words = settings.l10n().list(&[words, settings.t("lane-daemon")]);
    }
    let onclick = {
        let (act, lane) = (props.act.clone(), *lane);
        Callback::from(move |_: MouseEvent| {
            if let Some(lane) = lane {
                act.emit(Action::Select(Selection::Lane(lane)));
            }
        })
    };
    let class = classes!(
        "actor",
        look(*doing),
        props.daemon.then_some("daemon"),
        props.tiny.then_some("tiny")
    );
    html! {
        <button type="button" {class} {onclick} disabled={lane.is_none()}
            title={words.clone()} aria-label={words} aria-pressed={props.selected.to_string()}>
            <Sign glyph={Glyph::State(*doing)} />
            if !props.tiny { <span class="actor-name">{ cut_name(name) }</span> }
            if props.daemon && !props.tiny { <Sign glyph={Glyph::Daemon} /> }
        </button>
    }
}

/// A name that keeps its end where there is no room for all of it: names often differ there alone.
pub fn cut_name(name: &str) -> Html {
    let (start, end) = ends(name);
    html! { <span class="cut-name"><span>{ start }</span><span>{ end }</span></span> }
}

/// The class that gives an element the colours and the pattern of a state.
pub fn look(doing: Doing) -> String {
    format!("look-{}", doing.name().replace('_', "-"))
}

#[derive(PartialEq, Properties)]
pub struct SignProps {
    pub glyph: Glyph,
}

/// A sign of the lanes, in the colour of the text around it.
#[component]
pub fn Sign(props: &SignProps) -> Html {
    html! {
        <svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={props.glyph.path()} />
        </svg>
    }
}
