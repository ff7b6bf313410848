//! Processes that outlived the process that started them, and went on.
//!
//! Many end because their parent does, and are orphans for as long as that takes: a pipe or a socket is closed, and
//! they see it. So whoever did nothing after it was adopted but come out of a wait, and end, is left out. Of a process
//! that records nothing that is not known; it counts.

use laneway_trace::{ActorId, Effect};

use crate::index::NONE;
use crate::track::Tracks;
use crate::{Certainty, Finding, FindingKind, Model, Moment, ProcessLanes};

/// A finding for each process that was adopted while it lived, and went on: it comes first in it, the parent that it
/// had second. Complete where the adoption was seen, begun with the parent's end. Linear in lanes, but for the
/// look-ups.
pub(crate) fn adopted(model: &Model, tracks: &Tracks) -> Vec<Finding> {
    let processes = model.processes.iter();
    let found = processes.filter_map(|process| {
        let index = process.actor.index();
        let adopted = tracks.processes[index].adopt_row;
        if adopted == NONE || !goes_on(model, tracks, process, adopted) {
            return None;
        }
        let at = Moment::after(adopted);
        let parent = tracks.roster.parent[index] as usize;
        let ended = tracks
            .processes
            .get(parent)
            .map_or(NONE, |parent| parent.exit_row);
        Some(Finding::new(
            (FindingKind::Orphan, Certainty::Happened),
            [Some(process.actor), ActorId::from_index(parent)]
                .into_iter()
                .flatten()
                .collect(),
            Vec::new(),
            if ended < adopted { Moment::after(ended) } else { at },
            at,
        ))
    });
    found.collect()
}

/// True if a process did anything after a row but come out of a wait and end, or records nothing.
fn goes_on(model: &Model, tracks: &Tracks, process: &ProcessLanes, row: u32) -> bool {
    let records = |lane: u32| tracks.actors[model.lanes[lane as usize].actor.index()].first_row != NONE;
    let acts = |lane: u32| {
        let rows = model.lane_rows(lane);
        let after = &rows[rows.partition_point(|&before| before <= row)..];
        after.iter().any(|&row| {
            let facts = model.event_facts(row);
            let ends = matches!(
                facts.effect,
                Effect::CodeEnd | Effect::End | Effect::Exit | Effect::Adopt
            );
            !ends && facts.ends().is_none() && !facts.effect.is_seen_from_outside()
        })
    };
    let mut lanes = process.lanes.clone();
    !lanes.clone().any(records) || lanes.any(acts)
}
