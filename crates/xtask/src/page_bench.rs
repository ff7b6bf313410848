//! The page's figures, in headless Chromium: what is transferred, the time to the first complete
//! frame of a large run, the script time of frames while panning and playing.
//!
//! The page helps when its address says `bench=1`: it sets the mark `laneway-first-frame`, and logs how long
//! the model took in `window.__laneway_model_ms` and the script time of every frame in
//! `window.__laneway_frames`, in milliseconds.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::Figure;
use crate::browser::{Browser, Line, Page, Viewport};
use crate::many_locks::{self, Size};
use crate::peer;
use crate::perfetto::Perfetto;
use crate::serving::Server;
use crate::setup;
use crate::stages::{Stages, call};
use crate::start;
use crate::workspace::Workspace;

const LIMIT: Duration = Duration::from_secs(120);
const READY: &str = "document.body?.dataset.ready === 'true'";
/// Loads of which the median counts.
const LOADS: usize = 5;
/// The lesson whose run is made large.
const LESSON: &str = "counter-race";

/// Runs that are made and not recorded: what they are called, how large they are, and how many seconds it may
/// take until they are there to be seen.
const MADE: [(&str, Size, f64); 2] = [
    (
        "many-lanes",
        Size {
            events: 1_000_000,
            locks: 1_000,
            threads: 100,
        },
        0.6,
    ),
    (
        "many-objects",
        Size {
            events: 300_000,
            locks: 100_000,
            threads: 4,
        },
        2.0,
    ),
];
/// The largest, of which also the memory counts.
const LARGEST: (&str, Size, f64) = (
    "ten-million",
    Size {
        events: 10_000_000,
        locks: 100,
        threads: 16,
    },
    4.0,
);
/// The most memory of a page, in megabytes.
const MOST_MB: f64 = 1_000.0;
/// More elements than this are more than anybody can see.
const MOST_ELEMENTS: f64 = 2_000.0;

pub(crate) fn measure(workspace: &Workspace, stages: &mut Stages, figures: &mut Vec<Figure>) {
    stages.check("bench of the page", || {
        setup::browser()?;
        start::prepare(workspace, &Stages::new())?;
        let runs = large_run(workspace)?;
        let server = Server::start(&workspace.laneway(), &runs)?;
        let browser = Browser::launch()?;
        let lessons = Server::start(&workspace.laneway(), &workspace.runs())?;
        figures.push(transfer(&browser, lessons.url())?);
        figures.extend(galleries(&browser, lessons.url())?);
        let url = format!("{}#/run/{LESSON}?bench=1", server.url());
        let events = events(workspace, &runs)?;
        let mut first = first_frame(&browser, &url, &format!("{events} events"), 0.5)?;
        first.beside = format!("{}; {}", first.beside, peer(workspace, &browser, &runs)?);
        match beside_perfetto(workspace, &browser, &runs, first.value) {
            Ok(figure) => figures.push(figure),
            Err(error) => println!("not measured beside Perfetto: {error:#}"),
        }
        figures.push(first);
        figures.extend(models(&browser, &url)?);
        // In the middle, where no question of the lesson stops playing.
        figures.extend(frames(&browser, &format!("{url}&at=middle"))?);
        for (name, size, limit_s) in MADE {
            make(workspace, &runs, name, size)?;
            let url = format!("{}#/run/{name}?bench=1", server.url());
            let what = format!(
                "{} events, {} objects, {} lanes",
                size.events, size.locks, size.threads
            );
            figures.push(first_frame(&browser, &url, &what, limit_s)?);
            figures.push(elements(&browser, &format!("{url}&at=middle"), &what)?);
        }
        let (name, size, limit_s) = LARGEST;
        make(workspace, &runs, name, size)?;
        let url = format!("{}#/run/{name}?bench=1", server.url());
        // A browser of its own: what a page takes is seen by the process that has it.
        let alone = Browser::launch()?;
        let what = format!("{} events", size.events);
        figures.push(first_frame(&alone, &url, &what, limit_s)?);
        figures.push(memory(&alone, &url, &what)?);
        Ok(())
    });
}

