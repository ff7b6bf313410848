//! What the lessons say of Python holds in every CPython from 3.8 on that is found: each lesson's counterpart is run,
//! and its facts are asked of what it printed.
//!
//! `cargo test -p laneway-lessons --test counterparts -- ticket` runs those of some lessons. A table of lessons and
//! versions is printed at the end.

mod found;
mod script;
mod table;

use std::process::ExitCode;

use laneway_lessons::{Lesson, every_lesson, find};
use libtest_mimic::{Arguments as Options, Trial};

use found::Python;
use script::Counterpart;

macro_rules! counterparts_of {
    ($($name:ident [$($python:literal),+],)+) => {
        #[path = "../../src/catalogue"]
        mod catalogue {
            $(pub mod $name { pub mod python; })+
        }

        fn all_counterparts() -> Vec<(&'static Lesson, &'static [Counterpart])> {
            vec![$((
                find(&stringify!($name).replace('_', "-")).expect("a lesson of the catalogue"),
                catalogue::$name::python::COUNTERPARTS,
            )),+]
        }
    };
}

every_lesson!(counterparts_of);

/// Most of them sleep most of the time.
const AT_ONCE: usize = 6;

fn main() -> ExitCode {
    let pythons = found::pythons();
    if pythons.is_empty() {
        println!("there is no Python from 3.8 on: nothing of what the lessons say of it is tried");
    }
    let mut trials = Vec::new();
    for (lesson, counterparts) in all_counterparts() {
        for counterpart in counterparts {
            for python in &pythons {
                trials.extend(trial(lesson, counterpart, python));
            }
        }
    }
    let mut options = Options::from_args();
    options.test_threads = options.test_threads.or(Some(AT_ONCE));
    let conclusion = libtest_mimic::run(&options, trials);
    table::print(&pythons);
    conclusion.exit_code()
}

/// Set where every server that a lesson talks to is installed: then a run without one fails.
const ALL_SERVERS: &str = "LANEWAY_TEST_ALL_SERVERS";

/// None if the version, or the machine, has not what the counterpart needs.
fn trial(lesson: &'static Lesson, counterpart: &'static Counterpart, python: &Python) -> Option<Trial> {
    if python.version < counterpart.since {
        table::note(&lesson.id, python.version, table::Outcome::TooOld);
        return None;
    }
    let (major, minor) = python.version;
    let name = format!("{} {} {major}.{minor}", lesson.id, counterpart.command.join(" "));
    if let Some(why) = counterpart.missing() {
        if std::env::var_os(ALL_SERVERS).is_none() {
            println!("not checked: {name}: {why}");
            return None;
        }
    }
    let python = python.clone();
    Some(Trial::test(name, move || {
        // Until it is known to have passed.
        table::note(&lesson.id, python.version, table::Outcome::Failed);
        let said = counterpart.run(lesson, &python)?;
        for (_, holds) in counterpart.facts {
            holds(&said);
        }
        table::note(&lesson.id, python.version, table::Outcome::Passed);
        Ok(())
    }))
}
