//! `laneway check`: what is wrong with a run.

use std::io::{self, Write as _};

use laneway_model::MOST_VIOLATIONS;

use crate::arguments::Check;
use crate::failure::Failure;
use crate::input;

pub(crate) fn check(check: &Check) -> Result<(), Failure> {
    let (trace, diagnostics) = input::read(&check.file)?;
    let violations = laneway_model::check(&trace);
    let file = check.file.display();
    let mut stdout = io::stdout().lock();
    for diagnostic in &diagnostics {
        writeln!(stdout, "{file}: {diagnostic}")?;
    }
    for violation in &violations {
        let (row, rule) = (violation.row, violation.rule);
        writeln!(stdout, "{file}: event {row}: {rule}: {}", violation.words)?;
    }
    if violations.len() >= MOST_VIOLATIONS {
        writeln!(
            stdout,
            "{file}: there may be more; these are the first {MOST_VIOLATIONS}"
        )?;
    }
    let events = trace.events.len();
    match diagnostics.len() + violations.len() {
        0 => {
            writeln!(stdout, "{file}: {events} events, nothing is wrong")?;
            Ok(())
        }
        found => {
            writeln!(stdout, "{file}: {events} events, wrong in {found} places")?;
            Err(Failure::Found)
        }
    }
}
