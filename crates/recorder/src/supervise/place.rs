//! Where the session folder lies, and who deletes it.
//!
//! The guardian deletes it; the supervisor does when the guardian is dead. A lock on the control page,
//! which both hold, ends with the later of the two, so that whoever records next can tell what was left
//! behind by a crash of both from what is in use.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use nix::fcntl::{Flock, FlockArg};
use nix::unistd::geteuid;
use tempfile::TempDir;

use super::{Plan, RecordError};
use crate::session::{Folder, SessionError, Settings};

/// How the names of session folders begin.
const PREFIX: &str = "laneway-";
/// A folder younger than this may be one that is just being made, and not locked yet.
const STALE_AFTER: Duration = Duration::from_secs(60);

/// A session folder. It is deleted when the value is dropped.
pub(super) struct Place {
    pub folder: Folder,
    _directory: TempDir,
    /// Held also by the supervisor, which is forked later.
    _in_use: Flock<File>,
}

impl Place {
    /// Makes a session folder for this plan, and clears away those that nobody uses any more.
    pub fn make(plan: &Plan) -> Result<Self, RecordError> {
        let parent = parent();
        clear_stale(&parent, STALE_AFTER);
        Self::make_in(&parent, &settings(plan)).map_err(|source| RecordError::Folder { source })
    }

    fn make_in(parent: &Path, settings: &Settings) -> Result<Self, SessionError> {
        let failed = |source| SessionError::File {
            path: parent.to_owned(),
            source,
        };
        let directory = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempdir_in(parent)
            .map_err(failed)?;
        let folder = Folder::new(directory.path());
        folder.create(settings)?;
        let in_use = lock(&folder).map_err(failed)?;
        Ok(Self {
            folder,
            _directory: directory,
            _in_use: in_use,
        })
    }
}

/// The budget of a plan, in chunks.
fn settings(plan: &Plan) -> Settings {
    let settings = Settings::default();
    let chunks = plan.events.div_ceil(u64::from(settings.chunk_events));
    Settings {
        chunks: u32::try_from(chunks).unwrap_or(u32::MAX),
        ..settings
    }
}

/// The folder of session folders.
fn parent() -> PathBuf {
    std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|path| path.is_dir())
        .unwrap_or_else(std::env::temp_dir)
}

/// Fails if somebody holds it.
fn lock(folder: &Folder) -> io::Result<Flock<File>> {
    let control = File::open(folder.control())?;
    Flock::lock(control, FlockArg::LockExclusiveNonblock).map_err(|(_, errno)| errno.into())
}

/// Deletes this user's session folders that nobody uses. What cannot be deleted stays: that is no reason
/// not to record.
fn clear_stale(parent: &Path, older_than: Duration) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX)
            && is_stale(&entry.path(), older_than).unwrap_or(false)
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn is_stale(path: &Path, older_than: Duration) -> io::Result<bool> {
    let about = fs::symlink_metadata(path)?;
    let age = about.modified()?.elapsed().unwrap_or_default();
    Ok(about.is_dir()
        && about.uid() == geteuid().as_raw()
        && age >= older_than
        && lock(&Folder::new(path)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_uses_is_cleared_away_and_nothing_else() {
        let parent = tempfile::tempdir().unwrap();
        let make = || Place::make_in(parent.path(), &Settings::default()).unwrap();
        let (used, stale) = (make(), make());
        let (used_path, stale_path) = (used.folder.path().to_owned(), stale.folder.path().to_owned());
        // As a crash leaves it: the lock is gone, the folder is not.
        let _ = stale._directory.keep();
        drop(stale._in_use);
        let foreign = parent.path().join("laneway-notes");
        fs::create_dir(&foreign).unwrap();

        clear_stale(parent.path(), STALE_AFTER);
        assert!(stale_path.exists(), "it is too young to tell");
        clear_stale(parent.path(), Duration::ZERO);
        assert_eq!(
            [used_path, stale_path, foreign].map(|path| path.exists()),
            [true, false, true]
        );
    }
}
