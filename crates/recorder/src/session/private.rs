//! Folders and files that are their owner's alone, from the moment of making.
//!
//! What is mapped here must not shrink: a map of what somebody else may truncate is a SIGBUS in waiting.
//! So nobody else may ever enter the folder, whatever the umask, and what is opened is looked at first.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::libc;
use nix::sys::resource::{RLIM_INFINITY, Resource, getrlimit};
use nix::sys::signal::{SigSet, SigmaskHow, Signal};
use nix::unistd::geteuid;

use super::{SessionError, at};

const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// Makes the folder, or takes one that is there already, if nobody but its owner, who is this user, may
/// enter it.
pub(super) fn make_folder(path: &Path) -> Result<(), SessionError> {
    match DirBuilder::new().mode(FOLDER_MODE).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(at(path)(error)),
        _ => {}
    }
    let about = check_folder(path)?;
    // An odd umask takes from the owner, too.
    if about.mode() & FOLDER_MODE != FOLDER_MODE {
        fs::set_permissions(path, Permissions::from_mode(FOLDER_MODE)).map_err(at(path))?;
    }
    Ok(())
}

/// Sees that this is a folder (no link to one) of this user, which nobody else may enter.
pub(crate) fn check_folder(path: &Path) -> Result<Metadata, SessionError> {
    let about = fs::symlink_metadata(path).map_err(at(path))?;
    if about.is_dir() && is_private(&about) {
        Ok(about)
    } else {
        Err(SessionError::Exposed {
            path: path.to_owned(),
        })
    }
}

/// Makes a new file for reading and writing.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(path)?;
    // An odd umask takes from the owner, too.
    file.set_permissions(Permissions::from_mode(FILE_MODE))?;
    Ok(file)
}

/// Opens a file as these options say, if it is a plain one of this user that nobody else may write.
/// Never waits: not for the other end of a FIFO that stands in its place.
pub(super) fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let flags = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK;
    let file = options.custom_flags(flags.bits()).open(path)?;
    let about = file.metadata()?;
    if about.is_file() && is_private(&about) {
        Ok(file)
    } else {
        Err(io::Error::other("it is not a plain file of this user alone"))
    }
}

/// Fails where this process may not make a file so large: the system would not only refuse, but end the
/// process by SIGXFSZ.
pub(super) fn may_grow_to(bytes: u64) -> io::Result<()> {
    let (limit, _) = getrlimit(Resource::RLIMIT_FSIZE)?;
    if bytes > limit {
        return Err(Errno::EFBIG.into());
    }
    Ok(())
}

/// Writes once at the end of a file of this length, with an error in place of SIGXFSZ where it may not grow.
pub(super) fn append_unsignalled(mut file: &File, length: u64, bytes: &[u8]) -> io::Result<usize> {
    match getrlimit(Resource::RLIMIT_FSIZE)? {
        (RLIM_INFINITY, _) => file.write(bytes),
        (limit, _) if length + bytes.len() as u64 > limit => Err(Errno::EFBIG.into()),
        // Another process may take that room first.
        _ => write_unsignalled(file, bytes),
    }
}

fn write_unsignalled(mut file: &File, bytes: &[u8]) -> io::Result<usize> {
    let signal = SigSet::from(Signal::SIGXFSZ);
    let former = signal.thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
    let written = file.write(bytes);
    #[cfg(target_os = "linux")]
    if matches!(&written, Err(error) if error.kind() == io::ErrorKind::FileTooLarge) {
        let now = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // SAFETY: a valid set and time; who asks for nothing else gets no answer. Takes the signal, which
        // this write has sent to this thread, if it is not ignored.
        unsafe { libc::sigtimedwait(signal.as_ref(), std::ptr::null_mut(), &raw const now) };
    }
    former.thread_set_mask()?;
    written
}

fn is_private(about: &Metadata) -> bool {
    about.uid() == geteuid().as_raw() && about.mode() & 0o077 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use nix::sys::resource::setrlimit;
    use nix::sys::stat::Mode;
    use nix::sys::wait::{WaitStatus, waitpid};
    use nix::unistd::{ForkResult, fork, mkfifo};

    #[test]
    fn a_write_that_is_too_large_is_an_error_and_no_signal() {
        let place = tempfile::tempdir().unwrap();
        let file = create(&place.path().join("file")).unwrap();
        // SAFETY: the child makes system calls alone.
        match unsafe { fork() }.unwrap() {
            ForkResult::Child => {
                let limited = setrlimit(Resource::RLIMIT_FSIZE, 10, 10).is_ok();
                let cut = matches!(write_unsignalled(&file, &[0; 20]), Ok(10));
                let refused = matches!(write_unsignalled(&file, &[0]), Err(error)
                    if error.raw_os_error() == Some(Errno::EFBIG as i32));
                // SAFETY: ends the child, without anything of the tests'.
                unsafe { libc::_exit(i32::from(!(limited && cut && refused))) };
            }
            ForkResult::Parent { child } => {
                assert_eq!(waitpid(child, None), Ok(WaitStatus::Exited(child, 0)));
            }
        }
    }

    #[test]
    fn a_folder_that_others_may_enter_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("folder");
        let accepts = |mode: u32| {
            fs::create_dir(&path).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let made = make_folder(&path).is_ok();
            assert!(!made || fs::metadata(&path).unwrap().mode() & 0o777 == 0o700);
            fs::remove_dir(&path).unwrap();
            made
        };
        assert_eq!(
            [0o755, 0o750, 0o701, 0o777, 0o700, 0o500, 0].map(accepts),
            [false, false, false, false, true, true, true]
        );
        std::os::unix::fs::symlink(place.path(), &path).unwrap();
        assert!(make_folder(&path).is_err(), "a link is no folder");
    }

    #[test]
    fn only_plain_files_that_nobody_else_may_reach_are_opened() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        let opens = |name: &str| open(&at(name), OpenOptions::new().read(true)).is_ok();
        create(&at("plain")).unwrap();
        assert!(opens("plain"));
        fs::set_permissions(at("plain"), Permissions::from_mode(0o620)).unwrap();
        assert!(!opens("plain"), "its group may write it");
        create(&at("own")).unwrap();
        std::os::unix::fs::symlink(at("own"), at("link")).unwrap();
        mkfifo(&at("fifo"), Mode::S_IRUSR).unwrap();
        fs::create_dir(at("folder")).unwrap();
        assert_eq!(
            ["own", "link", "fifo", "folder"].map(opens),
            [true, false, false, false]
        );
    }
}
