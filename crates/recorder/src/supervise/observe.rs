//! What the library does not see of threads: the system's tables, looked at again and again.
//!
//! A thread is looked at where it runs by what it recorded, or recorded nothing. What two looks at it
//! establish counts only if it recorded nothing between them; and it is told only if it is news: a thread
//! that runs between its own events is as it was recorded.

use super::observed::Observed;
use super::processes::{Stat, thread_name, tids_of};
use super::registry::{Does, Registry};
use super::table::Room;
use super::thread::{Gone, Rest, Thread};
use crate::session::Clock;

/// A process whose thread has run this long since another one vanished did not end with that: what is left
/// to do for one that ends takes less.
const ALIVE_NS: u64 = 5_000_000;

/// What looks need, and what they find.
pub(super) struct Observer {
    pub registry: Registry,
    pub room: Room,
    pub clock: Clock,
    /// Counts looks.
    pub looks: u32,
    next_id: u32,
    /// What is to be told next.
    pub facts: Vec<Observed>,
}

impl Observer {
    pub fn new(registry: Registry, clock: Clock) -> Self {
        Self {
            registry,
            room: Room::none(),
            clock,
            looks: 0,
            next_id: 1,
            facts: Vec::new(),
        }
    }

    /// What facts call the next process or thread.
    pub fn take_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id - 1
    }
}

/// The threads of a process.
pub(super) struct Threads {
    /// The process: its id in the facts, and in the system.
    process: u32,
    pid: u32,
    threads: Vec<Thread>,
    /// True once the others beside the main thread were looked for.
    is_found: bool,
    /// Threads that vanished, until it is known whether their process did, too.
    vanished: Vec<Vanished>,
}

struct Vanished {
    thread: Thread,
    ticks: u64,
    /// How long the witness had run then.
    witness_ns: u64,
}

impl Threads {
    /// Those of the process with this id in the facts and this pid. Its main thread is told at once.
    pub fn new(process: u32, pid: u32, observer: &mut Observer) -> Self {
        let mut main = Thread::new(pid, pid, observer);
        main.introduce(process, pid, observer);
        Self {
            process,
            pid,
            threads: vec![main],
            is_found: false,
            vanished: Vec::new(),
        }
    }

    /// Looks at all of them; those that are new are found where `any_new` says that there may be some.
    /// True if the process may have turned into another program.
    pub fn look(&mut self, observer: &mut Observer, any_new: bool) -> bool {
        if any_new || !self.is_found {
            self.find(observer);
        }
        let mut main_ran = false;
        let mut gone = Vec::new();
        for (index, thread) in self.threads.iter_mut().enumerate() {
            match thread.look(self.process, self.pid, observer) {
                Ok(ran) => main_ran |= ran && thread.tid == self.pid,
                Err(Gone) => gone.push(index),
            }
        }
        let any_gone = !gone.is_empty();
        for index in gone.into_iter().rev() {
            self.vanish(index, observer);
        }
        self.tell_vanished(observer);
        main_ran || any_gone
    }

    /// One of them said that it is this actor. It may be gone by now.
    pub fn meet(&mut self, tid: u32, actor: u32, observer: &mut Observer) {
        let known = self.threads.iter().position(|thread| thread.tid == tid);
        match known {
            Some(index) if self.threads[index].actor.is_none() => {
                self.threads[index].is(actor, observer);
                return;
            }
            // Who had that tid before is gone.
            Some(index) => self.vanish(index, observer),
            None => {}
        }
        let mut thread = Thread::new(self.pid, tid, observer);
        thread.actor = Some(actor);
        self.threads.push(thread);
    }