/// A folder with a run of a million events, recorded once.
fn large_run(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.root.join("target/large");
    let file = folder.join(format!("{LESSON}.lane"));
    if !file.is_file() {
        std::fs::create_dir_all(&folder)?;
        let mut laneway = std::process::Command::new(workspace.laneway());
        laneway
            .args(["run", LESSON, "--set", "steps=125000"])
            .args(["--set", "pause=false", "-o"]);
        call(laneway.arg(&file))?;
    }
    Ok(folder)
}

/// Writes a run of this size into the folder, once.
fn make(workspace: &Workspace, runs: &Path, name: &str, size: Size) -> Result<()> {
    let file = runs.join(format!("{name}.lane"));
    if file.is_file() {
        return Ok(());
    }
    let lines = runs.join(format!("{name}.jsonl"));
    std::fs::write(&lines, many_locks::lines(name, size))?;
    let mut laneway = std::process::Command::new(workspace.laneway());
    laneway.arg("export").arg(&lines).args(["--to", "lane", "-o"]);
    call(laneway.arg(&file))?;
    std::fs::remove_file(&lines)?;
    Ok(())
}

/// How many elements the page has in the middle of a run.
fn elements(browser: &Browser, url: &str, what: &str) -> Result<Figure> {
    let mut page = browser.open(url, Viewport::DESKTOP)?;
    page.wait_for(READY, LIMIT)?;
    Ok(Figure {
        figure: format!("{what}, elements of the page"),
        value: number(&page.evaluate("document.querySelectorAll('*').length")?)?,
        limit: Some(MOST_ELEMENTS),
        unit: String::new(),
        beside: String::new(),
    })
}

/// How much memory the page of a run takes at most, from outside.
fn memory(browser: &Browser, url: &str, what: &str) -> Result<Figure> {
    let mut page = browser.open(url, Viewport::DESKTOP)?;
    page.wait_for(READY, LIMIT)?;
    let peaks = browser.renderers()?.into_iter().filter_map(peak_kb);
    let largest_kb = peaks.max().context("no process of a page is there")?;
    Ok(Figure {
        figure: format!("{what}, memory of the page"),
        value: largest_kb as f64 / 1000.0,
        limit: Some(MOST_MB),
        unit: "MB".into(),
        beside: String::new(),
    })
}

