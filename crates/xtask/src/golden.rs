//! `cargo xtask golden`: writes the golden files anew, but for those of released format versions.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::stages::{Stages, call};
use crate::workspace::Workspace;

/// Format versions that people have files of. Their golden files never change: add a version when
/// it is released.
const RELEASED: [&str; 0] = [];

/// The golden files' folder; a folder for each version is in it.
const FOLDER: &str = "tests/golden";

pub(crate) fn write(workspace: &Workspace, stages: &Stages) -> Result<()> {
    let before = released(&workspace.root);
    stages.run("golden files", || {
        call(
            workspace
                .cargo()
                .args(["test", "--quiet", "--package", "laneway-trace"])
                .args(["--test", "trace", "golden_files_say"])
                .env("UPDATE_GOLDEN", "1"),
        )
    })?;
    let after = released(&workspace.root);
    let mut changed: Vec<String> = Vec::new();
    for (file, bytes) in before
        .iter()
        .filter(|(file, bytes)| after.get(*file) != Some(bytes))
    {
        fs::write(file, bytes)?;
        changed.push(file.display().to_string());
    }
    if !changed.is_empty() {
        bail!(
            "these belong to a released format version and were put back: {}; \
             a new shape needs a new version with an upgrader (docs/FORMAT.md)",
            changed.join(", ")
        );
    }
    eprintln!("look at `git diff` before you commit");
    Ok(())
}

/// The golden files of released versions with their content.
fn released(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for version in RELEASED {
        collect(&root.join(FOLDER).join(version), &mut files);
    }
    files
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if let Ok(bytes) = fs::read(&path) {
            files.insert(path, bytes);
        }
    }
}
