//! `laneway run --repeat`: many runs of a lesson, and how they turned out.

use std::io::{self, Write};

use laneway_l10n::{Language, Localizer};
use laneway_lessons::Lesson;
use laneway_model::Model;
use laneway_trace::{Ending, Trace};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::run::{TemporaryFolder, plan};
use crate::arguments::Run;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::terminal::Terminal;
use crate::words::{ending, localizer};

/// How a run turned out: what its program said of it, and how it ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Outcome {
    /// The line that says it; none if the run ended before there was one.
    outcome: Option<String>,
    ending: Ending,
}

/// A run.
#[derive(Serialize)]
struct Ran {
    #[serde(flatten)]
    outcome: Outcome,
    /// None if nothing in the lesson is random.
    seed: Option<u64>,
    duration_ns: u64,
}

/// Runs that turned out alike.
#[derive(Debug, PartialEq, Serialize)]
struct Alike {
    #[serde(flatten)]
    outcome: Outcome,
    count: usize,
}

/// Records the lesson so many times; an interrupted run is the last one.
pub(super) fn repeat(
    run: &Run,
    lesson: &Lesson,
    settings: &[(String, String)],
    times: u32,
    folder: &TemporaryFolder,
    lang: Option<Language>,
) -> Result<(), Failure> {
    let first = lesson.arguments(settings).map_err(Failure::new)?;
    let first_seed = lesson.parameter("seed").map(|_| first.integer::<u64>("seed"));
    let mut runs = Vec::new();
    let mut bar = Bar::new("running");
    for number in 0..times {
        bar.set(u64::from(number), u64::from(times));
        let seed = first_seed.map(|first| first + u64::from(number));
        let mut settings = settings.to_vec();
        settings.extend(seed.map(|seed| ("seed".to_owned(), seed.to_string())));
        let plan = plan(run, lesson, &settings, folder, true)?;
        let recording = laneway_recorder::record(&plan, &mut |_| {}).map_err(Failure::new)?;
        let duration_ns = recording.trace.header.duration_ns;
        let outcome = outcome(recording.trace);
        if outcome.ending == Ending::Interrupted {
            break;
        }
        runs.push(Ran {
            outcome,
            seed,
            duration_ns,
        });
    }
    drop(bar);
    tell(run, lesson, &runs, first.values(), lang)
}

fn outcome(trace: Trace) -> Outcome {
    let model = Model::from(trace);
    Outcome {
        outcome: model.outcome().map(std::borrow::Cow::into_owned),
        ending: model.header.ending.clone(),
    }
}

fn tell(
    run: &Run,
    lesson: &Lesson,
    runs: &[Ran],
    parameters: &impl Serialize,
    lang: Option<Language>,
) -> Result<(), Failure> {
    let outcomes = by_outcome(runs.iter().map(|ran| &ran.outcome));
    let mut stdout = Terminal::stdout();
    if run.json {
        let facts: Json = json!({
            "lesson": lesson.id,
            "parameters": parameters,
            "outcomes": outcomes,
            "runs": runs,
        });
        return stdout.json(&facts);
    }
    let l10n = localizer(lang);
    let count = runs.len();
    let heading = l10n.text(
        "run-repeated",
        &[("name", lesson.id.as_str().into()), ("count", count.into())],
    );
    stdout.heading(heading)?;
    chart(&outcomes, &l10n, &mut stdout)?;
    Ok(())
}

/// The different outcomes, the most frequent first, else in the order in which they came.
fn by_outcome<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Vec<Alike> {
    let mut alike: Vec<Alike> = Vec::new();
    for outcome in outcomes {
        match alike.iter_mut().find(|alike| alike.outcome == *outcome) {
            Some(alike) => alike.count += 1,
            None => alike.push(Alike {
                outcome: outcome.clone(),
                count: 1,
            }),
        }
    }
    alike.sort_by_key(|alike| std::cmp::Reverse(alike.count));
    alike
}

/// The longest bar.
const BAR_CELLS: usize = 32;

/// A line for each outcome: how often, as a number and as a bar, and what.
fn chart(outcomes: &[Alike], l10n: &Localizer, out: &mut Terminal<impl Write>) -> io::Result<()> {
    let most = outcomes.first().map_or(1, |first| first.count);
    for Alike { outcome, count } in outcomes {
        let bar = "\u{2588}".repeat((count * BAR_CELLS).div_ceil(most));
        out.line(format_args!(
            "{count:>5}  {bar:<BAR_CELLS$}  {}",
            words(outcome, l10n)
        ))?;
    }
    Ok(())
}

/// What the program said, and how the run ended if that was not in order.
fn words(outcome: &Outcome, l10n: &Localizer) -> String {
    match (&outcome.outcome, &outcome.ending) {
        (Some(outcome), Ending::Finished) => outcome.clone(),
        (Some(outcome), other) => format!("{outcome} ({})", ending(l10n, other)),
        (None, other) => ending(l10n, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_are_counted_the_most_frequent_first() {
        let outcome = |line: Option<&str>, ending: Ending| Outcome {
            outcome: line.map(str::to_owned),
            ending,
        };
        let runs = [
            outcome(Some("sold 1 of 1"), Ending::Finished),
            outcome(None, Ending::Stuck),
            outcome(Some("sold 9 of 1"), Ending::Finished),
            outcome(Some("sold 9 of 1"), Ending::Finished),
        ];
        let counted = by_outcome(runs.iter());
        let l10n = localizer(Some(Language::English));
        let lines: Vec<String> = counted
            .iter()
            .map(|alike| format!("{} {}", alike.count, words(&alike.outcome, &l10n)))
            .collect();
        assert_eq!(
            lines,
            [
                "2 sold 9 of 1",
                "1 sold 1 of 1",
                "1 it got stuck: nobody could ever move again"
            ]
        );
    }
}
