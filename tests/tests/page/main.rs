//! Browser tests: the page as its users meet it, in headless Chromium, over runs recorded on the spot.
//!
//! A program of its own beside the other integration tests, because it has something to end: one browser
//! and one server, which all tests share, each with a page for itself. Both start when the first test
//! asks for them and end when `main` does.

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Arguments, Trial};

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

fn main() -> ExitCode {
    let world: Arc<OnceLock<Result<World, String>>> = Arc::default();
    let trials = ALL.iter().copied().flatten().map(|&(name, test)| {
        let world = Arc::clone(&world);
        let name = name.strip_prefix("page::").unwrap_or(name);
        Trial::test(name, move || {
            test(world.get_or_init(World::start).as_ref()?);
            Ok(())
        })
    });
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials.collect());
    drop(world);
    conclusion.exit_code()
}
