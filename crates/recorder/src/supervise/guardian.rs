//! The guardian: starts the supervisor, hears what it sees, and cleans up after it.

use std::collections::HashSet;
use std::fs::{self, File};
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::libc;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::prctl;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{ForkResult, Pid, fork, pipe2};

use super::observed::{Hearer, Observed};
use super::processes::descendants_of;
use super::signals::Signals;
use super::terminal::Terminal;
use super::{Plan, Progress, RecordError, kill, supervisor};
use crate::session::Folder;

/// What ends a run from outside.
pub(super) const INTERRUPTS: [Signal; 3] = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP];

/// How often the caller hears that the program runs.
const TELL_EVERY: Duration = Duration::from_millis(100);
/// How often one reads until a full pipe is empty: what comes later is from somebody else.
const FULL_PIPE_READS: u32 = 16;
/// How long the supervisor may take to end what it is told to end, or whose time is over.
const PATIENCE: Duration = Duration::from_secs(3);

/// Holds the signals back that would end this process before it has cleaned up and saved the run.
pub(super) fn hold_interrupts() -> Result<Signals, RecordError> {
    // `nohup` ignores SIGHUP on behalf of its program, which is to go on then.
    let signals: Vec<Signal> = INTERRUPTS
        .into_iter()
        .filter(|&signal| signal != Signal::SIGHUP || !is_ignored(signal))
        .collect();
    Signals::hold(&signals).map_err(system("sigprocmask"))
}

