//! The processes of a run that said who they are: who came, who died, who was adopted.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::time::Instant;

use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::kill as send_signal;
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};

use super::kill;
use super::observed::{Observed, tell};
use super::processes::{Stat, descendants_of};
use super::watchdog::Watchdog;
use crate::session::{
    AttachedDefinition, Clock, Control, Definition, DefinitionReader, Folder, SessionError,
};

/// The most processes that a run is believed to have: more than a system has at a time, and few enough
/// to be looked at again and again.
const MOST_MEMBERS: usize = 1 << 16;

/// A process that said who it is.
struct Member {
    definition: AttachedDefinition,
    /// None if it was reaped before we came to it, or if there are no more descriptors to be had.
    handle: Option<OwnedFd>,
    dead: bool,
    adopted: bool,
}

impl Member {
    /// True if it is found dead.
    fn has_died(&self) -> bool {
        match &self.handle {
            Some(handle) => is_readable(handle),
            // Nor is there a descriptor to read `/proc` by. A zombie is still there: soon it is not.
            None => send_signal(kill::as_pid(self.definition.pid), None) == Err(Errno::ESRCH),
        }
    }
}

/// All of them, the dead included, and the program itself. What is seen of them is told at once.
pub(super) struct Family {
    clock: Clock,
    pipe: File,
    announce: File,
    definitions: DefinitionReader,
    members: Vec<Member>,
    /// Their actors.
    actors: HashSet<u32>,
    /// The program's pid.
    pub program: u32,
    /// Its exit code, and when it was seen.
    pub program_ended: Option<(i32, Instant)>,
    /// Children that died without ever saying who they were.
    strangers: HashSet<u32>,
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
            clock: Control::open(&folder.control())?.clock(),
            pipe,
            announce,
            definitions: DefinitionReader::open(&folder.definitions())?,
            members: Vec::new(),
            actors: HashSet::new(),
            program: 0,
            program_ended: None,
            strangers: HashSet::new(),
        })
    }

    /// The time now, on the session's clock.
    pub fn ticks(&self) -> u64 {
        self.clock.ticks()
    }

    /// Tells the guardian.
    pub fn tell(&mut self, fact: &Observed) -> io::Result<()> {
        tell(&mut self.pipe, fact)
    }

    /// What is readable when somebody has come, or a member has died.
    pub fn fds(&self) -> impl Iterator<Item = BorrowedFd<'_>> {
        let alive = self.alive().filter_map(|member| member.handle.as_ref());
        std::iter::once(self.announce.as_fd()).chain(alive.map(AsFd::as_fd))
    }

    /// The pids of those that live.
    pub fn pids(&self) -> Vec<u32> {
        self.alive().map(|member| member.definition.pid).collect()
    }

    fn alive(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| !member.dead)
    }

    /// How many live still, and how many of all that were seen never said who they are.
    pub fn count(&mut self) -> (usize, usize) {
        let alive = descendants_of(std::process::id());
        for stat in &alive {
            if self.index_of(stat.pid).is_none() {
                self.strangers.insert(stat.pid);
            }
        }
        (alive.len(), self.strangers.len())
    }

    /// Learns what is new.
    pub fn look(&mut self, watchdog: &mut Watchdog) -> io::Result<()> {
        self.attach_new(watchdog)?;
        let mut died = self.reap(watchdog)?;
        for index in 0..self.members.len() {
            let member = &self.members[index];
            if !member.dead && member.has_died() {
                let exit_code = Stat::of(member.definition.pid).and_then(|stat| stat.exit_code());
                self.exit(index, exit_code)?;
                died = true;
            }
        }
        if died {
            self.tell_adopted()?;
        }
        Ok(())
    }

    fn attach_new(&mut self, watchdog: &mut Watchdog) -> io::Result<()> {
        let mut pids = [0; 4096];
        while matches!((&self.announce).read(&mut pids), Ok(1..)) {}
        let Self {
            definitions,
            members,
            actors,
            ..
        } = self;
        let read = definitions.for_each_new(|definition| {
            match definition {
                // Who says so twice is believed once.
                Definition::Attached(definition)
                    if members.len() < MOST_MEMBERS && actors.insert(definition.actor) =>
                {
                    watchdog.thread(definition.thread, definition.tid);
                    members.push(Member {
                        handle: kill::pidfd_of(definition.pid).ok(),
                        definition,
                        dead: false,
                        adopted: false,
                    });
                }
                Definition::Thread(thread) => watchdog.thread(thread.actor, thread.tid),
                _ => {}
            }
            true
        });
        read.map_err(io::Error::other)
    }

    /// Tells the deaths of our own children, the program and the adopted, and only then reaps them.
    fn reap(&mut self, watchdog: &mut Watchdog) -> io::Result<bool> {
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
            // What it wrote about itself, it wrote before it died.
            self.attach_new(watchdog)?;
            self.child_died(pid.as_raw() as u32, exit_code)?;
            waitid(Id::Pid(pid), WaitPidFlag::WEXITED)?;
        }
    }

    fn child_died(&mut self, pid: u32, exit_code: i32) -> io::Result<()> {
        match self.index_of(pid) {
            Some(index) => {
                if pid != self.program {
                    self.adopted(index)?;
                }
                if !self.members[index].dead {
                    self.exit(index, Some(exit_code))?;
                }
            }
            None => {
                self.strangers.insert(pid);
            }
        }
        if pid == self.program {
            self.program_ended = Some((exit_code, Instant::now()));
            self.tell(&Observed::ProgramExit {
                ticks: self.ticks(),
                exit_code,
            })?;
        }
        Ok(())
    }

    /// The newest member with this pid.
    fn index_of(&self, pid: u32) -> Option<usize> {
        self.members
            .iter()
            .rposition(|member| member.definition.pid == pid)
    }

    fn exit(&mut self, index: usize, exit_code: Option<i32>) -> io::Result<()> {
        let member = &mut self.members[index];
        member.dead = true;
        member.handle = None;
        let actor = member.definition.actor;
        self.tell(&Observed::Exit {
            actor,
            ticks: self.ticks(),
            exit_code,
        })
    }

    fn adopted(&mut self, index: usize) -> io::Result<()> {
        let by = std::process::id();
        let member = &mut self.members[index];
        if member.adopted || member.definition.parent_pid == by {
            return Ok(());
        }
        member.adopted = true;
        let actor = member.definition.actor;
        self.tell(&Observed::Adopt {
            actor,
            ticks: self.ticks(),
            by,
        })
    }

    /// A process that died may have left children: they are ours now.
    fn tell_adopted(&mut self) -> io::Result<()> {
        let own = std::process::id();
        for index in 0..self.members.len() {
            let Member {
                definition,
                dead,
                adopted,
                ..
            } = &self.members[index];
            let alive = !dead && !adopted && definition.pid != self.program;
            if alive && Stat::of(definition.pid).is_some_and(|stat| stat.parent == own) {
                self.adopted(index)?;
            }
        }
        Ok(())
    }
}

/// True if a handle's process is dead.
pub(super) fn is_readable(handle: &OwnedFd) -> bool {
    let mut fds = [PollFd::new(handle.as_fd(), PollFlags::POLLIN)];
    poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
}
