//! The processes of a run: who came, who turned into another program, who died, who was reaped or adopted.

mod arrivals;
mod deaths;
mod process;
mod sessions;

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

use nix::libc;
use nix::time::{ClockId, clock_gettime};

use super::newcomers::Newcomers;
use super::observe::Observer;
use super::observed::{Observed, State, tell};
use super::pace::Pace;
use super::processes::descendants_of;
use super::registry::{Does, Registry};
use super::table::Room;
use super::thread::Rest;
use crate::session::{Control, DefinitionReader, Folder, SessionError};
use process::Process;
use sessions::Standing;

/// How many states of threads are told: more would fill the memory of those who are told.
const MOST_STATES: u64 = 200_000;
/// How long nobody may move, with nothing recorded that says why, before somebody is told.
const ASLEEP_AFTER: Duration = Duration::from_secs(10);
/// How many names are told then.
const NAMES: usize = 12;

/// All of them that are not over, and the program itself. What is seen of them is told at once.
pub(super) struct Family {
    pipe: File,
    announce: File,
    definitions: DefinitionReader,
    observer: Observer,
    newcomers: Newcomers,
    pace: Pace,
    /// Parents stand before their children.
    processes: Vec<Process>,
    /// Actors of those that said who they are.
    actors: HashSet<u32>,
    states: u64,
    /// How many that are over never said who they were.
    strangers: usize,
    told_asleep: bool,
    /// False if the system does not say how long a thread has run.
    can_observe: bool,
    /// The session and terminal that the run was started in.
    standing: Standing,
    /// The program's pid.
    pub program: u32,
    /// Its exit code, and when it was seen.
    pub program_ended: Option<(i32, Instant)>,
}

impl Family {
    /// Nobody yet.
    pub fn new(folder: &Folder, pipe: File) -> Result<Self, SessionError> {
        let path = folder.announce();
        // Open for writing too, so that it never comes to its end.
        let announce = File::options()
            .read(true)
            .write(true)
            .custom_flags(libc::O_NONBLOCK)
            .open(&path)
            .map_err(|source| SessionError::File { path, source })?;
        Ok(Self {
            pipe,
            announce,
            definitions: DefinitionReader::open(&folder.definitions())?,
            observer: Observer::new(
                Registry::new(folder.clone()),
                Control::open(&folder.control())?.clock(),
            ),
            newcomers: Newcomers::default(),
            pace: Pace::new(),
            processes: Vec::new(),
            actors: HashSet::new(),
            states: 0,
            strangers: 0,
            told_asleep: false,
            can_observe: std::fs::exists("/proc/self/schedstat").unwrap_or(false),
            standing: Standing::default(),
            program: 0,
            program_ended: None,
        })
    }

    /// The program was started, with this pid. To be called after that, because from here on this process
    /// may have more descriptors than others.
    pub fn start(&mut self, program: u32) -> io::Result<()> {
        self.program = program;
        self.observer.room = Room::take();
        self.newcomers = Newcomers::since(program);
        self.standing = Standing::of_this_process();
        self.meet(program);
        self.tell_facts()
    }

    /// The time now, on the session's clock.
    pub fn ticks(&self) -> u64 {
        self.observer.clock.ticks()
    }

    /// Tells the guardian.
    pub fn tell(&mut self, fact: Observed) -> io::Result<()> {
        self.observer.facts.push(fact);
        self.tell_facts()
    }

    fn tell_facts(&mut self) -> io::Result<()> {
        let facts = std::mem::take(&mut self.observer.facts);
        if facts.is_empty() {
            return Ok(());
        }
        tell(&mut self.pipe, &facts)
    }

    /// What is readable when somebody has come, or one of them has died.
    pub fn fds(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        let alive = self.alive().filter_map(|process| process.handle.as_ref());
        std::iter::once(self.announce.as_fd()).chain(alive.map(AsFd::as_fd))
    }

    fn alive(&self) -> impl Iterator<Item = &Process> {
        self.processes.iter().filter(|process| !process.is_dead)
    }

    /// The process with this pid.
    pub(super) fn index_of(&self, pid: u32) -> Option<usize> {
        self.processes.iter().rposition(|process| process.pid == pid)
    }

