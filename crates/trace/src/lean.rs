//! Lean traces: what a reader finds elsewhere is left out, so that a lesson's run fits into a link.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use crate::crc::crc32;
use crate::{Diagnostic, Header, Lesson, Meaning, Position, Trace, Value};

/// What times are rounded to in a run of this length: 1, 2 or 5 times a power of ten, at most a ten-thousandth
/// of the run, which is less than a pixel where the whole run is in sight.
fn time_unit_ns(duration_ns: u64) -> u64 {
    let most_ns = (duration_ns / 10_000).max(1);
    let power = 10_u64.pow(most_ns.ilog10());
    let steps = [5, 2].map(|step| step * power);
    steps
        .into_iter()
        .find(|&unit_ns| unit_ns <= most_ns)
        .unwrap_or(power)
}

/// What a catalogue knows of a lesson's run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Content {
    /// The lesson as it was run.
    pub lesson: Lesson,
    /// For [`Header::sources`].
    pub sources: BTreeMap<String, String>,
}

impl Content {
    /// What tells this content from what another edition of the catalogue says of the same lesson: the CRC-32
    /// of both as JSON with sorted names, in hexadecimal digits. It is no protection against malice and need not be one:
    /// whatever a file says, what is put in is the catalogue's.
    pub fn hash(&self) -> String {
        // Their maps have names of text, so they are always JSON; a JSON value sorts the names.
        let json = serde_json::to_value(self).unwrap_or_default().to_string();
        format!("{:08x}", crc32(json.as_bytes()))
    }
}

/// Leaves out what a reader has who has the catalogue and knows this version of the format: a lesson's text
/// and sources, and what the kinds mean. Times and lengths of time are rounded down to a unit that is at most
/// a ten-thousandth of the run, which the header says. Who reads it calls [`fill`].
pub fn make_lean(trace: &mut Trace) {
    let Trace { header, events, .. } = trace;
    let facts = header.vocabulary.event_table();
    header.vocabulary.without_known();
    if let Some(lesson) = header.lesson.take() {
        header.lesson = Some(leave_out(lesson, &mut header.sources));
    }
    header.time_unit_ns = header.time_unit_ns.max(time_unit_ns(header.duration_ns));
    let unit_ns = header.time_unit_ns;
    for time_ns in events.time_ns.iter_mut().chain([&mut header.duration_ns]) {
        *time_ns -= *time_ns % unit_ns;
    }
    let unit_ns = i64::try_from(unit_ns).unwrap_or(i64::MAX);
    for (row, value) in events.value.iter_mut().enumerate() {
        let is_length = facts.facts(events.kind[row]).value == Meaning::DurationNs;
        if is_length && events.value_tag[row] == Value::INT {
            *value -= *value % unit_ns;
        }
    }
}

/// What is left of a lesson: its id, its parameters, and the hash of the rest.
fn leave_out(lesson: Lesson, sources: &mut BTreeMap<String, String>) -> Lesson {
    if !lesson.hash.is_empty() {
        return lesson;
    }
    let content = Content {
        lesson,
        sources: std::mem::take(sources),
    };
    Lesson {
        hash: content.hash(),
        id: content.lesson.id,
        parameters: content.lesson.parameters,
        ..Lesson::default()
    }
}

/// Puts in again what a lean trace leaves out, if it is one. `find` asks the catalogue for a lesson by its id
/// and parameters. What the catalogue does not have, or has in another edition, stays out, and the
/// diagnostic says so.
pub fn fill(
    trace: &mut Trace,
    find: impl FnOnce(&str, &BTreeMap<String, Json>) -> Option<Content>,
) -> Option<Diagnostic> {
    let Trace { header, events, .. } = trace;
    // Set by `make_lean`, always.
    if header.time_unit_ns > 0 {
        header.vocabulary.complete(&header.objects, events);
    }
    fill_lesson(header, find)
}

/// [`fill`] for a header alone, whose vocabulary stays as it is.
pub fn fill_lesson(
    header: &mut Header,
    find: impl FnOnce(&str, &BTreeMap<String, Json>) -> Option<Content>,
) -> Option<Diagnostic> {
    let lesson = header.lesson.as_ref().filter(|lesson| !lesson.hash.is_empty())?;
    let content = find(&lesson.id, &lesson.parameters);
    let missing = |what: &str, kept: &str| {
        Some(Diagnostic {
            what: what.into(),
            position: Position::Header,
            kept: kept.into(),
        })
    };
    let id = &lesson.id;
    match content {
        None => missing(
            &format!("the text and the source of the lesson `{id}` are not in the file"),
            "there is no catalogue here that has them; the run is shown without",
        ),
        Some(content) if content.hash() != lesson.hash => missing(
            &format!("the text and the source of the lesson `{id}` are not in the file"),
            "the catalogue has them in another edition; the run is shown without",
        ),
        Some(content) => {
            header.lesson = Some(content.lesson);
            header.sources = content.sources;
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rounded_to_less_than_a_pixel() {
        let units = [
            0,
            9_999,
            10_000,
            20_000,
            49_999,
            50_000,
            99_999,
            100_000,
            990_000_000,
            u64::MAX,
        ];
        assert_eq!(
            units.map(time_unit_ns),
            [1, 1, 1, 2, 2, 5, 5, 10, 50_000, 1_000_000_000_000_000]
        );
    }
}
