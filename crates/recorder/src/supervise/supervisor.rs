//! The supervisor: starts the program, sees its processes come and go, and decides when the run is over.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use laneway_trace::Ending;
use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::getppid;

use super::observed::{Ended, Observed, tell};
use super::processes::{Stat, descendants_of};
use super::signals::Signals;
use super::watchdog::Watchdog;
use super::{Plan, kill, program};
use crate::session::{
    AttachedDefinition, Clock, Control, Definition, DefinitionReader, Folder, SessionError,
};

/// How long a program that is asked to end may take before it is killed.
const GRACE: Duration = Duration::from_millis(500);

/// The supervisor's whole life, in the process that was forked for it.
pub(super) fn run_and_exit(
    plan: &Plan,
    folder: &Folder,
    pipe: File,
    guardian: u32,
    held: &Signals,
) -> ! {
    let watched = catch_unwind(AssertUnwindSafe(|| watch(plan, folder, pipe, guardian, held)));
    // What went wrong is on standard error or in the pipe; the guardian kills what may be left.
    let status = i32::from(!matches!(watched, Ok(Ok(()))));
    // SAFETY: ends the process at once, so that nothing of the guardian's is dropped or flushed twice.
    unsafe { libc::_exit(status) }
}

fn watch(plan: &Plan, folder: &Folder, pipe: File, guardian: u32, held: &Signals) -> io::Result<()> {
    prctl::set_child_subreaper(true)?;
    let guardian_handle = kill::pidfd_of(guardian)?;
    if getppid() != kill::as_pid(guardian) {
        return end_orphaned(folder, None);
    }
    let signals = held.with(Signal::SIGCHLD)?;
    let mut watch = Watch::prepare(plan, folder, pipe).map_err(io::Error::other)?;
    watch.tell(&Observed::Started {
        ticks: watch.clock.ticks(),
    })?;
    let program = match program::start(plan, folder, held) {
        Ok(pid) => pid,
        Err(error) => {
            let message = error.to_string();
            return watch.tell(&Observed::NotStarted {
                os_error: error.raw_os_error(),
                message,
            });
        }
    };
    watch.program = program;
    watch.tell(&Observed::Program { pid: program })?;

    let start = Instant::now();
    let outcome = loop {
        watch.wait(start, &guardian_handle, &signals)?;
        if is_readable(&guardian_handle) {
            return end_orphaned(folder, Some(program));
        }
        let mut interrupted = false;
        while let Some(signal) = signals.next() {
            interrupted |= signal != Signal::SIGCHLD;
        }
        watch.look()?;
        if let Some(outcome) = watch.outcome(start, interrupted) {
            break outcome;
        }
    };
    let ended = watch.ended(&outcome);
    watch.tell(&Observed::Ended(ended))?;
    if outcome.ask {
        kill::ask_to_end(program, GRACE, &HashSet::new());
    }
    kill::kill_all(Some(program), &HashSet::new());
    Ok(())
}

/// The guardian is dead: nobody will ask for the trace, and nothing may be left behind.
fn end_orphaned(folder: &Folder, program: Option<u32>) -> io::Result<()> {
    kill::kill_all(program, &HashSet::new());
    fs::remove_dir_all(folder.path())
}

/// How a run ended, and what is to be done with what lives still.
struct Outcome {
    ending: Ending,
    /// True if the program is to be asked to end before it is killed.
    ask: bool,
}

/// A process that said who it is.
struct Attached {
    definition: AttachedDefinition,
    /// None if it was reaped before we came to it; the merge learns of its end from its parent.
    handle: Option<OwnedFd>,
    dead: bool,
    adopted: bool,
}

struct Watch<'a> {
    plan: &'a Plan,
    clock: Clock,
    pipe: File,
    announce: File,
    definitions: DefinitionReader,
    processes: Vec<Attached>,
    watchdog: Watchdog,
    /// The program's pid.
    program: u32,
    /// Its exit code, and when it was seen.
    program_ended: Option<(i32, Instant)>,
    /// Children that died without ever saying who they were.
    unattached: HashSet<u32>,
}

