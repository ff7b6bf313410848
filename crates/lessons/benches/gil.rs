//! How much work two get done in the time in which one thread does its own: two threads with an interpreter lock, two
//! without it, and two processes. The work is that of the lesson `gil`.
//!
//! Rounds take turns: one thread alone, then one of the others, and so on. Each is compared with the rounds of one
//! thread before and after it, because a core that is shared with others is not always as fast; a figure is the median
//! of these. Two that run at once need two cores that are free: on a busy machine measure several times.

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use laneway::gil::{Attached, Gil, SWITCH_INTERVAL};
use laneway::process::Builder;
use laneway::thread;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// How long one alone is to take for its work: many switch intervals.
const ROUND: Duration = Duration::from_millis(400);
const ROUNDS: usize = 12;

fn main() -> ExitCode {
    // `cargo test` runs benches, too, to see whether they run: a round tells.
    let rounds = if std::env::args().any(|word| word == "--bench") {
        ROUNDS
    } else {
        1
    };
    laneway::run(|| measure(rounds))
}

/// A way to do the work twice; how long that takes.
type Way = fn(u32) -> f64;

fn measure(rounds: usize) {
    let ways: [Way; 3] = [two_with_lock, two_without, two_processes];
    let steps = steps_in(ROUND);
    let mut gains: [Vec<f64>; 3] = Default::default();
    let (mut before, mut alone) = (one(steps), Vec::new());
    for _ in 0..rounds {
        // A fork takes a process with one thread, and the threads of the other rounds are joined by then.
        for (way, gains) in ways.iter().zip(&mut gains) {
            let took = way(steps);
            let after = one(steps);
            gains.push((before + after) / took);
            alone.push(after);
            before = after;
        }
    }
    let beside = &format!(
        "one thread with the lock: {:.1} ms for its work",
        1000.0 * median(&mut alone)
    );
    let [locked, free, processes] = gains.map(|mut gains| median(&mut gains));
    print(
        "work a second of 2 threads with the lock, over one thread's",
        locked,
        Some(1.1),
        beside,
    );
    print(
        "work a second of 2 threads without it, over one thread's",
        free,
        None,
        beside,
    );
    print(
        "work a second of 2 processes, over one thread's",
        processes,
        None,
        beside,
    );
    // At least 1.7 times the work a second.
    print(
        "time of 2 processes for twice the work, over one thread's",
        2.0 / processes,
        Some(2.0 / 1.7),
        beside,
    );
}

fn median(rounds: &mut [f64]) -> f64 {
    rounds.sort_by(f64::total_cmp);
    rounds[rounds.len() / 2]
}

/// How many steps of the work fit into that time here.
fn steps_in(time: Duration) -> u32 {
    let begun = Instant::now();
    let mut steps = 0;
    while begun.elapsed() < time {
        work(100, None);
        steps += 100;
    }
    steps
}

/// As an interpreter does: a step, then a look whether somebody asks for the lock.
fn work(steps: u32, attached: Option<&Attached<'_>>) {
    let mut sum = 0_u64;
    for _ in 0..steps {
        // In registers alone: how fast memory is depends on where it lies, and differs between threads and processes.
        sum = black_box((0..1000).fold(sum, |sum, step| sum.wrapping_mul(0x5851_f42d_4c95_7f2d) ^ step));
        if let Some(attached) = attached {
            attached.checkpoint();
        }
    }
}

fn one(steps: u32) -> f64 {
    threads::<1>(steps, true)
}

fn two_with_lock(steps: u32) -> f64 {
    threads::<2>(steps, true)
}

fn two_without(steps: u32) -> f64 {
    threads::<2>(steps, false)
}

fn threads<const WORKERS: usize>(steps: u32, locked: bool) -> f64 {
    let gil = Arc::new(Gil::named("gil", SWITCH_INTERVAL));
    seconds(|| {
        let workers = std::array::from_fn::<_, WORKERS, _>(|number| {
            let gil = Arc::clone(&gil);
            thread::spawn(move || {
                take_core(number);
                let attached = locked.then(|| gil.attach());
                work(steps, attached.as_ref());
            })
        });
        for worker in workers {
            worker.join().expect("a worker that ends in order");
        }
    })
}

/// Each process has an interpreter, and a lock, of its own.
fn two_processes(steps: u32) -> f64 {
    seconds(|| {
        let workers = [0, 1].map(|number| {
            let worker = Builder::new(format!("worker-{number}")).start(work_alone, (number, steps));
            worker.expect("a new process")
        });
        for worker in workers {
            assert_eq!(worker.join(), 0);
        }
    })
}

fn work_alone((number, steps): (usize, u32)) {
    take_core(number);
    let gil = Gil::named("gil", SWITCH_INTERVAL);
    work(steps, Some(&gil.attach()));
}

/// Keeps this thread on a core of its own, as far as there are enough: what is measured is the lock, and not whom the
/// system puts where.
fn take_core(number: usize) {
    let allowed = sched_getaffinity(None).expect("a set of cores");
    let cores: Vec<usize> = (0..CpuSet::MAX_CPU)
        .filter(|&core| allowed.is_set(core))
        .collect();
    let mut own = CpuSet::new();
    own.set(cores[number % cores.len()]);
    sched_setaffinity(None, &own).expect("a core that is allowed");
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64()
}

/// A line of JSON for `cargo xtask bench`. A figure without a limit is told and not judged.
fn print(figure: &str, value: f64, limit: Option<f64>, beside: &str) {
    let limit = limit.map_or("null".to_owned(), |limit| format!("{limit:.3}"));
    println!(
        r#"{{"figure":"{figure}","value":{value:.3},"limit":{limit},"unit":"times","beside":"{beside}"}}"#
    );
}
