//! Processes that outlived the process that started them.

use laneway_trace::ActorId;

use crate::index::NONE;
use crate::track::Tracks;
use crate::{Certainty, Finding, FindingKind, Model, Moment};

/// A finding for each process that was adopted while it lived: it comes first in it, the parent that it had second.
/// Complete where the adoption was seen, begun with the parent's end. Linear in the processes.
pub(crate) fn adopted(model: &Model, tracks: &Tracks) -> Vec<Finding> {
    let processes = model.processes.iter();
    let found = processes.filter_map(|process| {
        let index = process.actor.index();
        let adopted = tracks.processes[index].adopt_row;
        if adopted == NONE {
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