impl<'a> Watch<'a> {
    fn prepare(plan: &'a Plan, folder: &Folder, pipe: File) -> Result<Self, SessionError> {
        let path = folder.announce();
        // Open for writing too, so that it never comes to its end.
        let announce = File::options()
            .read(true)
            .write(true)
            .custom_flags(libc::O_NONBLOCK)
            .open(&path)
            .map_err(|source| SessionError::File { path, source })?;
        Ok(Self {
            plan,
            clock: Control::open(&folder.control())?.clock(),
            pipe,
            announce,
            definitions: DefinitionReader::open(&folder.definitions())?,
            processes: Vec::new(),
            watchdog: Watchdog::new(folder.clone(), plan.stuck_after),
            program: 0,
            program_ended: None,
            unattached: HashSet::new(),
        })
    }

    fn tell(&mut self, fact: &Observed) -> io::Result<()> {
        tell(&mut self.pipe, fact)
    }

    /// Waits until something may have happened, or it is time to look at the watchdog.
    fn wait(&self, start: Instant, guardian: &OwnedFd, signals: &Signals) -> io::Result<()> {
        let mut fds = vec![
            PollFd::new(guardian.as_fd(), PollFlags::POLLIN),
            PollFd::new(signals.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.announce.as_fd(), PollFlags::POLLIN),
        ];
        let alive = self.processes.iter().filter(|process| !process.dead);
        let handles = alive.filter_map(|process| process.handle.as_ref());
        fds.extend(handles.map(|handle| PollFd::new(handle.as_fd(), PollFlags::POLLIN)));
        let left = self
            .plan
            .timeout
            .map(|timeout| timeout.saturating_sub(start.elapsed()));
        let period = self.watchdog.period();
        // A millisecond more: the poll's clock is cut to whole ones.
        let period = left.map_or(period, |left| left.min(period)) + Duration::from_millis(1);
        let timeout = PollTimeout::try_from(period).unwrap_or(PollTimeout::MAX);
        match poll(&mut fds, timeout) {
            Ok(_) | Err(Errno::EINTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Learns what is new: who came, who died, who was adopted.
    fn look(&mut self) -> io::Result<()> {
        self.attach_new()?;
        let mut died = self.reap()?;
        for index in 0..self.processes.len() {
            let process = &self.processes[index];
            if !process.dead && process.handle.as_ref().is_some_and(is_readable) {
                let exit_code = Stat::of(process.definition.pid).and_then(|stat| stat.exit_code());
                self.exit(index, exit_code)?;
                died = true;
            }
        }
        if died {
            self.tell_adopted()?;
        }
        Ok(())
    }

    fn attach_new(&mut self) -> io::Result<()> {
        let mut pids = [0; 4096];
        while matches!((&self.announce).read(&mut pids), Ok(1..)) {}
        for definition in self.definitions.read_new().map_err(io::Error::other)? {
            match definition {
                Definition::Attached(definition) => {
                    self.watchdog.thread(definition.thread, definition.tid);
                    let handle = kill::pidfd_of(definition.pid).ok();
                    let dead = handle.is_none();
                    self.processes.push(Attached {
                        definition,
                        handle,
                        dead,
                        adopted: false,
                    });
                }
                Definition::Thread(thread) => self.watchdog.thread(thread.actor, thread.tid),
                _ => {}
            }
        }
        Ok(())
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
            // What it wrote about itself, it wrote before it died.
            self.attach_new()?;
            let number = pid.as_raw() as u32;
            match self.index_of(number) {
                Some(index) => {
                    if number != self.program {
                        self.adopted(index)?;
                    }
                    if !self.processes[index].dead {
                        self.exit(index, Some(exit_code))?;
                    }
                }
                None => {
                    self.unattached.insert(number);
                }
            }
            if number == self.program {
                self.program_ended = Some((exit_code, Instant::now()));
                self.tell(&Observed::ProgramExit {
                    ticks: self.clock.ticks(),
                    exit_code,
                })?;
            }
            waitid(Id::Pid(pid), WaitPidFlag::WEXITED)?;
        }
    }

    /// The newest process with this pid.
    fn index_of(&self, pid: u32) -> Option<usize> {
        self.processes
            .iter()
            .rposition(|process| process.definition.pid == pid)
    }

    fn exit(&mut self, index: usize, exit_code: Option<i32>) -> io::Result<()> {
        let process = &mut self.processes[index];
        process.dead = true;
        process.handle = None;
        let actor = process.definition.actor;
        self.tell(&Observed::Exit {
            actor,
            ticks: self.clock.ticks(),
            exit_code,
        })
    }

    fn adopted(&mut self, index: usize) -> io::Result<()> {
        let by = std::process::id();
        let process = &mut self.processes[index];
        if process.adopted || process.definition.parent_pid == by {
            return Ok(());
        }
        process.adopted = true;
        let actor = process.definition.actor;
        self.tell(&Observed::Adopt {
            actor,
            ticks: self.clock.ticks(),
            by,
        })
    }

    /// A process that died may have left children: they are ours now.
    fn tell_adopted(&mut self) -> io::Result<()> {
        let own = std::process::id();
        for index in 0..self.processes.len() {
            let Attached {
                definition,
                dead,
                adopted,
                ..
            } = &self.processes[index];
            let alive = !dead && !adopted && definition.pid != self.program;
            if alive && Stat::of(definition.pid).is_some_and(|stat| stat.parent == own) {
                self.adopted(index)?;
            }
        }
        Ok(())
    }

    /// Whether the run is over, and how.
    fn outcome(&mut self, start: Instant, interrupted: bool) -> Option<Outcome> {
        let by_program = |status: i32| {
            if status == 0 {
                Ending::Finished
            } else {
                Ending::Failed
            }
        };
        if interrupted {
            return Some(Outcome {
                ending: Ending::Interrupted,
                ask: true,
            });
        }
        if let Some((status, since)) = self.program_ended {
            if !has_children() {
                return Some(Outcome {
                    ending: by_program(status),
                    ask: false,
                });
            }
            if since.elapsed() > self.plan.linger {
                return Some(Outcome {
                    ending: by_program(status),
                    ask: true,
                });
            }
        }
        if self.plan.timeout.is_some_and(|timeout| start.elapsed() > timeout) {
            return Some(Outcome {
                ending: Ending::Timeout,
                ask: true,
            });
        }
        let alive = self.processes.iter().filter(|process| !process.dead);
        let alive: Vec<u32> = alive.map(|process| process.definition.pid).collect();
        self.watchdog.is_stuck(&alive).then_some(Outcome {
            ending: Ending::Stuck,
            ask: false,
        })
    }

    fn ended(&mut self, outcome: &Outcome) -> Ended {
        let ticks = self.clock.ticks();
        let alive = descendants_of(std::process::id());
        let unknown = alive.iter().map(|stat| stat.pid).filter(|pid| {
            !self
                .processes
                .iter()
                .any(|process| process.definition.pid == *pid)
        });
        self.unattached.extend(unknown);
        Ended {
            ending: outcome.ending.clone(),
            ticks,
            outlived: if self.program_ended.is_some() {
                alive.len()
            } else {
                0
            },
            unattached: self.unattached.len(),
        }
    }
}

/// True if any child is alive, or dead and not reaped.
fn has_children() -> bool {
    let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    waitid(Id::All, look) != Err(Errno::ECHILD)
}

fn is_readable(handle: &OwnedFd) -> bool {
    let mut fds = [PollFd::new(handle.as_fd(), PollFlags::POLLIN)];
    poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
}
