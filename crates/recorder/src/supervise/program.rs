//! Starting the program.

use std::io::{self, IsTerminal};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::unistd::{Pid, getppid};

use super::Plan;
use super::signals::Signals;
use crate::session::{Folder, SESSION_VARIABLE};

/// Starts the plan's program in a process group of its own, and returns its pid. It is killed by the
/// kernel when this process dies.
///
/// Standard output and error are ours. Standard input is ours too unless it is a terminal: only the
/// group in the foreground may read that, and Ctrl+C is to come to us.
pub(super) fn start(plan: &Plan, folder: &Folder, held: &Signals) -> io::Result<u32> {
    let (program, arguments) = plan.program.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(plan.environment.iter().map(|(name, value)| (name, value)))
        .env(SESSION_VARIABLE, folder.path())
        .process_group(0);
    if io::stdin().is_terminal() {
        command.stdin(Stdio::null());
    }
    let supervisor = Pid::this();
    let mask = held.former();
    // SAFETY: only system calls that are safe between fork and exec: this process has one thread.
    unsafe {
        command.pre_exec(move || {
            mask.thread_set_mask()?;
            prctl::set_pdeathsig(Signal::SIGKILL)?;
            // The supervisor may have died before the call.
            if getppid() == supervisor {
                Ok(())
            } else {
                Err(io::ErrorKind::Interrupted.into())
            }
        });
    }
    Ok(command.spawn()?.id())
}
