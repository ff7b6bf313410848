//! A browser as a process: how it starts, where it listens, its end; and Chromium's flags.

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

/// A browser that runs.
pub(crate) struct Process {
    child: Child,
    /// The profile; deleted after the process, which writes to it until its end.
    profile: TempDir,
}

impl Process {
    /// Starts Chromium; the DevTools' port on loopback, and the address of the browser itself below
    /// `ws://127.0.0.1:<port>`.
    pub(super) fn chromium() -> Result<(Self, (u16, String))> {
        let program = on_path(&BROWSERS)
            .context("no Chromium on the search path: `cargo xtask setup` says how to get it")?;
        let prepare = |command: &mut Command, profile: &Path| {
            command
                .args(FLAGS)
                .arg(format!("--user-data-dir={}", profile.display()))
                .arg("about:blank");
            Ok(())
        };
        Self::start(&program, prepare, |profile| {
            read_active_port(&profile.join("DevToolsActivePort"))
        })
    }

    /// Starts a browser with an empty profile, and waits until it has written there where it listens.
    pub(crate) fn start<T>(
        program: &Path,
        prepare: impl FnOnce(&mut Command, &Path) -> Result<()>,
        listens: impl Fn(&Path) -> Option<T>,
    ) -> Result<(Self, T)> {
        let profile = tempfile::Builder::new().prefix("laneway-browser-").tempdir()?;
        let log = profile.path().join("stderr");
        let mut command = Command::new(program);
        prepare(&mut command, profile.path())?;
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?)
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut process = Self { child, profile };
        let started = Instant::now();
        loop {
            if let Some(place) = listens(process.profile.path()) {
                return Ok((process, place));
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

    /// How many processes that belong to the browser live, by their group or their arguments, which name its profile or
    /// its process.
    #[cfg(test)]
    fn census(&self) -> impl Fn() -> usize + use<> {
        let group = self.child.id().to_string();
        let profile = self.profile.path().display().to_string();
        move || {
            let belongs = |folder: std::path::PathBuf| {
                let stat = std::fs::read_to_string(folder.join("stat")).ok()?;
                // After the name in brackets: state, parent, group.
                let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
                let arguments = std::fs::read(folder.join("cmdline")).ok()?;
                let arguments = String::from_utf8_lossy(&arguments);
                let named = arguments.contains(&profile) || arguments.split('\0').any(|it| it == group);
                Some(fields[0] != "Z" && (named || fields[2] == group))
            };
            let processes = std::fs::read_dir("/proc").expect("a Linux");
            processes
                .filter(|it| it.as_ref().is_ok_and(|it| belongs(it.path()) == Some(true)))
                .count()
        }
    }

    /// What is called once the browser is dropped: it sees that no process of it is left, and nothing of its profile.
    #[cfg(test)]
    pub(crate) fn leaves_nothing(&self) -> impl FnOnce() + use<> {
        let (members, profile) = (self.census(), self.profile.path().to_path_buf());
        assert!(members() > 1, "the browser is more than one process");
        move || {
            // They are killed, but the kernel may still be ending them.
            let started = Instant::now();
            while members() > 0 && started.elapsed() < Duration::from_secs(30) {
                std::thread::sleep(Duration::from_millis(10));
            }
            assert_eq!(members(), 0);
            assert!(!profile.exists());
        }
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
