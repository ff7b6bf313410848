//! What observing a program costs, in parts of a core: how long its supervisor runs while the program has
//! 200 threads, and with a thread in place of them.
//!
//! The program asks the system how long its parent, which is the supervisor, has run.

use std::panic::Location;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, attach, record};
use laneway_recorder::supervise::Plan;
use laneway_trace::EventKind;

/// Names a case to the program.
const CASE: &str = "LANEWAY_BENCH_CASE";
/// How many threads there are.
const THREADS: &str = "LANEWAY_BENCH_THREADS";

/// What the threads do, again and again.
const CASES: [(&str, fn()); 4] = [
    ("asleep, nothing recorded", asleep),
    ("asleep for 10 ms at a time, nothing recorded", briefly),
    ("asleep for 10 ms at a time, which they record", recorded),
    ("asleep, after an event that says they run", unexplained),
];

fn main() -> ExitCode {
    if let Ok(name) = std::env::var(CASE) {
        return program(&name);
    }
    // `cargo test` runs benches, too, to see whether they run.
    let is_bench = std::env::args().any(|word| word == "--bench");
    for (name, _) in CASES {
        for threads in if is_bench { vec![1, 200, 2000] } else { vec![1] } {
            let program = std::env::current_exe().expect("this program");
            let mut plan = Plan::new([program]);
            let time_ms = if is_bench { 5000 } else { 200 };
            plan.environment = vec![
                (CASE.into(), name.into()),
                (THREADS.into(), format!("{threads} {time_ms}").into()),
            ];
            let recording = laneway_recorder::record(&plan, &mut |_| {}).expect("a recording");
            assert_eq!(recording.program_status, Some(0));
        }
    }
    ExitCode::SUCCESS
}

fn asleep() {
    thread::park();
}

fn briefly() {
    thread::sleep(Duration::from_millis(10));
}

fn recorded() {
    let sleep = Duration::from_millis(10);
    let value = Value::int(sleep.as_nanos() as i64);
    record(EventKind::SLEEP, 0, 0, value, Location::caller());
    thread::sleep(sleep);
    record(EventKind::WAKE, 0, 0, Value::NONE, Location::caller());
}

fn unexplained() {
    record(EventKind::NOTE, 0, 0, Value::NONE, Location::caller());
    thread::park();
}

/// Prints which part of a core its supervisor took: a line of JSON for `cargo xtask bench`.
fn program(name: &str) -> ExitCode {
    let (_, act) = CASES.into_iter().find(|(case, _)| *case == name).expect("a case");
    let numbers = std::env::var(THREADS).expect("two numbers");
    let (threads, time_ms) = numbers.split_once(' ').expect("two numbers");
    let threads: usize = threads.parse().expect("a number");
    let time = Duration::from_millis(time_ms.parse().expect("a number"));
    attach(Location::caller()).expect("a session");
    for _ in 0..threads {
        thread::spawn(move || {
            loop {
                act();
            }
        });
    }
    // They are all there and were looked at.
    thread::sleep(time / 5);
    let (start, before) = (Instant::now(), parent_ran());
    thread::sleep(time);
    let ran = (parent_ran() - before).as_secs_f64() / start.elapsed().as_secs_f64();
    let limit = if threads == 200 { "2" } else { "null" };
    println!(
        r#"{{"figure":"observing {threads} threads, {name}","value":{:.3},"limit":{limit},"unit":"% of a core","beside":""}}"#,
        ran * 100.0
    );
    ExitCode::SUCCESS
}

/// How long the parent has run on a core.
fn parent_ran() -> Duration {
    let path = format!("/proc/{}/schedstat", std::os::unix::process::parent_id());
    let line = std::fs::read_to_string(path).expect("a parent");
    let ran = line.split(' ').next().expect("three numbers");
    Duration::from_nanos(ran.parse().expect("a number"))
}
