//! Which worker of which pool runs which task.

use std::collections::BTreeSet;

use crate::index::NONE;

use super::queues::QueueTrack;

/// What is known of a pool so far.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PoolTrack {
    /// Pending tasks: a submit puts, a begin takes.
    pub(crate) pending: QueueTrack,
    /// The rows in which tasks ended.
    pub(crate) ends: Vec<u32>,
    /// Workers in order of appearance: the row, and who.
    pub(crate) workers: Vec<(u32, u32)>,
    pub(crate) shutdown_row: u32,
}

/// What is known of a future so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct FutureTrack {
    /// Its pool, as a row of the pools so far.
    pool: u32,
    /// Its place among what was submitted to the pool.
    place: u32,
    submit_row: u32,
    pub(crate) end_row: u32,
    /// Its run, as a row of the task runs so far.
    pub(crate) run: u32,
}

impl FutureTrack {
    pub(crate) fn new() -> Self {
        Self {
            pool: NONE,
            place: NONE,
            submit_row: NONE,
            end_row: NONE,
            run: NONE,
        }
    }
}

/// A stretch in which a worker ran a task.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunTrack {
    pub(crate) future: u32,
    /// The pool's object as a number from 1; 0 for none.
    pub(crate) pool: u32,
    pub(crate) actor: u32,
    pub(crate) start_row: u32,
    pub(crate) end_row: u32,
}

/// All pools and futures.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pools {
    pub(crate) pools: Vec<PoolTrack>,
    pub(crate) futures: Vec<FutureTrack>,
    pub(crate) runs: Vec<RunTrack>,
    workers: BTreeSet<(u32, u32)>,
}

impl Pools {
    pub(crate) fn add_pool(&mut self) -> u32 {
        self.pools.push(PoolTrack {
            pending: QueueTrack::new(),
            ends: Vec::new(),
            workers: Vec::new(),
            shutdown_row: NONE,
        });
        self.pools.len() as u32 - 1
    }

    /// A task is submitted to a pool ([`NONE`] for none that is known). Only the first submit of a future
    /// counts.
    pub(crate) fn submit(&mut self, future: u32, pool: u32, row: u32) {
        let track = &mut self.futures[future as usize];
        if track.submit_row != NONE {
            return;
        }
        track.submit_row = row;
        track.pool = pool;
        if let Some(pool) = self.pools.get_mut(pool as usize) {
            track.place = pool.pending.put(row);
        }
    }

    /// A worker begins the task of a future; the answer is the row of the submit. Only the first begin of a
    /// future counts.
    pub(crate) fn begin(&mut self, future: u32, run: RunTrack) -> Option<u32> {
        let track = &mut self.futures[future as usize];
        if track.run != NONE {
            return None;
        }
        track.run = self.runs.len() as u32;
        self.runs.push(run);
        if let Some(pool) = self.pools.get_mut(track.pool as usize) {
            pool.pending.take(track.place, run.start_row);
        }
        (track.submit_row != NONE).then_some(track.submit_row)
    }

    /// The task of a future ends. Only the first end, by the worker that began it, counts.
    pub(crate) fn end(&mut self, future: u32, actor: u32, row: u32) {
        let track = &mut self.futures[future as usize];
        let Some(run) = self.runs.get_mut(track.run as usize) else {
            return;
        };
        if run.actor != actor || run.end_row != NONE {
            return;
        }
        run.end_row = row;
        track.end_row = row;
        if let Some(pool) = self.pools.get_mut(track.pool as usize) {
            pool.ends.push(row);
        }
    }

    /// An actor shows itself as a worker of a pool. `last_pool` is the pool that it worked for last, and
    /// becomes this one.
    pub(crate) fn worker(&mut self, pool: u32, actor: u32, row: u32, last_pool: &mut u32) {
        if *last_pool != pool && self.workers.insert((pool, actor)) {
            self.pools[pool as usize].workers.push((row, actor));
        }
        *last_pool = pool;
    }
}
