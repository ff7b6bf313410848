//! Who could have helped those who wait for ever.

use std::collections::{BTreeSet, HashMap};

use laneway_trace::{ActorId, Awaits, Effect, ObjectId};

use crate::track::Tracks;
use crate::{Finding, FindingKind, LISTED_HELPERS, Model};

/// Who has done what would end a wait, by the object and what is awaited of it.
type Helpers = HashMap<(ObjectId, Awaits), BTreeSet<ActorId>>;

/// Puts into each finding who alone has ever done in this run what would end the actor's wait. One pass over
/// the events, whatever the number of findings.
pub(super) fn name(model: &Model, tracks: &Tracks, findings: &mut [Finding]) {
    let asked: Vec<_> = findings.iter().map(|finding| asked(tracks, finding)).collect();
    let helpers = helpers(model, asked.iter().flatten());
    for (finding, asked) in findings.iter_mut().zip(asked) {
        let all = asked.and_then(|asked| helpers.get(&asked)).into_iter().flatten();
        let others = all.filter(|helper| !finding.actors.contains(helper));
        finding.helpers = others.take(LISTED_HELPERS).copied().collect();
    }
}

/// What the actor of a finding waits for ever for.
fn asked(tracks: &Tracks, finding: &Finding) -> Option<(ObjectId, Awaits)> {
    let (FindingKind::WaitsForEver, [actor], [object]) = (
        finding.kind,
        finding.actors.as_slice(),
        finding.objects.as_slice(),
    ) else {
        return None;
    };
    Some((*object, tracks.actors[actor.index()].now.awaits?))
}

fn helpers<'a>(model: &Model, asked: impl Iterator<Item = &'a (ObjectId, Awaits)>) -> Helpers {
    let mut helpers: Helpers = asked.map(|&asked| (asked, BTreeSet::new())).collect();
    let mut is_asked = vec![false; model.header.objects.len() + 1];
    for (object, _) in helpers.keys() {
        is_asked[object.number() as usize] = true;
    }
    let events = &model.events;
    for row in 0..events.len() {
        let number = events.object[row];
        if !is_asked.get(number as usize).is_some_and(|&asked| asked) {
            continue;
        }
        let effect = model.event_facts(row as u32).effect;
        let (Some(object), Some(actor)) = (ObjectId::new(number), ActorId::new(events.actor[row]))
        else {
            continue;
        };
        for awaits in ended_by(effect) {
            if let Some(helpers) = helpers.get_mut(&(object, *awaits)) {
                helpers.insert(actor);
            }
        }
    }
    helpers
}

/// What waits of others an effect ends.
fn ended_by(effect: Effect) -> &'static [Awaits] {
    match effect {
        Effect::Put => &[Awaits::Item],
        Effect::Take => &[Awaits::Room],
        Effect::Leave => &[Awaits::Permit],
        Effect::Notify | Effect::NotifyAll | Effect::Open | Effect::Arrive => &[Awaits::Gate],
        Effect::Serve | Effect::Reply => &[Awaits::Reply],
        _ => &[],
    }
}
