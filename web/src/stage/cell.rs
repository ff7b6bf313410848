//! A shared value: what it is, who wrote it, and who works with one that is no longer it.

use laneway_trace::ObjectKind;
use laneway_view::{CellCard, StaleChip};
use yew::prelude::*;

use super::card::{Ground, free_places, object_card};

pub fn card(ground: &Ground, cell: &CellCard) -> Html {
    let room = ground.plan.room(cell.object.id).stale;
    let kind = if cell.object.kind == ObjectKind::FILE {
        "stage-file"
    } else {
        "stage-cell"
    };
    let value = match &cell.value {
        Some(value) => {
            // A new value comes in anew, the same one stays where it is.
            let written = cell.written_ns.unwrap_or_default();
            let key = format!("value {} {written} {value}", cell.object.id.number());
            html! { <output class="value" key={key.clone()} data-key={key}>{ value }</output> }
        }
        None => {
            html! { <output class="value" key="unread" title={ground.t("cell-unread")}>{ "?" }</output> }
        }
    };
    let body = html! {
        <div class="cell-body">
            <div class="cell-now">
                { value }
                <p class={classes!("line-label", cell.writer.is_none().then_some("of-nobody"))}>{ ground.t("cell-writer") }</p>
                <div class="cell-writer">
                    if let Some(writer) = &cell.writer { { ground.chip(writer) } }
                </div>
            </div>
            if room > 0 { { stale(ground, cell, room) } }
        </div>
    };
    let size = if room > 0 { "cell-large" } else { "cell-small" };
    object_card(
        ground,
        classes!("cell", size),
        &cell.object,
        kind,
        Html::default(),
        body,
    )
}

fn stale(ground: &Ground, cell: &CellCard, room: usize) -> Html {
    let holder = |stale: &StaleChip| {
        let key = format!("stale {} {}", cell.object.id.number(), stale.chip.actor.number());
        let words = ground.with_args(
            "cell-stale",
            &[
                ("actor", stale.chip.name.as_str().into()),
                ("value", stale.value.as_str().into()),
            ],
        );
        html! {
            <li key={key.clone()} data-key={key} title={words}>
                { ground.chip(&stale.chip) }
                <span class="stale-value">{ &stale.value }</span>
            </li>
        }
    };
    html! {
        <div class="line stale" role="group" aria-label={ground.t("cell-stale-title")}>
            <p class="line-label"><span>{ ground.t("cell-stale-title") }</span><b>{ cell.stale_len }</b></p>
            <ul class="line-places">
                { for cell.stale.iter().map(holder) }
                { ground.more(cell.stale_len - cell.stale.len()) }
                { for free_places(cell.stale.len(), room) }
            </ul>
        </div>
    }
}
