//! Programs that checks need and no toolchain brings: compiled into `target/tools`, once.

use std::process::Command;

use anyhow::Result;

use crate::stages::call;
use crate::workspace::Workspace;

/// Installs a program unless this version of it is there; takes minutes.
pub(crate) fn install(workspace: &Workspace, package: &str, version: &str) -> Result<()> {
    install_with(workspace, package, version, &[])
}

/// As [`install`], with options of `cargo install`.
pub(crate) fn install_with(
    workspace: &Workspace,
    package: &str,
    version: &str,
    options: &[&str],
) -> Result<()> {
    let folder = workspace.tools();
    let program = package.trim_end_matches("-cli");
    let installed = Command::new(folder.join("bin").join(program))
        .arg("--version")
        .output();
    let line = installed.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    if line.is_ok_and(|line| line.split_whitespace().nth(1) == Some(version)) {
        return Ok(());
    }
    let mut cargo = workspace.cargo();
    cargo
        .args(["install", package, "--version", version])
        .args(options)
        // Compiled without optimisation: what they do takes seconds all the same.
        .args(["--locked", "--debug", "--force", "--root"])
        .arg(&folder);
    call(&mut cargo)
}
