//! The processes of a run: who came, who turned into another program, who died, who was reaped or adopted.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::kill as send_signal;
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::time::{ClockId, clock_gettime};

use super::kill;
use super::newcomers::Newcomers;
use super::observe::{Observer, Pace, Rest, Threads};
use super::observed::{Observed, State, tell};
use super::pidfd;
use super::processes::{Stat, command_of, descendants_of};
use super::registry::{Does, Registry};
use super::table::Room;
use crate::session::{
    AttachedDefinition, Control, Definition, DefinitionReader, Folder, Image, SessionError,
    ThreadDefinition,
};

/// How many states of threads are told: more would fill the memory of those who are told.
const MOST_STATES: u64 = 200_000;
/// The most processes that a run is believed to have: more than a system has at a time, and few enough
/// to be looked at again and again.
const MOST_PROCESSES: usize = 1 << 16;
/// How long nobody may move, with nothing recorded that says why, before somebody is told.
const ASLEEP_AFTER: Duration = Duration::from_secs(10);
/// How many names are told then.
const NAMES: usize = 12;

/// A process while it runs one program, until it is reaped: when it turns into another one, that is a
/// process of its own here, with the same pid.
struct Process {
    /// What facts call it.
    id: u32,
    pid: u32,
    /// The id of its parent, if that is one of these.
    parent: Option<u32>,
    parent_pid: u32,
    /// Clock ticks from boot to its start.
    started: Option<u64>,
    image: Option<Image>,
    /// True if it runs its parent's program, as after a `fork`: the one that it turns into is its own.
    is_fork: bool,
    /// None as long as it did not say who it is.
    actor: Option<u32>,
    /// None if it was reaped before we came to it, or if there are no more descriptors to be had.
    handle: Option<OwnedFd>,
    is_dead: bool,
    adopted: bool,
    threads: Threads,
}

impl Process {
    /// True if it is found dead.
    fn has_died(&self) -> bool {
        match &self.handle {
            Some(handle) => pidfd::is_dead(handle),
            // Nor is there a descriptor to read `/proc` by. A zombie is still there: soon it is not.
            None => send_signal(kill::as_pid(self.pid), None) == Err(Errno::ESRCH),
        }
    }

    /// Its exit code, now that it is dead.
    fn exit_code(&self) -> Option<i32> {
        let zombie = Stat::of(self.pid).and_then(|stat| stat.exit_code());
        zombie.or_else(|| pidfd::reaped_exit_code(self.handle.as_ref()?))
    }

