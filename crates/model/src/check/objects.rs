//! Locks have one holder, items are taken once, tasks run once.

use std::collections::BTreeMap;

use laneway_trace::{ActorId, Event, EventKind, Header, Mechanism, Object, ObjectId};

use super::lives::Lives;
use super::{Report, name};

/// Every object so far.
pub(super) struct Objects {
    objects: Vec<Thing>,
    /// Items by queue and sequence number of their put: true once they are taken.
    items: BTreeMap<(u32, u32), bool>,
    /// Items that were taken before they were put, and the row of the get.
    awaited: BTreeMap<(u32, u32), u32>,
}

#[derive(Clone, Default)]
struct Thing {
    mechanism: Mechanism,
    capacity: Option<u64>,
    pool: Option<ObjectId>,
    sequence: u32,
    /// A lock's holder, a task's worker.
    actor: Option<ActorId>,
    /// How often the lock is held.
    depth: u32,
    /// How many items the queue holds, how many tasks the pool runs.
    load: u64,
    submitted: bool,
    begun: bool,
    ended: bool,
}

impl Objects {
    pub(super) fn new(header: &Header) -> Self {
        let thing = |object: &Object| Thing {
            mechanism: header.vocabulary.object(&object.kind).mechanism,
            capacity: object.capacity,
            pool: object.parent.filter(|pool| pool.index() < header.objects.len()),
            ..Thing::default()
        };
        Self {
            objects: header.objects.iter().map(thing).collect(),
            items: BTreeMap::new(),
            awaited: BTreeMap::new(),
        }
    }

    pub(super) fn event(&mut self, event: &Event, lives: &Lives, report: &mut Report<'_>) {
        let Some(object) = event.object else { return };
        let thing = &mut self.objects[object.index()];
        if event.sequence != 0 {
            if event.sequence <= thing.sequence {
                report.tell("sequence_repeats", |names| {
                    let (last, now) = (thing.sequence, event.sequence);
                    format!(
                        "number {now} of `{}` comes after number {last}",
                        names.object(object)
                    )
                });
            }
            thing.sequence = thing.sequence.max(event.sequence);
        }
        let facts = report.trace.header.vocabulary.event(event.kind);
        if !facts.fits(thing.mechanism) {
            report.tell("wrong_object", |names| {
                format!(
                    "`{}` cannot happen to `{}`",
                    name(event.kind),
                    names.object(object)
                )
            });
            return;
        }
        match event.kind {
            EventKind::LOCK_ACQUIRE => acquire(thing, object, event, lives, report),
            EventKind::LOCK_RELEASE => release(thing, object, event, report),
            EventKind::PUT => self.put(object, event, report),
            EventKind::GET => self.get(object, event, report),
            EventKind::SUBMIT | EventKind::TASK_BEGIN | EventKind::TASK_END | EventKind::RESULT => {
                self.task(object, event, report);
            }
            _ => {}
        }
    }

    /// When all events have come: what was taken and never put.
    pub(super) fn finish(self, report: &mut Report<'_>) {
        if report.lossy {
            return;
        }
        for ((object, sequence), row) in self.awaited {
            report.tell_at(row, "get_without_put", |names| {
                let queue = ObjectId::new(object).map_or("?", |object| names.object(object));
                format!("item {sequence} is taken from `{queue}` and was never put")
            });
        }
    }

    fn put(&mut self, object: ObjectId, event: &Event, report: &mut Report<'_>) {
        let item = (object.number(), event.sequence);
        let early = self.awaited.remove(&item);
        self.items.insert(item, early.is_some());
        if let Some(row) = early {
            report.tell_at(row, "get_before_put", |names| {
                let queue = names.object(object);
                format!("item {} is taken from `{queue}` before it is put", event.sequence)
            });
            return;
        }
        let thing = &mut self.objects[object.index()];
        thing.load += 1;
        if thing.capacity.is_some_and(|capacity| thing.load > capacity) {
            report.tell_if_complete("over_capacity", |names| {
                format!("`{}` holds {} items", names.object(object), thing.load)
            });
        }
    }

