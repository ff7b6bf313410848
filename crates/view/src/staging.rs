//! Puts the objects of a run on the stage.

use std::collections::HashSet;

use laneway_model::mechanism::{ObjectState, Waiter};
use laneway_model::{Model, Moment, State as Doing};
use laneway_trace::{ActorId, Awaits, EventKind, Mechanism, Object, ObjectId, Part, Value};

use crate::names::actor_label;
use crate::{
    CellCard, Chip, ItemChip, Life, LockCard, ObjectFacts, PoolCard, ProcessCard, QueueCard, Room,
    Stage, StaleChip, TaskChip, WorkerChip,
};

/// The objects at a moment, with at most `most` actors, items or tasks in each list. Objects to which
/// nothing happens in the whole run have no card.
///
/// Cost: one look-up an object and lane, O(log events) each.
pub fn stage(model: &Model, at: Moment, most: usize) -> Stage {
    let set = Set { model, at, most };
    let mut stage = Stage::default();
    for (index, object) in model.header.objects.iter().enumerate() {
        let Some(id) = ObjectId::from_index(index) else {
            break;
        };
        match model.header.vocabulary.object(&object.kind).mechanism {
            Mechanism::Holding { .. } => stage.locks.extend(set.lock(id)),
            Mechanism::Store { .. } => stage.queues.extend(set.queue(id)),
            Mechanism::Tasks { part: Part::Pool } => stage.pools.extend(set.pool(id)),
            Mechanism::Register => stage.cells.extend(set.cell(id)),
            _ => {}
        }
    }
    if model.processes.len() > 1 {
        stage.processes = (0..model.processes.len())
            .map(|process| set.process(process))
            .collect();
    }
    stage
}

/// An actor at a moment. O(log phases).
pub fn chip(model: &Model, actor: ActorId, at: Moment) -> Chip {
    let lane = model.lane_of(actor);
    let phase = lane.and_then(|lane| model.phase_at(lane, at));
    Chip {
        actor,
        name: actor_label(model, actor).into_owned(),
        doing: phase.map_or(Doing::Ready, |phase| model.phases.state[phase as usize]),
        lane,
    }
}

/// How much room an object needs. O(events of the object), for a pool O(objects) as well.
pub fn room(model: &Model, id: ObjectId) -> Room {
    let mut room = Room::default();
    let mut lines = Lines::default();
    for &row in model.object_rows(id) {
        if let Some(lane) = model.lane_of_row(row) {
            lines.event(lane, model.events.kind[row as usize]);
            room.waiters = room.waiters.max(lines.waiting.len());
            room.putters = room.putters.max(lines.putting.len());
            room.stale = room.stale.max(lines.stale.len());
        }
    }
    let objects = &model.header.objects;
    let mechanism = |object: &Object| model.header.vocabulary.object(&object.kind).mechanism;
    match objects.get(id.index()).map(mechanism) {
        Some(Mechanism::Store { .. }) => {
            let mut queues = model.figures.queues.iter();
            let figures = queues.find(|queue| queue.object == id);
            room.items = figures.map_or(0, |queue| queue.max_len as usize);
        }
        Some(Mechanism::Tasks { part: Part::Pool }) => {
            room.tasks = objects.iter().filter(|object| object.parent == Some(id)).count();
        }
        _ => {}
    }
    room
}

/// Who stands where around an object, by lane.
#[derive(Default)]
struct Lines {
    waiting: HashSet<u32>,
    putting: HashSet<u32>,
    fresh: HashSet<u32>,
    stale: HashSet<u32>,
}

impl Lines {
    fn event(&mut self, lane: u32, kind: EventKind) {
        // A wait ends with the actor's next event, and that is on the same object.
        self.waiting.remove(&lane);
        self.putting.remove(&lane);
        match kind.known().and_then(|known| known.facts.begins()) {
            Some(Awaits::Permit | Awaits::Item) => {
                self.waiting.insert(lane);
            }
            Some(Awaits::Room) => {
                self.putting.insert(lane);
            }
            _ => {}
        }
        match kind {
            EventKind::READ => {
                self.stale.remove(&lane);
                self.fresh.insert(lane);
            }
            EventKind::WRITE => {
                self.stale.extend(self.fresh.drain());
                self.stale.remove(&lane);
            }
            _ => {}
        }
    }
}

struct Set<'a> {
    model: &'a Model,
    at: Moment,
    most: usize,
}

