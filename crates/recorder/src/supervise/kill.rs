//! Ending everything that a run started.

use std::collections::HashSet;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::{Duration, Instant};
use std::{io, thread};

use nix::libc;
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{Id, WaitPidFlag, waitid};
use nix::unistd::Pid;

use super::processes::{Stat, descendants_without};

/// How long a process may take to die of SIGKILL. Only one that is in the hands of a broken disk or
/// driver takes more than a moment.
const PATIENCE: Duration = Duration::from_secs(10);

/// A pid as the kernel's calls want it: no pid is above 2^22.
pub(super) fn as_pid(number: u32) -> Pid {
    Pid::from_raw(number as libc::pid_t)
}

/// A handle on a process that stays true when its pid is given to another.
pub(super) fn pidfd_of(pid: u32) -> io::Result<OwnedFd> {
    // SAFETY: the call takes two numbers and touches no memory.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid as libc::pid_t, 0) };
    let Ok(fd) = i32::try_from(fd) else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel has just given us this descriptor, and nobody else knows of it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Asks the processes of a group to end, and gives the caller's descendants this long to do so.
pub(super) fn ask_to_end(group: u32, grace: Duration, spared: &HashSet<(u32, u64)>) {
    // The group may be gone already.
    let _ = killpg(as_pid(group), Signal::SIGTERM);
    let until = Instant::now() + grace;
    while Instant::now() < until && !reap(spared).is_empty() {
        thread::sleep(Duration::from_millis(2));
    }
}

/// Kills and reaps every descendant of this process but the spared families, again and again until none
/// is left: the orphans of those that die fall to this process, because it is a subreaper.
///
/// The program's group is killed as one: a process that forks and dies, again and again, is gone before
/// anybody can kill it by its pid, but not before its group.
pub(super) fn kill_all(group: Option<u32>, spared: &HashSet<(u32, u64)>) {
    let until = Instant::now() + PATIENCE;
    loop {
        let left = reap(spared);
        if left.is_empty() || Instant::now() > until {
            return;
        }
        // Nobody else has that group while one of ours is in it.
        if let Some(group) = group.filter(|&group| left.iter().any(|stat| stat.group == group)) {
            let _ = killpg(as_pid(group), Signal::SIGKILL);
        }
        for stat in &left {
            kill(stat);
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Reaps the children that are dead, and returns the descendants that live or are for others to reap.
fn reap(spared: &HashSet<(u32, u64)>) -> Vec<Stat> {
    let own = std::process::id();
    let mut left = descendants_without(own, spared);
    left.retain(|stat| {
        if !(stat.is_zombie() && stat.parent == own) {
            return true;
        }
        let child = Id::Pid(as_pid(stat.pid));
        waitid(child, WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG).is_err()
    });
    left
}

/// Kills this very process: its pid may have been given to another since it was seen.
fn kill(seen: &Stat) {
    let Ok(handle) = pidfd_of(seen.pid) else { return };
    if Stat::of(seen.pid).is_none_or(|now| now.started != seen.started) {
        return;
    }
    // SAFETY: the descriptor is open, and a null siginfo means the same as in kill(2).
    unsafe {
        libc::syscall(
            libc::SYS_pidfd_send_signal,
            handle.as_raw_fd(),
            libc::SIGKILL,
            std::ptr::null::<libc::siginfo_t>(),
            0,
        );
    }
}
