//! Puts the objects of a run on the stage.

use laneway_model::mechanism::{
    Call, Future, Gate, Holding, ObjectState, Pool, Register, Store, Waiters,
};
use laneway_model::{LaneEnding, Model, Moment, ProcessLanes, State as Doing};
use laneway_trace::{ActorId, Awaits, Mechanism, ObjectId, Value};

use crate::beats::last_beat;
use crate::cast::{Cast, OnStage};
use crate::names::actor_label;
use crate::{
    AskedChip, CallPart, Card, Chip, Crowd, GatePart, Holder, HoldingPart, ItemChip, Life, ObjectFacts,
    Part, ProcessCard, Processes, RegisterPart, Selection, SessionCard, Stage, StaleChip, StorePart,
    TaskChip, TasksPart, WorkerChip,
};

/// The objects in use or in question at a moment, with at most `most` actors, items or tasks in each list.
///
/// The cost follows what is on the stage: one look-up each of these, O(log events), and their sizes; and one
/// comparison a process.
pub fn stage(model: &Model, cast: &Cast, at: Moment, selection: Selection, most: usize) -> Stage {
    let set = Set { model, at, most };
    let OnStage { objects, others } = cast.on_stage(model, at, selection);
    Stage {
        cards: objects
            .into_iter()
            .filter_map(|object| set.card(object))
            .collect(),
        others,
        processes: set.processes(),
    }
}

/// An object at a moment, with at most `most` actors, items or tasks in each list; `None` for one to which
/// nothing happens in the whole run.
pub fn card(model: &Model, object: ObjectId, at: Moment, most: usize) -> Option<Card> {
    Set { model, at, most }.card(object)
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

struct Set<'a> {
    model: &'a Model,
    at: Moment,
    most: usize,
}

