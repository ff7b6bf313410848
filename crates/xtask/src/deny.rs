//! Licences, sources and advisories of what we depend on, by cargo-deny: see deny.toml.

use std::process::Command;

use anyhow::Result;

use crate::stages::call;
use crate::toolchain;
use crate::tools;
use crate::workspace::{Workspace, on_path};

const CARGO_DENY: &str = "0.20.2";
/// The minor version of the oldest Rust that compiles it.
const MINIMUM_MINOR: u32 = 88;
/// How long fetching the database of advisories may take: 2 MB.
const FETCH_SECONDS: &str = "30";

/// What is in Cargo.lock may be used, and comes from crates.io.
pub(crate) fn licences(workspace: &Workspace) -> Result<()> {
    if toolchain::own_minor()? < MINIMUM_MINOR {
        eprintln!("  licences not checked: cargo-deny {CARGO_DENY} needs Rust 1.{MINIMUM_MINOR}");
        return Ok(());
    }
    tools::install(workspace, "cargo-deny", CARGO_DENY)?;
    let mut deny = Command::new(program(workspace));
    deny.current_dir(&workspace.root)
        .args(["--locked", "check", "licenses", "bans", "sources"]);
    call(&mut deny)
}

/// Nothing bad is known of it. What is known is a git repository, which not every network lets through.
pub(crate) fn advisories(workspace: &Workspace) -> Result<()> {
    if let Err(reason) = fetch(workspace) {
        eprintln!("  advisories not checked: {reason}");
        return Ok(());
    }
    let mut deny = Command::new(program(workspace));
    deny.current_dir(&workspace.root)
        .args(["--locked", "--offline", "check", "advisories"]);
    call(&mut deny)
}

fn program(workspace: &Workspace) -> std::path::PathBuf {
    workspace.tools().join("bin/cargo-deny")
}

/// Brings the database up to date; an error is the reason for people.
fn fetch(workspace: &Workspace) -> Result<(), String> {
    // Where a network swallows packets, git waits for minutes.
    let mut fetch = match on_path(&["timeout"]) {
        Some(timeout) => {
            let mut command = Command::new(timeout);
            command.arg(FETCH_SECONDS).arg(program(workspace));
            command
        }
        None => Command::new(program(workspace)),
    };
    let out = fetch.current_dir(&workspace.root).args(["fetch", "db"]).output();
    let out = out.map_err(|error| format!("cargo-deny cannot be started: {error}"))?;
    match out.status.code() {
        Some(0) => Ok(()),
        // Of `timeout`.
        Some(124) => Err(format!("no answer within {FETCH_SECONDS} s")),
        _ => Err(reason(&String::from_utf8_lossy(&out.stderr)).to_owned()),
    }
}

/// The line that says why, of what cargo-deny and git said.
fn reason(said: &str) -> &str {
    let fatal = said.lines().find_map(|line| line.strip_prefix("fatal: "));
    fatal.or(said.lines().last()).unwrap_or("cargo-deny says nothing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_what_git_says_last() {
        let check = |said, expected| assert_eq!(reason(said), expected);
        check(
            "[ERROR] failed to clone: [\"clone\"]\nCloning into 'x'...\n\
             fatal: unable to access 'x': Could not resolve host: github.com\n\n",
            "unable to access 'x': Could not resolve host: github.com",
        );
        check("[ERROR] failed to spawn git", "[ERROR] failed to spawn git");
        check("", "cargo-deny says nothing");
    }
}
