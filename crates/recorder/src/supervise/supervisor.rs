//! The supervisor: starts the program, watches its processes, and decides when the run is over.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use laneway_trace::Ending;
use nix::errno::Errno;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::getppid;

use super::family::Family;
use super::observed::{Ended, Observed};
use super::signals::Signals;
use super::terminal::Terminal;
use super::watchdog::Watchdog;
use super::{Plan, kill, pidfd, program};
use crate::session::Folder;

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
    // Nobody reads the pipe: the guardian died before there was a program.
    if matches!(&watched, Ok(Err(error)) if error.kind() == io::ErrorKind::BrokenPipe) {
        let _ = end_orphaned(folder, None);
    }
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
    let mut family = Family::new(folder, pipe).map_err(io::Error::other)?;
    let ticks = family.ticks();
    family.tell(Observed::Started { ticks })?;
    let terminal = Terminal::of_session();
    let program = match program::start(plan, folder, held, terminal) {
        Ok(pid) => pid,
        Err(error) => {
            let message = error.to_string();
            return family.tell(Observed::NotStarted {
                os_error: error.raw_os_error(),
                message,
            });
        }
    };
    family.tell(Observed::Program { pid: program })?;
    family.start(program)?;
    let mut watch = Watch {
        plan,
        start: Instant::now(),
        watchdog: Watchdog::new(plan.stuck_after),
        family,
        terminal,
    };
    let outcome = match watch.follow(&guardian_handle, &signals) {
        Ok(Some(outcome)) => outcome,
        Ok(None) => return end_orphaned(folder, Some(program)),
        // A pipe that nobody reads is how the guardian's death may show first.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            return end_orphaned(folder, Some(program));
        }
        Err(error) => return Err(error),
    };
    if outcome.ask {
        kill::ask_to_end(program, GRACE, &HashSet::new());
    }
    kill::kill_all(Some(program), &HashSet::new());
    Ok(())
}

/// The guardian is dead: nobody will ask for the trace, and nothing may be left behind.
fn end_orphaned(folder: &Folder, program: Option<u32>) -> io::Result<()> {
    kill::kill_all(program, &HashSet::new());
    Terminal::return_from(program);
    fs::remove_dir_all(folder.path())
}

/// How a run ended, and what is to be done with what lives still.
struct Outcome {
    ending: Ending,
    /// True if the program is to be asked to end before it is killed.
    ask: bool,
}

impl Outcome {
    fn asking(ending: Ending) -> Self {
        Self { ending, ask: true }
    }

    fn at_once(ending: Ending) -> Self {
        Self { ending, ask: false }
    }
}

struct Watch<'a> {
    plan: &'a Plan,
    start: Instant,
    watchdog: Watchdog,
    family: Family,
    terminal: Option<Terminal>,
}

impl Watch<'_> {
    /// Follows the run to its end and tells the guardian of it; `None` if the guardian has died.
    fn follow(&mut self, guardian: &OwnedFd, signals: &Signals) -> io::Result<Option<Outcome>> {
        loop {
            self.wait(guardian, signals)?;
            if pidfd::is_dead(guardian) {
                return Ok(None);
            }
            let mut interrupted = false;
            while let Some(signal) = signals.next() {
                interrupted |= signal != Signal::SIGCHLD;
            }
            if let Some(terminal) = self.terminal {
                terminal.stop_with(kill::as_pid(self.family.program));
            }
            self.family.look()?;
            if let Some(outcome) = self.outcome(interrupted) {
                self.tell_end(&outcome)?;
                return Ok(Some(outcome));
            }
        }
    }

    /// Waits until something may have happened, or it is time to look at the threads or the watchdog.
    fn wait(&self, guardian: &OwnedFd, signals: &Signals) -> io::Result<()> {
        let fds = [guardian.as_fd(), signals.as_fd()];
        let fds = fds.into_iter().chain(self.family.fds());
        let mut fds: Vec<PollFd> = fds.map(|fd| PollFd::new(fd, PollFlags::POLLIN)).collect();
        let period = self.watchdog.period().min(self.family.rest());
        let left = self
            .plan
            .timeout
            .map_or(period, |timeout| timeout.saturating_sub(self.start.elapsed()));
        // A millisecond more: the poll's clock is cut to whole ones.
        let period = left.min(period) + Duration::from_millis(1);
        let timeout = PollTimeout::try_from(period).unwrap_or(PollTimeout::MAX);
        match poll(&mut fds, timeout) {
            Ok(_) | Err(Errno::EINTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the run is over, and how.
    fn outcome(&mut self, interrupted: bool) -> Option<Outcome> {
        if interrupted {
            return Some(Outcome::asking(Ending::Interrupted));
        }
        if let Some((status, since)) = self.family.program_ended {
            // Ctrl+C goes to the program where that has the terminal.
            if self.terminal.is_some() && status == -(Signal::SIGINT as i32) {
                return Some(Outcome::asking(Ending::Interrupted));
            }
            let ending = match status {
                0 => Ending::Finished,
                _ => Ending::Failed,
            };
            if !has_children() {
                return Some(Outcome::at_once(ending));
            }
            if since.elapsed() > self.plan.linger {
                return Some(Outcome::asking(ending));
            }
        }
        let timeout = self.plan.timeout;
        if timeout.is_some_and(|timeout| self.start.elapsed() > timeout) {
            return Some(Outcome::asking(Ending::Timeout));
        }
        let stuck = self.is_stuck();
        stuck.then(|| Outcome::at_once(Ending::Stuck))
    }

    fn is_stuck(&mut self) -> bool {
        let waiting = self.family.everyone_waits();
        let recording = self.family.recording_pids().filter(|_| waiting);
        self.watchdog
            .is_stuck(self.family.registry(), recording.as_deref())
    }

    fn tell_end(&mut self, outcome: &Outcome) -> io::Result<()> {
        let ticks = self.family.ticks();
        let (alive, unattached, untold) = self.family.count();
        let program_ended = self.family.program_ended.is_some();
        self.family.tell(Observed::Ended(Ended {
            ending: outcome.ending.clone(),
            ticks,
            outlived: if program_ended { alive } else { 0 },
            unattached,
            untold,
            unobserved: !self.family.can_observe(),
        }))
    }
}

/// True if any child is alive, or dead and not reaped.
fn has_children() -> bool {
    let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
    waitid(Id::All, look) != Err(Errno::ECHILD)
}
