//! How open files go along with the argument of a child that starts anew.
//!
//! While an argument is being written, what shares an open file with other processes puts its number
//! there and notes it here; these descriptors, and no others, stay open across the exec, or are sent. While
//! the child reads its argument, it takes copies of them.

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::system;

thread_local! {
    static SENDING: RefCell<Option<Vec<RawFd>>> = const { RefCell::new(None) };
    static RECEIVING: RefCell<Vec<Passed>> = const { RefCell::new(Vec::new()) };
}

/// A descriptor that goes along with an argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct Passed {
    /// Its number in the argument, which is that in the parent.
    pub(super) number: RawFd,
    /// Its number in this process.
    pub(super) here: RawFd,
}

impl Passed {
    /// One that stays open across an exec.
    pub(super) fn kept(number: RawFd) -> Self {
        let here = number;
        Self { number, here }
    }
}

/// Writes an argument: its JSON, and the descriptors that have to go along.
pub(super) fn send(argument: &impl Serialize) -> io::Result<(String, Vec<RawFd>)> {
    SENDING.set(Some(Vec::new()));
    let json = serde_json::to_string(argument);
    let mut fds = SENDING.take().unwrap_or_default();
    // The same lock may stand in the argument twice.
    fds.sort_unstable();
    fds.dedup();
    Ok((json?, fds))
}

/// Reads an argument that came along with these descriptors, and closes them.
///
/// # Safety
/// The descriptors are open, and nobody else's.
pub(super) unsafe fn receive<A: for<'a> Deserialize<'a>>(
    json: &str,
    passed: &[Passed],
) -> io::Result<A> {
    let argument = receive_copies(json, passed);
    for passed in passed {
        // SAFETY: by the caller; whoever needs one has a copy by now.
        drop(unsafe { OwnedFd::from_raw_fd(passed.here) });
    }
    argument
}

/// Reads an argument that came along with these descriptors. What is in it has copies of them, and of no others.
pub(super) fn receive_copies<A: for<'a> Deserialize<'a>>(
    json: &str,
    passed: &[Passed],
) -> io::Result<A> {
    RECEIVING.set(passed.to_vec());
    let argument = serde_json::from_str(json);
    RECEIVING.take();
    Ok(argument?)
}

/// An open file that goes along with an argument.
#[derive(Debug)]
pub(crate) struct Shared(pub(crate) File);

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fd = self.0.as_raw_fd();
        let noted = SENDING.with_borrow_mut(|sending| sending.as_mut().map(|fds| fds.push(fd)));
        if noted.is_none() {
            return Err(S::Error::custom(
                "a lock, queue or file can only be passed to a process being started",
            ));
        }
        fd.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Shared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = RawFd::deserialize(deserializer)?;
        let passed = RECEIVING.with_borrow(|all| all.iter().find(|fd| fd.number == number).copied());
        let passed = passed.ok_or_else(|| {
            D::Error::custom("a lock, queue or file can only come from the parent process")
        })?;
        system::duplicate(passed.here)
            .map(|fd| Self(fd.into()))
            .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_file_goes_along_with_an_argument_and_nowhere_else() {
        let file = Shared(tempfile::tempfile().unwrap());
        let error = serde_json::to_string(&file).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("can only be passed to a process being started"),
            "{error}"
        );
        let error = serde_json::from_str::<Shared>("3").unwrap_err();
        assert!(
            error
                .to_string()
                .contains("can only come from the parent process"),
            "{error}"
        );

        let (json, fds) = send(&(&file, &file)).unwrap();
        let fd = file.0.as_raw_fd();
        assert_eq!((json, &fds), (format!("[{fd},{fd}]"), &vec![fd]));
        let passed = [Passed::kept(fd)];
        receive_copies::<Shared>(&fd.to_string(), &passed).unwrap();
        // Nor what did not come along, open or not.
        for (other, passed) in [(0, &passed[..]), (fd, &[])] {
            let error = receive_copies::<Shared>(&other.to_string(), passed).unwrap_err();
            assert!(
                error
                    .to_string()
                    .contains("can only come from the parent process"),
                "{error}"
            );
        }
    }
}
