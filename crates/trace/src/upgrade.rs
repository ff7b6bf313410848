//! From older format versions to the current one, a step at a time.
//!
//! A version that changes what a file says adds a step here and golden files in `tests/golden`. Steps are
//! never changed once they are released.

use serde_json::{Map, Value as Json};

use crate::{Events, Meaning, ReadError, Value};

/// The version of the format that is written. An older one is upgraded, a newer one refused.
pub const FORMAT_VERSION: u32 = 1;

/// Brings a file from one version to the next.
struct Step {
    /// Changes the fields of the header.
    header: fn(&mut Map<String, Json>),
    /// Changes the events from this row on.
    events: fn(&mut Events, usize),
}

/// The step in row `n` leads from version `n` to `n + 1`.
const STEPS: [Step; FORMAT_VERSION as usize] = [Step {
    header: header_0,
    events: events_0,
}];

/// Refuses a version that is newer than this program.
pub(crate) fn check_version(version: u32) -> Result<(), ReadError> {
    if version > FORMAT_VERSION {
        Err(ReadError::Newer(version))
    } else {
        Ok(())
    }
}

/// Brings a header of this version to the current one.
pub(crate) fn header(version: u32, fields: &mut Map<String, Json>) {
    for step in steps(version) {
        (step.header)(fields);
    }
}

/// Brings the events from this row on from this version to the current one.
pub(crate) fn events(version: u32, events: &mut Events, row: usize) {
    for step in steps(version) {
        (step.events)(events, row);
    }
}

fn steps(version: u32) -> &'static [Step] {
    STEPS.get(version as usize..).unwrap_or_default()
}

/// Version 0 was never released: it exists so that the chain is used before it is needed. The command was
/// one string, and times were microseconds.
fn header_0(fields: &mut Map<String, Json>) {
    if let Some(Json::String(program)) = fields.remove("program") {
        let words = program.split_whitespace().map(Json::from).collect();
        fields.insert("command".into(), Json::Array(words));
    }
    if let Some(duration) = fields
        .remove("duration_us")
        .and_then(|duration| duration.as_u64())
    {
        fields.insert("duration_ns".into(), duration.saturating_mul(1000).into());
    }
}

fn events_0(events: &mut Events, row: usize) {
    for time in &mut events.time_ns[row..] {
        *time = time.saturating_mul(1000);
    }
    for row in row..events.len() {
        let is_number = events.value_tag[row] == Value::INT;
        if is_number
            && events.kind[row]
                .known()
                .is_some_and(|known| known.facts.value == Meaning::DurationNs)
        {
            events.value[row] = events.value[row].saturating_mul(1000);
        }
    }
}
