//! axe-core, which finds what shuts out those who use a screen reader or a keyboard, or see less: fetched by npm into
//! `target/tools`, where the browser tests look for it.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::workspace::Workspace;

const PACKAGE: &str = "axe-core@4.11.0";

/// Fetches it, unless it is there. Where there is no npm, the tests say that nothing was checked.
pub(crate) fn set_up(workspace: &Workspace) {
    if source().is_some() {
        return;
    }
    if let Err(reason) = fetch(workspace) {
        eprintln!("  accessibility will not be checked: {reason}");
    }
}

fn fetch(workspace: &Workspace) -> Result<()> {
    let folder = workspace.tools().join("axe");
    std::fs::create_dir_all(&folder)?;
    let npm = Command::new("npm")
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
        ])
        .arg(&folder)
        .arg(PACKAGE)
        .stdout(Stdio::null())
        .status();
    match npm {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => bail!("npm ended with {status}"),
        Err(error) => bail!("npm does not start: {error}"),
    }
}

/// The script that checks a page; `None` if it was not fetched.
#[must_use]
pub fn source() -> Option<String> {
    // Of the checkout that this was built from: the tests of another crate ask.
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../target/tools/axe/node_modules/axe-core/axe.min.js"
    );
    std::fs::read_to_string(file).ok()
}
