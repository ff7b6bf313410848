//! The same program, built again with what one of its features brings.
//!
//! wasm-bindgen and a WebSocket take half a minute to compile; a bare `cargo xtask` does without.

use std::path::Path;

use anyhow::Result;

use crate::workspace::Workspace;

/// Runs wasm-bindgen over `wasm`; the module and its glue come into the folder `out`.
#[cfg(feature = "bindgen")]
pub(crate) fn bindgen(_: &Workspace, wasm: &Path, out: &Path) -> Result<()> {
    crate::bindgen::generate(wasm, out)
}

/// Runs wasm-bindgen over `wasm`; the module and its glue come into the folder `out`.
#[cfg(not(feature = "bindgen"))]
pub(crate) fn bindgen(workspace: &Workspace, wasm: &Path, out: &Path) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "xtask",
        "--features",
        "bindgen",
        "--",
        "bindgen",
    ]);
    crate::stages::call(cargo.arg(wasm).arg(out))
}
