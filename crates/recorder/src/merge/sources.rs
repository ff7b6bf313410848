//! The source texts that a run's locations point into.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use laneway_trace::Location;

/// A source file larger than this is none that anybody reads in the panel.
const MAX_BYTES: u64 = 256 << 10;

/// Adds the files of the locations that are not there yet and lie below this folder. Others are not
/// read: a trace is shown around. Returns the names of those not found.
pub(super) fn add(
    sources: &mut BTreeMap<String, String>,
    locations: &[Location],
    below: &Path,
) -> Vec<String> {
    let mut missing = Vec::new();
    for Location { file, .. } in locations {
        if file.is_empty() || sources.contains_key(file) || missing.contains(file) {
            continue;
        }
        match read(file, below) {
            Some(text) => {
                sources.insert(file.clone(), text);
            }
            None => missing.push(file.clone()),
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