impl Set<'_> {
    fn card(&self, id: ObjectId) -> Option<Card> {
        let object = self.model.header.objects.get(id.index())?;
        let rows = self.model.object_rows(id);
        let first = rows.first()?;
        let last = last_beat(self.model, self.at);
        let mut parts = vec![self.part(id)?];
        // A condition has the lock that is given back while one waits at it.
        if let (Mechanism::Gate { .. }, Some(parent)) = (self.model.mechanism(id), object.parent) {
            parts.extend(self.part(parent));
        }
        Some(Card {
            object: ObjectFacts {
                id,
                name: object.name.clone(),
                kind: object.kind.clone(),
                shared: object.shared,
                used: *first < self.at.0,
                active: last.is_some_and(|row| rows.binary_search(&row).is_ok()),
            },
            parts,
        })
    }

    fn part(&self, id: ObjectId) -> Option<Part> {
        Some(match self.model.object_at(id, self.at)? {
            ObjectState::Holding(holding) => Part::Holding(self.holding(&holding)),
            ObjectState::Store(store) => Part::Store(self.store(&store)),
            ObjectState::Register(register) => Part::Register(self.register(&register)),
            ObjectState::Gate(gate) => Part::Gate(self.gate(&gate)),
            ObjectState::Pool(pool) => Part::Tasks(self.pool(id, &pool)),
            ObjectState::Future(future) => Part::Tasks(self.lone_task(id, &future)),
            ObjectState::Call(call) => Part::Call(self.call(&call)),
            ObjectState::Unknown => Part::Unknown,
        })
    }

    fn chip(&self, actor: ActorId) -> Chip {
        chip(self.model, actor, self.at)
    }

    fn crowd(&self, actors: impl Iterator<Item = ActorId>) -> Crowd {
        let mut crowd = Crowd::default();
        for actor in actors {
            crowd.len += 1;
            if crowd.len <= self.most {
                crowd.shown.push(self.chip(actor));
            }
        }
        crowd
    }

    fn waiters(&self, waiters: &Waiters) -> Crowd {
        self.crowd(waiters.iter().map(|waiter| waiter.actor))
    }

    fn holding(&self, holding: &Holding) -> HoldingPart {
        let holder = |holder: &laneway_model::mechanism::Holder| Holder {
            chip: self.chip(holder.actor),
            shares: holder.mode == laneway_trace::Mode::Shared,
            depth: holder.depth,
            since_ns: self.model.time_ns(holder.since),
        };
        HoldingPart {
            holders: holding.holders.iter().take(self.most).map(holder).collect(),
            holders_len: holding.holders.len(),
            permits: holding.permits.filter(|_| holding.is_counted()),
            taken: holding.taken(),
            poisoned: holding.poisoned,
            waiters: self.waiters(&holding.waiters),
        }
    }

    fn store(&self, store: &Store) -> StorePart {
        let items = self.model.items_in_order(store, self.most);
        let items = items.iter().map(|item| ItemChip {
            sequence: item.sequence,
            label: self.value(item.row),
            from: actor_label(self.model, item.from).into_owned(),
        });
        let waiters = |awaits| self.crowd(store.waiters.of(awaits).map(|waiter| waiter.actor));
        StorePart {
            items: items.collect(),
            len: store.len(),
            capacity: store.capacity,
            order: store.order,
            closed: store.closed,
            putters: waiters(Awaits::Room),
            getters: waiters(Awaits::Item),
        }
    }

    fn register(&self, register: &Register) -> RegisterPart {
        let stale = register.stale();
        let shown = stale.iter().take(self.most).map(|seen| StaleChip {
            chip: self.chip(seen.actor),
            value: self.value(seen.row),
        });
        RegisterPart {
            value: (register.value != Value::None).then(|| self.model.text(register.value).into_owned()),
            writer: register.writer.map(|(writer, _)| self.chip(writer)),
            written_ns: register.writer.map(|(_, at)| self.model.time_ns(at)),
            stale: shown.collect(),
            stale_len: stale.len(),
        }
    }

    fn gate(&self, gate: &Gate) -> GatePart {
        GatePart {
            opens: gate.opens,
            open: gate.open,
            notified: gate.notified,
            arrived: self.crowd(gate.arrived.iter().copied()),
            needed: gate.needed,
            generation: gate.generation,
            waiters: self.waiters(&gate.waiters),
        }
    }

    fn pool(&self, id: ObjectId, pool: &Pool) -> TasksPart {
        let object = self.model.header.objects.get(id.index());
        let workers = pool.workers.iter().map(|worker| WorkerChip {
            chip: self.chip(worker.actor),
            task: worker.task.map(|task| self.task(task)),
        });
        let pending = pool.pending.iter().take(self.most);
        let done = self.model.tasks_done(id, self.at, self.most);
        TasksPart {
            capacity: object.and_then(|pool| pool.capacity),
            workers: workers.take(self.most).collect(),
            workers_len: pool.workers.len(),
            pending: pending.map(|pending| self.task(pending.task)).collect(),
            pending_len: pool.pending.len(),
            done: done.into_iter().map(|task| self.task(task)).collect(),
            done_len: pool.done as usize,
            closed: pool.closed,
        }
    }

    /// A task that belongs to no pool.
    fn lone_task(&self, id: ObjectId, future: &Future) -> TasksPart {
        let over = future.ended.is_some() || future.cancelled;
        let pending = future.submitted.is_some() && future.begun.is_none() && !over;
        let only = |there: bool| -> Vec<TaskChip> { there.then(|| self.task(id)).into_iter().collect() };
        let workers = future.worker.map(|worker| WorkerChip {
            chip: self.chip(worker),
            task: Some(self.task(id)),
        });
        TasksPart {
            capacity: None,
            workers_len: usize::from(workers.is_some()),
            workers: workers.into_iter().collect(),
            pending: only(pending),
            pending_len: usize::from(pending),
            done: only(over),
            done_len: usize::from(over),
            closed: false,
        }
    }

    fn task(&self, id: ObjectId) -> TaskChip {
        let future = match self.model.object_at(id, self.at) {
            Some(ObjectState::Future(future)) => future,
            _ => Future::default(),
        };
        TaskChip {
            future: id,
            name: self.model.object_name(id).to_owned(),
            failed: future.cancelled || future.ended.is_some_and(|(_, outcome)| outcome != 0),
            callback: future.callback.map(|actor| self.chip(actor)),
            callbacks: future.callbacks,
        }
    }

    fn call(&self, call: &Call) -> CallPart {
        let asked = call.asked.iter().map(|asked| AskedChip {
            sequence: asked.sequence,
            from: self.chip(asked.from),
            what: self.value(asked.row),
            by: asked.by.map(|by| self.chip(by)),
            answered: asked.reply_row.is_some(),
        });
        CallPart {
            asked: asked.take(self.most).collect(),
            asked_len: call.asked.len(),
            answered: call.answered,
        }
    }

    /// How the value of an event reads.
    fn value(&self, row: u32) -> String {
        let event = self.model.events.get(row as usize);
        event.map_or_else(String::new, |event| self.model.text(event.value).into_owned())
    }

    fn processes(&self) -> Processes {
        let len = self.model.processes.len();
        if len <= 1 {
            return Processes::default();
        }
        let lives = |life| (0..len).filter(|&process| self.life(process) == life).count();
        Processes {
            shown: (0..len.min(self.most))
                .map(|process| self.process(process))
                .collect(),
            len,
            alive: lives(Life::Alive),
            zombies: lives(Life::Zombie),
        }
    }

    fn process(&self, index: usize) -> ProcessCard {
        let process = &self.model.processes[index];
        let facts = self.model.header.actors.get(process.actor.index());
        let life = self.life(index);
        let main = self.chip(process.actor);
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
            orphan: life == Life::Alive && self.parent_is_gone(facts.and_then(|facts| facts.parent)),
            session: self.session(process.actor, life),
            doing: main.doing,
            lane: main.lane,
        }
    }

    fn session(&self, process: ActorId, life: Life) -> Option<SessionCard> {
        self.model.session_at(process, Moment(u32::MAX))?;
        let now = self.model.session_at(process, self.at);
        let now = now.filter(|_| life == Life::Alive);
        let terminal = now.and_then(|session| session.terminal);
        Some(SessionCard {
            leader: now.map(|session| session.leader),
            terminal: terminal.map(|terminal| self.model.text(terminal).into_owned()),
        })
    }

    fn parent_is_gone(&self, parent: Option<ActorId>) -> bool {
        // Its lane knows its process.
        let lane = parent.and_then(|parent| self.model.lane_of(parent));
        let process = lane.and_then(|lane| self.model.lanes.get(lane as usize));
        process.is_some_and(|lane| matches!(self.life(lane.process as usize), Life::Zombie | Life::Dead))
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
                if child && self.is_zombie(process.actor) {
                    Life::Zombie
                } else {
                    Life::Dead
                }
            }
            (None, _) if self.became_another(process) => Life::Dead,
            _ => Life::Alive,
        }
    }

    /// True for a dead process whose exit status nobody has taken; whoever adopts one takes it at once.
    fn is_zombie(&self, process: ActorId) -> bool {
        let lane = self.model.lane_of(process);
        let phase = lane.and_then(|lane| self.model.phase_at(lane, self.at));
        phase.is_some_and(|phase| self.model.phases.state[phase as usize] == Doing::Zombie)
    }

    /// True for a process that has turned into another program: that has a process of its own.
    fn became_another(&self, process: &ProcessLanes) -> bool {
        let main = self.model.lanes.get(process.lanes.start as usize);
        main.filter(|main| main.ending == LaneEnding::SeenGone)
            .and_then(|main| main.end_row)
            .is_some_and(|end| end < self.at.0)
    }
}