impl Set<'_> {
    /// `None` for an object to which nothing happens in the whole run. A pool is used through its
    /// futures, which `also_used` says.
    fn facts(&self, id: ObjectId, also_used: bool) -> Option<ObjectFacts> {
        let object = self.model.header.objects.get(id.index())?;
        let rows = self.model.object_rows(id);
        if rows.is_empty() && !also_used {
            return None;
        }
        let last = self.at.row();
        Some(ObjectFacts {
            id,
            name: object.name.clone(),
            kind: object.kind.clone(),
            shared: object.shared,
            used: also_used || rows.first().is_some_and(|&row| row < self.at.0),
            active: last.is_some_and(|row| rows.binary_search(&row).is_ok()),
        })
    }

    fn chip(&self, actor: ActorId) -> Chip {
        chip(self.model, actor, self.at)
    }

    fn chips<'a>(&self, waiters: impl Iterator<Item = &'a Waiter>) -> Vec<Chip> {
        waiters
            .take(self.most)
            .map(|waiter| self.chip(waiter.actor))
            .collect()
    }

    fn lock(&self, id: ObjectId) -> Option<LockCard> {
        let object = self.facts(id, false)?;
        let Some(ObjectState::Holding(lock)) = self.model.object_at(id, self.at) else {
            return None;
        };
        let holder = lock.holders.first();
        Some(LockCard {
            object,
            holder: holder.map(|holder| self.chip(holder.actor)),
            depth: holder.map_or(0, |holder| holder.depth),
            since_ns: holder.map(|holder| self.model.time_ns(holder.since)),
            waiters: self.chips(lock.waiters.0.iter()),
            waiters_len: lock.waiters.0.len(),
        })
    }

    fn queue(&self, id: ObjectId) -> Option<QueueCard> {
        let object = self.facts(id, false)?;
        let Some(ObjectState::Store(queue)) = self.model.object_at(id, self.at) else {
            return None;
        };
        let value = |row: u32| self.model.events.get(row as usize).map(|put| put.value);
        let items = self.model.items_in_order(&queue, self.most);
        let items = items.iter().map(|item| ItemChip {
            sequence: item.sequence,
            label: self.model.text(value(item.row).unwrap_or_default()).into_owned(),
            from: actor_label(self.model, item.from).into_owned(),
        });
        Some(QueueCard {
            object,
            items: items.collect(),
            len: queue.len(),
            capacity: queue.capacity,
            putters: self.chips(queue.waiters.of(Awaits::Room)),
            putters_len: queue.waiters.of(Awaits::Room).count(),
            getters: self.chips(queue.waiters.of(Awaits::Item)),
            getters_len: queue.waiters.of(Awaits::Item).count(),
        })
    }

    fn task(&self, future: ObjectId) -> TaskChip {
        TaskChip {
            future,
            name: self.model.object_name(future).to_owned(),
        }
    }

    fn tasks<'a>(&self, futures: impl Iterator<Item = &'a ObjectId>) -> Vec<TaskChip> {
        futures.map(|&future| self.task(future)).collect()
    }

    fn pool(&self, id: ObjectId) -> Option<PoolCard> {
        let object = self.facts(id, false)?;
        let Some(ObjectState::Pool(pool)) = self.model.object_at(id, self.at) else {
            return None;
        };
        let workers = pool.workers.iter().map(|worker| WorkerChip {
            chip: self.chip(worker.actor),
            task: worker.task.map(|future| self.task(future)),
        });
        Some(PoolCard {
            object,
            capacity: self
                .model
                .header
                .objects
                .get(id.index())
                .and_then(|pool| pool.capacity),
            workers: workers.take(self.most).collect(),
            pending: self.tasks(pool.pending.iter().take(self.most)),
            pending_len: pool.pending.len(),
            done: self.tasks(self.model.tasks_done(id, self.at, self.most).iter()),
            done_len: pool.done as usize,
            shut_down: pool.closed,
        })
    }

    fn cell(&self, id: ObjectId) -> Option<CellCard> {
        let object = self.facts(id, false)?;
        let Some(ObjectState::Register(cell)) = self.model.object_at(id, self.at) else {
            return None;
        };
        let value = |row: u32| self.model.events.get(row as usize).map(|read| read.value);
        let all_stale = cell.stale();
        let stale = all_stale.iter().take(self.most).map(|seen| StaleChip {
            chip: self.chip(seen.actor),
            value: self.model.text(value(seen.row).unwrap_or_default()).into_owned(),
        });
        Some(CellCard {
            object,
            value: (cell.value != Value::None).then(|| self.model.text(cell.value).into_owned()),
            writer: cell.writer.map(|(writer, _)| self.chip(writer)),
            written_ns: cell.writer.map(|(_, at)| self.model.time_ns(at)),
            stale: stale.collect(),
            stale_len: all_stale.len(),
        })
    }

    fn process(&self, index: usize) -> ProcessCard {
        let process = &self.model.processes[index];
        let facts = self.model.header.actors.get(process.actor.index());
        let life = self.life(index);
        let main = self.chip(process.actor);
        let alive = process.lanes.clone().filter(|&lane| {
            let phase = self.model.phase_at(lane, self.at);
            phase.is_some_and(|phase| {
                !matches!(
                    self.model.phases.state[phase as usize],
                    Doing::Finished | Doing::Zombie
                )
            })
        });
        ProcessCard {
            actor: process.actor,
            name: self.model.actor_name(process.actor).to_owned(),
            pid: facts.map_or(0, |facts| facts.pid),
            parent: facts.and_then(|facts| facts.parent),
            depth: process.depth,
            daemon: facts.is_some_and(|facts| facts.daemon),
            start_method: facts.and_then(|facts| facts.start_method.clone()),
            life,
            exit_code: process
                .exit_code
                .filter(|_| matches!(life, Life::Zombie | Life::Dead)),
            threads_alive: alive.count() as u32,
            orphan: life == Life::Alive && self.parent_is_gone(facts.and_then(|facts| facts.parent)),
            doing: main.doing,
            lane: main.lane,
        }
    }

    fn parent_is_gone(&self, parent: Option<ActorId>) -> bool {
        let mut processes = self.model.processes.iter();
        let parent = processes.position(|process| Some(process.actor) == parent);
        parent.is_some_and(|parent| matches!(self.life(parent), Life::Zombie | Life::Dead))
    }

    fn life(&self, index: usize) -> Life {
        let process = &self.model.processes[index];
        let happened = |row: u32| row < self.at.0;
        let child = process.depth > 0;
        match (process.exit_row, process.reap_row) {
            _ if !happened(process.begin_row) => Life::Unborn,
            (_, Some(reap)) if happened(reap) => Life::Dead,
            // Nobody of the run could take the exit status of the first process.
            (Some(exit), _) if happened(exit) => {
                if child {
                    Life::Zombie
                } else {
                    Life::Dead
                }
            }
            _ => Life::Alive,
        }
    }
}
