//! The order in which processes and lanes are shown.

use crate::index::NONE;
use crate::stuck::Stuck;
use crate::track::Tracks;
use crate::track::actors::ActorTrack;
use crate::{Lane, Model, ProcessLanes, sort_by_key};
use laneway_trace::ActorId;

/// Fills in the processes and lanes of a model: parents before children, and the children of a process in order of
/// start, but those last that recorded nothing themselves, such as a server that the program talks to. An actor of
/// which nothing was recorded has no lane, and a process without lanes is left out.
///
/// O(actors log actors).
pub(crate) fn arrange(model: &mut Model, tracks: &Tracks, stuck: &Stuck) {
    model.lane_of_actor = vec![NONE; tracks.actors.len()];
    let mut phases = 0;
    let roots = by_start(
        tracks,
        (0..tracks.actors.len() as u32).filter(|&actor| is_root(tracks, actor)),
    );
    // A stack instead of recursion: a file decides how deep the tree is.
    let mut stack: Vec<(u32, u32)> = roots.into_iter().rev().map(|root| (root, 0)).collect();
    while let Some((process, depth)) = stack.pop() {
        let shown = add_process(model, tracks, stuck, (process, depth), &mut phases);
        let children = tracks.roster.children[process as usize].iter().copied();
        let depth = depth + u32::from(shown);
        stack.extend(
            by_start(tracks, children)
                .into_iter()
                .rev()
                .map(|child| (child, depth)),
        );
    }
    for actor in 0..tracks.actors.len() {
        model.lane_of_actor[actor] = model.lane_of_actor[tracks.roster.lane[actor] as usize];
    }
}

fn is_root(tracks: &Tracks, actor: u32) -> bool {
    let index = actor as usize;
    tracks.roster.is_process(index) && tracks.roster.parent[index] == NONE
}

fn by_start(tracks: &Tracks, processes: impl Iterator<Item = u32>) -> Vec<u32> {
    let keyed = processes.map(|process| {
        let recorded = first_row(tracks, process, |track| track.first_row);
        let first = first_row(tracks, process, ActorTrack::order_row);
        (recorded == NONE, first, process)
    });
    let mut keyed: Vec<_> = keyed.collect();
    sort_by_key(&mut keyed, |&(nothing, first, _)| (nothing, first));
    keyed.into_iter().map(|(.., process)| process).collect()
}

/// The first of these rows of the lanes of a process.
fn first_row(tracks: &Tracks, process: u32, row: fn(&ActorTrack) -> u32) -> u32 {
    let members = tracks.roster.members[process as usize].iter();
    let rows = members.map(|&member| row(&tracks.actors[member as usize]));
    rows.min().unwrap_or(NONE)
}

/// Adds a process and its lanes; false if there is nothing to show of it.
fn add_process(
    model: &mut Model,
    tracks: &Tracks,
    stuck: &Stuck,
    (process, depth): (u32, u32),
    phases: &mut u32,
) -> bool {
    let first = model.lanes.len() as u32;
    let main = tracks.roster.lane[process as usize];
    let members = tracks.roster.members[process as usize].iter().copied();
    let mut members: Vec<u32> = members
        .filter(|&member| tracks.actors[member as usize].is_there())
        .collect();
    sort_by_key(&mut members, |&member| {
        (member != main, tracks.actors[member as usize].order_row())
    });
    for member in members {
        let track = &tracks.actors[member as usize];
        let Some(actor) = ActorId::from_index(member as usize) else {
            continue;
        };
        let start = *phases;
        *phases += track.phases + u32::from(splits(track, stuck.since[member as usize]));
        model.lane_of_actor[member as usize] = model.lanes.len() as u32;
        model.lanes.push(Lane {
            actor,
            process: model.processes.len() as u32,
            phases: start..*phases,
            begin_row: track.begin_row(),
            end_row: (track.end_row != NONE).then_some(track.end_row),
            ending: track.ending,
        });
    }
    let lanes = first..model.lanes.len() as u32;
    let (false, Some(actor)) = (lanes.is_empty(), ActorId::from_index(process as usize)) else {
        return false;
    };
    let track = &tracks.processes[process as usize];
    let some = |row: u32| (row != NONE).then_some(row);
    model.processes.push(ProcessLanes {
        actor,
        lanes,
        depth,
        begin_row: first_row(tracks, process, ActorTrack::begin_row),
        exit_row: some(track.exit_row),
        reap_row: some(track.reap_row),
        exit_code: track.exit_code,
    });
    true
}

/// True if being stuck is a phase of its own: the actor had waited before.
fn splits(track: &ActorTrack, stuck: u32) -> bool {
    stuck != NONE && stuck > track.now.since
}