    fn get(&mut self, object: ObjectId, event: &Event, report: &mut Report<'_>) {
        let Some(sequence) = event.value.int().and_then(|number| u32::try_from(number).ok()) else {
            return;
        };
        let item = (object.number(), sequence);
        match self.items.get_mut(&item) {
            Some(taken) if *taken => report.tell("taken_twice", |names| {
                format!(
                    "item {sequence} is taken from `{}` a second time",
                    names.object(object)
                )
            }),
            Some(taken) => {
                *taken = true;
                let load = &mut self.objects[object.index()].load;
                *load = load.saturating_sub(1);
            }
            None => {
                self.awaited.entry(item).or_insert(report.row);
            }
        }
    }

    fn task(&mut self, object: ObjectId, event: &Event, report: &mut Report<'_>) {
        let thing = &mut self.objects[object.index()];
        let mut load = 0i64;
        let broken = match event.kind {
            EventKind::SUBMIT => {
                thing.submitted = true;
                None
            }
            EventKind::TASK_BEGIN if thing.begun => Some(("begun_twice", "begins a second time")),
            EventKind::TASK_BEGIN => {
                (thing.begun, thing.actor, load) = (true, Some(event.actor), 1);
                (!thing.submitted).then_some(("begin_before_submit", "begins before it is submitted"))
            }
            EventKind::TASK_END if thing.actor != Some(event.actor) => {
                Some(("end_without_begin", "is ended by somebody who had not begun it"))
            }
            EventKind::TASK_END => {
                (thing.ended, thing.actor, load) = (true, None, -1);
                None
            }
            _ => (!thing.ended).then_some(("result_before_end", "has a result before it is over")),
        };
        if let Some((rule, words)) = broken {
            report.tell_if_complete(rule, |names| {
                format!("the task of `{}` {words}", names.object(object))
            });
        }
        let Some(pool) = thing.pool else { return };
        let thing = &mut self.objects[pool.index()];
        thing.load = thing.load.saturating_add_signed(load);
        if load > 0 && thing.capacity.is_some_and(|capacity| thing.load > capacity) {
            report.tell_if_complete("over_capacity", |names| {
                format!("`{}` runs {} tasks at once", names.object(pool), thing.load)
            });
        }
    }
}

fn acquire(thing: &mut Thing, object: ObjectId, event: &Event, lives: &Lives, report: &mut Report<'_>) {
    match thing.holder_but(event.actor) {
        Some(holder) if !lives.is_dead(holder) => report.tell_if_complete("two_holders", |names| {
            let (actor, holder) = (names.actor(event.actor), names.actor(holder));
            format!("{actor} takes `{}` while {holder} holds it", names.object(object))
        }),
        None if thing.actor.is_some()
            && matches!(thing.mechanism, Mechanism::Holding { reentrant: false, .. }) =>
        {
            report.tell_if_complete("taken_by_holder", |names| {
                let actor = names.actor(event.actor);
                format!(
                    "{actor} takes `{}`, which it holds and which is not re-entrant",
                    names.object(object)
                )
            });
        }
        _ => {}
    }
    thing.depth = if thing.actor == Some(event.actor) {
        thing.depth.saturating_add(1)
    } else {
        1
    };
    thing.actor = Some(event.actor);
    check_depth(thing, object, event, report);
}

fn release(thing: &mut Thing, object: ObjectId, event: &Event, report: &mut Report<'_>) {
    if thing.actor != Some(event.actor) {
        report.tell_if_complete("release_by_other", |names| {
            format!(
                "{} releases `{}` and does not hold it",
                names.actor(event.actor),
                names.object(object)
            )
        });
        return;
    }
    thing.depth = thing.depth.saturating_sub(1);
    if thing.depth == 0 {
        thing.actor = None;
    }
    check_depth(thing, object, event, report);
}

fn check_depth(thing: &mut Thing, object: ObjectId, event: &Event, report: &mut Report<'_>) {
    let said = event.value.int().filter(|&said| said != i64::from(thing.depth));
    if let Some(said) = said {
        report.tell_if_complete("wrong_depth", |names| {
            format!(
                "`{}` is said to be held {said} times and is held {}",
                names.object(object),
                thing.depth
            )
        });
    }
}

impl Thing {
    /// Who holds the lock, if it is somebody else.
    fn holder_but(&self, actor: ActorId) -> Option<ActorId> {
        self.actor.filter(|&holder| holder != actor)
    }
}
