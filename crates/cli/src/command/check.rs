//! `laneway check`: what is wrong with a run.

use laneway_model::MOST_VIOLATIONS;

use crate::arguments::Check;
use crate::failure::Failure;
use crate::input;
use crate::terminal::Terminal;

pub(crate) fn check(check: &Check) -> Result<(), Failure> {
    let (trace, diagnostics) = input::read(&check.file)?;
    let violations = laneway_model::check(&trace);
    let file = check.file.display();
    let mut stdout = Terminal::stdout();
    for diagnostic in &diagnostics {
        stdout.line(format_args!("{file}: {diagnostic}"))?;
    }
    for violation in &violations {
        let (row, rule) = (violation.row, violation.rule);
        stdout.line(format_args!("{file}: event {row}: {rule}: {}", violation.words))?;
    }
    if violations.len() >= MOST_VIOLATIONS {
        stdout.line(format_args!(
            "{file}: there may be more; these are the first {MOST_VIOLATIONS}"
        ))?;
    }
    let events = trace.events.len();
    match diagnostics.len() + violations.len() {
        0 => {
            stdout.line(format_args!("{file}: {events} events, nothing is wrong"))?;
            Ok(())
        }
        found => {
            stdout.line(format_args!("{file}: {events} events, wrong in {found} places"))?;
            Err(Failure::Found)
        }
    }
}
