//! A queue: a pipe from those who put to those who get. The item that leaves next is at the right end.

use laneway_view::{ItemChip, QueueCard};
use yew::prelude::*;

use super::card::{Crowd, Ground, free_places, object_card};

/// More places than this are not drawn one by one.
const MOST_PLACES: usize = 12;
/// With more waiting than this, the card has a row of the stage for itself.
const MOST_BESIDE_OTHERS: usize = 8;

pub fn card(ground: &Ground, queue: &QueueCard) -> Html {
    let key = format!("queue {}", queue.object.id.number());
    let room = ground.plan.room(queue.object.id);
    let putters = Crowd {
        shown: &queue.putters,
        len: queue.putters_len,
    };
    let getters = Crowd {
        shown: &queue.getters,
        len: queue.getters_len,
    };
    let body = html! {
        <div class="queue-body">
            if room.putters > 0 {
                { ground.line("putters", ground.t("queue-producers"), &key, &putters, room.putters) }
            }
            <div class="pipe">
                <Arrow />
                { pipe(ground, queue, &key, places(queue.capacity, room.items)) }
                <Arrow />
            </div>
            if room.waiters > 0 {
                { ground.line("getters", ground.t("queue-consumers"), &key, &getters, room.waiters) }
            }
        </div>
    };
    let large = room.putters + room.waiters > MOST_BESIDE_OTHERS;
    let class = classes!("queue", large.then_some("queue-large"));
    object_card(
        ground,
        class,
        &queue.object,
        "stage-queue",
        status(ground, queue),
        body,
    )
}

/// How many places the pipe has: its capacity, if that can be drawn, or else what is ever in it.
fn places(capacity: Option<u64>, most_items: usize) -> usize {
    let capacity = capacity.and_then(|capacity| usize::try_from(capacity).ok());
    capacity
        .filter(|capacity| *capacity <= MOST_PLACES)
        .unwrap_or(most_items)
        .clamp(1, MOST_PLACES)
}

fn pipe(ground: &Ground, queue: &QueueCard, key: &str, places: usize) -> Html {
    let shown = &queue.items[..queue.items.len().min(places)];
    let full = queue
        .capacity
        .is_some_and(|capacity| queue.len as u64 >= capacity);
    let item = |item: &ItemChip| {
        let key = format!("{key} item {}", item.sequence);
        let from = ground.with_args("queue-item-from", &[("actor", item.from.as_str().into())]);
        html! { <li key={key.clone()} data-key={key} data-enter="left" class="item" title={from}>{ &item.label }</li> }
    };
    html! {
        <ol class={classes!("pipe-places", full.then_some("full"))} aria-label={ground.t("queue-items")}>
            { for shown.iter().map(item) }
            { for free_places(shown.len(), places) }
            { ground.more(queue.len - shown.len()) }
        </ol>
    }
}

fn status(ground: &Ground, queue: &QueueCard) -> Html {
    let length = (queue.len as i64).into();
    let count = match queue.capacity {
        Some(capacity) => {
            let capacity = i64::try_from(capacity).unwrap_or(i64::MAX);
            ground.with_args("queue-of", &[("length", length), ("capacity", capacity.into())])
        }
        None => ground.with_args("queue-length", &[("length", length)]),
    };
    let full = queue
        .capacity
        .is_some_and(|capacity| queue.len as u64 >= capacity);
    let word = match (queue.len, full, queue.capacity) {
        (0, _, _) => "queue-empty",
        (_, true, _) => "queue-full",
        (_, _, None) => "queue-unbounded",
        _ => return html! { count },
    };
    html! { <>{ count }{ " · " }<b>{ ground.t(word) }</b></> }
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