/// The most memory that a process has had, as the system counts it.
fn peak_kb(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// How many events the large run has.
fn events(workspace: &Workspace, runs: &Path) -> Result<u64> {
    let mut laneway = std::process::Command::new(workspace.laneway());
    laneway
        .args(["info", "--json"])
        .arg(runs.join(format!("{LESSON}.lane")));
    let info: Value = serde_json::from_str(&crate::stages::output(&mut laneway)?)?;
    info["events"].as_u64().context("laneway info tells no events")
}

/// What a first visit of the gallery transfers, compressed by brotli as Chromium takes it.
fn transfer(browser: &Browser, url: &str) -> Result<Figure> {
    let mut page = browser.open(url, Viewport::DESKTOP)?;
    page.wait_for(READY, LIMIT)?;
    let bytes = |which: &str| {
        format!(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .filter(it => it.name.match(/{which}/)).reduce((sum, it) => sum + it.encodedBodySize, 0)"
        )
    };
    let mut kilobytes = |which: &str| anyhow::Ok(number(&page.evaluate(&bytes(which))?)? / 1000.0);
    let data = kilobytes("api.*json$")?;
    Ok(Figure {
        figure: "web app, transfer by brotli".into(),
        value: kilobytes("(js|wasm|css|svg)$")?,
        limit: Some(400.0),
        unit: "kB".into(),
        beside: format!(
            "the module {:.0} kB, the document with its gallery {:.0} kB, the lists {data:.0} kB",
            kilobytes("wasm$")?,
            kilobytes("\\/(#.*)?$")?,
        ),
    })
}

/// From navigation to links that are painted and can be clicked, and to the app in their place, with the runs of all
/// lessons and nothing in the browser's store.
fn galleries(browser: &Browser, url: &str) -> Result<Vec<Figure>> {
    let slow = Line {
        bits_per_s: 5e6,
        latency_ms: 40.0,
    };
    let lines = [("loopback", None, 0.3), ("5 Mbit/s and 40 ms", Some(slow), 0.5)];
    let figure = |(what, line, limit_s): (&str, Option<Line>, f64)| -> Result<Figure> {
        let (mut links_ms, mut app_ms) = (Vec::new(), Vec::new());
        for _ in 0..LOADS {
            let mut page = browser.open("about:blank", Viewport::DESKTOP)?;
            page.run_first(WATCH)?;
            if let Some(line) = line {
                page.set_line(line)?;
            }
            page.navigate(url)?;
            page.wait_for(READY, LIMIT)?;
            page.wait_for("window.__links_ms !== undefined", LIMIT)?;
            links_ms.push(number(&page.evaluate("window.__links_ms")?)?);
            app_ms.push(number(&page.evaluate("window.__app_ms ?? performance.now()")?)?);
        }
        let (links_ms, app_ms) = (Sorted::new(links_ms), Sorted::new(app_ms));
        Ok(Figure {
            figure: format!("the gallery, cold, on {what}: to links one can click"),
            value: links_ms.median() / 1000.0,
            limit: Some(limit_s),
            unit: "s".into(),
            beside: format!(
                "median of {LOADS}, the slowest {:.2} s; the app in its place: {:.2} s",
                links_ms.most() / 1000.0,
                app_ms.median() / 1000.0
            ),
        })
    };
    lines.into_iter().map(figure).collect()
}

/// Notes when a frame with a link has been painted, and when the app says that it is complete.
const WATCH: &str = "{
    const look = () => {
        const link = document.querySelector('.card-link');
        if (window.__links_ms === undefined && link?.getClientRects().length > 0) {
            const painted = new MessageChannel();
            painted.port1.onmessage = () => { window.__links_ms ??= performance.now(); };
            painted.port2.postMessage(0);
        }
        if (document.body?.dataset.ready === 'true') window.__app_ms = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}";

/// From navigation to the first complete frame of a large run.
fn first_frame(browser: &Browser, url: &str, what: &str, limit_s: f64) -> Result<Figure> {
    let mut times_ms = Vec::new();
    for _ in 0..LOADS {
        let mut page = browser.open(url, Viewport::DESKTOP)?;
        page.wait_for(READY, LIMIT)?;
        let mark = page.evaluate("performance.getEntriesByName('laneway-first-frame')[0].startTime")?;
        times_ms.push(number(&mark)?);
    }
    let times_ms = Sorted::new(times_ms);
    Ok(Figure {
        figure: format!("{what}, from navigation to first complete frame"),
        value: times_ms.median() / 1000.0,
        limit: Some(limit_s),
        unit: "s".into(),
        beside: format!(
            "median of {LOADS} loads, the slowest {:.2} s",
            times_ms.most() / 1000.0
        ),
    })
}

/// How long the model of that run takes in a page that has just been loaded, and in one that has read it before.
fn models(browser: &Browser, url: &str) -> Result<[Figure; 2]> {
    const MODEL: &str = "window.__laneway_model_ms";
    let (mut first_ms, mut again_ms) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        let mut page = browser.open(url, Viewport::DESKTOP)?;
        page.wait_for(READY, LIMIT)?;
        first_ms.push(number(&page.evaluate(MODEL)?)?);
        page.evaluate(&format!(
            "void ({MODEL} = null, window.__laneway_run = location.hash, location.hash = '#/')"
        ))?;
        page.wait_for("document.querySelector('.lanes') === null", LIMIT)?;
        page.evaluate("void (location.hash = window.__laneway_run)")?;
        page.wait_for(&format!("{MODEL} !== null"), LIMIT)?;
        again_ms.push(number(&page.evaluate(MODEL)?)?);
    }
    let figure = |what: &str, times_ms: Vec<f64>, limit_ms: f64| {
        let times_ms = Sorted::new(times_ms);
        Figure {
            figure: format!("the model of that run in the page, {what}"),
            value: times_ms.median(),
            limit: Some(limit_ms),
            unit: "ms".into(),
            beside: format!("median of {LOADS}, the slowest {:.0} ms", times_ms.most()),
        }
    };
    Ok([
        figure("at first", first_ms, 200.0),
        figure("again", again_ms, 70.0),
    ])
}

