//! A read sees what was written last.

use laneway_trace::{Effect, ObjectId, Value};

use super::Act;
use super::objects::is_counted;
use super::report::{Names, Report};

/// A cell, a file, or whatever else is read and written.
#[derive(Default)]
pub(super) struct Register {
    /// The last value that was seen or written, and the sequence number of that.
    last: Option<(u32, Value)>,
}

impl Register {
    pub(super) fn act(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let (value, sequence) = (act.event.value, act.event.sequence);
        match act.facts.effect {
            // In between, nothing happened to it.
            Effect::Read if is_counted(&act.event) => {
                let before = self
                    .last
                    .filter(|(last, _)| last.checked_add(1) == Some(sequence));
                if let Some((_, before)) =
                    before.filter(|(_, before)| report.names.differ(*before, value))
                {
                    report.tell("stale_read", |names| words(names, act, object, before));
                }
                self.last = Some((sequence, value));
            }
            Effect::Read => {}
            Effect::Write if is_counted(&act.event) => self.last = Some((sequence, value)),
            Effect::Write => self.last = None,
            _ => {}
        }
    }
}

fn words(names: Names<'_>, act: &Act, object: ObjectId, before: Value) -> String {
    let (who, object) = (names.actor(act.who), names.object(object));
    let (now, before) = (names.value(act.event.value), names.value(before));
    format!("{who} reads {now} in `{object}`, where {before} stands")
}
