//! The system calls that `std` does not have. Linux.
//!
//! Safe ones are rustix's; `fork`, `_exit`, `getsid` and the semaphores are libc's.

use std::ffi::CStr;
use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustix::buffer::spare_capacity;
use rustix::cmsg_space;
use rustix::event::{PollFd, PollFlags, Timespec, epoll, poll};
use rustix::fs::{
    FlockOperation, MemfdFlags, OFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, fcntl_getfl,
    fcntl_lock, fcntl_setfl, memfd_create,
};
use rustix::io::{Errno, FdFlags, fcntl_dupfd_cloexec, fcntl_setfd, retry_on_intr};
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, send, sendmsg, socketpair,
};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitOptions, kill_process, pidfd_open,
    pidfd_send_signal, waitid, waitpid,
};

use rustix::thread::futex;

/// The result of a system call that answers -1 for an error.
fn checked(answer: libc::c_int) -> io::Result<libc::c_int> {
    if answer < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(answer)
    }
}

/// Repeats a call for as long as signals interrupt it.
fn uninterrupted(mut call: impl FnMut() -> libc::c_int) -> io::Result<libc::c_int> {
    loop {
        match checked(call()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// How many threads this process has.
pub(crate) fn thread_count() -> io::Result<usize> {
    Ok(std::fs::read_dir("/proc/self/task")?.count())
}

/// Which files and what else stand where in the memory of this process, as `proc(5)` says it.
pub(crate) fn memory_map() -> io::Result<String> {
    std::fs::read_to_string("/proc/self/maps")
}

/// Forks. In the child it answers `None`.
///
/// # Safety
/// The process has one thread: the child may not wait for what another one held.
pub(crate) unsafe fn fork() -> io::Result<Option<Pid>> {
    // SAFETY: by the caller.
    let pid = checked(unsafe { libc::fork() })?;
    Ok(Pid::from_raw(pid))
}

/// Ends the process at once, but for what was printed and not yet written.
pub(crate) fn leave(status: i32) -> ! {
    // A closed output is no reason to stay.
    let _ = io::stdout().lock().flush();
    // SAFETY: ends the process; nothing of it is used any more.
    unsafe { libc::_exit(status) }
}

/// The session of this process; 0 if who leads it is in another namespace, which rustix has no value for.
pub(crate) fn session_id() -> u32 {
    // SAFETY: it takes a number. Of the process that asks it cannot fail.
    let id = unsafe { libc::getsid(0) };
    id as u32
}

/// Memory without a name in any folder, that a process and its children can share.
pub(crate) fn memory(name: &CStr) -> io::Result<File> {
    Ok(memfd_create(name, MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?.into())
}

/// [`memory`] of this size for good: who maps it has it, whatever another process does to the file.
pub(crate) fn sized_memory(name: &CStr, bytes: u64) -> io::Result<File> {
    let file = memory(name)?;
    file.set_len(bytes)?;
    fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
    Ok(file)
}

/// Whether this is [`sized_memory`] of this name and size.
pub(crate) fn is_sized_memory(file: &File, name: &CStr, bytes: u64) -> bool {
    let is_sealed = fcntl_get_seals(file).is_ok_and(|seals| seals.contains(SealFlags::SHRINK));
    let length = file.metadata().map(|metadata| metadata.len());
    is_sealed && length.is_ok_and(|length| length == bytes) && is_memory(file.as_raw_fd(), name)
}

/// Whether [`memory`] of this name is open as this descriptor.
pub(crate) fn is_memory(fd: RawFd, name: &CStr) -> bool {
    let link = std::fs::read_link(format!("/proc/self/fd/{fd}"));
    let expected = format!("/memfd:{} (deleted)", name.to_string_lossy());
    link.is_ok_and(|link| link.as_os_str() == expected.as_str())
}

/// A pipe: the end to read, and the end to write, which does not block when the pipe is full.
pub(crate) fn pipe() -> io::Result<(File, File)> {
    let (read_end, write_end) = pipe_with(PipeFlags::CLOEXEC)?;
    // The two ends are two open files: this holds for the end to write alone.
    fcntl_setfl(&write_end, OFlags::NONBLOCK)?;
    Ok((read_end.into(), write_end.into()))
}

/// The two ends of a socket for messages.
pub(crate) fn message_pair() -> io::Result<[File; 2]> {
    let (one, other) = socketpair(
        AddressFamily::UNIX,
        SocketType::SEQPACKET,
        SocketFlags::CLOEXEC,
        None,
    )?;
    Ok([one.into(), other.into()])
}

/// How many descriptors go along with a message at the most: what the system allows.
const MOST_DESCRIPTORS: usize = 253;

/// Sends a message, with which these descriptors go along.
pub(crate) fn send_message(socket: &File, message: &[u8], fds: &[RawFd]) -> io::Result<()> {
    let fds = fds
        .iter()
        .map(|&fd| numbered(fd))
        .collect::<io::Result<Vec<_>>>()?;
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut along = SendAncillaryBuffer::new(&mut space);
    if !fds.is_empty() && !along.push(SendAncillaryMessage::ScmRights(&fds)) {
        return Err(io::Error::other("too many open files go along with the argument"));
    }
    let message = [IoSlice::new(message)];
    retry_on_intr(|| sendmsg(socket, &message, &mut along, SendFlags::NOSIGNAL))?;
    Ok(())
}

/// Waits for a message, of as many bytes, and takes the descriptors that came along; `None` if nothing more
/// comes.
pub(crate) fn receive_message<const BYTES: usize>(
    socket: &File,
) -> io::Result<Option<([u8; BYTES], Vec<OwnedFd>)>> {
    let mut message = [0; BYTES];
    let mut space = [MaybeUninit::uninit(); cmsg_space!(ScmRights(MOST_DESCRIPTORS))];
    let mut along = RecvAncillaryBuffer::new(&mut space);
    let received = retry_on_intr(|| {
        let message = &mut [IoSliceMut::new(&mut message)];
        recvmsg(socket, message, &mut along, RecvFlags::CMSG_CLOEXEC)
    })?;
    let mut fds = Vec::new();
    for message in along.drain() {
        if let RecvAncillaryMessage::ScmRights(more) = message {
            fds.extend(more);
        }
    }
    Ok((received.bytes == BYTES).then_some((message, fds)))
}

/// Another descriptor for the same open file, closed on exec.
pub(crate) fn duplicate(fd: RawFd) -> io::Result<OwnedFd> {
    Ok(fcntl_dupfd_cloexec(numbered(fd)?, 3)?)
}

/// Lets the descriptor live on across an exec. Safe between fork and exec.
pub(crate) fn keep_across_exec(fd: RawFd) -> io::Result<()> {
    Ok(fcntl_setfd(numbered(fd)?, FdFlags::empty())?)
}

/// The descriptor with this number, which need not be open, for one call.
fn numbered(fd: RawFd) -> io::Result<BorrowedFd<'static>> {
    if fd < 0 {
        return Err(Errno::BADF.into());
    }
    // SAFETY: it is no sentinel, and the calls above answer an error for what is no open descriptor.
    Ok(unsafe { BorrowedFd::borrow_raw(fd) })
}

/// A descriptor for a child process of this one, which no later process can be mistaken for.
pub(crate) fn open_process(pid: Pid) -> io::Result<OwnedFd> {
    Ok(pidfd_open(pid, PidfdFlags::empty())?)
}

/// Kills a child of this process and takes its exit status. The pid is the child's until then.
pub(crate) fn kill_child(pid: Pid) {
    let _ = kill_process(pid, Signal::KILL);
    let _ = retry_on_intr(|| waitpid(Some(pid), WaitOptions::empty()));
}

/// Sends the process a signal.
pub(crate) fn send_signal(process: &OwnedFd, signal: Signal) -> io::Result<()> {
    Ok(pidfd_send_signal(process, signal)?)
}

/// Waits until the child is dead, without taking its exit status; false if it lives at the deadline.
pub(crate) fn wait_for_death(process: &OwnedFd, deadline: Option<Instant>) -> io::Result<bool> {
    wait_ready(process.as_fd(), PollFlags::IN, deadline)
}

/// Waits until the pipe takes at least `PIPE_BUF` bytes; false if it does not at the deadline.
pub(crate) fn wait_for_room(pipe: &File, deadline: Option<Instant>) -> io::Result<bool> {
    wait_ready(pipe.as_fd(), PollFlags::OUT, deadline)
}

/// Waits until something can be read from one of these, or its other end is gone, or it is of a process that
/// is dead; for each whether that is so. None is at the deadline.
pub(crate) fn wait_for_input(
    fds: &[BorrowedFd<'_>],
    deadline: Option<Instant>,
) -> io::Result<Vec<bool>> {
    let mut polled: Vec<_> = fds.iter().map(|fd| PollFd::new(fd, PollFlags::IN)).collect();
    poll_until(&mut polled, deadline)?;
    Ok(polled.iter().map(|fd| !fd.revents().is_empty()).collect())
}

fn wait_ready(fd: BorrowedFd<'_>, flags: PollFlags, deadline: Option<Instant>) -> io::Result<bool> {
    poll_until(&mut [PollFd::new(&fd, flags)], deadline)
}

/// False if nothing has come of any of them at the deadline.
fn poll_until(fds: &mut [PollFd<'_>], deadline: Option<Instant>) -> io::Result<bool> {
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        // One that is too long for the call has no end.
        let timeout = left.and_then(|left| Timespec::try_from(left).ok());
        match poll(fds, timeout.as_ref()) {
            Ok(0) => return Ok(false),
            Ok(_) => return Ok(true),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Waits until the number is another one than was seen, in memory that processes share; false at the deadline. It may
/// return early.
pub(crate) fn wait_for_change(number: &AtomicU32, seen: u32, deadline: Option<Instant>) -> bool {
    let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    // One that is too long for the call has no end.
    let timeout = left.and_then(|left| Timespec::try_from(left).ok());
    futex::wait(number, futex::Flags::empty(), seen, timeout.as_ref()) != Err(Errno::TIMEDOUT)
}

/// Wakes all that [wait](wait_for_change) for the number to change.
pub(crate) fn wake_all(number: &AtomicU32) {
    // It fails for what is no number in memory alone.
    let _ = futex::wake(number, futex::Flags::empty(), i32::MAX as u32);
}

/// Which way bytes go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Direction {
    In,
    Out,
}

/// Whether there is something to read, or room to write, or the other end is gone.
pub(crate) fn is_ready(fd: BorrowedFd<'_>, direction: Direction) -> io::Result<bool> {
    let flags = match direction {
        Direction::In => PollFlags::IN,
        Direction::Out => PollFlags::OUT,
    };
    wait_ready(fd, flags, Some(Instant::now()))
}

/// Waits until there is something to read, or the other end is gone; false if there is not at the deadline.
pub(crate) fn wait_until_ready(fd: BorrowedFd<'_>, deadline: Option<Instant>) -> io::Result<bool> {
    wait_ready(fd, PollFlags::IN, deadline)
}

/// Whether nobody can read what is written to this socket.
pub(crate) fn is_hung_up(fd: BorrowedFd<'_>) -> io::Result<bool> {
    wait_ready(fd, PollFlags::empty(), Some(Instant::now()))
}

/// Sends as much to the socket as it has room for.
///
/// # Errors
/// [`io::ErrorKind::WouldBlock`] if that is nothing.
pub(crate) fn send_now(socket: BorrowedFd<'_>, bytes: &[u8]) -> io::Result<usize> {
    let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
    Ok(retry_on_intr(|| send(socket, bytes, flags))?)
}

/// Whether reading and writing answers an error in place of waiting.
pub(crate) fn is_nonblocking(fd: BorrowedFd<'_>) -> io::Result<bool> {
    Ok(fcntl_getfl(fd)?.contains(OFlags::NONBLOCK))
}

/// Waits for several at once.
#[derive(Debug)]
pub(crate) struct Selector(OwnedFd);

impl Selector {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(epoll::create(epoll::CreateFlags::CLOEXEC)?))
    }

    pub(crate) fn add(&self, fd: BorrowedFd<'_>, number: u64) -> io::Result<()> {
        let (data, flags) = (epoll::EventData::new_u64(number), epoll::EventFlags::IN);
        Ok(epoll::add(&self.0, fd, data, flags)?)
    }

    /// The numbers of those that have something to read, or whose other end is gone; none at the deadline.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> io::Result<Vec<u64>> {
        /// The others are told the next time.
        const AT_ONCE: usize = 64;
        let mut events = Vec::with_capacity(AT_ONCE);
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            // One that is too long for the call has no end.
            let timeout = left.and_then(|left| Timespec::try_from(left).ok());
            match epoll::wait(&self.0, spare_capacity(&mut events), timeout.as_ref()) {
                Ok(_) => return Ok(events.iter().map(|event| { event.data }.u64()).collect()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// Sends a copy of an open file over a socket, whose other end [receives](receive_descriptor) it.
pub(crate) fn send_descriptor(socket: impl AsFd, fd: BorrowedFd<'_>) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut descriptors = SendAncillaryBuffer::new(&mut space);
    let fds = [fd];
    descriptors.push(SendAncillaryMessage::ScmRights(&fds));
    // Along with a byte: without one nothing would be sent.
    let byte = [IoSlice::new(&[0])];
    retry_on_intr(|| sendmsg(&socket, &byte, &mut descriptors, SendFlags::NOSIGNAL))?;
    Ok(())
}

/// Receives what was [sent](send_descriptor); `None` if nobody can send any more.
pub(crate) fn receive_descriptor(socket: impl AsFd) -> io::Result<Option<OwnedFd>> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut descriptors = RecvAncillaryBuffer::new(&mut space);
    let (mut byte, flags) = ([0], RecvFlags::CMSG_CLOEXEC);
    let mut bytes = [IoSliceMut::new(&mut byte)];
    retry_on_intr(|| recvmsg(&socket, &mut bytes, &mut descriptors, flags))?;
    Ok(descriptors.drain().find_map(|message| match message {
        RecvAncillaryMessage::ScmRights(mut fds) => fds.next(),
        _ => None,
    }))
}

/// Waits until one of these can be read, or is a process that is dead; which one.
pub(crate) fn wait_for_any(fds: &[BorrowedFd<'_>]) -> io::Result<usize> {
    let mut polled: Vec<_> = fds.iter().map(|fd| PollFd::new(fd, PollFlags::IN)).collect();
    retry_on_intr(|| poll(&mut polled, None))?;
    let ready = polled.iter().position(|fd| !fd.revents().is_empty());
    ready.ok_or_else(|| io::ErrorKind::Interrupted.into())
}

/// Takes the exit status of a dead child: its exit code, or the negative number of the signal that
/// killed it. `None` if it lives.
pub(crate) fn take_status(process: &OwnedFd) -> io::Result<Option<i32>> {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
    let status = retry_on_intr(|| waitid(WaitId::PidFd(process.as_fd()), look))?;
    Ok(status.and_then(|status| {
        let killed = status.terminating_signal().map(|signal| -signal);
        status.exit_status().or(killed)
    }))
}

/// Locks or unlocks a file against other processes. The system unlocks it for a process that dies.
pub(crate) fn lock_file(file: &File, locked: bool) -> io::Result<()> {
    let operation = if locked {
        FlockOperation::LockExclusive
    } else {
        FlockOperation::Unlock
    };
    Ok(retry_on_intr(|| fcntl_lock(file, operation))?)
}

/// A POSIX semaphore in memory that processes share.
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct Semaphore(std::cell::UnsafeCell<libc::sem_t>);

// SAFETY: the calls on a semaphore are made for many threads and processes at once.
unsafe impl Sync for Semaphore {}

impl Semaphore {
    /// Makes a semaphore in this place.
    ///
    /// # Safety
    /// The place is writable, aligned, and shared with nobody yet.
    pub(crate) unsafe fn init(place: *mut Self, value: u32) -> io::Result<()> {
        // SAFETY: by the caller.
        checked(unsafe { libc::sem_init(place.cast(), 1, value) }).map(drop)
    }

    /// Takes one if there is one.
    pub(crate) fn try_wait(&self) -> bool {
        // SAFETY: whoever has a `Semaphore` has one that was made; so below.
        uninterrupted(|| unsafe { libc::sem_trywait(self.0.get()) }).is_ok()
    }

    /// Takes one, as soon as there is one; false if there is none until the deadline.
    pub(crate) fn wait(&self, deadline: Option<Instant>) -> bool {
        let Some(deadline) = deadline else {
            // SAFETY: as above.
            return uninterrupted(|| unsafe { libc::sem_wait(self.0.get()) }).is_ok();
        };
        loop {
            // The call's clock is that of the day.
            let left = deadline.saturating_duration_since(Instant::now());
            let until = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + left;
            let until = timespec(until);
            // SAFETY: as above; `until` is a valid time.
            match checked(unsafe { libc::sem_timedwait(self.0.get(), &raw const until) }) {
                Ok(_) => return true,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Somebody may have set the clock.
                Err(_) if Instant::now() < deadline => {}
                Err(_) => return false,
            }
        }
    }

    /// Gives one.
    pub(crate) fn post(&self) {
        // SAFETY: as above. It fails for a count past 2^31 alone.
        unsafe { libc::sem_post(self.0.get()) };
    }

    /// How many there are now.
    pub(crate) fn value(&self) -> usize {
        let mut value = 0;
        // SAFETY: as above; `value` is a valid place for the answer.
        unsafe { libc::sem_getvalue(self.0.get(), &raw mut value) };
        usize::try_from(value).unwrap_or(0)
    }
}

fn timespec(time: Duration) -> libc::timespec {
    libc::timespec {
        tv_sec: time.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_nsec: time.subsec_nanos().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_that_of_the_systems_table() {
        let stat = std::fs::read_to_string("/proc/self/stat").expect("the system's table");
        // After the name: state, parent, group, session.
        let (_, rest) = stat.rsplit_once(") ").expect("a name");
        assert_eq!(rest.split(' ').nth(3), Some(&*session_id().to_string()));
    }
}