    /// True if nobody has that pid any more, or another one.
    fn is_reaped(&self) -> bool {
        Stat::of(self.pid).is_none_or(|stat| self.started.is_some_and(|started| stat.started != started))
    }
}

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

    /// Tells the deaths of others' children. The children of a process come first: what it did with them, it
    /// did before it died.
    fn tell_deaths(&mut self) -> io::Result<bool> {
        let own = std::process::id();
        let mut any = false;
        for index in (0..self.processes.len()).rev() {
            let process = &self.processes[index];
            if process.is_dead || process.parent_pid == own || !process.has_died() {
                continue;
            }
            if process.actor.is_none() {
                // What it wrote about itself, it wrote before it died.
                self.attach_new()?;
            }
            self.exit(index, None);
            any = true;
        }
        self.tell_reaped();
        Ok(any)
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
        if self.can_observe {
            self.look_at_threads(any_new);
            self.tell_if_all_asleep();
        }
        self.tell_facts()?;
        self.pace.took(core_time().saturating_sub(start));
        Ok(())
    }

    /// True if somebody came, be it a thread.
    fn meet_newcomers(&mut self) -> bool {
        let own = std::process::id();
        let ids = self.newcomers.come();
        for &id in &ids {
            let Some(stat) = Stat::of(id) else {
                self.newcomers.is_invisible(id);
                continue;
            };
            let is_ours = stat.parent == own || self.index_of(stat.parent).is_some();
            if is_ours && self.index_of(id).is_none() && Newcomers::is_process(id) {
                self.meet(id);
            }
        }
        !ids.is_empty()
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

    fn attach_new(&mut self) -> io::Result<()> {
        let mut pids = [0; 4096];
        while matches!((&self.announce).read(&mut pids), Ok(1..)) {}
        let mut new = Vec::new();
        let read = self.definitions.for_each_new(|definition| {
            new.push(definition);
            true
        });
        read.map_err(io::Error::other)?;
        for definition in new {
            match definition {
                // Who says so twice is believed once.
                Definition::Attached(definition)
                    if self.actors.len() < MOST_PROCESSES && self.actors.insert(definition.actor) =>
                {
                    self.attach(&definition);
                }
                Definition::Thread(thread) => self.meet_thread(thread),
                Definition::Actor(actor) => {
                    let registry = &mut self.observer.registry;
                    registry.define(actor.id, actor.name, actor.parent);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn attach(&mut self, definition: &AttachedDefinition) {
        let known = self.index_of(definition.pid);
        let Some(index) = known.or_else(|| self.meet_with_parents(definition.pid)) else {
            return;
        };
        self.is_now(index, definition);
        // It may run another one by now.
        self.look_for_exec(index);
    }

    /// A process said who it was while it ran the program that it then ran.
    fn is_now(&mut self, index: usize, definition: &AttachedDefinition) {
        let process = &mut self.processes[index];
        let image = definition.image.or(process.image);
        // Who says once more who it is has become somebody else, even if it looks the same.
        if process.actor.is_some()
            || (process.image != image && process.image.is_some() && !process.is_fork)
        {
            self.turn(index, image);
        }
        let process = &mut self.processes[index];
        process.is_fork &= process.image == image;
        process.image = image;
        // Its parent may be dead by now; it has seen it alive.
        let parent = self.index_of(definition.parent_pid);
        if let (None, Some(parent)) = (self.processes[index].parent, parent) {
            self.processes[index].parent = Some(self.processes[parent].id);
            self.introduce(index);
        }
        let process = &mut self.processes[index];
        process.actor = Some(definition.actor);
        self.observer.facts.push(Observed::Is {
            id: process.id,
            actor: definition.actor,
        });
        let threads = &mut self.processes[index].threads;
        threads.meet(definition.tid, definition.thread, &mut self.observer);
        self.observer.registry.add(definition.tid, definition.thread);
    }

    fn meet_thread(&mut self, definition: ThreadDefinition) {
        let ThreadDefinition { actor, tid } = definition;
        let process = self.observer.registry.parent_of(actor);
        let mut alive = self.processes.iter_mut().filter(|process| !process.is_dead);
        let process = alive.rfind(|alive| process.is_some() && alive.actor == process);
        if let Some(process) = process {
            process.threads.meet(tid, actor, &mut self.observer);
        }
        self.observer.registry.add(tid, actor);
    }

    /// There is a process with this pid, and its ancestors up to one that is known. Returns its index; `None`
    /// if it is nobody's here.
    fn meet_with_parents(&mut self, pid: u32) -> Option<usize> {
        let mut line = vec![pid];
        while let Some(Stat { parent, .. }) = line.last().and_then(|&pid| Stat::of(pid)) {
            if parent == std::process::id() || self.index_of(parent).is_some() {
                break;
            }
            if parent <= 1 {
                return None;
            }
            line.push(parent);
        }
        let indices = line.into_iter().rev().map(|pid| self.meet(pid));
        indices.last()
    }

    /// There is a process with this pid. Returns its index.
    fn meet(&mut self, pid: u32) -> usize {
        let stat = Stat::of(pid);
        let parent = stat.and_then(|stat| self.index_of(stat.parent));
        let image = stat.and_then(|stat| stat.image);
        let is_fork =
            parent.is_some_and(|parent| image.is_some() && self.processes[parent].image == image);
        let id = self.observer.take_id();
        let parent_id = parent.map(|parent| self.processes[parent].id);
        self.observer.facts.push(Observed::Process {
            id,
            parent: parent_id,
            pid,
            name: command_of(pid),
        });
        self.processes.push(Process {
            id,
            pid,
            parent: parent_id,
            parent_pid: stat.map_or(0, |stat| stat.parent),
            started: stat.map(|stat| stat.started),
            image,
            is_fork,
            actor: None,
            handle: kill::pidfd_of(pid).ok(),
            is_dead: false,
            adopted: false,
            threads: Threads::new(id, pid, &mut self.observer),
        });
        let index = self.processes.len() - 1;
        if parent.is_none() && stat.is_some_and(|stat| stat.parent == std::process::id()) {
            self.adopted(index);
        }
        index
    }

    /// Tells that there is such a process.
    fn introduce(&mut self, index: usize) {
        let process = &self.processes[index];
        self.observer.facts.push(Observed::Process {
            id: process.id,
            parent: process.parent,
            pid: process.pid,
            name: command_of(process.pid),
        });
    }

    /// Sees whether a process runs another program now.
    fn look_for_exec(&mut self, index: usize) {
        let process = &mut self.processes[index];
        let image = Stat::of(process.pid).and_then(|stat| stat.image);
        match (process.image, image) {
            (Some(before), Some(now)) if before != now => {}
            (None, Some(_)) => {
                process.image = image;
                return;
            }
            _ => return,
        }
        if process.is_fork && process.actor.is_none() {
            process.is_fork = false;
            process.image = image;
            self.introduce(index);
        } else {
            self.turn(index, image);
        }
    }

    /// A process has turned into another program: what it was has ended, and what it is begins.
    fn turn(&mut self, index: usize, image: Option<Image>) {
        let process = &mut self.processes[index];
        if process.actor.is_none() {
            self.strangers += 1;
        }
        process.id = self.observer.take_id();
        process.image = image;
        process.is_fork = false;
        process.actor = None;
        self.introduce(index);
        let Process { id, pid, .. } = self.processes[index];
        let threads = Threads::new(id, pid, &mut self.observer);
        let ended = std::mem::replace(&mut self.processes[index].threads, threads);
        ended.end(&mut self.observer);
    }

    /// Tells the deaths of our own children, the program and the adopted, and only then reaps them.
    fn reap(&mut self) -> io::Result<bool> {
        let mut any = false;
        let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
        loop {
            let (pid, exit_code) = match waitid(Id::All, look) {
                Ok(WaitStatus::Exited(pid, code)) => (pid, code),
                Ok(WaitStatus::Signaled(pid, signal, _)) => (pid, -(signal as i32)),
                Ok(_) | Err(Errno::ECHILD) => return Ok(any),
                Err(Errno::EINTR) => continue,
                Err(error) => return Err(error.into()),
            };
            any = true;
            // What it wrote about itself, it wrote before it died; what it did with its children, too.
            self.attach_new()?;
            self.tell_deaths()?;
            self.child_died(pid.as_raw() as u32, exit_code);
            waitid(Id::Pid(pid), WaitPidFlag::WEXITED)?;
        }
    }

    fn child_died(&mut self, pid: u32, exit_code: i32) {
        let index = match self.index_of(pid) {
            Some(index) => index,
            None => self.meet(pid),
        };
        if pid != self.program {
            self.adopted(index);
        }
        if !self.processes[index].is_dead {
            self.exit(index, Some(exit_code));
        }
        self.over(index);
        if pid == self.program {
            self.program_ended = Some((exit_code, Instant::now()));
            self.observer.facts.push(Observed::ProgramExit {
                ticks: self.observer.clock.ticks(),
                exit_code,
            });
        }
    }

    /// Nothing is left of the process.
    fn over(&mut self, index: usize) {
        let process = self.processes.remove(index);
        self.strangers += usize::from(process.actor.is_none());
    }

    /// The process with this pid.
    fn index_of(&self, pid: u32) -> Option<usize> {
        self.processes.iter().rposition(|process| process.pid == pid)
    }

    fn exit(&mut self, index: usize, exit_code: Option<i32>) {
        let process = &mut self.processes[index];
        process.is_dead = true;
        process
            .threads
            .close(&mut self.observer.registry, &mut self.observer.room);
        self.observer.facts.push(Observed::Exit {
            id: process.id,
            ticks: self.observer.clock.ticks(),
            exit_code: exit_code.or_else(|| process.exit_code()),
        });
    }

    /// Tells which of the dead were reaped by their parents.
    fn tell_reaped(&mut self) {
        for index in (0..self.processes.len()).rev() {
            let process = &self.processes[index];
            if !process.is_dead || !process.is_reaped() {
                continue;
            }
            // It may run another program by now.
            let parent = self.index_of(process.parent_pid);
            let parent = parent.map(|parent| self.processes[parent].id).or(process.parent);
            if let (Some(parent), false) = (parent, process.adopted) {
                self.observer.facts.push(Observed::Reap {
                    id: process.id,
                    ticks: self.observer.clock.ticks(),
                    parent,
                });
            }
            self.over(index);
        }
    }

    fn adopted(&mut self, index: usize) {
        let process = &mut self.processes[index];
        if process.adopted || process.pid == self.program {
            return;
        }
        process.adopted = true;
        process.parent_pid = std::process::id();
        self.observer.facts.push(Observed::Adopt {
            id: process.id,
            ticks: self.observer.clock.ticks(),
            by: std::process::id(),
        });
    }

    /// A process that died may have left children: they are ours now.
    fn tell_adopted(&mut self) {
        let own = std::process::id();
        for index in 0..self.processes.len() {
            let process = &self.processes[index];
            let is_left = !process.is_dead && !process.adopted && process.pid != self.program;
            if is_left && Stat::of(process.pid).is_some_and(|stat| stat.parent == own) {
                self.adopted(index);
            }
        }
    }
}

/// How long this process has run on a core.
fn core_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
