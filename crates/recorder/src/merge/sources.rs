//! The source texts that a run's locations point into: those of the files that its programs were built
//! from, and no others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::SystemTime;

use nix::libc;

use super::built;
use crate::session::ProgramFile;

/// A source file larger than this is none that anybody reads in the panel.
const MAX_BYTES: u64 = 256 << 10;
/// Bytes of all of them together: a program of which more is called is not read in the panel either.
const MAX_SUM_BYTES: usize = 4 << 20;
/// Files of a program that are looked for.
const MAX_FILES: usize = 1000;
/// Programs that are looked into.
const MAX_PROGRAMS: usize = 16;

/// The names of files that locations are in, by the program that they belong to; `None` for those of
/// processes that did not say which program they run.
pub(super) type Wanted = BTreeMap<Option<ProgramFile>, BTreeSet<String>>;

/// Why a file's text is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    ProgramUnknown,
    ProgramChanged,
    NoDebugInformation,
    Unnamed,
    Ambiguous,
    Outside,
    Missing,
    Changed,
    TooMuch,
}

impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ProgramUnknown => "the program that it belongs to is not known",
            Self::ProgramChanged => "the program is not there any more as it was when it ran",
            Self::NoDebugInformation => {
                "the program has no debug information, which says where it was built"
            }
            Self::Unnamed => "the program's debug information does not name it",
            Self::Ambiguous => "the run has several files of this name",
            Self::Outside => "it lies outside of the folder in which the program was built",
            Self::Missing => "it is not there any more where the program was built",
            Self::Changed => "it was changed after the program was built",
            Self::TooMuch => "it is too large",
        })
    }
}

/// Adds the texts of these files. Returns a sentence for each reason for which some are left out.
pub(super) fn add(sources: &mut BTreeMap<String, String>, wanted: &Wanted) -> Vec<String> {
    let mut texts: BTreeMap<String, Result<String, Why>> = BTreeMap::new();
    let mut bytes_left = MAX_SUM_BYTES;
    for (program, names) in wanted.iter().take(MAX_PROGRAMS) {
        let names: BTreeSet<String> = names.iter().take(MAX_FILES).cloned().collect();
        for (name, text) in read_all(program.as_ref(), &names) {
            let text = text.and_then(|text| {
                bytes_left = bytes_left.checked_sub(text.len()).ok_or(Why::TooMuch)?;
                Ok(text)
            });
            // Another program has a file of this name: the same one, or nobody can tell which is meant.
            let known = texts.entry(name).or_insert_with(|| text.clone());
            if *known != text {
                *known = Err(Why::Ambiguous);
            }
        }
    }
    let mut left_out: BTreeMap<Why, Vec<String>> = BTreeMap::new();
    for (name, text) in texts {
        match text {
            Ok(text) => {
                sources.insert(name, text);
            }
            Err(why) => left_out.entry(why).or_default().push(name),
        }
    }
    left_out
        .iter()
        .map(|(why, names)| sentence(*why, names))
        .collect()
}

/// `The source of a.rs, b.rs and 3 more is left out: ...`
fn sentence(why: Why, names: &[String]) -> String {
    const MOST: usize = 3;
    let mut told = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        told = format!("{told} and {} more", names.len() - MOST);
    }
    format!("The source of {told} is left out: {why}.")
}

/// The text of each of these files of a program.
fn read_all(
    program: Option<&ProgramFile>,
    names: &BTreeSet<String>,
) -> BTreeMap<String, Result<String, Why>> {
    let is_outside = |name: &str| Path::new(name).is_absolute();
    let inside: BTreeSet<String> = names.iter().filter(|name| !is_outside(name)).cloned().collect();
    let built = program
        .ok_or(Why::ProgramUnknown)
        .and_then(|program| look_into(program, &inside));
    let text = |name: &str| {
        if is_outside(name) {
            return Err(Why::Outside);
        }
        let (found, built) = built.as_ref().map_err(|why| *why)?;
        let mut folders = found.get(name).ok_or(Why::Unnamed)?.iter();
        match (folders.next(), folders.next()) {
            (Some(folder), None) => read(name, folder, *built),
            _ => Err(Why::Ambiguous),
        }
    };
    names.iter().map(|name| (name.clone(), text(name))).collect()
}

/// What the program's debug information says of these names, and when the program was built.
fn look_into(
    program: &ProgramFile,
    names: &BTreeSet<String>,
) -> Result<(built::Found, SystemTime), Why> {
    if names.is_empty() {
        return Err(Why::Unnamed);
    }
    let (file, about) = open_regular(Path::new(&program.path)).map_err(|_| Why::ProgramChanged)?;
    let built = about.modified().map_err(|_| Why::ProgramChanged)?;
    if !program.is_same(&about) {
        return Err(Why::ProgramChanged);
    }
    let found = built::find(file, names).ok_or(Why::NoDebugInformation)?;
    Ok((found, built))
}

/// The text of a file that a program was built from at that time in this folder, if the file is still the
/// same.
fn read(name: &str, folder: &Path, built: SystemTime) -> Result<String, Why> {
    let folder = folder.canonicalize().map_err(|_| Why::Missing)?;
    let path = folder.join(name).canonicalize().map_err(|_| Why::Missing)?;
    // A trace is shown around: no link leads elsewhere.
    if !path.starts_with(&folder) {
        return Err(Why::Outside);
    }
    let (file, about) = open_regular(&path).map_err(|_| Why::Missing)?;
    if about.len() > MAX_BYTES {
        return Err(Why::TooMuch);
    }
    let mut text = String::new();
    // What is longer now than it was a moment ago has changed.
    let length = file.take(MAX_BYTES + 1).read_to_string(&mut text);
    if length.map_err(|_| Why::Changed)? as u64 != about.len() {
        return Err(Why::Changed);
    }
    let is_older = about.modified().is_ok_and(|modified| modified <= built);
    if is_older { Ok(text) } else { Err(Why::Changed) }
}

/// Opens a file, and nothing that would wait or do something when it is opened.
fn open_regular(path: &Path) -> io::Result<(File, Metadata)> {
    let file = fs::OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path)?;
    let about = file.metadata()?;
    if about.is_file() {
        Ok((file, about))
    } else {
        Err(io::ErrorKind::InvalidInput.into())
    }
}

#[cfg(test)]
#[path = "sources_tests.rs"]
mod tests;
