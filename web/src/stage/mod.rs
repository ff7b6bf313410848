//! The objects at the playhead.
//!
//! A card is made of parts, one component for each mechanism, so that a new kind of object has a card without
//! more. Each card has room from the start for the most that it will ever hold, so nothing jumps but what
//! moves; what moves has a `data-key`, by which `flip` carries it from its old place to its new one.

mod call;
mod card;
mod flip;
mod gate;
mod graph;
mod holding;
mod others;
mod processes;
mod register;
mod ring;
mod store;
mod tasks;

use std::rc::Rc;

use laneway_model::sort_by_key;
use laneway_view::{Card, Part, Room, stage};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;

use card::{Ground, Plan};
use flip::use_flip;
use others::Others;

/// A list shows no more than this; the rest is a number.
const MOST: usize = 24;

#[derive(PartialEq, Properties)]
pub struct StageProps {
    pub player: Player,
}

/// Objects and processes at the playhead.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let plan = use_memo(Rc::as_ptr(&player.live), |_| Plan::new(player.model()));
    let root = use_node_ref();
    use_flip(&root, player.moment, settings.language);

    let selection = player.state.selection;
    let scene = stage(player.model(), &plan.cast, player.moment, selection, MOST);
    let (mut cards, processes) = (scene.cards, scene.processes);
    sort_by_key(&mut cards, |card| {
        rank(card, plan.room(player.model(), card.object.id))
    });
    let ground = Ground {
        player: player.clone(),
        settings,
        plan,
    };
    let bare = cards.is_empty() && processes.len == 0;
    // A run in which a process leaves its session is about processes.
    let leads = processes::have_sessions(&processes);
    let roomy = is_roomy(&cards, processes.len);
    let rings = ring::rings(&ground);
    let has_graph = ground.plan.can_hang_together && rings.is_empty();
    html! {
        <div class={classes!("stage", ground.plan.names, roomy.then_some("stage-roomy"), bare.then_some("stage-bare"))}>
            <h2 class="visually-hidden">{ ground.t("place-stage") }</h2>
            if scene.others > 0 {
                <Others player={player.clone()} plan={ground.plan.clone()} count={scene.others} />
            }
            <div class="stage-cards" ref={root}>
                if bare {
                    <p class="stage-nothing">{ ground.t("stage-nothing") }</p>
                }
                { for rings }
                if has_graph {
                    { graph::graph(&ground) }
                }
                if leads {
                    { processes::card(&ground, &processes, cards.is_empty()) }
                }
                { for cards.iter().map(|card| card::card(&ground, card)) }
                if processes.len > 0 && !leads {
                    { processes::card(&ground, &processes, cards.is_empty()) }
                }
            </div>
        </div>
    }
}

/// Large cards stand before small ones; but a store on which nobody ever waits is no more than a list of what came,
/// and stands last.
fn rank(card: &Card, room: Room) -> u8 {
    match card.parts.first() {
        Some(Part::Store(_)) if room.waiters + room.putters == 0 => 7,
        Some(Part::Store(_)) => 0,
        Some(Part::Tasks(_)) => 1,
        Some(Part::Call(_)) => 2,
        Some(Part::Holding(_)) => 3,
        Some(Part::Gate(_)) => 4,
        Some(Part::Register(_)) => 5,
        Some(Part::Unknown) | None => 6,
    }
}

/// True where a single small card can be large.
fn is_roomy(cards: &[Card], processes: usize) -> bool {
    let small = |card: &Card| {
        matches!(
            card.parts[..],
            [Part::Holding(_) | Part::Register(_) | Part::Gate(_)]
        )
    };
    cards.iter().all(small) && cards.len() + usize::from(processes > 0) == 1 && processes <= 6
}