/// What any viewer of Chrome's trace format does first with the same run.
fn peer(workspace: &Workspace, browser: &Browser, runs: &Path) -> Result<String> {
    let run = runs.join(format!("{LESSON}.lane"));
    let trace = runs.join(format!("{LESSON}.json"));
    if !trace.is_file() {
        peer::chrome_trace(&workspace.laneway(), &run, &trace)?;
    }
    let mut times_ms = Vec::new();
    for _ in 0..LOADS {
        times_ms.push(peer::parse_ms(browser, &trace)?);
    }
    let seconds = Sorted::new(times_ms).median() / 1000.0;
    Ok(format!("only parsing it as Chrome trace JSON: {seconds:.2} s"))
}

/// The first frame of a large run as a part of what Perfetto's page takes for the same run.
fn beside_perfetto(
    workspace: &Workspace,
    browser: &Browser,
    runs: &Path,
    ours_s: f64,
) -> Result<Figure> {
    let perfetto = Perfetto::start(workspace)?;
    let trace = runs.join(format!("{LESSON}.json"));
    let mut times_s = Vec::new();
    for _ in 0..3 {
        times_s.push(perfetto.first_tracks_ms(browser, &trace)? / 1000.0);
    }
    let times_s = Sorted::new(times_s);
    Ok(Figure {
        figure: "its first frame beside Perfetto's first tracks".into(),
        value: ours_s / times_s.median(),
        limit: Some(0.1),
        unit: String::new(),
        beside: format!("Perfetto from the file to its tracks: {:.1?} s", times_s.0),
    })
}

/// The script time of frames while panning, and while playing.
fn frames(browser: &Browser, url: &str) -> Result<[Figure; 2]> {
    let mut page = browser.open(url, Viewport::DESKTOP)?;
    page.wait_for(READY, LIMIT)?;
    let (x, y) = page.middle_of(".lanes canvas")?;
    // In the middle of the run and zoomed in, so that there is something to pan to.
    for _ in 0..8 {
        page.wheel((x, y), (0.0, -240.0), true)?;
    }
    let panning = frames_during(&mut page, |page| {
        for turn in 0..120 {
            let by = if turn % 40 < 20 { 60.0 } else { -60.0 };
            page.wheel((x, y), (by, 0.0), false)?;
        }
        Ok(())
    })?;
    let playing = frames_during(&mut page, |page| {
        page.key("Space")?;
        page.wait_for("window.__laneway_frames.length > 200", LIMIT)?;
        page.key("Space")
    })?;
    let figure = |what: &str, times_ms: Vec<f64>| {
        let frames = times_ms.len();
        let times_ms = Sorted::new(times_ms);
        Figure {
            figure: format!("frames while {what} that run, p95 of script time"),
            value: times_ms.part(95),
            limit: Some(8.0),
            unit: "ms".into(),
            beside: format!("{frames} frames, the worst {:.1} of 33 ms", times_ms.most()),
        }
    };
    Ok([figure("panning", panning), figure("playing", playing)])
}

/// The script times that the page logs while `act` is under way.
fn frames_during(page: &mut Page, act: impl FnOnce(&mut Page) -> Result<()>) -> Result<Vec<f64>> {
    page.evaluate("void (window.__laneway_frames.length = 0)")?;
    act(page)?;
    let log = page.evaluate("window.__laneway_frames")?;
    let times_ms: Vec<f64> = log
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64)
        .collect();
    if times_ms.len() < 20 {
        bail!("the page drew {} frames only: it did not move", times_ms.len());
    }
    Ok(times_ms)
}

/// Measured values, the smallest first.
struct Sorted(Vec<f64>);

impl Sorted {
    fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The value below which so many of a hundred lie; 0 where nothing was measured.
    fn part(&self, percent: usize) -> f64 {
        let place = self.0.len() * percent / 100;
        self.0.get(place).copied().unwrap_or_default()
    }

    fn median(&self) -> f64 {
        self.part(50)
    }

    fn most(&self) -> f64 {
        self.0.last().copied().unwrap_or_default()
    }
}

fn number(value: &Value) -> Result<f64> {
    value.as_f64().with_context(|| format!("{value} is no number"))
}
