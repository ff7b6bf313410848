//! `cargo xtask matrix`: what a test of the lessons prints (`crates/lessons/tests/matrix.rs`).

use anyhow::Result;

use crate::stages::call;
use crate::workspace::Workspace;

pub(crate) fn print(workspace: &Workspace) -> Result<()> {
    call(
        workspace
            .cargo()
            .args([
                "test",
                "--quiet",
                "--package",
                "laneway-lessons",
                "--test",
                "matrix",
            ])
            .args(["--", "--nocapture", "--test-threads", "1"]),
    )
}
