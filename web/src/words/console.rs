//! The panel of the console: what was printed so far.

use laneway_model::Moment;
use laneway_view::{Action, actor_label};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;

use super::run_ref::RunRef;
use super::scroll::use_now_in_sight;
use super::window::{Earlier, Later, Reach, use_leaf};

const REACH: Reach = Reach {
    before: 100,
    after: 0,
};

#[derive(PartialEq, Properties)]
pub struct ConsoleProps {
    pub player: Player,
}

/// The lines that were printed up to the playhead, the newest in sight.
#[component]
pub fn Console(props: &ConsoleProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let model = player.model();
    let printed = model.console_until(player.moment);
    let newest = printed.len().saturating_sub(1);
    let leaf = use_leaf(printed.len(), newest, REACH);
    let panel = use_node_ref();
    use_now_in_sight(&panel, printed.len());
    if printed.is_empty() {
        let none = if model.console.is_empty() {
            "console-none-ever"
        } else {
            "console-none"
        };
        return html! { <div class="empty"><p>{ settings.t(none) }</p></div> };
    }
    let run = RunRef::of(player);
    html! {
        <div class="scroll long console" ref={panel} tabindex="0" data-scrolls="">
            <Earlier leaf={leaf.clone()} />
            <ol class="rows">
                { for leaf.rows.clone().map(|index| html! {
                    <Line key={index} run={run.clone()} row={printed[index]} newest={index == newest}
                        act={player.act.clone()} />
                }) }
            </ol>
            <Later {leaf} />
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct LineProps {
    run: RunRef,
    row: u32,
    newest: bool,
    act: Callback<Action>,
}

/// A line as a terminal shows it, with who printed it.
#[component]
fn Line(props: &LineProps) -> Html {
    let model = &props.run.model;
    let Some(event) = model.events.get(props.row as usize) else {
        return html! {};
    };
    let at = Moment::after(props.row);
    let now = props.newest;
    html! {
        <li>
            <button class={classes!("row", "console-row", now.then_some("is-now"))} type="button"
                data-now={now.then_some("")}
                onclick={props.act.reform(move |_: MouseEvent| Action::GoMoment(at))}>
                <span class="console-actor">{ actor_label(model, event.actor).into_owned() }</span>
                <span class="console-text">{ model.text(event.value).into_owned() }</span>
            </button>
        </li>
    }
}
