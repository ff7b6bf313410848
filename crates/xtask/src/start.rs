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
        let status = Command::new(&laneway)
            .args(["run", &id, "-o"])
            .arg(&run)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()?;
        // A lesson may end stuck, or fail: that is what it shows. Its run is there all the same.
        let written = fs::metadata(&run).and_then(|it| it.modified());
        if !written.is_ok_and(|written| written > built) {
            bail!("laneway run {id} ended with {status} and left no run");
        }
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
    // A list of lessons, or an object that holds one.
    let lessons = list
        .as_array()
        .or_else(|| list["lessons"].as_array())
        .context("no lessons")?;
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
        let check = |list: &str| assert_eq!(lesson_ids(list).expect(list), ["deadlock", "ticket-lock"]);
        check(r#"[{"id": "deadlock"}, {"id": "ticket-lock", "part": 1}]"#);
        check(r#"{"lessons": [{"id": "deadlock"}, {"id": "ticket-lock"}]}"#);
        assert!(lesson_ids("[{}]").is_err());
        assert!(lesson_ids("3").is_err());
    }
}
