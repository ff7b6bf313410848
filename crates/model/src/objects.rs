//! The state of objects at a moment.

use laneway_trace::{ActorId, EventKind, ObjectId, Value};

use crate::track::{Role, is_wait};
use crate::{Hold, Model, Moment, State};

/// A lock at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockState {
    /// Who holds it.
    pub holder: Option<ActorId>,
    /// How often the holder has taken it.
    pub depth: u32,
    /// Since when.
    pub since: Option<Moment>,
    /// Who waits for it, longest first.
    pub waiters: Vec<ActorId>,
}

/// A queue at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueState {
    /// The items in the order they will leave, at most as many as were asked for.
    pub items: Vec<QueueItem>,
    /// How many there are in all.
    pub len: usize,
    /// How many it may hold; `None` for no bound.
    pub capacity: Option<u64>,
    /// Who waits for room, longest first.
    pub put_waiters: Vec<ActorId>,
    /// Who waits for an item, longest first.
    pub get_waiters: Vec<ActorId>,
}

/// An item in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueItem {
    /// The sequence number of its put: its identity in the queue.
    pub sequence: u32,
    /// What it looks like: a number or a text.
    pub label: Value,
    /// Who put it.
    pub from: ActorId,
    /// When it was put.
    pub since: Moment,
}

/// A pool at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolState {
    /// Its workers that have shown themselves, in order of appearance, each with the future whose task it
    /// runs.
    pub workers: Vec<(ActorId, Option<ObjectId>)>,
    /// Futures whose task has not begun, in the order of their submits, at most as many as were asked for.
    pub pending: Vec<ObjectId>,
    /// How many are pending in all.
    pub pending_len: usize,
    /// Futures whose task is over, in the order in which they ended, the last ones, at most as many as were asked for.
    pub done: Vec<ObjectId>,
    /// How many are done in all.
    pub done_len: usize,
    /// True after `shutdown`.
    pub shut_down: bool,
}

/// A cell or a shared file at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellState {
    /// Its value; [`Value::None`] before the first read or write.
    pub value: Value,
    /// Who wrote it last, and when.
    pub writer: Option<(ActorId, Moment)>,
    /// Who has read a value, has not written since, and whose value is no longer the cell's: the actor,
    /// what it read, when. These are lost updates in the making.
    pub stale: Vec<(ActorId, Value, Moment)>,
}

impl Model {
    /// A lock at a moment. O(log holds + lanes log phases); for a lock that is taken again by its holder the
    /// events since its acquire are looked at as well.
    pub fn lock(&self, object: ObjectId, at: Moment) -> LockState {
        let mut state = LockState {
            waiters: self.waiters(object, at, |_| true),
            ..LockState::default()
        };
        if let Some(hold) = self.hold_at(object, at) {
            state.holder = self.lanes.get(hold.lane as usize).map(|lane| lane.actor);
            state.since = Some(Moment::after(hold.start_row));
            state.depth = if hold.depth == 1 {
                1
            } else {
                self.depth_at(hold, at)
            };
        }
        state
    }

    /// The stretch of holding a lock that a moment is in. O(log holds of the lock).
    pub fn hold_at(&self, object: ObjectId, at: Moment) -> Option<&Hold> {
        let holds = self.lock_holds.get(object.index());
        let hold = |index: u32| &self.holds[index as usize];
        let before = holds.partition_point(|&index| hold(index).start_row < at.0);
        let last = hold(holds[before.checked_sub(1)?]);
        last.end_row.is_none_or(|end| end >= at.0).then_some(last)
    }

    /// How often the holder has taken the lock at a moment of the stretch.
    fn depth_at(&self, hold: &Hold, at: Moment) -> u32 {
        let rows = self.object_rows(hold.object);
        let from = rows.partition_point(|&row| row < hold.start_row);
        let to = rows.partition_point(|&row| row < at.0);
        let mut depth = 0u32;
        for &row in rows.get(from..to).unwrap_or_default() {
            if self.lane_of_row(row) != Some(hold.lane) {
                continue;
            }
            let said = self.value(row).int().and_then(|depth| u32::try_from(depth).ok());
            match self.kind(row) {
                EventKind::LOCK_ACQUIRE => depth = said.unwrap_or(depth.saturating_add(1)).max(1),
                EventKind::LOCK_RELEASE => depth = said.unwrap_or(depth.saturating_sub(1)),
                _ => {}
            }
        }
        depth
    }

    /// The actors that wait on an object and whose wait began with a fitting kind of event, longest first.
    fn waiters(&self, object: ObjectId, at: Moment, fits: impl Fn(EventKind) -> bool) -> Vec<ActorId> {
        let mut waiters = Vec::new();
        for (index, lane) in self.lanes.iter().enumerate() {
            let Some(phase) = self.phase_at(index as u32, at) else {
                continue;
            };
            if self.phases.object[phase as usize] == object.number() {
                let since = self.phases.start_row[self.wait_of(index as u32, phase) as usize];
                if fits(self.kind(since)) {
                    waiters.push((since, lane.actor));
                }
            }
        }
        waiters.sort();
        waiters.into_iter().map(|(_, actor)| actor).collect()
    }

    /// The phase in which a wait began: the one before, for an actor that has turned out to be stuck.
    pub(crate) fn wait_of(&self, lane: u32, phase: u32) -> u32 {
        let phases = &self.phases;
        let stuck = phases.state[phase as usize] == State::Stuck && phase > self.lane_phases(lane).start;
        let waits = |phase: u32| (phases.object[phase as usize], phases.other[phase as usize]);
        if stuck && is_wait(phases.state[phase as usize - 1]) && waits(phase - 1) == waits(phase) {
            phase - 1
        } else {
            phase
        }
    }

