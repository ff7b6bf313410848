//! Failures that nobody looked at, and locks that a panic left poisoned.

use laneway_trace::{ActorId, ActorKind, ObjectId};

use crate::index::NONE;
use crate::mechanism::ObjectState;
use crate::track::Tracks;
use crate::{Certainty, Finding, FindingKind, Model, Moment};

/// A finding for each thread or task that failed and was never joined, for each task of a pool that failed
/// and whose outcome nobody asked for, and for each lock that was poisoned. A main thread answers for its
/// process, whose exit status tells. Who looks at a thread that others started is not known: none of them.
/// Linear in actors and objects.
pub(crate) fn unseen(model: &Model, tracks: &Tracks) -> Vec<Finding> {
    let mut findings = Vec::new();
    let finding = |kind, actor: ActorId, object: Option<ObjectId>, at| {
        let kind = (kind, Certainty::Happened);
        Finding::new(kind, vec![actor], object.into_iter().collect(), at, at)
    };
    for lane in &model.lanes {
        let index = lane.actor.index();
        let track = &tracks.actors[index];
        let process = tracks.roster.process[index] as usize;
        let is_process = model.header.actors[index].kind == ActorKind::Process;
        let is_main = tracks.roster.lane[process] as usize == index;
        let is_started = track.started_row != NONE;
        if track.failed_row != NONE && is_started && !track.joined && !is_main && !is_process {
            let at = Moment::after(track.failed_row);
            findings.push(finding(FindingKind::FailureUnseen, lane.actor, None, at));
        }
    }
    for task in &model.tasks {
        let Some(ObjectState::Future(future)) = model.object_at(task.future, model.end()) else {
            continue;
        };
        let failed = future.ended.filter(|&(_, outcome)| outcome != 0 && !future.asked);
        if let (Some((at, _)), Some(lane)) = (failed, model.lanes.get(task.lane as usize)) {
            let kind = FindingKind::FailureUnseen;
            findings.push(finding(kind, lane.actor, Some(task.future), at));
        }
    }
    for &row in &tracks.poisons {
        let object = ObjectId::new(model.events.object[row as usize]);
        if let Some(actor) = model.actor(row) {
            findings.push(finding(
                FindingKind::PoisonedLock,
                actor,
                object,
                Moment::after(row),
            ));
        }
    }
    findings
}
