//! The session folder: where a recorded program's processes and the supervisor meet.
//!
//! Both sides use this module: what one writes here, the other reads here. It holds no state beside what is
//! in the folder, which is one recording's, its owner's alone (0700, files 0600), and gone when the trace has
//! been written:
//!
//! | file | what it is | written by |
//! | --- | --- | --- |
//! | `control` | the page that every process maps: ids, budgets, the clock, what was lost ([`Control`]) | all |
//! | `definitions.jsonl` | a line for each actor, object, place and text ([`Definition`]) | all |
//! | `announce` | a FIFO: a process writes its pid as a line after its `attached` line, so that the supervisor wakes | processes |
//! | `ring-<thread actor>-<file number>` | a thread's events ([`RawEvent`]) | that thread |
//! | `lines-<thread actor>-<file number>` | definitions of a thread that has many | that thread |
//!
//! Ids are the session's, from 1; the merge makes them dense. Every process is an actor and has at least one
//! actor more, a thread named `main`. The first process of a run is actor 1, its main thread actor 2. Process
//! actors have no ring: what happens to them (`exit`, `adopt`, a `reap` that was not recorded) is seen by the
//! supervisor. `code_end`, `begin` and `end` of a process are in the ring of its main thread.
//!
//! Whoever records trusts the folder, because nobody else may enter it. Supervisor and merge do not: a program
//! may have done anything to what it can write. They map nothing, open plain files of this user only
//! (`O_NOFOLLOW`, `O_NONBLOCK`), believe no claim beyond the size of a chunk and the budget that the guardian
//! itself remembers, and hold `control` and `definitions.jsonl` open from the start.
//!
//! Nothing here outlives a version of Laneway, so there are no upgraders: who finds another version is refused.

mod cause;
mod clock;
mod control;
mod definition;
mod lines;
mod private;
mod reader;
mod ring;

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

pub use cause::Cause;
pub use clock::{Calibration, Clock, Timebase};
pub(crate) use control::{Account, read_account};
pub use control::{Control, Keep, Settings, What};
pub use definition::{
    ActorDefinition, AttachedDefinition, Definition, DefinitionReader, DefinitionWriter, Image,
    LocationDefinition, ObjectDefinition, ProgramFile, ReapedDefinition, TextDefinition,
    ThreadDefinition,
};
pub(crate) use lines::Lines;
pub(crate) use reader::NewestEvent;
pub use reader::RingReader;
pub(crate) use ring::{
    Chunk, ChunkHeader, FIRST_EVENTS, FirstFile, Head, PAGE_BYTES, SPARE_EVENTS, TABLE_EVENTS, events_in,
};
pub use ring::{RawEvent, TAG_ACTOR, TAG_INLINE_TEXT, TAG_INT, TAG_NONE, TAG_TEXT};

/// The environment variable that names the session folder to the processes of a program.
pub const SESSION_VARIABLE: &str = "LANEWAY_SESSION";

/// The layout of the folder. Every change of it, however small, is a new number: whoever has another
/// one is refused.
pub const SESSION_VERSION: u32 = 2;

/// The most files of one thread's ring.
const MOST_FILES: u32 = 1 << 24;

/// Why a session folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// A file of it could not be made, opened, read or mapped.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not what its name says.
    #[error("{} is no {what} of a Laneway session", path.display())]
    Foreign {
        /// Which.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
    },
    /// Another version of Laneway made it.
    #[error(
        "{} was made by another version of Laneway (session version {found}, here {SESSION_VERSION}); \
         build the program and the `laneway` command from the same version", path.display()
    )]
    Version {
        /// Which file says so.
        path: PathBuf,
        /// What it says.
        found: u32,
    },
    /// Somebody else may reach into it, so that it is not used.
    #[error("{} is not a folder of this user alone (mode 0700)", path.display())]
    Exposed {
        /// Which.
        path: PathBuf,
    },
    /// This system has no means to record.
    #[error("recording needs Linux; here a run can be viewed, not recorded")]
    Unsupported,
    /// Its times are those of a clock that this machine does not have.
    #[error("{} asks for a clock that this machine does not have", path.display())]
    Clock {
        /// Which file says so.
        path: PathBuf,
    },
}

/// What failed about this file.
fn at(path: &Path) -> impl Fn(io::Error) -> SessionError + '_ {
    move |source| SessionError::File {
        path: path.to_owned(),
        source,
    }
}

