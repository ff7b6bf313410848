//! Daemons that were ended in the middle of something.

use laneway_trace::{ActorId, Awaits, Ending};

use crate::index::NONE;
use crate::track::Tracks;
use crate::{Certainty, Finding, FindingKind, LaneEnding, Model, Moment};

/// A finding for each daemon process that was ended, and for each daemon thread that its process took with
/// it, unless it was idle: waiting for an item or a task. None for a run that the supervisor ended, which
/// cuts off everybody.
pub(crate) fn cut_off(model: &Model, tracks: &Tracks) -> Vec<Finding> {
    if matches!(
        model.header.ending,
        Ending::Stuck | Ending::Timeout | Ending::Interrupted
    ) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for process in &model.processes {
        let whole = is_daemon(model, process.actor);
        // Of a daemon process its main thread speaks for all.
        let most = if whole { 1 } else { usize::MAX };
        let lanes = &model.lanes[process.lanes.start as usize..process.lanes.end as usize];
        for lane in lanes.iter().take(most) {
            let track = &tracks.actors[lane.actor.index()];
            let busy = lane.ending == LaneEnding::CutOff && track.last_row != NONE;
            if busy
                && (whole || is_daemon(model, lane.actor))
                && !is_idle(model.event_facts(track.last_row).begins())
            {
                findings.push(Finding::new(
                    (FindingKind::DaemonCutOff, Certainty::Happened),
                    vec![if whole { process.actor } else { lane.actor }],
                    Vec::new(),
                    Moment::after(track.now.since),
                    Moment::after(track.end_row),
                ));
            }
        }
    }
    findings
}

fn is_daemon(model: &Model, actor: ActorId) -> bool {
    let actor = model.header.actors.get(actor.index());
    actor.is_some_and(|actor| actor.daemon)
}

fn is_idle(awaits: Option<Awaits>) -> bool {
    matches!(awaits, Some(Awaits::Task | Awaits::Item))
}
