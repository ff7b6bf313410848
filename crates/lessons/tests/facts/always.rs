//! What holds on every run of every lesson.

use laneway_model::{Moment, check};
use laneway_trace::{Ending, Predicate};

use crate::run::{Fact, Run, facts};

pub const FACTS: &[Fact] = facts![
    nothing_is_lost,
    nothing_impossible_happens,
    what_ran_is_what_is_shown,
    every_step_has_its_moment,
    every_prompt_has_its_moments,
    its_outcome_is_told,
];

fn nothing_is_lost(run: &Run) {
    assert_eq!(run.trace.header.lost, 0);
}

fn nothing_impossible_happens(run: &Run) {
    let violations: Vec<String> = check(&run.trace)
        .violations
        .into_iter()
        .map(|violation| format!("{} in row {}: {}", violation.rule, violation.row, violation.words))
        .collect();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// The locations of the lesson's own operations point into the source that the trace carries.
fn what_ran_is_what_is_shown(run: &Run) {
    let header = &run.trace.header;
    let lines = run.lesson.source_text.lines().count();
    let shown = |location: &&laneway_trace::Location| location.file == run.lesson.source;
    let here: Vec<_> = header.locations.iter().filter(shown).collect();
    assert!(here.len() >= 3, "locations: {:?}", header.locations);
    assert!(here.iter().all(|location| location.line as usize <= lines));
    assert_eq!(
        header.sources.get(&run.lesson.source).map(String::as_str),
        Some(run.lesson.source_text)
    );
}

/// And they come in their order, no two at once.
fn every_step_has_its_moment(run: &Run) {
    let lesson = run.lesson.describe(&run.arguments);
    let mut last = (Moment(0), "the start");
    for step in &lesson.steps {
        let moment = resolve(run, &step.id, &step.at);
        assert!(
            last.0 < moment,
            "step {} is at {moment:?}, not after {} at {:?}",
            step.id,
            last.1,
            last.0
        );
        last = (moment, &step.id);
    }
}

fn every_prompt_has_its_moments(run: &Run) {
    for prompt in run.lesson.describe(&run.arguments).prompts {
        let ask = resolve(run, &prompt.id, &prompt.ask);
        let answer = resolve(run, &prompt.id, &prompt.answer);
        assert!(
            ask < answer,
            "prompt {} is asked at {ask:?} and answered at {answer:?}",
            prompt.id
        );
    }
}

/// By a line that is printed; or the run did not end in order, and that is how it turned out.
fn its_outcome_is_told(run: &Run) {
    let outcome = run
        .lesson
        .outcome
        .as_ref()
        .and_then(|outcome| run.model.resolve(outcome));
    let in_order = run.trace.header.ending == Ending::Finished;
    assert!(outcome.is_some() || !in_order, "{:?}", run.lesson.outcome);
}

fn resolve(run: &Run, id: &str, predicate: &Predicate) -> Moment {
    let moment = run.model.resolve(predicate);
    moment.unwrap_or_else(|| panic!("nothing in this run meets `{id}`: {predicate:?}"))
}
