//! The system calls that `std` does not have. Linux.

use std::ffi::CStr;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

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
pub(super) fn thread_count() -> io::Result<usize> {
    Ok(std::fs::read_dir("/proc/self/task")?.count())
}

/// Which files and what else stand where in the memory of this process, as `proc(5)` says it.
pub(super) fn memory_map() -> io::Result<String> {
    std::fs::read_to_string("/proc/self/maps")
}

/// Forks. In the child it answers `None`.
///
/// # Safety
/// The process has one thread: the child may not wait for what another one held.
pub(super) unsafe fn fork() -> io::Result<Option<libc::pid_t>> {
    // SAFETY: by the caller.
    let pid = checked(unsafe { libc::fork() })?;
    Ok((pid != 0).then_some(pid))
}

/// Ends the process at once, but for what was printed and not yet written.
pub(super) fn leave(status: i32) -> ! {
    // A closed output is no reason to stay.
    let _ = io::stdout().lock().flush();
    // SAFETY: ends the process; nothing of it is used any more.
    unsafe { libc::_exit(status) }
}

/// Memory without a name, that a process and its children can share.
pub(super) fn memory(name: &CStr) -> io::Result<File> {
    // SAFETY: `name` ends in a zero byte and lives across the call; the descriptor is new and ours.
    unsafe {
        let fd = checked(libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC))?;
        Ok(File::from_raw_fd(fd))
    }
}

/// Whether [`memory`] of this name is open as this descriptor.
pub(super) fn is_memory(fd: RawFd, name: &CStr) -> bool {
    let link = std::fs::read_link(format!("/proc/self/fd/{fd}"));
    let expected = format!("/memfd:{} (deleted)", name.to_string_lossy());
    link.is_ok_and(|link| link.as_os_str() == expected.as_str())
}

/// A pipe: the end to read, and the end to write, which does not block when the pipe is full.
pub(super) fn pipe() -> io::Result<(File, File)> {
    let mut ends = [0; 2];
    // SAFETY: `ends` has room for two descriptors, which are new and ours.
    unsafe {
        checked(libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC))?;
        let ends = (File::from_raw_fd(ends[0]), File::from_raw_fd(ends[1]));
        // The two ends are two open files: this holds for the end to write alone.
        checked(libc::fcntl(ends.1.as_raw_fd(), libc::F_SETFL, libc::O_NONBLOCK))?;
        Ok(ends)
    }
}

/// Another descriptor for the same open file, closed on exec.
pub(super) fn duplicate(fd: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: the call answers an error for what is no open descriptor; else the new one is ours.
    unsafe {
        let fd = checked(libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 3))?;
        Ok(OwnedFd::from_raw_fd(fd))
    }
}

/// Lets the descriptor live on across an exec. Safe between fork and exec.
pub(super) fn keep_across_exec(fd: RawFd) -> io::Result<()> {
    // SAFETY: a system call that answers an error for what is no open descriptor.
    checked(unsafe { libc::fcntl(fd, libc::F_SETFD, 0) }).map(drop)
}

/// A descriptor for a child process of this one, which no later process can be mistaken for.
pub(super) fn open_process(pid: libc::pid_t) -> io::Result<OwnedFd> {
    // SAFETY: a system call on numbers; the descriptor is new, ours, and closed on exec.
    unsafe {
        let fd = libc::syscall(libc::SYS_pidfd_open, pid, 0);
        let fd = checked(libc::c_int::try_from(fd).unwrap_or(-1))?;
        Ok(OwnedFd::from_raw_fd(fd))
    }
}

/// Kills a child of this process and takes its exit status.
pub(super) fn kill_child(pid: libc::pid_t) {
    // SAFETY: system calls on numbers and a null pointer, which means that nobody wants the status. The pid
    // is the child's until its status is taken.
    unsafe {
        libc::kill(pid, libc::SIGKILL);
        let _ = uninterrupted(|| libc::waitpid(pid, std::ptr::null_mut(), 0));
    }
}

/// Sends the process a signal.
pub(super) fn send_signal(process: &OwnedFd, signal: libc::c_int) -> io::Result<()> {
    let none = std::ptr::null::<libc::siginfo_t>();
    // SAFETY: a system call on numbers and a null pointer, which it takes for "no details".
    let answer =
        unsafe { libc::syscall(libc::SYS_pidfd_send_signal, process.as_raw_fd(), signal, none, 0) };
    checked(libc::c_int::try_from(answer).unwrap_or(-1)).map(drop)
}

