//! Browser tests: the page as its users meet it, in headless Chromium, over runs recorded on the spot.
//!
//! A program of its own beside the other integration tests, because it has something to end: the browsers
//! and one server, which all tests share, each with a page for itself. They start when the first test
//! asks for them and end when `main` does.

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Arguments, Trial};
use xtask::firefox::Firefox;

/// The tests of a module, by name.
macro_rules! tests {
    ($($name:ident,)*) => {
        pub const TESTS: &[crate::Test] = &[$((concat!(module_path!(), "::", stringify!($name)), $name)),*];
    };
}

mod beside;
mod everyone;
mod figures;
mod files;
mod firefox;
mod gallery;
mod hints;
mod keyboard;
mod lanes;
mod playback;
mod pointer;
mod present;
#[path = "../integration/program.rs"]
mod program;
mod run;
mod said;
mod screens;
mod search;
mod source;
mod stage;
mod visit;
mod why;
mod words;
mod world;

use world::World;

type Test = (&'static str, fn(&World));

const ALL: &[&[Test]] = &[
    gallery::TESTS,
    run::TESTS,
    playback::TESTS,
    pointer::TESTS,
    words::TESTS,
    source::TESTS,
    hints::TESTS,
    stage::TESTS,
    beside::TESTS,
    files::TESTS,
    keyboard::TESTS,
    lanes::TESTS,
    screens::TESTS,
    search::TESTS,
    why::TESTS,
    figures::TESTS,
    present::TESTS,
    said::TESTS,
    everyone::TESTS,
];

fn all() -> impl Iterator<Item = Test> {
    ALL.iter().copied().flatten().copied()
}

fn main() -> ExitCode {
    let worlds: Arc<Worlds> = Arc::default();
    let in_chromium = all().map(|(name, test)| {
        let worlds = Arc::clone(&worlds);
        Trial::test(short(name), move || {
            test(worlds.chromium()?);
            Ok(())
        })
    });
    let in_firefox = firefox::core().map(|(name, test)| {
        let worlds = Arc::clone(&worlds);
        Trial::test(format!("firefox::{}", short(name)), move || {
            if let Some(world) = worlds.firefox()? {
                test(world);
            }
            Ok(())
        })
    });
    let trials = in_chromium.chain(in_firefox).collect();
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    drop(worlds);
    conclusion.exit_code()
}

/// The name of a test without that of this program.
fn short(name: &str) -> &str {
    name.strip_prefix("page::").unwrap_or(name)
}

/// The browsers, each with the same runs; both start when the first test asks for them.
#[derive(Default)]
struct Worlds {
    // It ends before its server.
    firefox: OnceLock<Result<Option<World>, String>>,
    chromium: OnceLock<Result<World, String>>,
}

impl Worlds {
    fn chromium(&self) -> Result<&World, &String> {
        self.chromium.get_or_init(World::start).as_ref()
    }

    /// `None` where there is no Firefox.
    fn firefox(&self) -> Result<Option<&World>, &String> {
        let start = || {
            if !Firefox::is_installed() {
                println!("not checked in Firefox: install firefox-esr");
                return Ok(None);
            }
            self.chromium()?.in_firefox().map(Some)
        };
        self.firefox.get_or_init(start).as_ref().map(Option::as_ref)
    }
}
