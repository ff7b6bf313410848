//! The system calls that `std` does not have, where we have no way to them: children cannot be started,
//! and say so. Threads work.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::atomic::AtomicU32;
use std::time::Instant;

use rustix::process::{Pid, Signal};

fn unsupported<T>() -> io::Result<T> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "processes of this library need Linux",
    ))
}

pub(crate) fn thread_count() -> io::Result<usize> {
    unsupported()
}

pub(crate) fn memory_map() -> io::Result<String> {
    unsupported()
}

/// # Safety
/// None needed: it never forks.
pub(crate) unsafe fn fork() -> io::Result<Option<Pid>> {
    unsupported()
}

pub(crate) fn leave(status: i32) -> ! {
    let _ = io::stdout().lock().flush();
    // SAFETY: ends the process; nothing of it is used any more.
    unsafe { libc::_exit(status) }
}

pub(crate) fn session_id() -> u32 {
    // SAFETY: it takes a number. Of the process that asks it cannot fail.
    let id = unsafe { libc::getsid(0) };
    id as u32
}

pub(crate) fn memory(_name: &std::ffi::CStr) -> io::Result<File> {
    unsupported()
}

pub(crate) fn sized_memory(_name: &std::ffi::CStr, _bytes: u64) -> io::Result<File> {
    unsupported()
}

pub(crate) fn is_sized_memory(_file: &File, _name: &std::ffi::CStr, _bytes: u64) -> bool {
    false
}

pub(crate) fn is_memory(_fd: RawFd, _name: &std::ffi::CStr) -> bool {
    false
}

pub(crate) fn pipe() -> io::Result<(File, File)> {
    unsupported()
}

pub(crate) fn message_pair() -> io::Result<[File; 2]> {
    unsupported()
}

pub(crate) fn send_message(_socket: &File, _message: &[u8], _fds: &[RawFd]) -> io::Result<()> {
    unsupported()
}

pub(crate) fn receive_message<const BYTES: usize>(
    _socket: &File,
) -> io::Result<Option<([u8; BYTES], Vec<OwnedFd>)>> {
    unsupported()
}

pub(crate) fn wait_for_any(_fds: &[BorrowedFd<'_>]) -> io::Result<usize> {
    unsupported()
}

pub(crate) fn duplicate(_fd: RawFd) -> io::Result<OwnedFd> {
    unsupported()
}

pub(crate) fn keep_across_exec(_fd: RawFd) -> io::Result<()> {
    unsupported()
}

pub(crate) fn open_process(_pid: Pid) -> io::Result<OwnedFd> {
    unsupported()
}

pub(crate) fn kill_child(_pid: Pid) {}

pub(crate) fn send_signal(_process: &OwnedFd, _signal: Signal) -> io::Result<()> {
    unsupported()
}

pub(crate) fn wait_for_death(_process: &OwnedFd, _deadline: Option<Instant>) -> io::Result<bool> {
    unsupported()
}

pub(crate) fn wait_for_room(_pipe: &File, _deadline: Option<Instant>) -> io::Result<bool> {
    unsupported()
}

pub(crate) fn wait_for_change(_number: &AtomicU32, _seen: u32, _deadline: Option<Instant>) -> bool {
    false
}

pub(crate) fn wake_all(_number: &AtomicU32) {}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Direction {
    In,
    Out,
}

pub(crate) fn is_ready(_fd: BorrowedFd<'_>, _direction: Direction) -> io::Result<bool> {
    unsupported()
}

pub(crate) fn wait_until_ready(_fd: BorrowedFd<'_>, _deadline: Option<Instant>) -> io::Result<bool> {
    unsupported()
}

pub(crate) fn is_hung_up(_fd: BorrowedFd<'_>) -> io::Result<bool> {
    unsupported()
}

pub(crate) fn send_now(_socket: BorrowedFd<'_>, _bytes: &[u8]) -> io::Result<usize> {
    unsupported()
}

pub(crate) fn is_nonblocking(_fd: BorrowedFd<'_>) -> io::Result<bool> {
    unsupported()
}

/// Cannot be made.
#[derive(Debug)]
pub(crate) struct Selector(std::convert::Infallible);

impl Selector {
    pub(crate) fn new() -> io::Result<Self> {
        unsupported()
    }

    pub(crate) fn add(&self, _fd: BorrowedFd<'_>, _number: u64) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn wait(&self, _deadline: Option<Instant>) -> io::Result<Vec<u64>> {
        match self.0 {}
    }
}

pub(crate) fn send_descriptor(_socket: impl AsFd, _fd: BorrowedFd<'_>) -> io::Result<()> {
    unsupported()
}

pub(crate) fn receive_descriptor(_socket: impl AsFd) -> io::Result<Option<OwnedFd>> {
    unsupported()
}

pub(crate) fn wait_for_input(
    _fds: &[BorrowedFd<'_>],
    _deadline: Option<Instant>,
) -> io::Result<Vec<bool>> {
    unsupported()
}

pub(crate) fn take_status(_process: &OwnedFd) -> io::Result<Option<i32>> {
    unsupported()
}

pub(crate) fn lock_file(_file: &File, _locked: bool) -> io::Result<()> {
    unsupported()
}

/// Cannot be made.
#[derive(Debug)]
pub(crate) struct Semaphore(std::convert::Infallible);

impl Semaphore {
    /// # Safety
    /// None needed: it touches nothing.
    pub(crate) unsafe fn init(_place: *mut Self, _value: u32) -> io::Result<()> {
        unsupported()
    }

    pub(crate) fn try_wait(&self) -> bool {
        match self.0 {}
    }

    pub(crate) fn wait(&self, _deadline: Option<Instant>) -> bool {
        match self.0 {}
    }

    pub(crate) fn post(&self) {
        match self.0 {}
    }

    pub(crate) fn value(&self) -> usize {
        match self.0 {}
    }
}
