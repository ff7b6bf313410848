//! Dead processes whose parents did other things before they took their exit status, or never took it.
//!
//! Every process is a zombie for a moment, and a parent that joins its children one by one leaves the others as
//! zombies while it waits for the first: that is as it should be. So it counts what the parent did, not how long it
//! took. Whoever started the child has left it lying if, after its end,
//!
//! - it *began to sleep* before the exit status was taken, or
//! - it began to wait for anything but the end of an actor, and its process ended with the status never taken.
//!
//! Printing, starting others and joining others between do not count, nor work with others whose results the
//! parent waits for before it joins all; and nobody is left lying for whose end somebody waits already.

use std::collections::HashMap;

use laneway_trace::{ActorId, Awaits, Ending};

use crate::index::NONE;
use crate::track::Tracks;
use crate::{Certainty, Finding, FindingKind, Model, Moment};

/// A finding for each child that was left lying: it comes first in it, its parent second. It lasts from the end of
/// the child to that of the zombie. Linear in the processes, and in the phases of those who started them.
pub(crate) fn left_lying(model: &Model, tracks: &Tracks) -> Vec<Finding> {
    let mut waits = HashMap::new();
    let processes = model.processes.iter();
    let found = processes.filter_map(|process| {
        let index = process.actor.index();
        let dead = tracks.processes[index].exit_row;
        let starter = starter(model, tracks, index)?;
        let parent = tracks.roster.parent[index] as usize;
        let parent_ended = tracks.processes.get(parent)?.exit_row;
        let taken = tracks.processes[index].reap_row;
        if dead == NONE || parent_ended < dead || taken < dead {
            return None;
        }
        let waits = waits.entry(starter).or_insert_with(|| Waits::of(model, starter));
        let end = if taken == NONE {
            let by_itself = !is_cut_short(model) && parent_ended != NONE;
            by_itself
                .then_some(parent_ended)
                .filter(|&end| waits.any_between(dead, end))
        } else {
            let left =
                waits.sleeps_between(dead, taken) && !is_awaited(model, taken, dead, process.actor);
            left.then_some(taken)
        };
        Some(Finding::new(
            (FindingKind::Zombie, Certainty::Happened),
            vec![process.actor, ActorId::from_index(parent)?],
            Vec::new(),
            Moment::after(dead),
            Moment::after(end?),
        ))
    });
    found.collect()
}

/// The lane of the actor that started a process.
fn starter(model: &Model, tracks: &Tracks, process: usize) -> Option<u32> {
    let lane = tracks.roster.lane[process] as usize;
    let rows = [
        tracks.actors[process].started_row,
        tracks.actors[lane].started_row,
    ];
    let started = rows.into_iter().min().filter(|&row| row != NONE)?;
    model.lane_of_row(started)
}

/// True for a run that the supervisor ended: nobody had the chance to take anything any longer.
fn is_cut_short(model: &Model) -> bool {
    matches!(
        model.header.ending,
        Ending::Stuck | Ending::Timeout | Ending::Interrupted
    )
}

/// True if whoever took the exit status of a process had waited for its end when it died.
fn is_awaited(model: &Model, taken: u32, dead: u32, process: ActorId) -> bool {
    let waits = || {
        let lane = model.lane_of_row(taken)?;
        let phase = model.phase_at(lane, Moment::after(dead))?;
        Some(model.phases.other[phase as usize] == process.number())
    };
    waits().unwrap_or(false)
}

/// The rows in which a lane began to wait for anything but the end of an actor.
struct Waits {
    sleeps: Vec<u32>,
    any: Vec<u32>,
}

impl Waits {
    fn of(model: &Model, lane: u32) -> Self {
        let began = |row: u32| model.event_facts(row).begins();
        let rows = model.lane_phases(lane);
        let rows = rows.map(|phase| model.phases.start_row[phase as usize]);
        let any: Vec<u32> = rows
            .filter(|&row| began(row).is_some_and(|awaits| awaits != Awaits::End))
            .collect();
        let sleeps = any.iter().copied();
        Self {
            sleeps: sleeps.filter(|&row| began(row) == Some(Awaits::Time)).collect(),
            any,
        }
    }

    fn sleeps_between(&self, from: u32, to: u32) -> bool {
        is_one_between(&self.sleeps, from, to)
    }

    fn any_between(&self, from: u32, to: u32) -> bool {
        is_one_between(&self.any, from, to)
    }
}

/// True if one of these rows, which ascend, lies between two others.
fn is_one_between(rows: &[u32], from: u32, to: u32) -> bool {
    let next = rows.partition_point(|&row| row <= from);
    rows.get(next).is_some_and(|&row| row < to)
}
