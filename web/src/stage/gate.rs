//! A condition, event or barrier: a gate, who waits before it, and who has arrived.

use laneway_trace::{ObjectId, Opens};
use laneway_view::GatePart;
use yew::prelude::*;

use super::card::{Drawn, Ground, dotted};

pub fn draw(ground: &Ground, id: ObjectId, gate: &GatePart) -> Drawn {
    let key = format!("gate {}", id.number());
    let room = ground.room(id);
    let open = gate.open || gate.notified > 0;
    let body = html! {
        <div class="gate-body">
            <Bar {open} />
            if room.arrived > 0 {
                { ground.line("arrived", "gate-arrived", &key, &gate.arrived, room.arrived) }
            }
            if room.waiters > 0 {
                { ground.line("waiters", "gate-waiting", &format!("{key} waits"), &gate.waiters, room.waiters) }
            }
        </div>
    };
    // Two lines beside each other, and the words of a gate that counts, need room.
    let large = gate.opens == Opens::Count || room.arrived + room.waiters > 2;
    Drawn {
        class: classes!("gate", if large { "gate-large" } else { "gate-small" }),
        status: status(ground, gate),
        body,
    }
}

/// Whether those who wait may pass, and what is still missing.
fn status(ground: &Ground, gate: &GatePart) -> Html {
    let count = |id, count: u64| -> Html {
        let count = i64::try_from(count).unwrap_or(i64::MAX).into();
        ground.with_args(id, &[("count", count)]).into()
    };
    let words = match gate.opens {
        Opens::Flag if gate.open => vec![html! { <b>{ ground.t("gate-open") }</b> }],
        Opens::Flag => vec![ground.t("gate-closed").into()],
        Opens::Notify if gate.notified > 0 => {
            vec![html! { <b>{ count("gate-notified", u64::from(gate.notified)) }</b> }]
        }
        Opens::Notify => vec![ground.t("gate-closed").into()],
        Opens::Count => {
            let needed = gate
                .needed
                .map_or(i64::MAX, |needed| i64::try_from(needed).unwrap_or(i64::MAX));
            let arguments = [
                ("arrived", (gate.arrived.len as i64).into()),
                ("needed", needed.into()),
            ];
            vec![
                ground.with_args("gate-arrived-of", &arguments).into(),
                count("gate-generation", u64::from(gate.generation)),
            ]
        }
    };
    dotted(words)
}

#[derive(PartialEq, Properties)]
struct BarProps {
    open: bool,
}

/// A gate, open or closed.
#[component]
fn Bar(props: &BarProps) -> Html {
    let bar = if props.open { "M4 16L15 4" } else { "M4 12H18" };
    html! {
        <svg class={classes!("gate-bar", props.open.then_some("open"))} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path class="icon-line" d="M4 18V9" />
            <path class="icon-line" d={bar} />
        </svg>
    }
}
