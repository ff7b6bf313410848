//! The same program, built again with what one of its features brings.
//!
//! wasm-bindgen and a WebSocket take half a minute to compile; a bare `cargo xtask` does without.

use std::process::Command;

use crate::workspace::Workspace;

/// A call of this program with a feature; its arguments are to be added.
pub(crate) fn with(feature: &str, workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args([
        "run",
        "--quiet",
        "--package",
        "xtask",
        "--features",
        feature,
        "--",
    ]);
    cargo
}
