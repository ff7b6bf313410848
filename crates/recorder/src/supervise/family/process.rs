//! One process of a run.

use std::os::fd::OwnedFd;

use nix::errno::Errno;
use nix::sys::signal::kill as send_signal;

use super::super::kill;
use super::super::observe::Threads;
use super::super::pidfd;
use super::super::processes::Stat;
use super::sessions::Standing;
use crate::session::Image;

/// A process while it runs one program, until it is reaped: when it turns into another one, that is a
/// process of its own here, with the same pid.
pub(super) struct Process {
    /// What facts call it.
    pub id: u32,
    pub pid: u32,
    /// The id of its parent, if that is one of these.
    pub parent: Option<u32>,
    pub parent_pid: u32,
    /// Clock ticks from boot to its start.
    pub started: Option<u64>,
    pub image: Option<Image>,
    /// True if it runs its parent's program, as after a `fork`: the one that it turns into is its own.
    pub is_fork: bool,
    /// None as long as it did not say who it is.
    pub actor: Option<u32>,
    /// None if it was reaped before we came to it, or if there is no room for a descriptor.
    pub handle: Option<OwnedFd>,
    pub is_dead: bool,
    pub adopted: bool,
    /// What was told last, or what the run has: then there was nothing to tell.
    pub standing: Standing,
    pub threads: Threads,
}

impl Process {
    /// True if it is found dead.
    pub fn has_died(&self) -> bool {
        match &self.handle {
            Some(handle) => pidfd::is_dead(handle),
            None => {
                let is_another =
                    |stat: Stat| self.started.is_some_and(|started| stat.started != started);
                let is_over = |stat: Stat| stat.is_zombie() || is_another(stat);
                send_signal(kill::as_pid(self.pid), None) == Err(Errno::ESRCH)
                    || Stat::of(self.pid).is_some_and(is_over)
            }
        }
    }

    /// Its exit code, now that it is dead.
    pub fn exit_code(&self) -> Option<i32> {
        let zombie = Stat::of(self.pid).and_then(|stat| stat.exit_code());
        zombie.or_else(|| pidfd::reaped_exit_code(self.handle.as_ref()?))
    }

    /// True if nobody has that pid any more, or another one.
    pub fn is_reaped(&self) -> bool {
        Stat::of(self.pid).is_none_or(|stat| self.started.is_some_and(|started| stat.started != started))
    }
}
