//! What all tests share: runs of some lessons, a server of them, a browser.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use laneway_trace::{Events, Limits, Trace};
use serde_json::Value;
use tempfile::TempDir;
use xtask::browser::{Browser, Viewport};
use xtask::firefox::Firefox;
use xtask::serving::Server;

use crate::program::program;
use crate::visit::{Shown, Visit};

/// What the pages are asked, in words of the tests; runs in each page before its own scripts.
const ASKING: &str = include_str!("asking.js");

/// The lessons that are recorded: each mechanism, and each way to end, is in one of them.
const RECORDED: [&str; 12] = [
    "process-start",
    "process-join-many",
    "process-daemon",
    "ticket-race",
    "ticket-lock",
    "producer-consumer",
    "thread-daemon",
    "counter-race",
    "deadlock",
    "condition",
    "thread-pool",
    "coroutine-gather",
];

/// A lesson that is recorded with the settings of a variant, too.
const VARIANT: (&str, &str) = ("producer-consumer", "unbounded");

/// Lessons are recorded ten times as fast as they are told.
const SCALE: &str = "scale=0.1";

pub struct World {
    browser: Either,
    server: Arc<Server>,
    runs: Arc<TempDir>,
    /// The lessons of the catalogue, as `laneway list --json` tells them.
    pub lessons: Vec<Value>,
    /// Those of which there is a run.
    pub recorded: Vec<Value>,
}

enum Either {
    Chromium(Box<Browser>),
    Firefox(Firefox),
}

impl World {
    /// Records, serves, and starts the browser.
    pub fn start() -> Result<Self, String> {
        let start = || {
            let runs = tempfile::tempdir()?;
            let lessons: Vec<Value> = serde_json::from_slice(&output(&["list", "--json"]))?;
            let is_recorded = |lesson: &&Value| RECORDED.contains(&id(lesson));
            let recorded: Vec<Value> = lessons.iter().filter(is_recorded).cloned().collect();
            assert_eq!(recorded.len(), RECORDED.len());
            record(&RECORDED, runs.path());
            let variant = format!("{}_{}", VARIANT.0, VARIANT.1);
            run(VARIANT.0, &["--variant", VARIANT.1], &variant, runs.path())
                .wait()
                .map(|status| assert!(status.success()))?;
            for id in RECORDED {
                forget_what_was_seen(&runs.path().join(format!("{id}.lane")));
            }
            let server = Server::start(&program(), runs.path())?;
            let browser = Browser::launch()?;
            let mut page = browser.open(server.url(), Viewport::DESKTOP)?;
            // Or each test would wait for it in vain.
            if page.evaluate("document.querySelector('#app') !== null")? != true {
                return Err(
                    "laneway is without its page: run `cargo xtask web`, then `cargo build`".into(),
                );
            }
            Ok(Self {
                browser: Either::Chromium(Box::new(browser)),
                server: Arc::new(server),
                runs: Arc::new(runs),
                lessons,
                recorded,
            })
        };
        start().map_err(|error: Box<dyn std::error::Error>| format!("{error:#}"))
    }

    /// The same runs of the same server in Firefox.
    pub fn in_firefox(&self) -> Result<Self, String> {
        let firefox = Firefox::launch().map_err(|error| format!("{error:#}"))?;
        Ok(Self {
            browser: Either::Firefox(firefox),
            server: Arc::clone(&self.server),
            runs: Arc::clone(&self.runs),
            lessons: self.lessons.clone(),
            recorded: self.recorded.clone(),
        })
    }

    /// A page at a part of the address behind the `#`, complete.
    pub fn open(&self, fragment: &str) -> Visit {
        self.open_at(Viewport::DESKTOP, fragment)
    }

    /// A page of another size.
    pub fn open_at(&self, viewport: Viewport, fragment: &str) -> Visit {
        let mut visit = self.blank(viewport);
        visit.go(&self.url(fragment));
        visit.ready();
        visit
    }

    /// A page at the start of the run of a lesson, in English.
    pub fn run(&self, lesson: &str) -> Visit {
        self.open(&format!("/run/{lesson}?lang=en&at=start"))
    }

    /// A page that is nowhere yet.
    pub fn blank(&self, viewport: Viewport) -> Visit {
        let page = match &self.browser {
            Either::Chromium(browser) => browser
                .open("about:blank", viewport)
                .map(|page| Shown::Chromium(Box::new(page))),
            Either::Firefox(browser) => browser.open("about:blank", viewport).map(Shown::Firefox),
        };
        let mut visit = Visit::new(page.expect("a page"), self.server.url());
        visit.run_first(ASKING);
        visit
    }

    /// An address with this part behind the `#`.
    pub fn url(&self, fragment: &str) -> String {
        format!("{}#{fragment}", self.server.url())
    }

    /// The file with the run of a lesson.
    pub fn file(&self, lesson: &str) -> PathBuf {
        self.runs.path().join(format!("{lesson}.lane"))
    }

    /// What `laneway info` says of the run of a lesson.
    pub fn info(&self, lesson: &str) -> Value {
        let file = self.file(lesson);
        let told = output(&["info", "--json", file.to_str().expect("UTF-8")]);
        serde_json::from_slice(&told).expect("JSON")
    }

    /// The run of a lesson.
    pub fn trace(&self, lesson: &str) -> Trace {
        let bytes = std::fs::read(self.file(lesson)).expect("a file");
        let (trace, diagnostics) = laneway_trace::read(&bytes, &Limits::default()).expect("a trace");
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        trace
    }

    /// How many events the run of a lesson has.
    pub fn events(&self, lesson: &str) -> u64 {
        self.info(lesson)["events"].as_u64().expect("a count")
    }
}

/// The id of a lesson.
pub fn id(lesson: &Value) -> &str {
    lesson["id"].as_str().expect("an id")
}

/// What `laneway` prints with these arguments.
pub fn output(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program())
        .args(arguments)
        .stderr(Stdio::inherit())
        .output()
        .expect("laneway starts");
    assert!(output.status.success(), "laneway {arguments:?}");
    output.stdout
}

/// Records one run of each lesson, all at the same time.
fn record(lessons: &[&str], folder: &Path) {
    let recordings = lessons.iter().map(|lesson| {
        // Two philosophers are enough: their picture is small.
        let two = if *lesson == "deadlock" {
            &["--set", "philosophers=2"][..]
        } else {
            &[]
        };
        run(lesson, two, lesson, folder)
    });
    for recording in recordings.collect::<Vec<_>>() {
        let output = recording.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
}

/// Begins to record a lesson as the run with this id.
fn run(lesson: &str, arguments: &[&str], id: &str, folder: &Path) -> Child {
    Command::new(program())
        .args(["run", lesson, "--set", SCALE])
        .args(arguments)
        .arg("-o")
        .arg(folder.join(format!("{id}.lane")))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("laneway starts")
}

/// Leaves out of a run what was only seen from outside, which depends on how busy the machine is: so an event's
/// row is its beat, and tests may count either.
fn forget_what_was_seen(file: &Path) {
    let bytes = std::fs::read(file).expect("a file");
    let (mut trace, _) = laneway_trace::read(&bytes, &Limits::default()).expect("a trace");
    let mut told = Events::default();
    for event in trace.events.iter() {
        if !trace
            .header
            .vocabulary
            .event(event.kind)
            .effect
            .is_seen_from_outside()
        {
            told.push(event);
        }
    }
    trace.header.events = told.len() as u64;
    trace.events = told;
    std::fs::write(file, laneway_trace::to_bytes(&trace).expect("a trace")).expect("written");
}
