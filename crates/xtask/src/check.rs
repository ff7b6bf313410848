//! `cargo xtask test`: everything that checks the project.

use std::path::Path;

use anyhow::Result;

use crate::lint;
use crate::setup;
use crate::stages::{Stages, call};
use crate::trunk;
use crate::web;
use crate::workspace::{Workspace, on_path};

pub(crate) fn test(workspace: &Workspace, mut stages: Stages, with_trunk: bool) -> Result<()> {
    let compiler = setup::all(&stages)?;
    lint::lint(workspace, &mut stages, &compiler);
    web::build(workspace, &stages)?;
    stages.run("build for the tests", || call(workspace.cargo().arg("build")))?;
    let laneway = workspace.target.join("debug/laneway");
    stages.check("tests, with the browser's", || tests(workspace, &laneway));
    stages.check("tests of the page's own code", || {
        call(
            workspace
                .cargo()
                .args(["test", "--quiet", "--package", "laneway-web"]),
        )
    });
    stages.check("examples in the documentation", || {
        call(workspace.cargo().args(["test", "--quiet", "--doc"]))
    });
    if with_trunk {
        stages.check("the page by Trunk", || trunk::check(workspace, &compiler));
    }
    stages.finish("all checks passed")
}

/// With nextest where it is installed: its report is better.
fn tests(workspace: &Workspace, laneway: &Path) -> Result<()> {
    let mut cargo = workspace.cargo();
    // What the browser tests drive; they cannot name another package's program.
    cargo.env("LANEWAY_BIN", laneway);
    if on_path(&["cargo-nextest"]).is_some() {
        cargo.args(["nextest", "run", "--no-fail-fast", "--status-level", "fail"]);
    } else {
        cargo.args(["test", "--quiet", "--no-fail-fast", "--lib", "--bins", "--tests"]);
    }
    call(&mut cargo)
}
