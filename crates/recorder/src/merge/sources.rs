//! The source texts that a run's locations point into.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use laneway_trace::Location;

/// A source file larger than this is none that anybody reads in the panel.
const MAX_BYTES: u64 = 256 << 10;
/// Bytes of all of them together: a program of which more is called is not read in the panel either.
const MAX_SUM_BYTES: usize = 4 << 20;
/// Files that are looked for.
const MAX_FILES: usize = 1000;

/// Adds the files of the locations that are not there yet and lie below this folder. Others are not
/// read: a trace is shown around. Returns the names of those not found.
pub(super) fn add(
    sources: &mut BTreeMap<String, String>,
    locations: &[Location],
    below: &Path,
) -> Vec<String> {
    let given: BTreeSet<&String> = locations.iter().map(|location| &location.file).collect();
    let wanted = given.into_iter().filter(|file| !file.is_empty());
    let mut missing = Vec::new();
    let mut sum_bytes = 0;
    for file in wanted.take(MAX_FILES) {
        if sources.contains_key(file) {
            continue;
        }
        match read(file, below) {
            Some(text) if sum_bytes + text.len() <= MAX_SUM_BYTES => {
                sum_bytes += text.len();
                sources.insert(file.clone(), text);
            }
            _ => missing.push(file.clone()),
        }
    }
    missing
}

fn read(file: &str, below: &Path) -> Option<String> {
    let below = below.canonicalize().ok()?;
    let path = below.join(file).canonicalize().ok()?;
    let about = fs::metadata(&path).ok()?;
    (path.starts_with(&below) && about.is_file() && about.len() <= MAX_BYTES)
        .then(|| fs::read_to_string(&path).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_below_the_folder_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let below = folder.path().join("project");
        fs::create_dir_all(below.join("src")).expect("a folder");
        fs::write(below.join("src/main.rs"), "fn main() {}").expect("a file");
        fs::write(folder.path().join("secret.rs"), "no").expect("a file");
        fs::write(below.join("large.rs"), " ".repeat(300 << 10)).expect("a file");
        let at = |file: &str| Location {
            file: file.into(),
            line: 1,
            column: 1,
        };
        let mut sources = BTreeMap::from([("lesson.rs".to_owned(), "given".to_owned())]);
        let files = [
            "src/main.rs",
            "lesson.rs",
            "../secret.rs",
            "/etc/hostname",
            "large.rs",
            "src",
            "",
        ];
        let missing = add(&mut sources, &files.map(at), &below);
        assert_eq!(missing, ["../secret.rs", "/etc/hostname", "large.rs", "src"]);
        assert_eq!(sources["src/main.rs"], "fn main() {}");
        assert_eq!(sources["lesson.rs"], "given");
    }
}
