//! `laneway check`: what is wrong with a run.

use laneway_model::MOST_VIOLATIONS;

use crate::arguments::Check;
use crate::failure::Failure;
use crate::input;
use crate::terminal::Terminal;

pub(crate) fn check(check: &Check) -> Result<(), Failure> {
    let (trace, diagnostics) = input::read(&check.file)?;
    let checked = laneway_model::check(&trace);
    let file = check.file.display();
    let mut stdout = Terminal::stdout();
    for diagnostic in &diagnostics {
        stdout.line(format_args!("{file}: {diagnostic}"))?;
    }
    for violation in &checked.violations {
        let (row, rule) = (violation.row, violation.rule);
        stdout.line(format_args!("{file}: event {row}: {rule}: {}", violation.words))?;
    }
    if checked.violations.len() >= MOST_VIOLATIONS {
        stdout.line(format_args!(
            "{file}: there may be more; these are the first {MOST_VIOLATIONS}"
        ))?;
    }
    for unknown in &checked.unknown {
        let (row, words) = (unknown.row, &unknown.words);
        stdout.line(format_args!("{file}: event {row}: unknown_kind: {words}"))?;
    }
    let events = trace.events.len();
    match diagnostics.len() + checked.violations.len() {
        0 => {
            let words = nothing_wrong(events as u64, checked.unknown_events);
            stdout.line(format_args!("{file}: {events} events, {words}"))?;
            Ok(())
        }
        found => {
            stdout.line(format_args!("{file}: {events} events, wrong in {found} places"))?;
            Err(Failure::Found)
        }
    }
}

/// What can be said where nothing wrong was found.
fn nothing_wrong(events: u64, unknown: u64) -> String {
    match unknown {
        0 => "nothing is wrong".to_owned(),
        _ if unknown == events => "all of unknown kinds, so that nothing could be checked".to_owned(),
        _ => format!("nothing is wrong with what is known; {unknown} are of unknown kinds"),
    }
}
