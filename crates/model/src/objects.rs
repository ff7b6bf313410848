//! The state of objects at a moment.

use laneway_trace::{ActorId, Awaits, Effect, Look, Mechanism, ObjectId, Order, Permits, Value};

use crate::mechanism::{Act, Holder, Item, ObjectState, Waiter};
use crate::track::is_told;
use crate::{Model, Moment, State};

impl Model {
    /// An object at a moment; `None` for one to which nothing happens in the whole run. Waiters are those who
    /// do wait at the moment, and those who have seen a register those who live.
    ///
    /// O(log events + the size of the state), and O(log phases) for each waiter.
    pub fn object_at(&self, object: ObjectId, at: Moment) -> Option<ObjectState> {
        let history = self.histories.get(object.index())?.as_ref()?;
        let rows = self.object_rows(object);
        let past = &rows[..rows.partition_point(|&row| row < at.0)];
        let mut state = history.after(past, |row| self.act(row));
        state.retain_waiters(|waiter| self.waits_at(waiter, object, at));
        if let ObjectState::Register(register) = &mut state {
            register.seen.retain(|seen| self.lives_at(seen.actor, at));
        }
        Some(state)
    }

    /// Calls `look` with each of an object's rows and the state after it, in order. Those who wait are those
    /// who began to, whatever became of them.
    pub fn walk_object(&self, object: ObjectId, mut look: impl FnMut(u32, &ObjectState)) {
        let facts = self.header.objects.get(object.index());
        let capacity = facts.and_then(|object| object.capacity);
        let mut state = ObjectState::new(self.mechanism(object), capacity);
        for &row in self.object_rows(object) {
            if let Some(act) = self.act(row) {
                state.step(&act);
            }
            look(row, &state);
        }
    }

    /// True for a lock: who is inside keeps others out. Not for permits that are counted, nor for what a thread that
    /// is ready waits for, as an interpreter lock: that is given up and taken again unasked, and protects nothing of
    /// the program.
    pub(crate) fn is_lock(&self, object: ObjectId) -> bool {
        let facts = self.object_facts.get(object.index());
        facts.is_some_and(|facts| {
            let excludes = matches!(
                facts.mechanism,
                Mechanism::Holding {
                    permits: Permits::One,
                    ..
                }
            );
            excludes && facts.waits_as != Some(Look::Ready)
        })
    }

    /// What the event of a row does to its object; `None` where it does nothing to it.
    fn act(&self, row: u32) -> Option<Act> {
        let object = ObjectId::new(self.events.object[row as usize])?;
        let facts = self.event_facts(row);
        let by = ActorId::new(self.events.actor[row as usize])?;
        let lane = self.lanes.get(self.lane_of(by)? as usize)?;
        let is_process = || self.processes[lane.process as usize].actor == by;
        if is_told(facts.effect, lane.actor == by, is_process) || !facts.fits(self.mechanism(object)) {
            return None;
        }
        Some(Act {
            row,
            actor: lane.actor,
            object,
            facts,
            sequence: self.events.sequence[row as usize],
            value: self.value(row),
        })
    }

    fn waits_at(&self, waiter: &Waiter, object: ObjectId, at: Moment) -> bool {
        let lane = self.lane_of(waiter.actor);
        let phase = lane.and_then(|lane| self.phase_at(lane, at));
        phase.is_some_and(|phase| self.phases.object[phase as usize] == object.number())
    }

    fn lives_at(&self, actor: ActorId, at: Moment) -> bool {
        let lane = self.lane_of(actor).and_then(|lane| self.lanes.get(lane as usize));
        lane.is_some_and(|lane| lane.end_row.is_none_or(|end| end >= at.0))
    }

    /// Who is inside an object at a moment, longest first; nobody, where that means nothing.
    pub fn holders(&self, object: ObjectId, at: Moment) -> Vec<Holder> {
        match self.object_at(object, at) {
            Some(ObjectState::Holding(holding)) => holding.holders.iter().copied().collect(),
            _ => Vec::new(),
        }
    }

    /// The items of a store in the order in which they leave, at most so many. O(items) unless the first or the
    /// last leaves first.
    pub fn items_in_order(&self, store: &crate::mechanism::Store, most: usize) -> Vec<Item> {
        match store.order {
            Order::First => store.items.iter().take(most).copied().collect(),
            Order::Last => store.items.iter().rev().take(most).copied().collect(),
            Order::Lowest => {
                let mut items: Vec<Item> = store.items.iter().copied().collect();
                items.sort_by_cached_key(|item| self.rank(item));
                items.truncate(most);
                items
            }
        }
    }

    /// What decides which item is the lowest: numbers before texts.
    fn rank(&self, item: &Item) -> (Option<i64>, String) {
        match self.value(item.row) {
            Value::Int(number) => (Some(number), String::new()),
            other => (Some(i64::MAX), self.text(other).into_owned()),
        }
    }

    /// The futures of a pool whose tasks are over at a moment, the last ones, oldest first, at most so many.
    /// O(events of the pool that come after the first of them).
    pub fn tasks_done(&self, pool: ObjectId, at: Moment, most: usize) -> Vec<ObjectId> {
        let rows = self.object_rows(pool);
        let past = &rows[..rows.partition_point(|&row| row < at.0)];
        let acts = past.iter().rev().filter_map(|&row| self.act(row));
        let ended = acts.filter_map(|act| (act.facts.effect == Effect::TaskEnd).then_some(act.object));
        let mut done = Vec::new();
        for task in ended {
            // One that was given up may have ended before.
            if !done.contains(&task) {
                done.push(task);
            }
            if done.len() >= most {
                break;
            }
        }
        done.reverse();
        done
    }

    /// The phase in which a wait began: the one before, for an actor that has turned out to be stuck.
    pub(crate) fn wait_of(&self, lane: u32, phase: u32) -> u32 {
        let phases = &self.phases;
        let stuck = phases.state[phase as usize] == State::Stuck && phase > self.lane_phases(lane).start;
        let waits = |phase: u32| (phases.object[phase as usize], phases.other[phase as usize]);
        let before = phase.wrapping_sub(1);
        let began = |phase: u32| {
            self.event_facts(phases.start_row[phase as usize])
                .begins()
                .is_some()
        };
        if stuck && began(before) && waits(before) == waits(phase) {
            before
        } else {
            phase
        }
    }

    /// What a lane waits for in a phase; `None` where it waits for nothing.
    pub fn awaits(&self, lane: u32, phase: u32) -> Option<Awaits> {
        let began = self.wait_of(lane, phase);
        let row = *self.phases.start_row.get(began as usize)?;
        self.event_facts(row).begins()
    }

    /// Who has to move before an actor can go on that waits in a phase of its lane: all who hold what it
    /// waits for, the worker that runs the task, the one that is joined. Nobody where it does not wait, or
    /// where nobody in particular could help.
    pub fn waits_for(&self, lane: u32, phase: u32, at: Moment) -> Vec<ActorId> {
        let (Some(awaits), Some(lane_facts)) = (self.awaits(lane, phase), self.lanes.get(lane as usize))
        else {
            return Vec::new();
        };
        if let Some(other) = ActorId::new(self.phases.other[phase as usize]) {
            return vec![other];
        }
        let object = ObjectId::new(self.phases.object[phase as usize]);
        let Some(state) = object.and_then(|object| self.object_at(object, at)) else {
            return Vec::new();
        };
        let began = self.phases.start_row[self.wait_of(lane, phase) as usize];
        let mode = self.event_facts(began).mode;
        state.blockers(lane_facts.actor, awaits, mode).actors().to_vec()
    }
}
