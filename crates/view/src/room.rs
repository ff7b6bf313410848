//! How much room an object needs on the stage, so that its card never changes its size.

use laneway_model::Model;
use laneway_model::mechanism::{ObjectState, Register};
use laneway_trace::{Awaits, ObjectId};

/// The most that an object has to show at once in the whole run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// How many are inside.
    pub holders: usize,
    /// How many wait, but for those who wait for room.
    pub waiters: usize,
    /// How many wait for room in a store.
    pub putters: usize,
    /// How many items are in a store.
    pub items: usize,
    /// How many have arrived at a gate.
    pub arrived: usize,
    /// How many tasks a pool is given in all.
    pub tasks: usize,
    /// How many requests are open.
    pub asked: usize,
    /// How many hold a value that may no longer be the register's.
    pub stale: usize,
}

/// How much room an object needs. One step for each of its events, and a look at its state.
pub fn room(model: &Model, object: ObjectId) -> Room {
    let mut room = Room::default();
    model.walk_object(object, |_, state| room.widen(state));
    room
}

impl Room {
    fn widen(&mut self, state: &ObjectState) {
        let waiters = state.waiters_len();
        match state {
            ObjectState::Holding(holding) => widen(&mut self.holders, holding.holders.len()),
            ObjectState::Store(store) => {
                let putters = store.waiters.of(Awaits::Room).count();
                widen(&mut self.items, store.len());
                widen(&mut self.putters, putters);
                widen(&mut self.waiters, waiters - putters);
                return;
            }
            ObjectState::Register(register) => widen(&mut self.stale, stale(register)),
            ObjectState::Gate(gate) => widen(&mut self.arrived, gate.arrived.len()),
            ObjectState::Pool(pool) => {
                let running = pool.workers.iter().filter(|worker| worker.task.is_some());
                widen(
                    &mut self.tasks,
                    pool.pending.len() + running.count() + pool.done as usize,
                );
            }
            ObjectState::Future(_) => self.tasks = 1,
            ObjectState::Call(call) => widen(&mut self.asked, call.asked.len()),
            ObjectState::Unknown => {}
        }
        widen(&mut self.waiters, waiters);
    }
}

fn widen(most: &mut usize, now: usize) {
    *most = (*most).max(now);
}

/// How many have read, have not written since, and see a value that is not the register's.
fn stale(register: &Register) -> usize {
    let is_stale = |seen: &&laneway_model::mechanism::Seen| seen.read && seen.version < register.version;
    register.seen.iter().filter(is_stale).count()
}
