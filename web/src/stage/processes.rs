//! The processes: who lives, who is a zombie or an orphan, how the others ended.

use laneway_model::State as Doing;
use laneway_trace::StartMethod;
use laneway_view::{Chip, Glyph, Life, ProcessCard, Processes, SessionCard};
use yew::prelude::*;

use crate::chip::{ActorChip, Sign};

use super::card::Ground;

/// More processes than this, beside objects, have only a sign each.
const MOST_TILES: usize = 4;
/// More processes than this have no room for more than a chip each.
const MOST_TILES_ALONE: usize = 8;

/// One card for all. With nothing else on the stage it is the stage's subject and takes the room.
pub fn card(ground: &Ground, processes: &Processes, alone: bool) -> Html {
    let most = if alone { MOST_TILES_ALONE } else { MOST_TILES };
    let tiles = processes.len <= most;
    let one = |process| {
        if tiles {
            tile(ground, process)
        } else {
            short(ground, process, !alone)
        }
    };
    let list = match (tiles, alone) {
        (true, _) => "process-tiles",
        (false, true) => "line-places",
        (false, false) => "line-places process-signs",
    };
    html! {
        <div key="processes" role="group" class={classes!("stage-card", "processes", (!tiles).then_some("many"), have_sessions(processes).then_some("sessions"))}
            aria-label={ground.t("stage-processes")}>
            <header class="card-head">
                <h3 class="card-title"><span class="card-kind">{ ground.t("stage-processes") }</span></h3>
                <p class="card-status">{ status(ground, processes) }</p>
            </header>
            <ul class={list}>
                { for processes.shown.iter().map(one) }
                { ground.more(processes.len - processes.shown.len()) }
            </ul>
        </div>
    }
}

/// True if one of them leaves the session of the run at some time.
pub fn have_sessions(processes: &Processes) -> bool {
    processes.shown.iter().any(|process| process.session.is_some())
}

/// How many live, and how many are dead and still there.
fn status(ground: &Ground, processes: &Processes) -> String {
    let alive = ground.with_args("process-alive", &[("count", (processes.alive as i64).into())]);
    match processes.zombies as i64 {
        0 => alive,
        zombies => format!(
            "{alive} · {}",
            ground.with_args("process-zombies", &[("count", zombies.into())])
        ),
    }
}

fn chip(ground: &Ground, process: &ProcessCard, tiny: bool) -> Html {
    let doing = match process.life {
        Life::Zombie => Doing::Zombie,
        Life::Dead => Doing::Finished,
        Life::Unborn => Doing::Ready,
        Life::Alive => process.doing,
    };
    let chip = Chip {
        actor: process.actor,
        name: process.name.clone(),
        doing,
        lane: process.lane,
    };
    html! { <ActorChip player={ground.player.clone()} {chip} {tiny} /> }
}

/// A process in a line of many.
fn short(ground: &Ground, process: &ProcessCard, tiny: bool) -> Html {
    html! {
        <li key={process.actor.number()} class={life_class(process)} title={life(ground, process)}>
            { chip(ground, process, tiny) }
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
    // It has none before it is started; the place for it stays.
    let pid = match process.life {
        Life::Unborn => "–".to_owned(),
        _ => process.pid.to_string(),
    };
    html! {
        <li key={process.actor.number()} class={classes!("process", life_class(process))}>
            { chip(ground, process, false) }
            <p class="process-life">{ life(ground, process) }</p>
            <dl>
                if process.pid != 0 { <dt>{ "pid" }</dt><dd>{ pid }</dd> }
                { for facts }
                { for process.session.iter().map(|session| session_facts(ground, process, session)) }
            </dl>
            if process.daemon {
                <p class="process-daemon"><Sign glyph={Glyph::Daemon} />{ ground.t("process-daemon") }</p>
            }
        </li>
    }
}

/// Of which session it is, and whether that has a terminal.
fn session_facts(ground: &Ground, process: &ProcessCard, session: &SessionCard) -> Html {
    // The place for what is not known yet stays.
    let leader = match session.leader {
        None => "–".to_owned(),
        Some(leader) if leader == i64::from(process.pid) => {
            ground.with_args("process-leads", &[("pid", leader.into())])
        }
        Some(leader) => leader.to_string(),
    };
    let terminal = match session.terminal.as_deref() {
        None => "–".to_owned(),
        Some("") => ground.t("process-no-terminal"),
        Some(name) => name.to_owned(),
    };
    html! {
        <>
            <dt>{ ground.t("process-session") }</dt><dd>{ leader }</dd>
            <dt>{ ground.t("process-terminal") }</dt><dd>{ terminal }</dd>
        </>
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