    /// The pids of those that live, if all of them record.
    pub fn recording_pids(&self) -> Option<Vec<u32>> {
        self.alive()
            .map(|process| process.actor.map(|_| process.pid))
            .collect()
    }

    /// How many live still, how many of all that were seen never said who they are, and how many states of
    /// threads were not told.
    pub fn count(&self) -> (usize, usize, u64) {
        let alive = descendants_of(std::process::id());
        let unattached = self.processes.iter().filter(|process| process.actor.is_none());
        let untold = self.states.saturating_sub(MOST_STATES);
        (alive.len(), self.strangers + unattached.count(), untold)
    }

    /// Who said who they are.
    pub fn registry(&mut self) -> &mut Registry {
        &mut self.observer.registry
    }

    /// False if the threads of the run cannot be observed here.
    pub fn can_observe(&self) -> bool {
        self.can_observe
    }

    /// Learns what is new.
    pub fn look(&mut self) -> io::Result<()> {
        self.attach_new()?;
        if self.pace.left().is_zero() {
            self.observe()?;
        }
        let mut died = self.tell_deaths()?;
        died |= self.reap()?;
        if died {
            self.tell_adopted();
            self.tell_reaped();
        }
        self.tell_facts()
    }

    /// How long until there is to be a look at the threads.
    pub fn rest(&self) -> Duration {
        self.pace.left()
    }

    /// Looks at the system's tables: who is new, and what the threads of all do.
    fn observe(&mut self) -> io::Result<()> {
        let start = core_time();
        self.observer.looks = self.observer.looks.wrapping_add(1);
        let any_new = self.meet_newcomers();
        self.look_at_sessions();
        if self.can_observe {
            self.look_at_threads(any_new);
            self.tell_if_all_asleep();
        }
        self.tell_facts()?;
        self.pace.took(core_time().saturating_sub(start));
        Ok(())
    }

    fn look_at_threads(&mut self, any_new: bool) {
        for index in 0..self.processes.len() {
            if self.processes[index].is_dead {
                continue;
            }
            let before = self.observer.facts.len();
            let may_have_turned = self.processes[index].threads.look(&mut self.observer, any_new);
            self.limit_states(before);
            if may_have_turned {
                self.look_for_exec(index);
            }
        }
    }

    /// Leaves out the states among the facts from here on that are too many.
    fn limit_states(&mut self, from: usize) {
        let is_state =
            |fact: &Observed| matches!(fact, Observed::State { state, .. } if *state != State::Gone);
        let new = self.observer.facts[from..]
            .iter()
            .filter(|fact| is_state(fact))
            .count() as u64;
        self.states += new;
        if self.states > MOST_STATES {
            let mut index = 0;
            self.observer.facts.retain(|fact| {
                index += 1;
                index <= from || !is_state(fact)
            });
        }
    }

    /// Tells once if nobody has moved for a while and nothing that was recorded says why: who waits for
    /// another one is explained, and who waits for a time or for the world outside will move.
    fn tell_if_all_asleep(&mut self) {
        if self.told_asleep {
            return;
        }
        let rests = || self.alive().flat_map(|process| process.threads.rests());
        let still = |rest: Option<Rest>| {
            rest.is_some_and(|rest| {
                let may_wake = rest.waits == Some(Does::Waits { limited: true });
                !may_wake && rest.since.elapsed() >= ASLEEP_AFTER
            })
        };
        let anybody_unseen = rests().flatten().any(|rest| rest.waits.is_none());
        if !anybody_unseen || !rests().all(still) {
            return;
        }
        self.told_asleep = true;
        let names = self
            .alive()
            .flat_map(|process| process.threads.names(&self.observer.registry));
        let mut threads: Vec<String> = names.collect();
        let more = threads.len().saturating_sub(NAMES);
        threads.truncate(NAMES);
        self.observer.facts.push(Observed::AllAsleep { threads, more });
    }

    /// True if each thread of each process waits for another one by what it recorded.
    pub fn everyone_waits(&self) -> bool {
        let mut rests = self
            .alive()
            .flat_map(|process| process.threads.rests())
            .peekable();
        let waits = |rest: Option<Rest>| {
            rest.is_some_and(|rest| rest.waits == Some(Does::Waits { limited: false }))
        };
        !self.can_observe || (rests.peek().is_some() && rests.all(waits))
    }
}

/// How long this process has run on a core.
fn core_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
