//! Bytes an event, and the time to read one, on runs of real threads: beside the same events as gzipped
//! Chrome trace JSON, beside a bare inflate of the same file, and beside a bare copy of the columns.
//!
//! `cargo bench -p laneway-trace -- FILE.lane...` measures recorded runs instead.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{Read, Write as _};
use std::time::Instant;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::GzEncoder;
use laneway_trace::{EventKind, Limits, LocationId, ObjectId, Trace, read, to_bytes, to_jsonl};

mod workload;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` runs benches, too, to see whether they run.
    let is_bench = words.iter().any(|word| word == "--bench");
    let (steps, rounds) = if is_bench { (30_000, 15) } else { (30, 1) };
    let files: Vec<&String> = words.iter().filter(|word| !word.starts_with('-')).collect();
    for file in &files {
        let bytes = std::fs::read(file).expect("a file");
        let (trace, _) = read(&bytes, &Limits::default()).expect("a trace");
        measure(file, &trace, rounds);
    }
    if files.is_empty() {
        measure("locks and a cell", &workload::counter_lock(steps), rounds);
        measure(
            "a cell that all fight for",
            &workload::counter_race(steps),
            rounds,
        );
        measure("a queue", &workload::producer_consumer(steps), rounds);
    }
}

fn measure(name: &str, trace: &Trace, rounds: usize) {
    let count = trace.events.len() as f64;
    let bytes = to_bytes(trace).expect("a trace");
    let (again, diagnostics) = read(&bytes, &Limits::default()).expect("what was written");
    assert!(again == *trace && diagnostics.is_empty());

    let blocks = blocks(&bytes);
    let raw: usize = blocks.iter().map(|block| block.raw_length).sum();
    let stored: usize = blocks.iter().map(|block| block.stored.len()).sum();
    let plain = 37.0;
    print(
        &format!("{name}: raw bytes an event"),
        raw as f64 / count,
        Some(15.0),
        "B",
        &format!("columns in memory: {plain} B"),
    );
    print(
        &format!("{name}: compressed bytes an event"),
        stored as f64 / count,
        Some(3.0),
        "B",
        &format!(
            "Chrome trace JSON, gzipped: {:.1} B",
            gzipped(&chrome_json(trace)) as f64 / count
        ),
    );

    let reading = best_ns(rounds, || read(&bytes, &Limits::default()));
    let inflating = best_ns(rounds, || blocks.iter().map(Block::inflate).sum::<usize>());
    let copying = best_ns(rounds, || trace.events.clone());
    print(
        &format!("{name}: reading an event"),
        reading / count,
        None,
        "ns",
        &format!(
            "bare inflate: {:.1} ns, bare copy: {:.1} ns",
            inflating / count,
            copying / count
        ),
    );
    let writing = best_ns(rounds.min(3), || to_bytes(trace));
    let mut lines = Vec::new();
    to_jsonl(trace, &mut lines).expect("a trace");
    let reading_lines = best_ns(rounds.min(3), || read(&lines, &Limits::default()));
    println!(
        "{name}: {count} events, writing {:.0} ns an event; .jsonl {:.0} B, reading {:.0} ns an event",
        writing / count,
        lines.len() as f64 / count,
        reading_lines / count,
    );
}

/// A block of events as it stands in the file.
struct Block<'a> {
    raw_length: usize,
    stored: &'a [u8],
}

impl Block<'_> {
    fn inflate(&self) -> usize {
        let mut payload = Vec::with_capacity(self.raw_length);
        let read = DeflateDecoder::new(self.stored).read_to_end(&mut payload);
        black_box(read.expect("deflated"))
    }
}

/// The blocks of a file: docs/FORMAT.md, "Chunks".
fn blocks(file: &[u8]) -> Vec<Block<'_>> {
    let number = |at: usize| u32::from_le_bytes(*file[at..].first_chunk().expect("four bytes")) as usize;
    let mut at = 12;
    let mut blocks = Vec::new();
    while at < file.len() {
        let (raw_length, length) = (number(at + 4), number(at + 8));
        if &file[at..at + 4] == b"evnt" && raw_length != length {
            let stored = &file[at + 12..at + 12 + length];
            blocks.push(Block { raw_length, stored });
        }
        at += 12 + length + 4;
    }
    blocks
}

/// The events as instant events of the Chrome trace format, with what else they say as arguments.
fn chrome_json(trace: &Trace) -> String {
    let mut json = String::from("[");
    for event in trace.events.iter() {
        let kind = EventKind::name(event.kind).unwrap_or("unknown");
        let (micros, nanos) = (event.time_ns / 1000, event.time_ns % 1000);
        let actor = event.actor.number();
        let object = event.object.map_or(0, ObjectId::number);
        let location = event.location.map_or(0, LocationId::number);
        let (_, value) = event.value.to_bits();
        let comma = if json.len() > 1 { ",\n" } else { "" };
        write!(
            json,
            r#"{comma}{{"name":"{kind}","ph":"i","s":"t","ts":{micros}.{nanos:03},"pid":1,"tid":{actor},"args":{{"object":{object},"sequence":{},"value":{value},"location":{location}}}}}"#,
            event.sequence,
        )
        .expect("writes to memory");
    }
    json + "]"
}

fn gzipped(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("writes to memory");
    encoder.finish().expect("writes to memory").len()
}

/// Nanoseconds of the quickest round.
fn best_ns<T>(rounds: usize, mut work: impl FnMut() -> T) -> f64 {
    let round = |_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_nanos() as f64
    };
    (0..rounds).map(round).fold(f64::INFINITY, f64::min)
}

/// A line of JSON for `cargo xtask bench`. A figure without a limit is told and not judged.
fn print(figure: &str, value: f64, limit: Option<f64>, unit: &str, beside: &str) {
    let limit = limit.map_or("null".to_owned(), |limit| limit.to_string());
    println!(
        r#"{{"figure":"{figure}","value":{value:.3},"limit":{limit},"unit":"{unit}","beside":"{beside}"}}"#
    );
}
