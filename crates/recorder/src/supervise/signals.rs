//! Signals as something to poll for.

use std::os::fd::{AsFd, BorrowedFd};

use nix::sys::signal::{SigSet, SigmaskHow, Signal, sigprocmask};
use nix::sys::signalfd::{SfdFlags, SignalFd};

/// Holds these signals back from this process and hands them out one by one instead. On drop what has
/// come is forgotten and the former mask is back.
pub(crate) struct Signals {
    fd: SignalFd,
    set: SigSet,
    former: SigSet,
}

impl Signals {
    pub fn hold(signals: &[Signal]) -> nix::Result<Self> {
        Self::hold_set(signals.iter().copied().collect())
    }

    /// Holds these and one more. For a process that was forked from the holder: the two do not take
    /// signals from each other.
    pub fn with(&self, signal: Signal) -> nix::Result<Self> {
        let mut set = self.set;
        set.add(signal);
        Self::hold_set(set)
    }

    fn hold_set(set: SigSet) -> nix::Result<Self> {
        let mut former = SigSet::empty();
        sigprocmask(SigmaskHow::SIG_BLOCK, Some(&set), Some(&mut former))?;
        let fd = SignalFd::with_flags(&set, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)?;
        Ok(Self { fd, set, former })
    }

    /// The mask before.
    pub fn former(&self) -> SigSet {
        self.former
    }

    /// The next signal that has come.
    pub fn next(&self) -> Option<Signal> {
        let info = self.fd.read_signal().ok()??;
        Signal::try_from(i32::try_from(info.ssi_signo).ok()?).ok()
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        while self.next().is_some() {}
        // It was the mask before, so it is a valid one.
        let _ = sigprocmask(SigmaskHow::SIG_SETMASK, Some(&self.former), None);
    }
}
