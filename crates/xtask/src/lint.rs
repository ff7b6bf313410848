//! `cargo xtask lint`: what can be said about the code without running it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use crate::layering;
use crate::stages::{Stages, call, output};
use crate::toolchain::{TARGET, WasmCompiler};
use crate::workspace::Workspace;

const STRICT: [&str; 3] = ["--", "--deny", "warnings"];

pub(crate) fn lint(workspace: &Workspace, stages: &mut Stages, compiler: &WasmCompiler) {
    stages.check("formatting", || {
        call(workspace.cargo().args(["fmt", "--all", "--check"]))
    });
    stages.check("clippy", || {
        call(
            workspace
                .cargo()
                .args(["clippy", "--all-targets", "--all-features"])
                .args(STRICT),
        )
    });
    stages.check("clippy: the page", || clippy_page(workspace, compiler));
    stages.check("directions of imports", || directions(workspace));
}

/// For WebAssembly where the own toolchain can: Debian's packages bring no clippy, and the page
/// compiles natively too.
fn clippy_page(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["clippy", "--package", "laneway-web", "--all-targets"]);
    if matches!(compiler, WasmCompiler::Own) {
        cargo
            .args(["--target", TARGET, "--target-dir"])
            .arg(workspace.target.join("wasm"));
    }
    call(cargo.args(STRICT))
}

/// On both platforms, because a dependency may differ between them.
fn directions(workspace: &Workspace) -> Result<()> {
    let mut found = BTreeSet::new();
    for platform in [TARGET, "x86_64-unknown-linux-gnu"] {
        let mut cargo = workspace.cargo();
        cargo.args(["metadata", "--format-version", "1", "--filter-platform", platform]);
        let metadata = serde_json::from_str(&output(&mut cargo)?).context("cargo metadata")?;
        found.extend(layering::violations(&metadata)?);
    }
    if !found.is_empty() {
        bail!("{}", found.into_iter().collect::<Vec<_>>().join("\n  "));
    }
    Ok(())
}
