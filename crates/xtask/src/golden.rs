//! `cargo xtask golden`: writes the golden files anew that are not released (`crates/trace/tests/trace/golden.rs`
//! says which).

use anyhow::Result;

use crate::stages::{Stages, call};
use crate::workspace::Workspace;

pub(crate) fn write(workspace: &Workspace, stages: &Stages) -> Result<()> {
    stages.run("golden files", || {
        call(
            workspace
                .cargo()
                .args(["test", "--quiet", "--package", "laneway-trace"])
                .args(["--test", "trace", "golden_files_say"])
                .env("UPDATE_GOLDEN", "1"),
        )
    })?;
    eprintln!("look at `git diff` before you commit");
    Ok(())
}
