//! The terminal on standard input: whose it is while a program runs.
//!
//! Only the process group in the foreground may read from a terminal, and what is pressed there (Ctrl+C,
//! Ctrl+Z) goes to it. The program's group is one of its own, so it is put in the foreground, as a shell
//! does with a job; what the shell sees of the job, which is our group, stops when the program stops, and
//! has the terminal back in the end.

use std::io::stdin;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{SigSet, SigmaskHow, Signal, killpg, sigprocmask};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::{Pid, getpgrp, tcgetpgrp, tcsetpgrp};

use super::kill::as_pid;

/// How long a program that was stopped in the background stays so at the least. A shell stops us with it;
/// where there is none to do so, this is not to spin.
const PAUSE: Duration = Duration::from_millis(100);

/// The terminal on standard input.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// The group of guardian and supervisor.
    own: Pid,
}

impl Terminal {
    /// `None` if standard input is no terminal, or not the one of this session: nobody is kept from reading
    /// it then.
    pub fn of_session() -> Option<Self> {
        tcgetpgrp(stdin()).ok().map(|_| Self { own: getpgrp() })
    }

    /// True if it is ours to give.
    pub fn is_ours(self) -> bool {
        tcgetpgrp(stdin()) == Ok(self.own)
    }

    /// Gives it to a group. Makes system calls only. It leaves SIGTTOU blocked, which would stop whoever is
    /// not in the foreground himself.
    pub fn give_unmasked(group: Pid) -> nix::Result<()> {
        let mut unstopped = SigSet::empty();
        unstopped.add(Signal::SIGTTOU);
        unstopped.thread_block()?;
        tcsetpgrp(stdin(), group)
    }

    fn give(group: Pid) {
        let mut former = SigSet::empty();
        if sigprocmask(SigmaskHow::SIG_BLOCK, None, Some(&mut former)).is_ok() {
            // The group may be gone, and the terminal, too.
            let _ = Self::give_unmasked(group);
            let _ = former.thread_set_mask();
        }
    }

    /// Takes the terminal back, if there is one, from this program, which is dead.
    pub fn return_from(program: Option<u32>) {
        if let (Some(terminal), Some(program)) = (Self::of_session(), program) {
            terminal.take_back(as_pid(program));
        }
    }

    /// Takes it back from the program, if that has it.
    fn take_back(self, program: Pid) {
        if tcgetpgrp(stdin()) == Ok(program) {
            Self::give(self.own);
        }
    }

    /// If the program was stopped at the terminal, stops this group, too, so that a shell has the terminal
    /// back, and goes on with the program when the shell lets us go on.
    pub fn stop_with(self, program: Pid) {
        let look = WaitPidFlag::WSTOPPED | WaitPidFlag::WNOHANG;
        let Ok(WaitStatus::Stopped(_, signal)) = waitid(Id::Pid(program), look) else {
            return;
        };
        if ![Signal::SIGTSTP, Signal::SIGTTIN, Signal::SIGTTOU].contains(&signal) {
            return;
        }
        self.take_back(program);
        // This returns when this process, which is of the group, goes on.
        let _ = killpg(self.own, Signal::SIGTSTP);
        if self.is_ours() {
            Self::give(program);
        } else {
            thread::sleep(PAUSE);
        }
        let _ = killpg(program, Signal::SIGCONT);
    }
}
