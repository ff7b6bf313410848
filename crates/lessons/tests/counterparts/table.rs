//! The table of lessons and versions.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use laneway_lessons::catalogue;

use crate::found::Python;

/// How a lesson's counterparts did in a version. The later ones hide the earlier ones.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    TooOld,
    Passed,
    Failed,
}

type Runs = BTreeMap<(String, (u32, u32)), Vec<Outcome>>;

static RUNS: Mutex<Runs> = Mutex::new(Runs::new());

/// How a run did; `Passed` takes back a `Failed` that stands for a run that has not ended.
pub fn note(lesson: &str, version: (u32, u32), outcome: Outcome) {
    let mut runs = RUNS.lock().unwrap_or_else(PoisonError::into_inner);
    let outcomes = runs.entry((lesson.to_owned(), version)).or_default();
    if outcome == Outcome::Passed {
        let running = outcomes.iter().position(|&outcome| outcome == Outcome::Failed);
        if let Some(running) = running {
            outcomes.remove(running);
        }
    }
    outcomes.push(outcome);
}

/// Prints a line for each lesson that was run.
pub fn print(pythons: &[Python]) {
    let runs = RUNS.lock().unwrap_or_else(PoisonError::into_inner);
    let width = catalogue()
        .iter()
        .map(|lesson| lesson.id.len())
        .max()
        .unwrap_or(0);
    print!("\n{:width$}", "");
    for Python { version, .. } in pythons {
        print!("{:>8}", format!("{}.{}", version.0, version.1));
    }
    println!();
    for lesson in catalogue() {
        let of = |python: &Python| runs.get(&(lesson.id.clone(), python.version));
        if pythons.iter().all(|python| of(python).is_none()) {
            continue;
        }
        print!("{:width$}", lesson.id);
        for python in pythons {
            let word = match of(python).and_then(|outcomes| outcomes.iter().max()) {
                Some(Outcome::Passed) => "ok",
                Some(Outcome::Failed) => "FAILED",
                Some(Outcome::TooOld) | None => "-",
            };
            print!("{word:>8}");
        }
        println!();
    }
}
