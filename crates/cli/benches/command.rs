//! What it costs to record whole programs: the command `laneway record`, from its start to the saved file, over
//! the same program alone. Both take turns, and the middle of several rounds counts.
//!
//! `cargo bench -p laneway-cli --bench command -- locks` measures one of them.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, Barrier};
use std::time::Instant;

use laneway::pool::ThreadPool;
use laneway::queue::Queue;
use laneway::sync::Mutex;
use laneway::{process, thread};

/// A program that this one is when it is started by its name.
struct Program {
    name: &'static str,
    /// What it does.
    what: &'static str,
    run: fn(),
}

const PROGRAMS: [Program; 4] = [
    Program {
        name: "locks",
        what: "950,000 tiny locks by 2 workers",
        run: locks,
    },
    Program {
        name: "forks",
        what: "1,000 forks",
        run: forks,
    },
    Program {
        name: "tasks",
        what: "100,000 tasks of a pool",
        run: tasks,
    },
    Program {
        name: "strings",
        what: "100,000 strings through a queue",
        run: strings,
    },
];

/// How many times as long a program may take recorded.
const LIMIT: u32 = 2;
/// The variable by which a program knows itself.
const ROLE: &str = "LANEWAY_BENCH_PROGRAM";

fn main() -> ExitCode {
    if let Ok(role) = std::env::var(ROLE) {
        let program = PROGRAMS.iter().find(|program| program.name == role);
        return laneway::run(program.expect("a program").run);
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` runs benches, too, to see whether they run: a round tells.
    let rounds = if words.iter().any(|word| word == "--bench") {
        7
    } else {
        1
    };
    let asked: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    let is_asked =
        |program: &&Program| asked.is_empty() || asked.iter().any(|name| **name == program.name);
    for program in PROGRAMS.iter().filter(is_asked) {
        measure(program, rounds);
    }
    ExitCode::SUCCESS
}

fn measure(program: &Program, rounds: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let this = std::env::current_exe().expect("this program");
    let mut laneway = Command::new(env!("CARGO_BIN_EXE_laneway"));
    laneway
        .args(["record", "-o"])
        .arg(folder.path().join("run.lane"))
        .arg("--")
        .arg(&this);
    let mut bare = Command::new(&this);
    let (mut bare_ms, mut recorded_ms) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        bare_ms.push(time_ms(&mut bare, program, folder.path()));
        recorded_ms.push(time_ms(&mut laneway, program, folder.path()));
    }
    let (bare_ms, recorded_ms) = (median(&mut bare_ms), median(&mut recorded_ms));
    println!(
        r#"{{"figure":"recording {}, over the program alone","value":{:.3},"limit":{LIMIT},"unit":"times","beside":"{recorded_ms:.0} ms, alone {bare_ms:.0} ms"}}"#,
        program.what,
        recorded_ms / bare_ms
    );
}

fn time_ms(command: &mut Command, program: &Program, folder: &Path) -> f64 {
    command
        .env(ROLE, program.name)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status().expect("it starts");
    let time_ms = start.elapsed().as_secs_f64() * 1e3;
    assert!(status.success(), "{}: {status}", program.name);
    time_ms
}

fn median(times_ms: &mut [f64]) -> f64 {
    times_ms.sort_by(f64::total_cmp);
    times_ms[times_ms.len() / 2]
}

/// Both begin at once, so that they are in each other's way.
fn locks() {
    let shared = Arc::new((Mutex::new(0_u32), Barrier::new(2)));
    let workers = [(); 2].map(|()| {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let (count, both) = &*shared;
            both.wait();
            (0..475_000).for_each(|_| *count.lock().expect("no panic") += 1);
        })
    });
    workers
        .into_iter()
        .for_each(|worker| worker.join().expect("no panic"));
}

fn forks() {
    for number in 0..1_000 {
        let child = process::Builder::new(format!("child-{number}")).start(|()| (), ());
        assert_eq!(child.expect("a child").join(), 0);
    }
}

fn tasks() {
    let pool = ThreadPool::new("pool", 2);
    let futures: Vec<_> = (0..100_000_u64)
        .map(|number| pool.submit("task", move || number))
        .collect();
    let results = futures
        .into_iter()
        .map(|future| future.result().expect("no panic"));
    let sum: u64 = results.sum();
    assert_eq!(sum, 99_999 * 100_000 / 2);
}

fn strings() {
    let queue = Queue::new("strings", Some(100));
    let sender = queue.clone();
    let producer = thread::spawn(move || {
        (0..100_000).for_each(|number| sender.put(format!("string number {number}")));
    });
    (0..100_000).for_each(|_| drop(queue.get()));
    producer.join().expect("no panic");
}
