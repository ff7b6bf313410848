//! Why something was not recorded.

use std::io;

use nix::errno::Errno;

/// Why something was not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The run had used up what it may keep.
    Budget,
    /// Its thread was over already.
    Ended,
    /// Its thread was just recording something else: a signal's handler, or an allocator that records.
    Busy,
    /// The system refused, with this error.
    System(i32),
    /// A cause of which there is no more to be known.
    Unknown,
}

impl Cause {
    /// What an error says.
    pub fn of(error: &io::Error) -> Self {
        error.raw_os_error().map_or(Self::Unknown, Self::System)
    }

    /// Its number in the session's files: that of the system's error, or one above all of these.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::System(error) => error.unsigned_abs() & 0xffff,
            Self::Unknown => 0x1_0000,
            Self::Budget => 0x1_0001,
            Self::Ended => 0x1_0002,
            Self::Busy => 0x1_0003,
        }
    }

    /// The cause with this number.
    pub(crate) fn from_number(number: u32) -> Self {
        match number {
            0x1_0001 => Self::Budget,
            0x1_0002 => Self::Ended,
            0x1_0003 => Self::Busy,
            1..=0xffff => Self::System(number as i32),
            _ => Self::Unknown,
        }
    }

    /// True if there was no more room on the disk.
    pub(crate) fn is_full_disk(self) -> bool {
        let full = [Errno::ENOSPC, Errno::EDQUOT];
        matches!(self, Self::System(error) if full.contains(&Errno::from_raw(error)))
    }

    /// How it reads after "because".
    pub(crate) fn words(self) -> String {
        let system = |error: i32| io::Error::from_raw_os_error(error);
        match self {
            Self::Budget => "there was no more room for events".to_owned(),
            Self::Ended => "their thread had ended already".to_owned(),
            Self::Busy => "their thread was just recording something else".to_owned(),
            Self::Unknown => "of a cause that is not known".to_owned(),
            Self::System(error) => match Errno::from_raw(error) {
                Errno::ENOSPC | Errno::EDQUOT => "the disk was full".to_owned(),
                Errno::EMFILE => "the process may not open more files (RLIMIT_NOFILE)".to_owned(),
                Errno::ENFILE => "the system may not open more files".to_owned(),
                Errno::EFBIG => "a file may not be that large (RLIMIT_FSIZE)".to_owned(),
                Errno::ENOMEM => "the process may not have more memory (RLIMIT_AS)".to_owned(),
                Errno::ENOENT => {
                    "the session folder was deleted, or out of reach after a chroot".to_owned()
                }
                Errno::EACCES | Errno::EPERM => {
                    "the process may not write into the session folder as the user that it was then"
                        .to_owned()
                }
                _ => format!("the system refused it: {}", system(error)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_what_its_number_says() {
        let some = [Cause::Budget, Cause::Ended, Cause::Busy, Cause::Unknown];
        for cause in some.into_iter().chain((1..200).map(Cause::System)) {
            assert_eq!(Cause::from_number(cause.number()), cause);
        }
    }
}
