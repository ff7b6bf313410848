//! The peer of the page's figures: speedscope, a viewer of Chrome's trace format that is one file of
//! JavaScript and works offline.

use std::fs;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::browser::{Browser, Viewport};
use crate::stages::call;
use crate::workspace::{Workspace, on_path};

pub(crate) const NAME: &str = "speedscope 1.25.0";
const PACKAGE: &str = "speedscope@1.25.0";
const LIMIT: Duration = Duration::from_secs(120);

/// Installs it by npm, once; returns its page.
pub(crate) fn install(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.tools().join("speedscope");
    let page = folder.join("node_modules/speedscope/dist/release/index.html");
    if !page.is_file() {
        let Some(npm) = on_path(&["npm"]) else {
            bail!("no npm on the search path, which installs the peer");
        };
        let mut npm = Command::new(npm);
        npm.args([
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            PACKAGE,
            "--prefix",
        ]);
        call(npm.arg(&folder))?;
    }
    Ok(page)
}

/// Writes a run as Chrome's trace format: each event lasts until the next one of its actor.
pub(crate) fn chrome_trace(laneway: &Path, run: &Path, to: &Path) -> Result<()> {
    let lines = to.with_extension("jsonl");
    let mut export = Command::new(laneway);
    call(
        export
            .arg("export")
            .arg(run)
            .args(["--to", "jsonl", "-o"])
            .arg(&lines),
    )?;
    let mut out = BufWriter::new(fs::File::create(to)?);
    let mut begun = Vec::new();
    out.write_all(b"[")?;
    let mut first = true;
    for line in BufReader::new(fs::File::open(&lines)?).lines() {
        let Some(slice) = slice(&mut begun, &serde_json::from_str(&line?)?) else {
            continue;
        };
        if !first {
            out.write_all(b",\n")?;
        }
        first = false;
        serde_json::to_writer(&mut out, &slice)?;
    }
    out.write_all(b"]")?;
    out.flush()?;
    fs::remove_file(lines)?;
    Ok(())
}

/// The slice that an event of `.jsonl` ends, if any; `begun` has each actor's last event. Nanoseconds stand
/// where microseconds should, so that all numbers are whole, and no slice is empty: the peer writes a
/// warning for every pair that overlaps by a rounding, which is what it would then be measured at.
fn slice(begun: &mut Vec<Option<(u64, String)>>, event: &Value) -> Option<Value> {
    let (time_ns, kind) = (event["time_ns"].as_u64()?, event["kind"].as_str()?);
    let actor = usize::try_from(event["actor"].as_u64()?).ok()?;
    if begun.len() <= actor {
        begun.resize(actor + 1, None);
    }
    let time_ns = match &begun[actor] {
        Some((began_ns, _)) => time_ns.max(began_ns + 1),
        None => time_ns,
    };
    let (began_ns, name) = begun[actor].replace((time_ns, kind.to_string()))?;
    Some(
        json!({"ph": "X", "pid": 1, "tid": actor, "name": name, "ts": began_ns, "dur": time_ns - began_ns}),
    )
}

/// Milliseconds from choosing the file to the first frame that shows it.
pub(crate) fn first_frame_ms(browser: &Browser, peer: &Path, trace: &Path) -> Result<f64> {
    let mut page = browser.open(&format!("file://{}", peer.display()), Viewport::DESKTOP)?;
    page.wait_for("!!document.querySelector('input[type=file]')", LIMIT)?;
    page.evaluate(
        "document.addEventListener('change', () => window.chosen = performance.now(), true);
         // The title names the file when it has been read; the frame after that shows it.
         new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(
             () => window.shown ??= performance.now())))
             .observe(document.querySelector('title'), {childList: true, characterData: true, subtree: true});
         0",
    )?;
    page.set_files("input[type=file]", &[trace])?;
    page.wait_for("window.shown > 0", LIMIT)?;
    let time_ms = page.evaluate("window.shown - window.chosen")?;
    time_ms.as_f64().context("no time from the peer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_lasts_until_the_next_of_its_actor() {
        let mut begun = Vec::new();
        let mut check = |time_ns: u64, actor: u64, kind: &str, expected: Option<(&str, u64)>| {
            let slice = slice(
                &mut begun,
                &json!({"time_ns": time_ns, "actor": actor, "kind": kind}),
            );
            let seen = slice
                .as_ref()
                .map(|it| (it["name"].as_str().unwrap_or(""), it["dur"].as_u64().unwrap_or(0)));
            assert_eq!(seen, expected);
        };
        check(0, 2, "begin", None);
        check(500, 3, "begin", None);
        check(2_000, 2, "lock_wait", Some(("begin", 2_000)));
        check(2_250, 2, "lock_acquire", Some(("lock_wait", 250)));
        assert_eq!(slice(&mut begun, &json!({"laneway": 1})), None);
    }
}
