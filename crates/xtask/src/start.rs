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
    stages.run("lessons: record their variants", || record_variants(workspace))?;
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
    fs::create_dir_all(workspace.runs())?;
    for id in lessons(&workspace.laneway())? {
        if let Some(mut laneway) = outdated(workspace, &id, &id)? {
            call(&mut laneway)?;
        }
    }
    Ok(())
}

/// The same with their variants. One that needs a server which is not installed says so, and is left out.
fn record_variants(workspace: &Workspace) -> Result<()> {
    let list = output(Command::new(workspace.laneway()).args(["list", "--json"]))?;
    for (id, variant) in variants(&list)? {
        if let Some(mut laneway) = outdated(workspace, &id, &format!("{id}_{variant}"))? {
            laneway.args(["--variant", &variant]);
            if let Err(error) = call(&mut laneway) {
                eprintln!("  left out: {error}");
            }
        }
    }
    Ok(())
}

/// What records a lesson as the run with this id; `None` if there is one since `laneway` was built.
fn outdated(workspace: &Workspace, lesson: &str, run: &str) -> Result<Option<Command>> {
    let laneway = workspace.laneway();
    let built = fs::metadata(&laneway)?.modified()?;
    let file = workspace.runs().join(format!("{run}.lane"));
    let recorded = fs::metadata(&file).and_then(|it| it.modified());
    if recorded.is_ok_and(|recorded| recorded > built) {
        return Ok(None);
    }
    eprintln!("  {run}");
    // However a lesson ends, stuck or failed, its run is saved: only then is the status 0.
    let mut laneway = Command::new(&laneway);
    laneway.args(["run", lesson, "-o"]).arg(&file);
    laneway.stdin(Stdio::null()).stdout(Stdio::null());
    Ok(Some(laneway))
}

/// The variants of the lessons that are not the defaults: the ids of both.
fn variants(list: &str) -> Result<Vec<(String, String)>> {
    let list: serde_json::Value = serde_json::from_str(list)?;
    let lessons = list.as_array().context("no list")?;
    let mut variants = Vec::new();
    for lesson in lessons {
        let id = lesson["id"].as_str().context("a lesson without an id")?;
        for variant in lesson["variants"].as_array().into_iter().flatten() {
            let name = variant["id"].as_str().context("a variant without an id")?;
            if variant["parameters"].as_object().is_some_and(|it| !it.is_empty()) {
                variants.push((id.to_owned(), name.to_owned()));
            }
        }
    }
    Ok(variants)
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
    fn variants_are_those_with_parameters() {
        let list = r#"[{"id": "deadlock", "variants": [{"id": "five", "parameters": {}},
            {"id": "two", "parameters": {"philosophers": 2}}]}, {"id": "zombie"}]"#;
        let expected = [("deadlock".to_owned(), "two".to_owned())];
        assert_eq!(variants(list).expect("a list"), expected);
    }

    #[test]
    fn the_list_is_read() {
        let list = r#"[{"id": "deadlock"}, {"id": "ticket-lock", "part": 1}]"#;
        assert_eq!(lesson_ids(list).expect("a list"), ["deadlock", "ticket-lock"]);
        assert!(lesson_ids("[{}]").is_err());
        assert!(lesson_ids("3").is_err());
    }
}
