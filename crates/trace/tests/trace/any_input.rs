//! Any trace comes back; any bytes are a trace or an error. The inputs are the same on every run: the fuzz
//! targets in `fuzz` look for new ones.

use std::fs;
use std::iter::repeat_with;
use std::thread;

use fastrand::Rng;
use laneway_trace::{Event, Limits, read, to_bytes};

use crate::checks;
use crate::golden::pairs;

/// Tells which input was the one that failed.
struct Input<'a>(&'a str, u64);

impl Drop for Input<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("it was input {} of {}", self.1, self.0);
        }
    }
}

/// Tries random bytes, short ones first.
fn try_random(name: &str, count: u64, bytes_more: u64, check: fn(&[u8])) {
    for number in 0..count {
        let _input = Input(name, number);
        let mut random = Rng::with_seed(number);
        let bytes: Vec<u8> = repeat_with(|| random.u8(..))
            .take((number * bytes_more) as usize)
            .collect();
        check(&bytes);
    }
}

#[test]
fn any_trace_comes_back_as_it_was_written() {
    try_random("traces", 200, 5, checks::traces);
}

#[test]
fn any_chunks_are_a_trace_or_an_error() {
    try_random("chunks", 1500, 1, checks::chunks);
}

#[test]
fn any_bytes_are_a_trace_or_an_error() {
    try_random("bytes", 500, 1, checks::bytes);
}

#[test]
fn golden_files_with_mistakes_are_a_trace_or_an_error() {
    for (_, lane, jsonl) in pairs() {
        for file in [lane, jsonl] {
            let bytes = fs::read(&file).expect("a golden file");
            let name = file.display().to_string();
            for number in 0..150 {
                let _input = Input(&name, number);
                let mut random = Rng::with_seed(number);
                let mut bytes = bytes.clone();
                for _ in 0..random.u32(1..4) {
                    make_mistake(&mut bytes, &mut random);
                }
                if random.bool() {
                    checks::repair(&mut bytes);
                }
                checks::bytes(&bytes);
            }
        }
    }
}

/// Changes, doubles or takes out a few bytes; behind the header more often than in it, which is longer.
fn make_mistake(bytes: &mut Vec<u8>, random: &mut Rng) {
    let from = if random.bool() {
        0
    } else {
        bytes.len().saturating_sub(400)
    };
    let at = random.usize(from..bytes.len().max(from + 1));
    let end = bytes.len().min(at + random.usize(1..20));
    match random.u32(0..6) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        3 => bytes[at..end].fill(0xff),
        4 => bytes[at..end].fill(0),
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.u32(0..8);
            }
        }
    }
}

#[test]
fn a_trace_of_many_blocks_comes_back() {
    let (_, lane, _) = pairs().pop().expect("a golden file");
    let bytes = fs::read(lane).expect("a golden file");
    let (mut trace, _) = read(&bytes, &Limits::default()).expect("a golden file");
    let round = trace.events.clone();
    let round_ns = round.time_ns.last().copied().unwrap_or(0);
    for number in 1..80_000 / round.len() as u64 {
        for event in round.iter() {
            trace.events.push(Event {
                time_ns: event.time_ns + number * round_ns,
                ..event
            });
        }
    }
    trace.header.events = trace.events.len() as u64;
    let bytes = to_bytes(&trace).expect("a trace");
    assert!(read(&bytes, &Limits::default()) == Ok((trace, Vec::new())));
}
