//! What the library does not see of threads: the system's tables, looked at again and again.
//!
//! A thread is looked at where it runs by what it recorded, or recorded nothing. What two looks at it
//! establish counts only if it recorded nothing between them; and it is told only if it is news: a thread
//! that runs between its own events is as it was recorded.

use std::time::{Duration, Instant};

use super::observed::{Observed, State};
use super::processes::{Stat, thread_name, tids_of};
use super::registry::{Does, Recorded, Registry};
use super::table::{Room, Row, is_gone};
use crate::session::Clock;

/// How many looks pass until one that is asleep, and has not run since, is asked anew whether it could run.
const ASK_AGAIN: u32 = 8;
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

struct Thread {
    id: u32,
    tid: u32,
    /// True if its files are kept open.
    keeps: bool,
    /// None as long as it did not say who it is.
    actor: Option<u32>,
    schedstat: Row,
    stat: Row,
    before: Option<Sample>,
    /// What was told of it since its last own event.
    told: Option<State>,
    /// True if it was told that there is such a thread.
    introduced: bool,
    rest: Option<Rest>,
}

/// What a thread does that does not move.
#[derive(Clone, Copy)]
pub(super) struct Rest {
    pub since: Instant,
    /// None if it is asleep in something unseen.
    pub waits: Option<Does>,
    events: u64,
}

struct Vanished {
    thread: Thread,
    ticks: u64,
    /// How long the witness had run then.
    witness_ns: u64,
}

/// One look at a thread.
#[derive(Clone, Copy, Debug)]
struct Sample {
    ticks: u64,
    time: Instant,
    /// The events it had recorded.
    events: u64,
    /// Nanoseconds on a core, and how often it got one.
    run: (u64, u64),
    /// As in `/proc/<pid>/stat`; `None` where it had run since the look before, so that nobody asked.
    state: Option<u8>,
}

/// What two looks at a thread establish.
fn established(before: &Sample, now: &Sample) -> Option<State> {
    if before.events != now.events {
        return None;
    }
    if before.run != now.run {
        return Some(State::Running);
    }
    match (before.state, now.state?) {
        (_, b'S' | b'D' | b'T' | b't' | b'I') => Some(State::Asleep),
        (Some(b'R'), b'R') => Some(State::Ready),
        _ => None,
    }
}

/// Since when it is so, in ticks. Who sleeps now, or waits for a core, and has not run in between did so at
/// the first look, too; who has run in between may have done so at any time, and no longer than it did.
fn since(state: State, before: &Sample, now: &Sample) -> u64 {
    if state != State::Running {
        return before.ticks;
    }
    let ran_ns = now.run.0.saturating_sub(before.run.0) as f64;
    let all_ns = now.time.saturating_duration_since(before.time).as_nanos() as f64;
    let all_ticks = now.ticks.saturating_sub(before.ticks) as f64;
    let ticks = all_ticks * (ran_ns / all_ns.max(1.0)).min(1.0);
    now.ticks - ticks as u64
}

