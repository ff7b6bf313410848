//! A shared value: what it is, who wrote it, and who works with one that is no longer it.

use laneway_trace::ObjectId;
use laneway_view::{RegisterPart, StaleChip};
use yew::prelude::*;

use super::card::{Drawn, Ground, free_places};

pub fn draw(ground: &Ground, id: ObjectId, register: &RegisterPart) -> Drawn {
    let room = ground.room(id).stale;
    let value = match &register.value {
        Some(value) => {
            // A new value comes in anew, the same one stays where it is.
            let written = register.written_ns.unwrap_or_default();
            let key = format!("value {} {written} {value}", id.number());
            html! { <output class="value" key={key.clone()} data-key={key}>{ value }</output> }
        }
        None => {
            html! { <output class="value" key="unread" title={ground.t("cell-unread")}>{ "?" }</output> }
        }
    };
    let body = html! {
        <div class="register-body">
            <div class="register-now">
                { value }
                <p class={classes!("line-label", register.writer.is_none().then_some("of-nobody"))}>{ ground.t("cell-writer") }</p>
                <div class="register-writer">
                    if let Some(writer) = &register.writer { { ground.chip(writer) } }
                </div>
            </div>
            if room > 0 { { stale(ground, id, register, room) } }
        </div>
    };
    let size = if room > 0 {
        "register-large"
    } else {
        "register-small"
    };
    Drawn {
        class: classes!("register", size),
        status: Html::default(),
        body,
    }
}

fn stale(ground: &Ground, id: ObjectId, register: &RegisterPart, room: usize) -> Html {
    let holder = |stale: &StaleChip| {
        let key = format!("stale {} {}", id.number(), stale.chip.actor.number());
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
            <p class="line-label"><span>{ ground.t("cell-stale-title") }</span><b>{ register.stale_len }</b></p>
            <ul class="line-places">
                { for register.stale.iter().map(holder) }
                { ground.more(register.stale_len - register.stale.len()) }
                { for free_places(register.stale.len(), room) }
            </ul>
        </div>
    }
}
