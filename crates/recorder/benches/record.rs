//! What one recorded event costs, beside a bare read of the clock in the same run.
//!
//! Rounds of both take turns; each figure is the median of its rounds. A round seldom leaves its chunk,
//! so that the median is the hot path alone. The figure of millions is a long run divided by its events, in
//! which chunks are paid for: files made, pages given by the system.

use std::hint::black_box;
use std::panic::Location;
use std::time::Instant;

use laneway_recorder::client::{Value, attach, record};
use laneway_recorder::session::{Clock, Folder, SESSION_VARIABLE, Settings};
use laneway_trace::EventKind;

/// Events in a round.
const EVENTS: u32 = 1000;
const ROUNDS: usize = 2000;

fn main() {
    // `cargo test` runs benches, too, to see whether they run: a few rounds tell.
    let rounds = if std::env::args().any(|word| word == "--bench") {
        ROUNDS
    } else {
        3
    };
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder
        .create(&Settings {
            events: 3 * rounds as u64 * u64::from(EVENTS),
            clock: Clock::best(),
            ..Settings::default()
        })
        .expect("a session folder");
    // SAFETY: there is no other thread yet.
    unsafe { std::env::set_var(SESSION_VARIABLE, folder.path()) };
    assert!(attach(Location::caller()).expect("a readable session"));

    let clock = Clock::best();
    let (mut bare, mut event) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        bare.push(time_ns(EVENTS, |_| {
            black_box(clock.ticks());
        }));
        event.push(time_ns(EVENTS, record_one));
    }
    let long = time_ns(rounds as u32 * EVENTS, record_one);
    let (bare, event) = (median(&mut bare), median(&mut event));
    let beside = &format!("bare {clock:?} read: {bare:.2} ns");
    print("one recorded event", event, Some(12.0), "ns", beside);
    print(
        "one recorded event over a bare clock read",
        event / bare,
        Some(1.3),
        "times",
        beside,
    );
    print(
        "one recorded event of millions, chunks included",
        long,
        None,
        "ns",
        beside,
    );
}

#[inline(always)]
fn record_one(number: u32) {
    record(
        EventKind::READ,
        1,
        number,
        Value::int(i64::from(number)),
        Location::caller(),
    );
}

/// Nanoseconds for one of `count` calls.
#[inline(always)]
fn time_ns(count: u32, mut call: impl FnMut(u32)) -> f64 {
    let start = Instant::now();
    (0..count).for_each(&mut call);
    start.elapsed().as_nanos() as f64 / f64::from(count)
}

fn median(rounds: &mut [f64]) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}

/// A line of JSON for `cargo xtask bench`. A figure without a limit is told and not judged.
fn print(figure: &str, value: f64, limit: Option<f64>, unit: &str, beside: &str) {
    let limit = limit.map_or("null".to_owned(), |limit| limit.to_string());
    println!(
        r#"{{"figure":"{figure}","value":{value:.3},"limit":{limit},"unit":"{unit}","beside":"{beside}"}}"#
    );
}