/// Whether a state is news after what was told of a thread since its last own event, which says that it
/// runs unless nobody knows.
fn is_news(state: State, told: Option<State>, runs_as_recorded: bool) -> bool {
    match told {
        Some(told) => told != state,
        None => state != State::Running || !runs_as_recorded,
    }
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

/// The thread is no more.
struct Gone;

impl Thread {
    fn new(pid: u32, tid: u32, observer: &mut Observer) -> Self {
        let row = |name: &str| Row::new(format!("/proc/{pid}/task/{tid}/{name}"));
        Self {
            id: observer.take_id(),
            tid,
            keeps: observer.room.enter(),
            actor: None,
            schedstat: row("schedstat"),
            stat: row("stat"),
            before: None,
            told: None,
            introduced: false,
            rest: None,
        }
    }

    /// True if it may have run since the look before.
    fn look(&mut self, process: u32, pid: u32, observer: &mut Observer) -> Result<bool, Gone> {
        let recorded = self
            .actor
            .and_then(|_| observer.registry.recorded(self.tid, self.keeps));
        if let Some(Recorded {
            events,
            does: does @ (Does::Waits { .. } | Does::Ended),
        }) = recorded
        {
            self.rest_as_recorded(events, does);
            return Ok(false);
        }
        let Some(now) = self.sample(recorded, observer)? else {
            return Ok(true);
        };
        let before = self.before.replace(now);
        if observer.registry.recorded(self.tid, self.keeps) != recorded {
            // Which side of its event the look was on, nobody knows.
            self.forget();
            return Ok(true);
        }
        let Some(before) = before else {
            return Ok(true);
        };
        if before.events != now.events {
            self.told = None;
            self.rest = None;
            return Ok(true);
        }
        if let Some(state) = established(&before, &now) {
            let runs_as_recorded = recorded.is_some_and(|recorded| recorded.does == Does::Runs);
            if is_news(state, self.told, runs_as_recorded) {
                self.tell(process, pid, since(state, &before, &now), state, observer);
                self.rest = (state == State::Asleep).then(|| Rest {
                    since: Instant::now(),
                    waits: None,
                    events: now.events,
                });
            }
        }
        Ok(before.run != now.run)
    }

    /// It is this actor.
    fn is(&mut self, actor: u32, observer: &mut Observer) {
        self.actor = Some(actor);
        self.forget();
        if self.introduced {
            observer.facts.push(Observed::Is { id: self.id, actor });
        }
    }

    /// Closes its files.
    fn leave(&mut self, room: &mut Room) {
        if self.keeps {
            self.keeps = false;
            self.schedstat.close();
            self.stat.close();
            room.leave();
        }
    }

    /// Nobody else with its tid is this actor.
    fn unregister(&self, registry: &mut Registry) {
        if let Some(actor) = self.actor {
            registry.forget(self.tid, actor);
        }
    }

    /// What was seen up to here says nothing of what comes.
    fn forget(&mut self) {
        self.before = None;
        self.told = None;
        self.rest = None;
    }

    /// It is as it recorded, and need not be looked at.
    fn rest_as_recorded(&mut self, events: u64, does: Does) {
        self.before = None;
        self.told = None;
        let rests_since = self
            .rest
            .filter(|rest| rest.events == events && rest.waits.is_some());
        self.rest = Some(rests_since.unwrap_or_else(|| Rest {
            since: Instant::now(),
            waits: Some(does),
            events,
        }));
    }

    /// Looks at it in the tables; `None` where they cannot be read.
    fn sample(
        &mut self,
        recorded: Option<Recorded>,
        observer: &mut Observer,
    ) -> Result<Option<Sample>, Gone> {
        let run = match self.run() {
            Ok(run) => run,
            Err(error) if is_gone(&error) => return Err(Gone),
            Err(_) => return Ok(None),
        };
        let mut now = Sample {
            ticks: observer.clock.ticks(),
            time: Instant::now(),
            events: recorded.map_or(0, |recorded| recorded.events),
            run,
            state: None,
        };
        let before = self.before.filter(|before| before.run == run);
        if let Some(before) = before {
            let asleep = self.told == Some(State::Asleep);
            let ask = !asleep || (observer.looks.wrapping_add(self.tid)) % ASK_AGAIN == 0;
            now.state = if ask { self.state()? } else { before.state };
        }
        Ok(Some(now))
    }

    /// How long it has run, and how often it got a core.
    fn run(&mut self) -> std::io::Result<(u64, u64)> {
        let mut buffer = [0; 64];
        let line = self.schedstat.read(self.keeps, &mut buffer)?;
        parse_run(line).ok_or_else(|| std::io::ErrorKind::InvalidData.into())
    }

    /// Its state; `None` where it cannot be read.
    fn state(&mut self) -> Result<Option<u8>, Gone> {
        let mut buffer = [0; 512];
        match self.stat.read(self.keeps, &mut buffer) {
            Ok(line) => match parse_state(line) {
                Some(b'Z' | b'X') => Err(Gone),
                state => Ok(state),
            },
            Err(error) if is_gone(&error) => Err(Gone),
            Err(_) => Ok(None),
        }
    }

    /// Tells that there is such a thread.
    fn introduce(&mut self, process: u32, pid: u32, observer: &mut Observer) {
        if self.introduced {
            return;
        }
        self.introduced = true;
        let name = match self.tid == pid {
            true => Some("main".to_owned()),
            false => thread_name(pid, self.tid),
        };
        observer.facts.push(Observed::Thread {
            id: self.id,
            process,
            tid: self.tid,
            name: name.unwrap_or_else(|| "thread".to_owned()),
        });
        if let Some(actor) = self.actor {
            observer.facts.push(Observed::Is { id: self.id, actor });
        }
    }

    fn tell(&mut self, process: u32, pid: u32, ticks: u64, state: State, observer: &mut Observer) {
        self.introduce(process, pid, observer);
        self.told = Some(state);
        observer.facts.push(Observed::State {
            id: self.id,
            ticks,
            state,
        });
    }

    /// Tells its end, if it did not record that itself.
    fn end(&mut self, process: u32, pid: u32, ticks: u64, observer: &mut Observer) {
        let recorded = self
            .actor
            .and_then(|_| observer.registry.recorded(self.tid, self.keeps));
        let has_ended = recorded.is_some_and(|recorded| recorded.does == Does::Ended);
        if (self.actor.is_some() || self.introduced) && !has_ended {
            self.tell(process, pid, ticks, State::Gone, observer);
        }
    }
}

/// `/proc/<pid>/schedstat`: nanoseconds on a core, nanoseconds in wait for one, and how often it got one.
fn parse_run(line: &[u8]) -> Option<(u64, u64)> {
    let mut numbers = std::str::from_utf8(line).ok()?.split_ascii_whitespace();
    let run_ns = numbers.next()?.parse().ok()?;
    let times = numbers.nth(1)?.parse().ok()?;
    Some((run_ns, times))
}

/// The state in a line of `/proc/<pid>/stat`: it follows the name, which is in parentheses and may hold
/// anything.
fn parse_state(line: &[u8]) -> Option<u8> {
    let end = line.iter().rposition(|&byte| byte == b')')?;
    line.get(end + 2).copied()
}

/// The time of looks: some twenty a second, and fewer where a look takes long.
pub(super) struct Pace {
    next: Instant,
}

/// The shortest time from one look to the next.
const PERIOD: Duration = Duration::from_millis(50);
/// Of this many parts of the time, looks take one.
const SHARE: u32 = 64;

impl Pace {
    pub fn new() -> Self {
        Self {
            next: Instant::now() + PERIOD,
        }
    }

    /// How long until the next look.
    pub fn left(&self) -> Duration {
        self.next.saturating_duration_since(Instant::now())
    }

    /// There was a look, which took so much of a core.
    pub fn took(&mut self, cost: Duration) {
        self.next = Instant::now() + PERIOD.max(cost * SHARE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(events: u64, run: u64, state: u8) -> Sample {
        Sample {
            ticks: 0,
            time: Instant::now(),
            events,
            run: (run, 1),
            state: (state != 0).then_some(state),
        }
    }

    #[test]
    fn two_looks_establish_what_was_so_between_them() {
        let check = |before, now, expected| assert_eq!(established(&before, &now), expected);
        let (asleep, ready, running) = (Some(State::Asleep), Some(State::Ready), Some(State::Running));
        check(sample(3, 10, b'S'), sample(3, 10, b'S'), asleep);
        check(sample(3, 10, 0), sample(3, 10, b'S'), asleep);
        check(sample(3, 10, b'R'), sample(3, 10, b'D'), asleep);
        check(sample(3, 10, b'R'), sample(3, 10, b'R'), ready);
        check(sample(3, 10, b'S'), sample(3, 11, 0), running);
        // It may have been asleep at the first look.
        check(sample(3, 10, 0), sample(3, 10, b'R'), None);
        check(sample(3, 10, b'S'), sample(3, 10, b'R'), None);
        // It recorded something in between.
        check(sample(3, 10, b'S'), sample(4, 10, b'S'), None);
        check(sample(3, 10, b'S'), sample(3, 10, 0), None);
    }

    #[test]
    fn who_ran_did_so_no_longer_than_it_did() {
        let before = Sample {
            ticks: 1000,
            ..sample(0, 5_000_000, b'S')
        };
        let now = Sample {
            ticks: 5000,
            time: before.time + Duration::from_millis(40),
            run: (15_000_000, 2),
            ..before
        };
        assert_eq!(since(State::Running, &before, &now), 4000);
        assert_eq!(since(State::Asleep, &before, &now), 1000);
        let endless = Sample {
            run: (u64::MAX, 2),
            ..now
        };
        assert_eq!(since(State::Running, &before, &endless), 1000);
    }

    #[test]
    fn only_changes_are_news() {
        let check = |state, told, runs, expected| assert_eq!(is_news(state, told, runs), expected);
        use State::{Asleep, Ready, Running};
        check(Running, None, true, false);
        check(Running, None, false, true);
        check(Running, Some(Asleep), true, true);
        check(Running, Some(Running), true, false);
        check(Asleep, None, true, true);
        check(Asleep, Some(Asleep), true, false);
        check(Asleep, Some(Ready), false, true);
    }

    #[test]
    fn the_tables_are_read() {
        assert_eq!(parse_run(b"1169644 63218 3\n"), Some((1_169_644, 3)));
        assert_eq!(parse_run(b""), None);
        assert_eq!(parse_state(b"12 (a) Z b) S 1 2"), Some(b'S'));
        assert_eq!(parse_state(b"12 (a"), None);
    }
}
