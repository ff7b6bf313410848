//! Chromium as a process: its flags, its port, its end.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

use crate::setup::BROWSERS;
use crate::workspace::on_path;

/// Every flag that the project starts Chromium with, besides its profile's folder.
const FLAGS: [&str; 14] = [
    "--headless",
    // Tests run in containers and as root, where Chromium's sandbox does not; they load our page only.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // The crash handler leaves the process group: it would outlive a kill.
    "--disable-breakpad",
    "--disable-crash-reporter",
    // Containers have a small /dev/shm.
    "--disable-dev-shm-usage",
    // A page in the background keeps its animation frames: several are open at once.
    "--disable-renderer-backgrounding",
    "--remote-debugging-port=0",
];

/// A cold start on a slow machine; only a failure takes that long.
const START_LIMIT: Duration = Duration::from_secs(60);

pub(super) struct Process {
    child: Child,
    /// The DevTools' port on loopback.
    pub(super) port: u16,
    /// The address of the browser itself, below `ws://127.0.0.1:<port>`.
    pub(super) browser_path: String,
    /// The profile; deleted after the process, which writes to it until its end.
    profile: TempDir,
}

impl Process {
    pub(super) fn start() -> Result<Self> {
        let program = on_path(&BROWSERS)
            .context("no Chromium on the search path: `cargo xtask setup` says how to get it")?;
        let profile = tempfile::Builder::new().prefix("laneway-chromium-").tempdir()?;
        let log = profile.path().join("stderr");
        let child = Command::new(&program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?)
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut process = Self {
            child,
            port: 0,
            browser_path: String::new(),
            profile,
        };
        let active = process.profile.path().join("DevToolsActivePort");
        let started = Instant::now();
        loop {
            if let Some((port, path)) = read_active_port(&active) {
                process.port = port;
                process.browser_path = path;
                return Ok(process);
            }
            let ended = process.child.try_wait()?;
            if ended.is_some() || started.elapsed() > START_LIMIT {
                let said = std::fs::read_to_string(&log).unwrap_or_default();
                bail!(
                    "{} did not come up ({ended:?}); it said:\n{said}",
                    program.display()
                );
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    #[cfg(test)]
    pub(super) fn profile(&self) -> &Path {
        self.profile.path()
    }

    #[cfg(test)]
    pub(super) fn group(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It has a process group of its own, so this reaches its renderers and helpers. It may have
        // ended already: then there is nobody to tell.
        let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.wait();
        remove_profile(self.profile.path());
    }
}

/// Renderers may still be writing for the moment that the kernel takes to end them.
fn remove_profile(folder: &Path) {
    for _ in 0..50 {
        if std::fs::remove_dir_all(folder).is_ok() || !folder.exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The port and the browser's path, as Chromium writes them once it listens.
fn read_active_port(file: &Path) -> Option<(u16, String)> {
    let text = std::fs::read_to_string(file).ok()?;
    let (port, path) = text.split_once('\n')?;
    let path = path.trim_end();
    path.starts_with("/devtools/")
        .then_some((port.parse().ok()?, path.to_string()))
}
