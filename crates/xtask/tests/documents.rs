//! The documents: their links lead somewhere, and the map stays short.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/xtask").to_path_buf()
}

/// The Markdown files of the root and of `docs`.
fn documents() -> Vec<PathBuf> {
    let folders = [root(), root().join("docs")];
    let entries = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let files = entries.map(|entry| entry.expect("an entry").path());
    files
        .filter(|file| file.extension().is_some_and(|it| it == "md"))
        .collect()
}

/// What a heading is called in a link, as GitHub does it: letters and digits in lower case, `-` for a space.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading
        .chars()
        .filter(|&it| it.is_alphanumeric() || " -_".contains(it));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

fn anchors(file: &Path) -> HashSet<String> {
    let text = fs::read_to_string(file).expect("a document");
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(anchor).collect()
}

/// The targets of `[words](target)` that are not on another host.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.split("](").skip(1);
    let targets = ends.filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    targets.filter(|target| !target.contains("://"))
}

#[test]
fn links_lead_somewhere() {
    let mut links = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document");
        for target in targets(&text) {
            let (file, at) = target.split_once('#').unwrap_or((target, ""));
            let file = match file {
                "" => document.clone(),
                file => document.with_file_name(file),
            };
            let place = format!("{target} in {}", document.display());
            assert!(file.exists(), "there is no {place}");
            assert!(
                at.is_empty() || anchors(&file).contains(at),
                "there is no {place}"
            );
            links += 1;
        }
    }
    assert!(links > 0);
}

/// What is longer is not read.
const MOST_WORDS: usize = 4_000;

#[test]
fn the_map_is_short() {
    let map = fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("the map");
    let words = map.split_whitespace().count();
    assert!(
        words <= MOST_WORDS,
        "docs/ARCHITECTURE.md has {words} words, and may have {MOST_WORDS}"
    );
}

#[test]
fn headings_have_anchors_as_on_github() {
    let check = |heading, expected| assert_eq!(anchor(heading), expected);
    check("## Add a lesson", "add-a-lesson");
    check("### Order, and `advance(limit_ns)`!", "order-and-advancelimit_ns");
    check("# 泳道", "泳道");
}
