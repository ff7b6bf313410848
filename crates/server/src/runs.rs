//! Recorded runs as files.

use std::fs::{self, Metadata};
use std::io;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// Where the runs are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runs {
    /// The run `ID` is the file `ID.lane` in this folder. What comes into the folder later is served too.
    Folder(PathBuf),
    /// One file, which is the run with this id.
    One {
        /// Its id.
        id: String,
        /// The file, in either form of a trace.
        path: PathBuf,
    },
    /// One run that is no file, with this id.
    Made {
        /// Its id.
        id: String,
        /// What is sent.
        bytes: Vec<u8>,
    },
}

/// A run as it is sent.
pub(crate) struct RunFile {
    /// What is in the file.
    pub bytes: Vec<u8>,
    /// Changes when the file does; with its quotes, as in HTTP.
    pub etag: String,
}

impl Runs {
    /// True if there is such a run.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.etag(id).is_some()
    }

    /// The tag of the run with this id; `None` if there is none.
    pub(crate) fn etag(&self, id: &str) -> Option<String> {
        if let Some(bytes) = self.made(id) {
            return Some(made_etag(bytes));
        }
        let facts = fs::metadata(self.path(id)?).ok()?;
        facts.is_file().then(|| etag(&facts))
    }

    /// The run with this id; `None` if there is none.
    pub(crate) fn read(&self, id: &str) -> io::Result<Option<RunFile>> {
        if let Some(bytes) = self.made(id) {
            return Ok(Some(RunFile {
                etag: made_etag(bytes),
                bytes: bytes.to_vec(),
            }));
        }
        let Some(path) = self.path(id) else {
            return Ok(None);
        };
        match fs::metadata(&path) {
            Ok(facts) if facts.is_file() => Ok(Some(RunFile {
                etag: etag(&facts),
                bytes: fs::read(&path)?,
            })),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn made(&self, id: &str) -> Option<&[u8]> {
        match self {
            Self::Made { id: known, bytes } if known == id => Some(bytes),
            _ => None,
        }
    }

    fn path(&self, id: &str) -> Option<PathBuf> {
        match self {
            Self::Folder(folder) if is_id(id) => Some(folder.join(format!("{id}.lane"))),
            Self::One { id: known, path } if known == id => Some(path.clone()),
            _ => None,
        }
    }
}

/// True for what may name a run. It becomes a file name, so nothing in it may lead elsewhere.
fn is_id(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !id.is_empty() && id.len() <= 100 && id.bytes().all(fits)
}

fn made_etag(bytes: &[u8]) -> String {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    format!("\"{:08x}\"", crc.sum())
}

fn etag(facts: &Metadata) -> String {
    // A system without times of change has the length alone to go by.
    let changed = facts.modified().ok();
    let since = changed.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let changed_ns = since.map_or(0, |since| since.as_nanos());
    format!("\"{changed_ns:x}-{:x}\"", facts.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_nowhere_else() {
        let check = |id, expected| assert_eq!(is_id(id), expected, "{id:?}");
        check("ticket-lock", true);
        check("run_2", true);
        check("", false);
        check("..", false);
        check("../secret", false);
        check("a/b", false);
        check("a\\b", false);
        check("a%2fb", false);
        check("a\0", false);
        check("泳道", false);
        check(&"a".repeat(101), false);
    }

    #[test]
    fn a_run_is_a_file_of_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("one.lane"), "a run").expect("written");
        fs::create_dir(folder.path().join("two.lane")).expect("made");
        let runs = Runs::Folder(folder.path().into());
        let read = |id: &str| runs.read(id).expect("readable").map(|run| run.bytes);
        assert_eq!(read("one").as_deref(), Some(&b"a run"[..]));
        assert_eq!(read("two"), None);
        assert_eq!(read("three"), None);
        assert!(runs.has("one") && !runs.has("two") && !runs.has("three"));
    }

    #[test]
    fn one_file_has_one_id() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let runs = Runs::One {
            id: "file".into(),
            path: file.path().into(),
        };
        assert!(runs.has("file") && !runs.has("other"));
    }
}
