//! `cargo xtask start`: from a fresh clone to the page being served.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::serving;
use crate::setup;
use crate::stages::{Stages, call, output};
use crate::web;
use crate::workspace::Workspace;

pub(crate) fn start(
    workspace: &Workspace,
    stages: Stages,
    open: bool,
    addr: Option<&str>,
) -> Result<()> {
    prepare(workspace, &stages)?;
    let mut serve = Command::new(workspace.laneway());
    serve.arg("serve").arg("--runs").arg(workspace.runs());
    if !open {
        serve.arg("--no-open");
    }
    if let Some(addr) = addr {
        serve.args(["--addr", addr]);
    }
    let (mut server, url) = serving::spawn(&mut serve)?;
    stages.finish(&format!("serving {url} (stop with Ctrl+C); ready"))?;
    let status = server.wait()?;
    if !status.success() {
        bail!("laneway serve ended with {status}");
    }
    Ok(())
}

/// The page, the `laneway` command with the page in it, and one run of every lesson.
pub(crate) fn prepare(workspace: &Workspace, stages: &Stages) -> Result<()> {
    let compiler = setup::wasm(stages)?;
    web::build(workspace, stages, &compiler)?;
    stages.run("laneway: release build", || {
        call(
            workspace
                .cargo()
                .args(["build", "--release", "--package", "laneway-cli"]),
        )
    })?;
    stages.run("lessons: record a run of each", || record(workspace))
}

/// Records the lessons that have no run since `laneway` was built.
fn record(workspace: &Workspace) -> Result<()> {
    let laneway = workspace.laneway();
    let built = fs::metadata(&laneway)?.modified()?;
    fs::create_dir_all(workspace.runs())?;
    for id in lessons(&laneway)? {
        let run = workspace.runs().join(format!("{id}.lane"));
        let recorded = fs::metadata(&run).and_then(|it| it.modified());
        if recorded.is_ok_and(|recorded| recorded > built) {
            continue;
        }
        eprintln!("  {id}");
        // However a lesson ends, stuck or failed, its run is saved: only then is the status 0.
        let mut laneway = Command::new(&laneway);
        laneway.args(["run", &id, "-o"]).arg(&run);
        call(laneway.stdin(Stdio::null()).stdout(Stdio::null()))?;
    }
    Ok(())
}

/// The ids of the catalogue.
pub(crate) fn lessons(laneway: &Path) -> Result<Vec<String>> {
    let list = output(Command::new(laneway).args(["list", "--json"]))?;
    lesson_ids(&list).context("laneway list --json")
}

fn lesson_ids(list: &str) -> Result<Vec<String>> {
    let list: serde_json::Value = serde_json::from_str(list)?;
    let lessons = list.as_array().context("no list")?;
    let ids = lessons
        .iter()
        .map(|lesson| lesson["id"].as_str().map(str::to_string));
    ids.collect::<Option<_>>().context("a lesson without an id")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read() {
        let list = r#"[{"id": "deadlock"}, {"id": "ticket-lock", "part": 1}]"#;
        assert_eq!(lesson_ids(list).expect("a list"), ["deadlock", "ticket-lock"]);
        assert!(lesson_ids("[{}]").is_err());
        assert!(lesson_ids("3").is_err());
    }
}
