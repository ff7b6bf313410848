//! Where the session folder lies, and who deletes it.
//!
//! The guardian deletes it; the supervisor does when the guardian is dead. A lock on the control page,
//! which both hold, ends with the later of the two, so that whoever records next can tell what was left
//! behind by a crash of both from what is in use.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::fcntl::{Flock, FlockArg};
use nix::sys::statfs::{TMPFS_MAGIC, statfs};
use nix::unistd::{AccessFlags, access, geteuid};
use tempfile::TempDir;

use super::{MOST_EVENTS, Plan, RecordError};
use crate::session::{
    Account, Calibration, DefinitionReader, Folder, SessionError, Settings, read_account,
};

/// How the names of session folders begin.
const PREFIX: &str = "laneway-";
/// The system's memory as a folder.
const SHARED_MEMORY: &str = "/dev/shm";
/// The bit of a folder in which everybody may delete what is theirs, and nothing else.
const STICKY: u32 = 0o1000;
/// A folder younger than this may be one that is just being made, and not locked yet.
const STALE_AFTER: Duration = Duration::from_secs(60);

/// A session folder. It is deleted when the value is dropped.
///
/// What a program does to the folder does not change what is known here: what it was made with, and the
/// files as they were made.
pub(crate) struct OwnedFolder {
    pub folder: Folder,
    pub settings: Settings,
    /// When it was made.
    pub start: Calibration,
    pub definitions: DefinitionReader,
    _directory: TempDir,
    /// The control page, whose lock is held also by the supervisor, which is forked later.
    control: Flock<File>,
}

impl OwnedFolder {
    /// Makes a session folder for this plan, and clears away those that nobody uses any more.
    pub fn make(plan: &Plan) -> Result<Self, RecordError> {
        let settings = settings(plan);
        for parent in &parents() {
            clear_stale(parent, STALE_AFTER);
        }
        let parent = parent(most_bytes(&settings));
        Self::make_in(&parent, settings).map_err(|source| RecordError::Folder { source })
    }

    fn make_in(parent: &Path, settings: Settings) -> Result<Self, SessionError> {
        let failed = |source| SessionError::File {
            path: parent.to_owned(),
            source,
        };
        let directory = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(Permissions::from_mode(0o700))
            .tempdir_in(parent)
            .map_err(failed)?;
        let folder = Folder::new(directory.path());
        let start = folder.create(&settings)?.start();
        let control = lock(&folder)?;
        let definitions = DefinitionReader::open(&folder.definitions())?;
        Ok(Self {
            folder,
            settings,
            start,
            definitions,
            _directory: directory,
            control,
        })
    }

    /// What the control page says now.
    pub fn account(&self) -> io::Result<Account> {
        read_account(&self.control)
    }
}

fn settings(plan: &Plan) -> Settings {
    Settings {
        events: plan.events.min(MOST_EVENTS),
        keep: plan.keep,
        ..Settings::default()
    }
}

/// What a session of these settings may take at the most: events of 32 bytes, texts of 16 an event, and
/// as much as thousands of threads and names take beyond that.
fn most_bytes(settings: &Settings) -> u64 {
    settings.events * 48 + (128 << 20)
}

/// The folder of session folders: the user's own, which is in memory mostly; else the system's memory, if
/// there is enough of it; else the one for temporary files. On a disk each file of a ring costs some
/// milliseconds.
fn parent(most_bytes: u64) -> PathBuf {
    let memory = || {
        let memory = PathBuf::from(SHARED_MEMORY);
        has_memory(&memory, most_bytes).then_some(memory)
    };
    own_folder().or_else(memory).unwrap_or_else(std::env::temp_dir)
}

/// Where session folders may be.
fn parents() -> Vec<PathBuf> {
    let all = [
        own_folder(),
        Some(SHARED_MEMORY.into()),
        Some(std::env::temp_dir()),
    ];
    all.into_iter().flatten().collect()
}

fn own_folder() -> Option<PathBuf> {
    let own = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    own.filter(|path| path.is_dir())
}

/// True for a folder in memory with so much room in which nobody else can rename or delete what is ours.
fn has_memory(path: &Path, bytes: u64) -> bool {
    let (Ok(about), Ok(system)) = (fs::metadata(path), statfs(path)) else {
        return false;
    };
    let is_safe = about.mode() & STICKY != 0 || about.uid() == geteuid().as_raw();
    let free = u64::try_from(system.block_size()).unwrap_or(0) * system.blocks_available();
    is_safe
        && access(path, AccessFlags::W_OK | AccessFlags::X_OK).is_ok()
        && system.filesystem_type() == TMPFS_MAGIC
        && free >= bytes
}

/// The lock of what is certainly a session; fails if somebody holds it.
fn lock(folder: &Folder) -> Result<Flock<File>, SessionError> {
    let control = folder.recognize()?;
    Flock::lock(control, FlockArg::LockExclusiveNonblock).map_err(|(_, errno)| SessionError::File {
        path: folder.control(),
        source: errno.into(),
    })
}

/// Deletes this user's session folders that nobody uses. What cannot be deleted stays: that is no reason
/// not to record.
fn clear_stale(parent: &Path, older_than: Duration) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            let _ = delete_if_stale(&Folder::new(entry.path()), older_than);
        }
    }
}

