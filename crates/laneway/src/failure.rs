//! Calls to the system that fail: recorded, and told with the limit that was hit, if it was one.

use std::fs;
use std::io;
use std::panic::Location;
use std::path::{Path, PathBuf};

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;
use rustix::io::Errno;
use rustix::process::{Resource, getrlimit, getuid};

/// What the stack of a thread takes of the address space, at the least: what `std` asks for.
const STACK_BYTES: u64 = 2 << 20;

/// Records that a call to the system failed, called as in "starting the thread `user-1`", and gives back
/// the error with the limit that was hit. One that does not come from the system comes back as it is.
pub(crate) fn failed(call: &str, error: io::Error, location: &'static Location<'static>) -> io::Error {
    if error.raw_os_error().is_none() {
        return error;
    }
    let words = match limit(&error) {
        Some(limit) => format!("{error}; {limit}"),
        None => error.to_string(),
    };
    if client::settled_epoch() != 0 {
        let text = Value::text(&format!("{call}: {words}"));
        record(EventKind::FAILURE, 0, 0, text, location);
    }
    io::Error::new(error.kind(), words)
}

/// As [`failed`], for what cannot go on without: panics with the call and the error.
#[track_caller]
pub(crate) fn fail(call: &str, error: io::Error, location: &'static Location<'static>) -> ! {
    let error = failed(call, error, location);
    panic!("{call} failed: {error}")
}

/// As [`failed`], for the start of an actor, of which it was recorded that it is about to start; 0 if it
/// was not.
pub(crate) fn start_failed(
    actor: u32,
    call: &str,
    error: io::Error,
    location: &'static Location<'static>,
) -> io::Error {
    if actor != 0 {
        record(EventKind::START_FAILED, 0, 0, Value::actor(actor), location);
    }
    failed(call, error, location)
}

/// The limit that this error comes from, in words.
fn limit(error: &io::Error) -> Option<String> {
    match Errno::from_io_error(error)? {
        Errno::MFILE => resource(Resource::Nofile, "files that a process may have open", "NOFILE"),
        Errno::NOMEM => resource(Resource::As, "bytes of a process's address space", "AS"),
        // Where the stack of a thread has no room, the error is that for too many threads.
        Errno::AGAIN if address_space_is_full() => {
            resource(Resource::As, "bytes of a process's address space", "AS")
        }
        Errno::AGAIN => processes_of_group().or_else(processes_of_user),
        _ => None,
    }
}

/// `the limit of files that a process may have open is 16 (RLIMIT_NOFILE)`; none if there is no limit.
fn resource(resource: Resource, what: &str, name: &str) -> Option<String> {
    let most = getrlimit(resource).current?;
    Some(format!("the limit of {what} is {most} (RLIMIT_{name})"))
}

/// True if another stack would not fit into what this process may have.
fn address_space_is_full() -> bool {
    let used = || -> Option<u64> {
        let pages = fs::read_to_string("/proc/self/statm").ok()?;
        let pages: u64 = pages.split(' ').next()?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    };
    let most = getrlimit(Resource::As).current;
    most.zip(used())
        .is_some_and(|(most, used)| used + STACK_BYTES >= most)
}

fn processes_of_user() -> Option<String> {
    // For the superuser the system does not count.
    let counts = !getuid().is_root();
    let what = "processes and threads that a user may have";
    counts.then(|| resource(Resource::Nproc, what, "NPROC"))?
}

/// Of the control group of this process, or of one around it, that has as many processes and threads as
/// it may.
fn processes_of_group() -> Option<String> {
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    let group = groups.lines().find_map(|line| line.strip_prefix("0::/"))?;
    let mount = Path::new("/sys/fs/cgroup");
    let most = mount.join(group).ancestors().find_map(full_group)?;
    Some(format!(
        "the limit of processes and threads of the control group is {most} (pids.max)"
    ))
}

/// The most that the group in this folder may have, if it has that.
fn full_group(folder: &Path) -> Option<u64> {
    let number = |name| -> Option<u64> {
        let path: PathBuf = folder.join(name);
        fs::read_to_string(path).ok()?.trim().parse().ok()
    };
    // Without a limit there is a word in place of the number.
    let most = number("pids.max")?;
    (number("pids.current")? >= most).then_some(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_group_is_one_with_as_many_as_it_may_have() {
        let check = |most: &str, current: &str, expected| {
            let folder = tempfile::tempdir().expect("a folder");
            fs::write(folder.path().join("pids.max"), most).expect("a file");
            fs::write(folder.path().join("pids.current"), current).expect("a file");
            assert_eq!(full_group(folder.path()), expected, "{most} {current}");
        };
        check("20\n", "20\n", Some(20));
        check("20\n", "19\n", None);
        check("max\n", "19\n", None);
        assert_eq!(full_group(Path::new("/nowhere")), None);
    }

    #[test]
    fn an_error_that_is_no_limit_has_none() {
        let error = io::Error::from_raw_os_error(libc::ENOENT);
        assert_eq!(limit(&error), None);
        assert_eq!(limit(&io::Error::other("words")), None);
    }
}
