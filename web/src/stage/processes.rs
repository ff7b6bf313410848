//! The processes: who lives, who is a zombie or an orphan, how the others ended.

use laneway_model::State as Doing;
use laneway_trace::StartMethod;
use laneway_view::{Chip, Glyph, Life, ProcessCard};
use yew::prelude::*;

use crate::chip::Sign;

use super::card::Ground;

/// More processes than this have only a chip each.
const MOST_TILES: usize = 8;

/// One card for all. With nothing else on the stage it is the stage's subject and takes the room.
pub fn card(ground: &Ground, processes: &[ProcessCard], alone: bool) -> Html {
    let tiles = processes.len() <= MOST_TILES && (alone || processes.len() <= 4);
    let alive = processes
        .iter()
        .filter(|process| process.life == Life::Alive)
        .count();
    let status = ground.with_args("process-count", &[("count", (alive as i64).into())]);
    html! {
        <section key="processes" class={classes!("stage-card", "processes", alone.then_some("alone"))}
            aria-label={ground.t("stage-processes")}>
            <header class="card-head">
                <h3 class="card-title"><span class="card-kind">{ ground.t("stage-processes") }</span></h3>
                <p class="card-status">{ status }</p>
            </header>
            <ul class={if tiles { "process-tiles" } else { "line-places process-chips" }}>
                { for processes.iter().map(|process| if tiles { tile(ground, process) } else { short(ground, process) }) }
            </ul>
        </section>
    }
}

fn chip(ground: &Ground, process: &ProcessCard) -> Html {
    let doing = match process.life {
        Life::Zombie => Doing::Zombie,
        Life::Dead => Doing::Finished,
        Life::Unborn => Doing::Ready,
        Life::Alive => process.doing,
    };
    ground.chip(&Chip {
        actor: process.actor,
        name: process.name.clone(),
        doing,
        lane: process.lane,
    })
}

/// A process in a line of many.
fn short(ground: &Ground, process: &ProcessCard) -> Html {
    html! {
        <li key={process.actor.number()} class={life_class(process)} title={life(ground, process)}>
            { chip(ground, process) }
        </li>
    }
}

/// A process with what there is to say of it.
fn tile(ground: &Ground, process: &ProcessCard) -> Html {
    let method = match process.start_method {
        Some(StartMethod::Fork) => Some("fork"),
        Some(StartMethod::Spawn) => Some("spawn"),
        _ => None,
    };
    let facts = method.map(
        |method| html! { <><dt>{ ground.t("process-start") }</dt><dd lang="en">{ method }</dd></> },
    );
    html! {
        <li key={process.actor.number()} class={classes!("process", life_class(process))}>
            { chip(ground, process) }
            <p class="process-life">{ life(ground, process) }</p>
            <dl>
                if process.pid != 0 { <dt>{ "pid" }</dt><dd>{ process.pid }</dd> }
                { for facts }
            </dl>
            if process.daemon {
                <p class="badge"><Sign glyph={Glyph::Daemon} />{ ground.t("process-daemon") }</p>
            }
        </li>
    }
}

fn life_class(process: &ProcessCard) -> &'static str {
    match process.life {
        Life::Unborn => "unborn",
        Life::Alive if process.orphan => "orphan",
        Life::Alive => "alive",
        Life::Zombie => "zombie",
        Life::Dead => "dead",
    }
}

/// Whether it lives, and how it ended, in words.
fn life(ground: &Ground, process: &ProcessCard) -> String {
    match (process.life, process.exit_code) {
        (Life::Unborn, _) => ground.t("process-unborn"),
        (Life::Alive, _) if process.orphan => ground.t("process-orphan"),
        (Life::Alive, _) => ground.t("process-running"),
        (Life::Zombie, _) => ground.t("process-zombie"),
        (Life::Dead, None) => ground.t("process-gone"),
        (Life::Dead, Some(code)) if code < 0 => {
            let signal = laneway_view::signal_name(-i64::from(code));
            ground.with_args("process-killed", &[("signal", signal.into())])
        }
        (Life::Dead, Some(code)) => {
            ground.with_args("process-exited", &[("code", i64::from(code).into())])
        }
    }
}
