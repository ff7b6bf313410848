//! One thread as the system's tables show it.

use std::time::Instant;

use super::observe::Observer;
use super::observed::{Observed, State};
use super::processes::thread_name;
use super::registry::{Does, Recorded, Registry};
use super::sample::{Sample, established, is_news, parse_run, parse_state, since};
use super::table::{OF_A_THREAD, Room, Row, is_gone};

/// How many looks pass until one that is asleep, and has not run since, is asked anew whether it could run.
const ASK_AGAIN: u32 = 8;

/// A thread of the run.
pub(super) struct Thread {
    pub id: u32,
    pub tid: u32,
    /// True if its files are kept open.
    keeps: bool,
    /// None as long as it did not say who it is.
    pub actor: Option<u32>,
    schedstat: Row,
    stat: Row,
    before: Option<Sample>,
    /// What was told of it since its last own event.
    told: Option<State>,
    /// True if it was told that there is such a thread.
    pub introduced: bool,
    pub rest: Option<Rest>,
}

/// What a thread does that does not move.
#[derive(Clone, Copy)]
pub(super) struct Rest {
    pub since: Instant,
    /// None if it is asleep in something unseen.
    pub waits: Option<Does>,
    events: u64,
}

/// The thread is no more.
pub(super) struct Gone;

impl Thread {
    pub fn new(pid: u32, tid: u32, observer: &mut Observer) -> Self {
        let row = |name: &str| Row::new(format!("/proc/{pid}/task/{tid}/{name}"));
        Self {
            id: observer.take_id(),
            tid,
            keeps: observer.room.enter(OF_A_THREAD),
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
    pub fn look(&mut self, process: u32, pid: u32, observer: &mut Observer) -> Result<bool, Gone> {
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
            let silent = now.time.saturating_duration_since(now.silent_since);
            if is_news(state, self.told, runs_as_recorded, silent) {
                let ticks = since(state, self.told, &before, &now);
                self.tell(process, pid, ticks, state, observer);
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
    pub fn is(&mut self, actor: u32, observer: &mut Observer) {
        self.actor = Some(actor);
        self.forget();
        if self.introduced {
            observer.facts.push(Observed::Is { id: self.id, actor });
        }
    }

    /// Closes its files.
    pub fn leave(&mut self, room: &mut Room) {
        if self.keeps {
            self.keeps = false;
            self.schedstat.close();
            self.stat.close();
            room.leave(OF_A_THREAD);
        }
    }

    /// Nobody else with its tid is this actor.
    pub fn unregister(&self, registry: &mut Registry) {
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
        let events = recorded.map_or(0, |recorded| recorded.events);
        let time = Instant::now();
        let ticks = observer.clock.ticks();
        let silent = self.before.filter(|before| before.events == events);
        let still = silent.filter(|before| before.run == run);
        let mut now = Sample {
            ticks,
            time,
            silent_since: silent.map_or(time, |before| before.silent_since),
            still_since: still.map_or(ticks, |before| before.still_since),
            events,
            run,
            state: None,
        };
        if let Some(before) = still {
            let asleep = self.told == Some(State::Asleep);
            let ask = !asleep || (observer.looks.wrapping_add(self.tid)) % ASK_AGAIN == 0;
            now.state = if ask { self.state()? } else { before.state };
        }
        Ok(Some(now))
    }

    /// How long it has run, and how often it got a core.
    pub fn run(&mut self) -> std::io::Result<(u64, u64)> {
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
    pub fn introduce(&mut self, process: u32, pid: u32, observer: &mut Observer) {
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
    pub fn end(&mut self, process: u32, pid: u32, ticks: u64, observer: &mut Observer) {
        let recorded = self
            .actor
            .and_then(|_| observer.registry.recorded(self.tid, self.keeps));
        let has_ended = recorded.is_some_and(|recorded| recorded.does == Does::Ended);
        if (self.actor.is_some() || self.introduced) && !has_ended {
            self.tell(process, pid, ticks, State::Gone, observer);
        }
    }
}