    /// A queue at a moment, with at most so many of its items. O(log events + lanes log phases + items asked
    /// for) for a queue whose items left in the order in which they came; for another every put before the
    /// moment is looked at.
    pub fn queue(&self, object: ObjectId, at: Moment, most: usize) -> QueueState {
        let waits = |kinds: [EventKind; 2]| self.waiters(object, at, |kind| kinds.contains(&kind));
        let mut state = QueueState {
            capacity: self
                .header
                .objects
                .get(object.index())
                .and_then(|object| object.capacity),
            put_waiters: waits([EventKind::PUT_WAIT, EventKind::PUT_WAIT_TIMED]),
            get_waiters: waits([EventKind::GET_WAIT, EventKind::GET_WAIT_TIMED]),
            ..QueueState::default()
        };
        if let Some(Role::Queue(queue)) = self.roles.get(object.index()) {
            let queue = &self.queues[*queue as usize];
            state.len = queue.len_at(at.0);
            let items = queue.items_at(at.0, most).into_iter();
            state.items = items
                .filter_map(|place| self.item(queue.puts[place as usize]))
                .collect();
        }
        state
    }

    fn item(&self, put: u32) -> Option<QueueItem> {
        Some(QueueItem {
            sequence: self.events.sequence[put as usize],
            label: self.value(put),
            from: self.actor(put)?,
            since: Moment::after(put),
        })
    }

    /// A pool at a moment, with at most so many pending and done tasks. O(workers log tasks + tasks asked
    /// for) for a pool that begins tasks in the order of their submits; for another every submit before the
    /// moment is looked at.
    pub fn pool(&self, object: ObjectId, at: Moment, most: usize) -> PoolState {
        let Some(Role::Pool(pool)) = self.roles.get(object.index()) else {
            return PoolState::default();
        };
        let pool = &self.pools[*pool as usize];
        let future = |row: u32| ObjectId::new(self.events.object[row as usize]);
        let pending = pool.pending.items_at(at.0, most).into_iter();
        let ends = &pool.ends[..pool.ends.partition_point(|&row| row < at.0)];
        let shown = pool.workers.partition_point(|&(row, _)| row < at.0);
        let workers = pool.workers[..shown].iter();
        PoolState {
            workers: workers
                .filter_map(|&(_, actor)| {
                    let actor = ActorId::from_index(actor as usize)?;
                    Some((actor, self.task_at(self.lane_of(actor)?, object, at)))
                })
                .collect(),
            pending: pending
                .filter_map(|place| future(pool.pending.puts[place as usize]))
                .collect(),
            pending_len: pool.pending.len_at(at.0),
            done: ends[ends.len().saturating_sub(most)..]
                .iter()
                .filter_map(|&row| future(row))
                .collect(),
            done_len: ends.len(),
            shut_down: pool.shutdown_row < at.0,
        }
    }

    /// The task of a pool that a lane runs at a moment. O(log tasks).
    fn task_at(&self, lane: u32, pool: ObjectId, at: Moment) -> Option<ObjectId> {
        let tasks = self.lane_tasks(lane);
        let before = tasks.partition_point(|task| task.start_row < at.0);
        let task = &tasks[before.checked_sub(1)?];
        let lane = self.lanes.get(lane as usize)?;
        let end = task.end_row.or(lane.end_row);
        (task.pool == Some(pool) && end.is_none_or(|end| end >= at.0)).then_some(task.future)
    }

    /// A cell or file at a moment. O(log writes), and O(log uses) for each actor that ever used it.
    pub fn cell(&self, object: ObjectId, at: Moment) -> CellState {
        let Some(Role::Cell(cell)) = self.roles.get(object.index()) else {
            return CellState::default();
        };
        let cell = &self.cells[*cell as usize];
        let writes = cell.writes.partition_point(|&row| row < at.0);
        let written = writes.checked_sub(1).map(|last| cell.writes[last]);
        let read = cell.first_read.filter(|&row| row < at.0);
        let mut stale: Vec<(u32, ActorId)> = match written {
            Some(written) => cell
                .slots
                .iter()
                .filter_map(|&slot| self.stale_read(slot, written, at))
                .collect(),
            None => Vec::new(),
        };
        stale.sort();
        CellState {
            value: written.or(read).map_or(Value::None, |row| self.value(row)),
            writer: written.and_then(|row| Some((self.actor(row)?, Moment::after(row)))),
            stale: stale
                .into_iter()
                .map(|(row, actor)| (actor, self.value(row), Moment::after(row)))
                .collect(),
        }
    }

    /// The read that an actor did last at a cell, if it wrote nothing since, the cell was written after it
    /// and the actor still lives.
    fn stale_read(&self, slot: u32, written: u32, at: Moment) -> Option<(u32, ActorId)> {
        let uses = self.slot_rows.get(slot as usize);
        let last = uses[uses.partition_point(|&row| row < at.0).checked_sub(1)?];
        let lane = self.lanes.get(self.lane_of_row(last)? as usize)?;
        let lives = lane.end_row.is_none_or(|end| end >= at.0);
        let stale = lives && last < written && self.kind(last) == EventKind::READ;
        stale.then_some((last, lane.actor))
    }
}
