//! Starting the program.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

use nix::sys::prctl;
use nix::sys::signal::Signal;
use nix::unistd::{Pid, getpid, getppid};

use super::Plan;
use super::signals::Signals;
use super::terminal::Terminal;
use crate::session::{Folder, SESSION_VARIABLE};

/// Starts the plan's program in a process group of its own, and returns its pid. It is killed by the
/// kernel when this process dies.
///
/// Standard input, output and error are ours. A terminal to read from becomes the program's, if we are in
/// the foreground there.
pub(super) fn start(
    plan: &Plan,
    folder: &Folder,
    held: &Signals,
    terminal: Option<Terminal>,
) -> io::Result<u32> {
    let (program, arguments) = plan.program.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(plan.environment.iter().map(|(name, value)| (name, value)))
        .env(SESSION_VARIABLE, folder.path())
        .process_group(0);
    let in_foreground = terminal.is_some_and(Terminal::is_ours);
    let supervisor = Pid::this();
    let mask = held.former();
    // SAFETY: only system calls that are safe between fork and exec: this process has one thread.
    unsafe {
        command.pre_exec(move || {
            // Before it can read: who reads in the background is stopped.
            if in_foreground {
                Terminal::give_unmasked(getpid())?;
            }
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
