//! Writing files so that nothing is lost.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use laneway_trace::Trace;
use rustix::process::{Resource, getrlimit};
use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::input::is_trace;

/// Where a file is to come. It is written beside its place and takes it in one step, so that what was
/// there before stays whole until the new file is.
#[derive(Debug)]
pub(crate) struct Target {
    path: PathBuf,
    /// False for a device or a pipe: that is written to directly.
    is_plain: bool,
}

impl Target {
    /// Makes sure, before any work is done, that the file can be written and that nothing is lost by it.
    /// `may_replace` looks at a file that is there.
    pub(crate) fn new(path: &Path, may_replace: impl Fn(&Path) -> bool) -> Result<Self, Failure> {
        // Where a link leads, not the link, is what the file replaces.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let shown = path.display();
        let is_plain = match fs::metadata(&path) {
            Ok(facts) if facts.is_dir() => {
                return Err(Failure::new(format_args!(
                    "{shown} is a folder; name a file in it by -o"
                )));
            }
            Ok(facts) if facts.is_file() && !may_replace(&path) => {
                return Err(Failure::new(format_args!(
                    "{shown} is there already and is something else, so it was left alone; \
                     name another file by -o"
                )));
            }
            Ok(facts) => facts.is_file(),
            Err(_) => true,
        };
        if is_plain {
            // Gone at once: who kills this process in the middle of a run finds nothing of it here.
            part_beside(&path).map_err(|error| cannot_write(&path, &error))?;
        }
        Ok(Self { path, is_plain })
    }

    /// For a trace: only another trace, or an empty file, is replaced.
    pub(crate) fn for_trace(path: &Path) -> Result<Self, Failure> {
        Self::new(path, is_trace)
    }

    /// Writes the file.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.put(bytes).map_err(|error| cannot_write(&self.path, &error))
    }

    /// Writes a trace. One that does not fit where it should go is kept elsewhere, and the words say where.
    pub(crate) fn write_trace(&self, trace: &Trace) -> Result<(), Failure> {
        let bytes = laneway_trace::to_bytes(trace)
            .map_err(|error| Failure::new(format_args!("the run cannot be written: {error}")))?;
        self.put(&bytes).map_err(|error| {
            let words = cannot_write(&self.path, &error);
            match keep_elsewhere(&bytes) {
                Ok(kept) => Failure::new(format_args!("{words}; the run is kept in {}", kept.display())),
                Err(_) => words,
            }
        })
    }

    fn put(&self, bytes: &[u8]) -> io::Result<()> {
        if !self.is_plain {
            return fs::OpenOptions::new()
                .write(true)
                .open(&self.path)?
                .write_all(bytes);
        }
        may_be_written(bytes)?;
        let mut part = part_beside(&self.path)?;
        part.write_all(bytes)?;
        // Some file systems tell only now that there is no room.
        part.as_file().sync_all()?;
        part.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// Fails where this process may not make a file so large: the system would not only refuse, but end the
/// process by SIGXFSZ.
fn may_be_written(bytes: &[u8]) -> io::Result<()> {
    match getrlimit(Resource::Fsize).current {
        Some(limit) if bytes.len() as u64 > limit => Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!(
                "it has {} bytes, and the limit of a file's size is {limit} (RLIMIT_FSIZE)",
                bytes.len()
            ),
        )),
        _ => Ok(()),
    }
}

/// A new file in the same folder: only within a file system can a file take another's place.
fn part_beside(path: &Path) -> io::Result<NamedTempFile> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".lane").unwrap_or(&name);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    tempfile::Builder::new()
        .prefix(&format!("{stem}-"))
        .suffix(".lane.part")
        .permissions(ordinary_permissions())
        .tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Those of any new file, less what the user's mask takes away.
fn ordinary_permissions() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o666)
}

/// Saves a run in the folder for temporary files.
fn keep_elsewhere(bytes: &[u8]) -> io::Result<PathBuf> {
    may_be_written(bytes)?;
    let mut file = tempfile::Builder::new()
        .prefix("laneway-")
        .suffix(".lane")
        .tempfile()?;
    file.write_all(bytes)?;
    Ok(file.keep().map_err(|error| error.error)?.1)
}

fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    let shown = path.display();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).display();
    match error.kind() {
        io::ErrorKind::NotFound => Failure::new(format_args!(
            "{shown} cannot be written: there is no folder {folder}; make it, or name another file by -o"
        )),
        io::ErrorKind::PermissionDenied => Failure::new(format_args!(
            "{shown} cannot be written: you may not write in {folder}; name another file by -o"
        )),
        // It is so for any file.
        io::ErrorKind::FileTooLarge => Failure::new(format_args!("{shown} cannot be written: {error}")),
        _ => Failure::new(format_args!(
            "{shown} cannot be written: {error}; name another file by -o"
        )),
    }
}
