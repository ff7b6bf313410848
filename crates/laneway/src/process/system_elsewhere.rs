//! The system calls that `std` does not have, where we have no way to them: children cannot be started,
//! and say so. Threads work.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{OwnedFd, RawFd};
use std::time::Instant;

fn unsupported<T>() -> io::Result<T> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "processes of this library need Linux",
    ))
}

pub(super) fn thread_count() -> io::Result<usize> {
    unsupported()
}

pub(super) fn memory_map() -> io::Result<String> {
    unsupported()
}

/// # Safety
/// None needed: it never forks.
pub(super) unsafe fn fork() -> io::Result<Option<libc::pid_t>> {
    unsupported()
}

pub(super) fn leave(status: i32) -> ! {
    let _ = io::stdout().lock().flush();
    // SAFETY: ends the process; nothing of it is used any more.
    unsafe { libc::_exit(status) }
}

pub(super) fn memory(_name: &std::ffi::CStr) -> io::Result<File> {
    unsupported()
}

pub(super) fn is_memory(_fd: RawFd, _name: &std::ffi::CStr) -> bool {
    false
}

pub(super) fn pipe() -> io::Result<(File, File)> {
    unsupported()
}

pub(super) fn duplicate(_fd: RawFd) -> io::Result<OwnedFd> {
    unsupported()
}

pub(super) fn keep_across_exec(_fd: RawFd) -> io::Result<()> {
    unsupported()
}

pub(super) fn open_process(_pid: libc::pid_t) -> io::Result<OwnedFd> {
    unsupported()
}

pub(super) fn kill_child(_pid: libc::pid_t) {}

pub(super) fn send_signal(_process: &OwnedFd, _signal: libc::c_int) -> io::Result<()> {
    unsupported()
}

pub(super) fn wait_for_death(_process: &OwnedFd, _deadline: Option<Instant>) -> io::Result<bool> {
    unsupported()
}

pub(super) fn wait_for_room(_pipe: &File, _deadline: Option<Instant>) -> io::Result<bool> {
    unsupported()
}

pub(super) fn take_status(_process: &OwnedFd) -> io::Result<Option<i32>> {
    unsupported()
}

pub(super) fn lock_file(_file: &File, _locked: bool) -> io::Result<()> {
    unsupported()
}

/// Cannot be made.
#[derive(Debug)]
pub(super) struct Semaphore(std::convert::Infallible);

impl Semaphore {
    /// # Safety
    /// None needed: it touches nothing.
    pub(super) unsafe fn init(_place: *mut Self, _value: u32) -> io::Result<()> {
        unsupported()
    }

    pub(super) fn try_wait(&self) -> bool {
        match self.0 {}
    }

    pub(super) fn wait(&self, _deadline: Option<Instant>) -> bool {
        match self.0 {}
    }

    pub(super) fn post(&self) {
        match self.0 {}
    }

    pub(super) fn value(&self) -> usize {
        match self.0 {}
    }
}
