//! Invariants that the sources show: docs/ARCHITECTURE.md, "Invariants".

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// What the pure crates do without; they run in a browser as they do here.
const IMPURE: [&str; 7] = [
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
];
const PURE_CRATES: [&str; 4] = ["trace", "model", "view", "l10n"];
const CONTEXT_2D: &str = "CanvasRenderingContext2d";

/// Everything in the sources under `root` that goes against the invariants, in words.
pub(crate) fn violations(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for name in PURE_CRATES {
        for file in rust_files(&root.join("crates").join(name).join("src"))? {
            let text = fs::read_to_string(&file)?;
            for (line, what) in impure_lines(&text) {
                let file = file.strip_prefix(root).unwrap_or(&file).display();
                found.push(format!("invariant 1: {file}:{line} uses {what}"));
            }
        }
    }
    let mut painters = Vec::new();
    for file in rust_files(&root.join("web/src"))? {
        if code_lines(&fs::read_to_string(&file)?).any(|(_, line)| line.contains(CONTEXT_2D)) {
            painters.push(file.strip_prefix(root).unwrap_or(&file).display().to_string());
        }
    }
    if painters.len() > 1 {
        found.push(format!(
            "invariant 6: more than one module uses {CONTEXT_2D}: {}",
            painters.join(", ")
        ));
    }
    Ok(found)
}

/// The numbers of the lines that use what a pure crate must not, and what they use.
fn impure_lines(text: &str) -> Vec<(usize, &'static str)> {
    let uses = |(number, line): (usize, &str)| {
        let what = IMPURE.into_iter().find(|name| line.contains(name))?;
        Some((number, what))
    };
    code_lines(text).filter_map(uses).collect()
}

/// Numbered lines that are neither comments nor, as our files have them at the end, unit tests.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.lines().take_while(|line| *line != "#[cfg(test)]");
    (1..)
        .zip(code)
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// All Rust files below a folder, in a fixed order, but for modules that are all tests.
fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impure_lines_are_found() {
        let check = |text, expected: &[(usize, &str)]| assert_eq!(impure_lines(text), expected);
        check("use std::fmt;\nuse std::fs::File;\n", &[(2, "std::fs")]);
        check(
            "    let now = std::time::Instant::now();",
            &[(1, "std::time::Instant")],
        );
        check("// std::fs is for others\nuse std::time::Duration;", &[]);
        check("fn f() {}\n#[cfg(test)]\nmod tests { use std::fs; }", &[]);
    }

    #[test]
    fn a_second_painter_is_found() {
        let root = std::env::temp_dir().join(format!("laneway-sources-{}", std::process::id()));
        for folder in ["trace", "model", "view", "l10n"] {
            fs::create_dir_all(root.join("crates").join(folder).join("src")).expect("a folder");
        }
        fs::create_dir_all(root.join("web/src")).expect("a folder");
        fs::write(
            root.join("web/src/painter.rs"),
            format!("use web_sys::{CONTEXT_2D};"),
        )
        .expect("a file");
        let alone = violations(&root);
        fs::write(
            root.join("web/src/strip.rs"),
            format!("fn f(_: &{CONTEXT_2D}) {{}}"),
        )
        .expect("a file");
        let two = violations(&root);
        fs::remove_dir_all(&root).expect("removes");
        assert_eq!(alone.expect("reads"), Vec::<String>::new());
        let expected = "invariant 6: more than one module uses CanvasRenderingContext2d: \
                        web/src/painter.rs, web/src/strip.rs";
        assert_eq!(two.expect("reads"), [expected]);
    }
}
