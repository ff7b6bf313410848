//! What the page's first frame is measured beside: what every viewer of Chrome's trace format does before
//! anything else, reading the text of the same run and parsing it as JSON, in the same browser. A whole viewer:
//! [`crate::perfetto`].

use std::fs;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::browser::{Browser, Viewport};
use crate::stages::call;

const LIMIT: Duration = Duration::from_secs(120);

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
    let mut separator = "[";
    for line in BufReader::new(fs::File::open(&lines)?).lines() {
        if let Some(slice) = slice(&mut begun, &serde_json::from_str(&line?)?) {
            write!(out, "{separator}{slice}")?;
            separator = ",\n";
        }
    }
    out.write_all(b"]")?;
    out.flush()?;
    fs::remove_file(lines)?;
    Ok(())
}

/// The slice that an event of `.jsonl` ends, if any; `begun` has each actor's last event.
fn slice(begun: &mut Vec<Option<(u64, String)>>, event: &Value) -> Option<Value> {
    let (time_ns, kind) = (event["time_ns"].as_u64()?, event["kind"].as_str()?);
    let actor = usize::try_from(event["actor"].as_u64()?).ok()?;
    if begun.len() <= actor {
        begun.resize(actor + 1, None);
    }
    let (began_ns, name) = begun[actor].replace((time_ns, kind.to_string()))?;
    let microseconds = |ns: u64| ns as f64 / 1000.0;
    Some(
        json!({"ph": "X", "pid": 1, "tid": actor, "name": name, "ts": microseconds(began_ns),
        "dur": microseconds(time_ns.saturating_sub(began_ns))}),
    )
}

/// Milliseconds from having the file to having its values.
pub(crate) fn parse_ms(browser: &Browser, trace: &Path) -> Result<f64> {
    let mut page = browser.open("about:blank", Viewport::DESKTOP)?;
    page.evaluate("document.body.innerHTML = '<input type=\"file\">'; 0")?;
    page.set_files("input[type=file]", &[trace])?;
    page.evaluate(
        "(async () => {
            const started = performance.now();
            const text = await document.querySelector('input').files[0].text();
            window.slices = JSON.parse(text).length;
            window.parsed_ms = performance.now() - started;
        })(); 0",
    )?;
    page.wait_for("window.parsed_ms > 0", LIMIT)?;
    page.evaluate("window.parsed_ms")?
        .as_f64()
        .context("no time from the page")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_lasts_until_the_next_of_its_actor() {
        let mut begun = Vec::new();
        let mut check = |time_ns: u64, actor: u64, kind: &str, expected: Option<(&str, f64)>| {
            let slice = slice(
                &mut begun,
                &json!({"time_ns": time_ns, "actor": actor, "kind": kind}),
            );
            let seen = slice.as_ref().map(|it| {
                (
                    it["name"].as_str().unwrap_or(""),
                    it["dur"].as_f64().unwrap_or(-1.0),
                )
            });
            assert_eq!(seen, expected);
        };
        check(0, 2, "begin", None);
        check(500, 3, "begin", None);
        check(2_000, 2, "lock_wait", Some(("begin", 2.0)));
        check(2_250, 2, "lock_acquire", Some(("lock_wait", 0.25)));
        assert_eq!(slice(&mut begun, &json!({"laneway": 1})), None);
    }
}