    /// Learns who is there.
    fn find(&mut self, observer: &mut Observer) {
        let mut tids = tids_of(self.pid);
        if tids.is_empty() {
            // The process is gone, which others see.
            return;
        }
        self.is_found = true;
        tids.sort_unstable();
        for index in (0..self.threads.len()).rev() {
            if tids.binary_search(&self.threads[index].tid).is_err() {
                self.vanish(index, observer);
            }
        }
        let mut known: Vec<u32> = self.threads.iter().map(|thread| thread.tid).collect();
        known.sort_unstable();
        tids.retain(|tid| known.binary_search(tid).is_err());
        for tid in tids {
            self.threads.push(Thread::new(self.pid, tid, observer));
        }
    }

    fn vanish(&mut self, index: usize, observer: &mut Observer) {
        let mut thread = self.threads.swap_remove(index);
        thread.leave(&mut observer.room);
        let recorded = observer.registry.recorded(thread.tid, false);
        let has_ended = recorded.is_some_and(|recorded| recorded.does == Does::Ended);
        thread.unregister(&mut observer.registry);
        if has_ended || (thread.actor.is_none() && !thread.introduced) {
            return;
        }
        let witness_ns = self.witness().map_or(0, |(_, run_ns)| run_ns);
        self.vanished.push(Vanished {
            thread,
            ticks: observer.clock.ticks(),
            witness_ns,
        });
    }

    /// A thread that is still there, and how long it has run.
    fn witness(&mut self) -> Option<(Stat, u64)> {
        let pid = self.pid;
        self.threads.iter_mut().find_map(|thread| {
            let stat = Stat::of_thread(pid, thread.tid).filter(|stat| !stat.is_zombie())?;
            let (run_ns, _) = thread.run().ok()?;
            Some((stat, run_ns))
        })
    }

    /// Tells the end of those that vanished while their process lives. When a process ends, all its threads
    /// do, one by one; but all of them have been told to die before the first is gone, except for the one
    /// that ends the process, which does nothing else any more.
    fn tell_vanished(&mut self, observer: &mut Observer) {
        if self.vanished.is_empty() {
            return;
        }
        let Some((witness, run_ns)) = self.witness() else {
            return;
        };
        if witness.is_dying {
            return;
        }
        let (process, pid) = (self.process, self.pid);
        self.vanished.retain_mut(|vanished| {
            let has_run = run_ns.saturating_sub(vanished.witness_ns) > ALIVE_NS;
            let lives = witness.state != b'R' || has_run;
            if lives {
                vanished.thread.end(process, pid, vanished.ticks, observer);
            }
            !lives
        });
    }

    /// The process has turned into another program: all its threads have ended.
    pub fn end(mut self, observer: &mut Observer) {
        let ticks = observer.clock.ticks();
        let threads = self.threads.drain(..).map(|thread| (thread, ticks));
        let vanished = self.vanished.drain(..);
        let all = threads.chain(vanished.map(|vanished| (vanished.thread, vanished.ticks)));
        for (mut thread, ticks) in all {
            thread.leave(&mut observer.room);
            thread.end(self.process, self.pid, ticks, observer);
            thread.unregister(&mut observer.registry);
        }
    }

    /// The process is dead: nothing is to be looked at any more.
    pub fn close(&mut self, registry: &mut Registry, room: &mut Room) {
        for mut thread in self.threads.drain(..) {
            thread.leave(room);
            thread.unregister(registry);
        }
        self.vanished.clear();
    }

    /// What each thread does that does not move, and what it is called; `None` for those that move.
    pub fn rests(&self) -> impl Iterator<Item = Option<Rest>> {
        self.threads.iter().map(|thread| thread.rest)
    }

    /// What each thread is called.
    pub fn names(&self, registry: &Registry) -> impl Iterator<Item = String> {
        self.threads.iter().map(move |thread| {
            let recorded = thread.actor.and_then(|actor| registry.name_of(actor));
            let recorded = recorded.map(str::to_owned);
            let name = recorded.or_else(|| thread_name(self.pid, thread.tid));
            name.unwrap_or_else(|| thread.tid.to_string())
        })
    }
}