/// Waits until the child is dead, without taking its exit status; false if it lives at the deadline.
pub(super) fn wait_for_death(process: &OwnedFd, deadline: Option<Instant>) -> io::Result<bool> {
    wait_ready(process.as_raw_fd(), libc::POLLIN, deadline)
}

/// Waits until the pipe takes at least `PIPE_BUF` bytes; false if it does not at the deadline.
pub(super) fn wait_for_room(pipe: &File, deadline: Option<Instant>) -> io::Result<bool> {
    wait_ready(pipe.as_raw_fd(), libc::POLLOUT, deadline)
}

fn wait_ready(fd: RawFd, events: libc::c_short, deadline: Option<Instant>) -> io::Result<bool> {
    loop {
        // Rounded up: a poll that ends too early would only be one more.
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let left_ms = left.map_or(-1, |left| {
            i32::try_from(left.as_micros().div_ceil(1000)).unwrap_or(i32::MAX)
        });
        let mut poll = libc::pollfd {
            fd,
            events,
            revents: 0,
        };
        // SAFETY: `poll` is one valid entry.
        match checked(unsafe { libc::poll(&raw mut poll, 1, left_ms) }) {
            Ok(0) if left.is_some_and(|left| left_ms < i32::MAX || left.is_zero()) => return Ok(false),
            Ok(0) => {}
            Ok(_) => return Ok(true),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Takes the exit status of a dead child: its exit code, or the negative number of the signal that
/// killed it. `None` if it lives.
pub(super) fn take_status(process: &OwnedFd) -> io::Result<Option<i32>> {
    // SAFETY: all zero is a valid siginfo.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let id = process.as_raw_fd() as libc::id_t;
    uninterrupted(|| {
        // SAFETY: `info` is a valid place for the answer.
        unsafe { libc::waitid(libc::P_PIDFD, id, &raw mut info, libc::WEXITED | libc::WNOHANG) }
    })?;
    // SAFETY: `waitid` filled it in, or left it zero: then the pid is 0.
    let (pid, status) = unsafe { (info.si_pid(), info.si_status()) };
    Ok((pid != 0).then_some(if info.si_code == libc::CLD_EXITED {
        status
    } else {
        -status
    }))
}

/// Locks or unlocks a file against other processes. The system unlocks it for a process that dies.
pub(super) fn lock_file(file: &File, locked: bool) -> io::Result<()> {
    // SAFETY: all zero is a valid flock: the whole file.
    let mut lock: libc::flock = unsafe { std::mem::zeroed() };
    lock.l_type = if locked { libc::F_WRLCK } else { libc::F_UNLCK } as libc::c_short;
    // SAFETY: a system call on an open descriptor with a valid request.
    uninterrupted(|| unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETLKW, &raw const lock) }).map(drop)
}

/// A POSIX semaphore in memory that processes share.
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct Semaphore(std::cell::UnsafeCell<libc::sem_t>);

// SAFETY: the calls on a semaphore are made for many threads and processes at once.
unsafe impl Sync for Semaphore {}

impl Semaphore {
    /// Makes a semaphore in this place.
    ///
    /// # Safety
    /// The place is writable, aligned, and shared with nobody yet.
    pub(super) unsafe fn init(place: *mut Self, value: u32) -> io::Result<()> {
        // SAFETY: by the caller.
        checked(unsafe { libc::sem_init(place.cast(), 1, value) }).map(drop)
    }

    /// Takes one if there is one.
    pub(super) fn try_wait(&self) -> bool {
        // SAFETY: whoever has a `Semaphore` has one that was made; so below.
        uninterrupted(|| unsafe { libc::sem_trywait(self.0.get()) }).is_ok()
    }

    /// Takes one, as soon as there is one; false if there is none until the deadline.
    pub(super) fn wait(&self, deadline: Option<Instant>) -> bool {
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
    pub(super) fn post(&self) {
        // SAFETY: as above. It fails for a count past 2^31 alone.
        unsafe { libc::sem_post(self.0.get()) };
    }

    /// How many there are now.
    pub(super) fn value(&self) -> usize {
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