/// Deletes a folder that is certainly a session, and that nobody uses: its lock can be had, and is held
/// until the folder is gone.
fn delete_if_stale(folder: &Folder, older_than: Duration) -> Result<(), SessionError> {
    let failed = |source| SessionError::File {
        path: folder.path().to_owned(),
        source,
    };
    let modified = fs::symlink_metadata(folder.path())
        .and_then(|about| about.modified())
        .map_err(failed)?;
    if modified.elapsed().is_ok_and(|age| age >= older_than) {
        let _nobody_uses_it = lock(folder)?;
        folder.delete().map_err(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use nix::sys::stat::Mode;
    use nix::unistd::mkfifo;

    use super::*;

    fn make(parent: &Path) -> OwnedFolder {
        OwnedFolder::make_in(parent, Settings::default()).expect("a session")
    }

    /// A session folder as a crash leaves it: the lock is gone, the folder is not.
    fn make_stale(parent: &Path) -> PathBuf {
        let folder = make(parent);
        folder._directory.keep()
    }

    #[test]
    fn only_memory_with_enough_room_is_taken() {
        let memory = Path::new(SHARED_MEMORY);
        assert!(!has_memory(memory, u64::MAX), "nobody has that much");
        assert!(
            !has_memory(Path::new("/proc"), 0),
            "it is no memory to write into"
        );
        assert!(!has_memory(&memory.join("no-such-folder"), 0));
        if let Ok(folder) = tempfile::tempdir_in(memory) {
            assert!(has_memory(folder.path(), 0), "it is ours, and in memory");
        }
    }

    #[test]
    fn what_nobody_uses_is_cleared_away() {
        let parent = tempfile::tempdir().expect("a folder");
        let (used, stale) = (make(parent.path()), make_stale(parent.path()));
        fs::write(stale.join("ring-2-0"), "").expect("a file");
        clear_stale(parent.path(), STALE_AFTER);
        assert!(stale.exists(), "it is too young to tell");
        clear_stale(parent.path(), Duration::ZERO);
        assert_eq!([used.folder.path().exists(), stale.exists()], [true, false]);
    }

    /// A stale session, changed by this, is no more certainly one, and stays as it is.
    fn check_look_alike(what: &str, change: impl Fn(&Path)) {
        let parent = tempfile::tempdir().expect("a folder");
        let path = make_stale(parent.path());
        fs::write(path.join("ring-2-0"), "precious").expect("a file");
        change(&path);
        clear_stale(parent.path(), Duration::ZERO);
        let kept = fs::read_to_string(path.join("ring-2-0"));
        assert_eq!(kept.ok().as_deref(), Some("precious"), "{what}");
    }

    fn replace_control(path: &Path, with: impl Fn(&Path)) {
        let control = path.join("control");
        fs::remove_file(&control).expect("there is one");
        with(&control);
    }

    fn change_control(path: &Path, change: impl Fn(&mut Vec<u8>)) {
        let control = path.join("control");
        let mut bytes = fs::read(&control).expect("it is there");
        change(&mut bytes);
        fs::write(&control, bytes).expect("it is ours");
    }

    #[test]
    fn what_only_looks_like_a_session_is_left_alone() {
        let mode = |mode| Permissions::from_mode(mode);
        check_look_alike("others may enter it", |path| {
            fs::set_permissions(path, mode(0o755)).expect("it is ours");
        });
        check_look_alike("no control page", |path| replace_control(path, |_| ()));
        check_look_alike("a text called control", |path| {
            replace_control(path, |control| {
                fs::write(control, "x".repeat(4096)).expect("room");
                fs::set_permissions(control, mode(0o600)).expect("it is ours");
            });
        });
        check_look_alike("others may write the page", |path| {
            fs::set_permissions(path.join("control"), mode(0o666)).expect("it is ours");
        });
        check_look_alike("another size", |path| change_control(path, |bytes| bytes.push(0)));
        check_look_alike("another magic", |path| {
            change_control(path, |bytes| bytes[0] ^= 1);
        });
        check_look_alike("another version", |path| {
            change_control(path, |bytes| bytes[8] ^= 1);
        });
        check_look_alike("a link to a page", |path| {
            let elsewhere = path.join("elsewhere");
            fs::rename(path.join("control"), &elsewhere).expect("it is there");
            symlink(elsewhere, path.join("control")).expect("room");
        });
        check_look_alike("a FIFO called control", |path| {
            replace_control(path, |control| mkfifo(control, Mode::S_IRWXU).expect("room"));
        });
        check_look_alike("another user's", |path| {
            // Only root can make one; for others there is nothing to try.
            let _ = std::os::unix::fs::chown(path, Some(4321), None);
            if geteuid().is_root() {
                return;
            }
            fs::set_permissions(path, mode(0o755)).expect("it is ours");
        });
    }

    #[test]
    fn a_link_to_a_session_is_not_followed() {
        let parent = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        let session = make_stale(elsewhere.path());
        symlink(&session, parent.path().join("laneway-link")).expect("room");
        clear_stale(parent.path(), Duration::ZERO);
        assert!(session.join("control").exists());
    }

    #[test]
    fn what_somebody_put_into_a_session_is_not_deleted_with_it() {
        let parent = tempfile::tempdir().expect("a folder");
        let path = make_stale(parent.path());
        fs::write(path.join("notes.txt"), "mine").expect("room");
        clear_stale(parent.path(), Duration::ZERO);
        let left = fs::read_dir(&path).expect("it is there").count();
        assert_eq!((left, path.join("notes.txt").exists()), (1, true));
    }
}
