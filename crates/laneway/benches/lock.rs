//! What a lock and an unlock cost without contention, beside a bare `std::sync::Mutex` in the same run:
//! first without a session, then recorded (two events).
//!
//! Rounds of both take turns; each figure is that of the round which a tenth of them undercut, for on a
//! machine that is shared the slower ones tell of its other users. A round of recorded ones seldom leaves
//! its chunk.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use laneway_recorder::session::{Clock, Folder, SESSION_VARIABLE, Settings};

/// Locks and unlocks in a round.
const LOCKS: u32 = 1000;
const ROUNDS: usize = 2000;

fn main() -> ExitCode {
    // `cargo test` runs benches, too, to see whether they run: a few rounds tell.
    let rounds = if std::env::args().any(|word| word == "--bench") {
        ROUNDS
    } else {
        3
    };
    let Measured { ours, bare, .. } = compare(rounds);
    let beside = &peer(bare);
    print("lock + unlock, no session", ours, None, "ns", beside);
    print(
        "lock + unlock, no session, over a bare one",
        ours / bare,
        Some(1.1),
        "times",
        beside,
    );

    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder
        .create(&Settings {
            events: 2 * rounds as u64 * u64::from(LOCKS),
            clock: Clock::best(),
            ..Settings::default()
        })
        .expect("a session folder");
    // SAFETY: there is no other thread yet.
    unsafe { std::env::set_var(SESSION_VARIABLE, folder.path()) };
    laneway::run(|| {
        let Measured { ours, bare, floor } = compare(rounds);
        let beside = &peer(bare);
        print("lock + unlock, recorded", ours, None, "ns", beside);
        print(
            "lock + unlock, added by recording",
            ours - bare,
            Some(15.0),
            "ns",
            beside,
        );
        print(
            "lock + unlock, recorded, over a bare one",
            ours / bare,
            Some(2.0),
            "times",
            beside,
        );
        print(
            "lock + unlock, recorded, over a bare one and two clock reads",
            ours / floor,
            Some(1.1),
            "times",
            &format!("bare std::sync::Mutex and two clock reads: {floor:.2} ns"),
        );
    })
}

fn peer(bare: f64) -> String {
    format!("bare std::sync::Mutex: {bare:.2} ns")
}

/// Nanoseconds for a lock and unlock.
struct Measured {
    ours: f64,
    /// Of `std`'s.
    bare: f64,
    /// Of `std`'s with a read of the session's clock within and one after: no recording that says when
    /// both happened can cost less.
    floor: f64,
}

fn compare(rounds: usize) -> Measured {
    let (our_lock, bare_lock) = (
        laneway::sync::Mutex::named("lock", 0_u64),
        std::sync::Mutex::new(0_u64),
    );
    let clock = Clock::best();
    let (mut ours, mut bare, mut floor) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        bare.push(time_ns(LOCKS, || *black_box(&bare_lock).lock().unwrap() += 1));
        ours.push(time_ns(LOCKS, || *black_box(&our_lock).lock().unwrap() += 1));
        floor.push(time_ns(LOCKS, || {
            let mut guard = black_box(&bare_lock).lock().unwrap();
            black_box(clock.ticks());
            *guard += 1;
            drop(guard);
            black_box(clock.ticks());
        }));
    }
    Measured {
        ours: first_decile(&mut ours),
        bare: first_decile(&mut bare),
        floor: first_decile(&mut floor),
    }
}

/// Nanoseconds for one of `count` calls.
#[inline(always)]
fn time_ns(count: u32, mut call: impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..count).for_each(|_| call());
    start.elapsed().as_nanos() as f64 / f64::from(count)
}

fn first_decile(rounds: &mut [f64]) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 10]
}

/// A line of JSON for `cargo xtask bench`. A figure without a limit is told and not judged.
fn print(figure: &str, value: f64, limit: Option<f64>, unit: &str, beside: &str) {
    let limit = limit.map_or("null".to_owned(), |limit| limit.to_string());
    println!(
        r#"{{"figure":"{figure}","value":{value:.3},"limit":{limit},"unit":"{unit}","beside":"{beside}"}}"#
    );
}
