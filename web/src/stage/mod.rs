//! The objects at the playhead.
//!
//! Each card has room from the start for the most that it will ever hold, so nothing jumps but what
//! moves; what moves has a `data-key`, by which `flip` carries it from its old place to its new one.

mod card;
mod cell;
mod flip;
mod lock;
mod pool;
mod processes;
mod queue;
mod ring;

use std::rc::Rc;

use laneway_view::stage;
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;

use card::{Ground, Plan};
use flip::use_flip;

/// A list shows no more than this; the rest is a number.
const MOST: usize = 60;

#[derive(PartialEq, Properties)]
pub struct StageProps {
    pub player: Player,
}

/// Locks, queues, pools, values and processes at the playhead.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let plan = use_memo(Rc::as_ptr(&player.live), |_| Plan::new(player.model()));
    let root = use_node_ref();
    use_flip(&root, player.moment, settings.language);

    let cards = stage(player.model(), player.moment, MOST);
    let ground = Ground {
        player: player.clone(),
        settings,
        plan,
    };
    let no_objects = cards.locks.is_empty()
        && cards.queues.is_empty()
        && cards.pools.is_empty()
        && cards.cells.is_empty();
    // A single small card can be large.
    let roomy = cards.queues.is_empty()
        && cards.pools.is_empty()
        && cards.locks.len() + cards.cells.len() + usize::from(!cards.processes.is_empty()) == 1
        && cards.processes.len() <= 6;
    let nothing = no_objects && cards.processes.is_empty();
    html! {
        <div class={classes!("stage", ground.plan.names, roomy.then_some("stage-roomy"), nothing.then_some("stage-bare"))}>
            <h2 class="visually-hidden">{ ground.t("place-stage") }</h2>
            <div class="stage-cards" ref={root}>
                if nothing {
                    <p class="stage-nothing">{ ground.t("stage-nothing") }</p>
                }
                { for ring::rings(&ground, &cards.locks) }
                { for cards.queues.iter().map(|queue| queue::card(&ground, queue)) }
                { for cards.pools.iter().map(|pool| pool::card(&ground, pool)) }
                { for cards.locks.iter().map(|lock| lock::card(&ground, lock)) }
                { for cards.cells.iter().map(|cell| cell::card(&ground, cell)) }
                if !cards.processes.is_empty() {
                    { processes::card(&ground, &cards.processes, no_objects) }
                }
            </div>
        </div>
    }
}
