//! `cargo xtask lint`: what can be said about the code without running it.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use crate::deny;
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
    stages.check("clippy: the fuzz targets", || clippy_fuzz(workspace));
    stages.check("directions of imports", || directions(workspace));
    stages.check("licences and sources of dependencies", || {
        deny::licences(workspace)
    });
    stages.check("advisories on dependencies", || deny::advisories(workspace));
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

/// They are a workspace of their own, because fuzzing wants a nightly compiler; the code does not.
fn clippy_fuzz(workspace: &Workspace) -> Result<()> {
    let manifest = workspace.root.join("fuzz/Cargo.toml");
    let mut format = workspace.cargo();
    call(format.args(["fmt", "--check", "--manifest-path"]).arg(&manifest))?;
    let mut cargo = workspace.cargo();
    cargo
        .args(["clippy", "--locked", "--all-targets", "--manifest-path"])
        .arg(&manifest)
        .arg("--target-dir")
        .arg(&workspace.target)
        // What would be linked instead of libFuzzer, which is C++ and takes a minute. Nothing is
        // linked here: any file does.
        .env("CUSTOM_LIBFUZZER_PATH", &manifest);
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