/// A session folder's paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at this path, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder that the environment names, if any.
    pub fn from_environment() -> Option<Self> {
        std::env::var_os(SESSION_VARIABLE)
            .filter(|path| !path.is_empty())
            .map(Self::new)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Sees that it is a folder of this user which nobody else may enter.
    pub fn check(&self) -> Result<(), SessionError> {
        private::check_folder(&self.path).map(drop)
    }

    /// The page that every process maps: [`Control`].
    pub fn control(&self) -> PathBuf {
        self.path.join("control")
    }

    /// The file of [`Definition`] lines.
    pub fn definitions(&self) -> PathBuf {
        self.path.join("definitions.jsonl")
    }

    /// The FIFO on which a process says, by a line with its pid, that it has attached.
    pub fn announce(&self) -> PathBuf {
        self.path.join("announce")
    }

    /// A file of a thread's ring; they count from 0.
    pub fn ring(&self, actor: u32, file: u32) -> PathBuf {
        self.path.join(format!("{RING}{actor}-{file}"))
    }

    /// The numbers of the files of each thread's ring, by actor, sorted.
    pub fn rings(&self) -> Result<BTreeMap<u32, Vec<u32>>, SessionError> {
        self.files_of_threads(RING)
    }

    /// A file of a thread's own definitions; they count from 0.
    pub(crate) fn lines(&self, actor: u32, file: u32) -> PathBuf {
        self.path.join(format!("{LINES}{actor}-{file}"))
    }

    /// All files of threads' own definitions.
    pub fn all_lines(&self) -> Result<Vec<PathBuf>, SessionError> {
        let threads = self.files_of_threads(LINES)?.into_iter();
        let paths =
            |(actor, files): (u32, Vec<u32>)| files.into_iter().map(move |file| self.lines(actor, file));
        Ok(threads.flat_map(paths).collect())
    }

    /// The numbers of the files of each thread whose names begin so, by actor, sorted.
    fn files_of_threads(&self, prefix: &str) -> Result<BTreeMap<u32, Vec<u32>>, SessionError> {
        let failed = at(&self.path);
        let mut threads: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for entry in fs::read_dir(&self.path).map_err(&failed)? {
            let name = entry.map_err(&failed)?.file_name();
            if let Some((actor, file)) = name.to_str().and_then(|name| file_of_thread(prefix, name)) {
                threads.entry(actor).or_default().push(file);
            }
        }
        threads.values_mut().for_each(|files| files.sort_unstable());
        Ok(threads)
    }

    /// Makes the folder with what is in it at the start: the control page, no definitions, the FIFO.
    /// Only its owner may enter it, from the moment of making and whatever the umask: what a program
    /// prints is nobody else's business. A folder that is there already must be like that.
    pub fn create(&self, settings: &Settings) -> Result<Control, SessionError> {
        private::make_folder(&self.path)?;
        let control = Control::create(&self.control(), settings)?;
        let definitions = self.definitions();
        private::create(&definitions).map_err(at(&definitions))?;
        let announce = self.announce();
        make_fifo(&announce).map_err(at(&announce))?;
        Ok(control)
    }

    /// The control page's file, if this is certainly a session of ours and not just a folder that looks
    /// like one: this user's alone, with a control page of this version.
    pub(crate) fn recognize(&self) -> Result<File, SessionError> {
        self.check()?;
        control::recognize(&self.control())
    }

    /// Deletes what a session consists of, and the folder if nothing else is in it.
    pub(crate) fn delete(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let is_ours = ["control", "definitions.jsonl", "announce"]
                .iter()
                .any(|own| name == *own)
                || [RING, LINES].iter().any(|prefix| {
                    let name = name.to_str();
                    name.is_some_and(|name| file_of_thread(prefix, name).is_some())
                });
            if is_ours && !entry.file_type()?.is_dir() {
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_dir(&self.path)
    }
}

/// How the names of a ring's files begin.
const RING: &str = "ring-";
/// How the names of files of definitions begin.
const LINES: &str = "lines-";

/// `ring-3-0` is the first file of actor 3's ring.
fn file_of_thread(prefix: &str, name: &str) -> Option<(u32, u32)> {
    let (actor, file) = name.strip_prefix(prefix)?.split_once('-')?;
    let file = file.parse().ok().filter(|&file| file < MOST_FILES)?;
    Some((actor.parse().ok()?, file))
}

fn make_fifo(path: &Path) -> io::Result<()> {
    let mode = Mode::S_IRUSR | Mode::S_IWUSR;
    mkfifo(path, mode)?;
    // An odd umask takes from the owner, too.
    fs::set_permissions(path, Permissions::from_mode(mode.bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ring_names_are_read_as_they_are_written() {
        let path = Folder::new("/s").ring(12, 3);
        assert_eq!(
            path.file_name()
                .and_then(|name| name.to_str())
                .and_then(|name| file_of_thread(RING, name)),
            Some((12, 3))
        );
        for foreign in [
            "ring-",
            "ring-1",
            "ring-1-",
            "ring--1",
            "ring-x-1",
            "ring-1-4294967295",
            "control",
        ] {
            assert_eq!(file_of_thread(RING, foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_new_folder_has_no_rings_and_one_owner() {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt};
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::new(temporary.path().join("session"));
        folder.create(&Settings::default()).unwrap();
        assert!(folder.rings().unwrap().is_empty());
        assert_eq!(
            fs::metadata(folder.path()).unwrap().permissions().mode() & 0o777,
            0o700
        );
        assert!(fs::metadata(folder.announce()).unwrap().file_type().is_fifo());
        assert!(
            folder.create(&Settings::default()).is_err(),
            "a session folder is made once"
        );
    }
}
