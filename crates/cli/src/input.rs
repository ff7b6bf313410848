//! Reading a trace from a file.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use laneway_trace::{Diagnostic, Limits, ReadError, Reader, Trace, fill};

use crate::catalogue;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::terminal::say;

/// The bytes of a trace. What is no file, cannot be opened or is larger than any trace may be is told in
/// words.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let failure = |error: &io::Error| Failure::new(cannot_read(path, error));
    let file = File::open(path).map_err(|error| failure(&error))?;
    let facts = file.metadata().map_err(|error| failure(&error))?;
    if facts.is_dir() {
        return Err(Failure::new(format_args!(
            "{} is a folder; name a .lane or .jsonl file",
            path.display()
        )));
    }
    let limit = Limits::default().file_bytes;
    let mut bytes = Vec::new();
    // One byte past the limit is enough for the reader to refuse it.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failure(&error))?;
    Ok(bytes)
}

/// Why a file cannot be read, and what to do.
fn cannot_read(path: &Path, error: &io::Error) -> String {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound if is_lesson(path) => {
            format!("there is no file {shown}; `laneway run {shown}` records that lesson")
        }
        io::ErrorKind::NotFound => {
            format!("there is no file {shown}; `laneway run LESSON -o {shown}` records one")
        }
        io::ErrorKind::PermissionDenied => {
            format!("{shown} may not be read; `chmod u+r {shown}` lets you, if it is yours")
        }
        _ => format!("{shown} cannot be read: {error}"),
    }
}

/// True if somebody has named a lesson in place of a file.
fn is_lesson(path: &Path) -> bool {
    path.to_str().is_some_and(|id| laneway_lessons::find(id).is_ok())
}

/// A trace with what was wrong with its file; what a lean one leaves out is put in again.
pub(crate) fn read(path: &Path) -> Result<(Trace, Vec<Diagnostic>), Failure> {
    let bytes = read_bytes(path)?;
    let (mut trace, mut diagnostics) = read_from(&bytes).map_err(|error| cannot_use(path, &error))?;
    diagnostics.extend(fill(&mut trace, catalogue::content));
    Ok((trace, diagnostics))
}

/// A trace; what was wrong with its file goes to standard error.
pub(crate) fn read_and_tell(path: &Path) -> Result<Trace, Failure> {
    let (trace, diagnostics) = read(path)?;
    for diagnostic in diagnostics {
        say(&format!("{}: {diagnostic}", path.display()));
    }
    Ok(trace)
}

/// Says why the content of a file is of no use.
pub(crate) fn cannot_use(path: &Path, error: &ReadError) -> Failure {
    Failure::new(format_args!("{}: {error}", path.display()))
}

fn read_from(bytes: &[u8]) -> Result<(Trace, Vec<Diagnostic>), ReadError> {
    /// What is read between two looks at the clock.
    const PIECE_BYTES: usize = 1 << 16;
    let mut reader = Reader::new(Limits::default());
    let mut bar = Bar::new("reading");
    let mut trace = Trace::default();
    for (number, piece) in bytes.chunks(PIECE_BYTES).enumerate() {
        reader.feed(piece)?;
        trace.take(&mut reader)?;
        bar.set((number * PIECE_BYTES) as u64, bytes.len() as u64);
    }
    trace.finish(reader)
}

/// True for a file that may be replaced by a trace: a trace, or one that is empty.
pub(crate) fn is_trace(path: &Path) -> bool {
    match fs::read(path) {
        Ok(bytes) if bytes.is_empty() => true,
        Ok(bytes) => match laneway_trace::read_header(&bytes, &Limits::default()) {
            Ok(_) => true,
            // What begins like a trace was one.
            Err(ReadError::Truncated { .. } | ReadError::Newer(_)) => true,
            Err(_) => false,
        },
        Err(_) => false,
    }
}
