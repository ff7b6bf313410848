//! What the benches measure with.

use std::time::Instant;

use laneway_trace::Events;

/// The floor: every byte of every column is looked at once.
pub fn walk(events: &Events) -> u64 {
    let mut sum = 0u64;
    for row in 0..events.len() {
        let small = u64::from(events.kind[row].0) ^ u64::from(events.value_tag[row]);
        let ids = u64::from(events.actor[row] ^ events.object[row] ^ events.location[row]);
        let rest = events.time_ns[row] ^ events.value[row] as u64 ^ u64::from(events.sequence[row]);
        sum = sum.wrapping_add(small ^ ids ^ rest);
    }
    sum
}

/// How long it takes.
pub fn millis<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

/// The one in the middle.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