fn is_ignored(signal: Signal) -> bool {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: asks for the action and sets none; on success the kernel has filled it in.
    unsafe {
        libc::sigaction(signal as libc::c_int, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

/// Has the plan's program run and watched in this session folder, and returns what was seen. When it
/// returns no process of the run is left.
pub(super) fn guard(
    plan: &Plan,
    folder: &Folder,
    signals: &Signals,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<Observed>, RecordError> {
    refuse_threads()?;
    // A shell that turned into this process by `exec` may have left children that are not ours to kill.
    let spared = children_so_far();
    let _subreaper = Subreaper::start()?;
    let (reader, writer) = pipe2(OFlag::O_CLOEXEC).map_err(system("pipe2"))?;
    let guardian = std::process::id();

    // SAFETY: this process has one thread, so the child may do all that the parent may.
    match unsafe { fork() }.map_err(system("fork"))? {
        ForkResult::Child => {
            drop(reader);
            supervisor::run_and_exit(plan, folder, File::from(writer), guardian, signals)
        }
        ForkResult::Parent { child } => {
            drop(writer);
            let mut facts = Vec::new();
            let heard = Watch::new(plan, File::from(reader), signals, child)
                .and_then(|mut watch| watch.hear_out(&mut facts, progress));
            let program = facts.iter().find_map(|fact| match fact {
                Observed::Program { pid } => Some(*pid),
                _ => None,
            });
            kill::kill_all(program, &spared);
            Terminal::return_from(program);
            heard.map(|()| facts)
        }
    }
}

/// The guardian's watch over the supervisor.
struct Watch<'a> {
    hearer: Hearer,
    signals: &'a Signals,
    supervisor: Pid,
    /// Readable when the supervisor is dead, whoever may have its end of the pipe.
    handle: OwnedFd,
    start: Instant,
    /// When the supervisor must be over: a program can stop its parent, too.
    give_up_at: Option<Instant>,
}

impl<'a> Watch<'a> {
    fn new(plan: &Plan, pipe: File, signals: &'a Signals, supervisor: Pid) -> Result<Self, RecordError> {
        let handle =
            kill::pidfd_of(supervisor.as_raw() as u32).map_err(|source| RecordError::System {
                call: "pidfd_open",
                source,
            })?;
        let start = Instant::now();
        let most = plan.timeout.and_then(|timeout| timeout.checked_add(PATIENCE));
        Ok(Self {
            hearer: Hearer::new(pipe),
            signals,
            supervisor,
            handle,
            start,
            give_up_at: most.and_then(|most| start.checked_add(most)),
        })
    }

    /// Hears the supervisor until it is gone, and passes interrupts on to it.
    fn hear_out(
        &mut self,
        facts: &mut Vec<Observed>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), RecordError> {
        let mut told = Duration::ZERO;
        let mut heard_after_death = 0;
        loop {
            let (readable, dead) = self.wait()?;
            heard_after_death += u32::from(dead);
            if self.signals.next().is_some() {
                // Not reaped yet, so the pid is its own.
                let _ = kill(self.supervisor, Signal::SIGTERM);
                let soon = Instant::now() + PATIENCE;
                self.give_up_at = Some(self.give_up_at.map_or(soon, |before| before.min(soon)));
            } else if self.give_up_at.is_some_and(|end| end < Instant::now()) {
                let _ = kill(self.supervisor, Signal::SIGKILL);
            }
            // What it told before it died is heard first.
            let known = facts.len();
            let more = readable && self.hear(facts)?;
            for fact in &facts[known..] {
                if let Observed::AllAsleep { threads, more } = fact.clone() {
                    progress(Progress::AllAsleep { threads, more });
                }
            }
            if !more && (readable || dead) || heard_after_death > FULL_PIPE_READS {
                return Ok(());
            }
            let elapsed = self.start.elapsed();
            if elapsed - told >= TELL_EVERY {
                told = elapsed;
                progress(Progress::Running { elapsed });
            }
        }
    }

    /// Waits until something may have happened: whether there is something to hear, and whether the
    /// supervisor is dead.
    fn wait(&self) -> Result<(bool, bool), RecordError> {
        let fds = [
            self.hearer.pipe.as_fd(),
            self.handle.as_fd(),
            self.signals.as_fd(),
        ];
        let mut fds = fds.map(|fd| PollFd::new(fd, PollFlags::POLLIN));
        let timeout = PollTimeout::try_from(TELL_EVERY).unwrap_or(PollTimeout::ZERO);
        match poll(&mut fds, timeout) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(system("poll")(error)),
        }
        let [pipe, handle, _] = fds.map(|fd| fd.any().unwrap_or(false));
        Ok((pipe, handle))
    }

    /// Hears more; false if there is no more to come.
    fn hear(&mut self, facts: &mut Vec<Observed>) -> Result<bool, RecordError> {
        let heard = self.hearer.hear(facts);
        heard.map_err(|source| RecordError::System { call: "read", source })
    }
}

/// Forking a process that has other threads leaves locks behind that nobody will ever open.
fn refuse_threads() -> Result<(), RecordError> {
    let tasks = fs::read_dir("/proc/self/task").map_err(|source| RecordError::System {
        call: "reading /proc/self/task",
        source,
    })?;
    match tasks.count() {
        0 | 1 => Ok(()),
        threads => Err(RecordError::Threads { threads }),
    }
}

fn children_so_far() -> HashSet<(u32, u64)> {
    let own = std::process::id();
    let all = descendants_of(own);
    all.iter()
        .filter(|stat| stat.parent == own)
        .map(|stat| (stat.pid, stat.started))
        .collect()
}

/// While it lives, orphans among the descendants fall to this process.
pub(super) struct Subreaper {
    before: bool,
}

impl Subreaper {
    pub fn start() -> Result<Self, RecordError> {
        let before = prctl::get_child_subreaper().map_err(system("prctl"))?;
        prctl::set_child_subreaper(true).map_err(system("prctl"))?;
        Ok(Self { before })
    }
}

impl Drop for Subreaper {
    fn drop(&mut self) {
        // It was so before, so it can be so again.
        let _ = prctl::set_child_subreaper(self.before);
    }
}

/// An error of a system call, for `map_err`.
pub(super) fn system(call: &'static str) -> impl Fn(Errno) -> RecordError {
    move |errno| RecordError::System {
        call,
        source: errno.into(),
    }
}
