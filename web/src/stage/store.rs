//! A queue of any kind: a pipe from those who put to those who get. The item that leaves next is at the right end.

use laneway_trace::{ObjectId, Order};
use laneway_view::{ItemChip, StorePart};
use yew::prelude::*;

use super::card::{Drawn, Ground, dotted, free_places};

/// More places than this are not drawn one by one.
const MOST_PLACES: usize = 12;
/// With more waiting than this, the card has a row of the stage for itself.
const MOST_BESIDE_OTHERS: usize = 8;

pub fn draw(ground: &Ground, id: ObjectId, store: &StorePart) -> Drawn {
    let key = format!("store {}", id.number());
    let room = ground.room(id);
    let body = html! {
        <div class="store-body">
            if room.putters > 0 {
                { ground.line("putters", "queue-producers", &key, &store.putters, room.putters) }
            }
            <div class={classes!("pipe", store.closed.then_some("closed"))}>
                <Arrow />
                { pipe(ground, store, &key, places(store.capacity, room.items)) }
                <Arrow />
            </div>
            if room.waiters > 0 {
                { ground.line("getters", "queue-consumers", &key, &store.getters, room.waiters) }
            }
        </div>
    };
    let large = room.putters + room.waiters > MOST_BESIDE_OTHERS;
    Drawn {
        class: classes!("store", large.then_some("store-large")),
        status: status(ground, store),
        body,
    }
}

/// How many places the pipe has: its capacity, if that can be drawn, or else what is ever in it.
fn places(capacity: Option<u64>, most_items: usize) -> usize {
    let capacity = capacity.and_then(|capacity| usize::try_from(capacity).ok());
    capacity
        .filter(|capacity| *capacity <= MOST_PLACES)
        .unwrap_or(most_items)
        .clamp(1, MOST_PLACES)
}

fn pipe(ground: &Ground, store: &StorePart, key: &str, places: usize) -> Html {
    let shown = &store.items[..store.items.len().min(places)];
    let full = store
        .capacity
        .is_some_and(|capacity| store.len as u64 >= capacity);
    let item = |item: &ItemChip| {
        let key = format!("{key} item {}", item.sequence);
        let from = ground.with_args("queue-item-from", &[("actor", item.from.as_str().into())]);
        html! { <li key={key.clone()} data-key={key} data-enter="left" class="item" title={from}><span>{ &item.label }</span></li> }
    };
    html! {
        <ol class={classes!("pipe-places", full.then_some("full"))} aria-label={ground.t("queue-items")}>
            { for shown.iter().map(item) }
            { for free_places(shown.len(), places) }
            { ground.more(store.len - shown.len()) }
        </ol>
    }
}

/// How much is in it, how it orders what is in it, and whether more can come.
fn status(ground: &Ground, store: &StorePart) -> Html {
    let length = (store.len as i64).into();
    let count = match store.capacity {
        Some(capacity) => {
            let capacity = i64::try_from(capacity).unwrap_or(i64::MAX);
            ground.with_args("queue-of", &[("length", length), ("capacity", capacity.into())])
        }
        None => ground.with_args("queue-length", &[("length", length)]),
    };
    let full = store
        .capacity
        .is_some_and(|capacity| store.len as u64 >= capacity);
    let word = match (store.len, full, store.capacity) {
        (0, ..) => Some("queue-empty"),
        (_, true, _) => Some("queue-full"),
        (.., None) => Some("queue-unbounded"),
        _ => None,
    };
    let order = match store.order {
        Order::First => None,
        Order::Last => Some("store-last"),
        Order::Lowest => Some("store-lowest"),
    };
    let closed = store.closed.then_some("store-closed");
    let mut words: Vec<Html> = vec![count.into()];
    words.extend(order.map(|id| ground.t(id).into()));
    words.extend(
        word.into_iter()
            .chain(closed)
            .map(|id| html! { <b>{ ground.t(id) }</b> }),
    );
    dotted(words)
}

/// Which way items travel.
#[component]
fn Arrow() -> Html {
    html! {
        <svg class="pipe-arrow" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path class="icon-line" d="M2.500 10h14M11.500 5l5 5-5 5" />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn a_pipe_has_its_capacity_in_places() {
        assert_eq!(places(Some(3), 2), 3);
        assert_eq!(places(Some(1000), 7), 7);
        assert_eq!(places(None, 5), 5);
        assert_eq!(places(None, 0), 1);
        assert_eq!(places(None, 4000), super::MOST_PLACES);
    }
}
