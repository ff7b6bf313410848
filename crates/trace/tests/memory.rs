//! No file makes the reader take more memory than its limits say. A binary of its own, with one test: it
//! counts every byte that is allocated.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use laneway_trace::{Limits, read};

#[path = "../../../fuzz/src/lib.rs"]
#[expect(dead_code, reason = "only what builds files is wanted here")]
mod checks;

/// Counts what is in use, and the most that ever was.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is passed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let in_use = IN_USE.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(in_use, Relaxed);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    // `realloc` stays the one that allocates, copies and frees: the worst that it may cost.
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Reads the file and compares the most memory that this took with the sum that `Limits` tells.
fn check(what: &str, bytes: &[u8], limits: &Limits) {
    let before = IN_USE.load(Relaxed);
    MOST.store(before, Relaxed);
    let result = read(bytes, limits);
    let most = (MOST.load(Relaxed) - before) as u64;
    let said = match &result {
        Ok((trace, diagnostics)) => format!("{} events, {diagnostics:?}", trace.events.len()),
        Err(error) => error.to_string(),
    };
    let bound = bound(limits, bytes.len() as u64);
    assert!(most <= bound, "{what}: {most} bytes of at most {bound}; {said}");
}

/// The sum in the text of [`Limits`].
fn bound(limits: &Limits, file_bytes: u64) -> u64 {
    (6 << 20)
        + 111 * limits.events
        + 150 * limits.texts
        + 3 * limits.text_bytes
        + 800 * limits.json_values
        + 4 * limits.header_bytes
        + 400 * (limits.actors + limits.objects + limits.locations)
        + 4 * file_bytes
}

fn deflated(tag: [u8; 4], payload: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(payload).expect("writes to memory");
    let stored = encoder.finish().expect("writes to memory");
    checks::chunk(tag, payload.len() as u32, &stored)
}

/// A block of as many events as there may be, that deflates to next to nothing.
fn block() -> Vec<u8> {
    let count = 65_536;
    let mut block = vec![0x80, 0x80, 4, 1, 0, 1, 70, 1, 0, 0];
    // The time column, and two numbers in the template column: from then on it is known what comes next.
    block.extend([0x80, 0x80, 4, 0, 2, 0, 0, 0, 4, 4]);
    block.resize(block.len() + count - 2 + count + 2, 0);
    block
}

#[test]
fn no_file_takes_more_memory_than_the_limits_say() {
    let limits = Limits {
        events: 300_000,
        texts: 50_000,
        text_bytes: 1 << 20,
        json_values: 50_000,
        header_bytes: 4 << 20,
        actors: 1_000,
        objects: 1_000,
        locations: 1_000,
        ..Limits::default()
    };
    let head = checks::start(b"{}", [1, 0, 0]);
    let with = |parts: &[Vec<u8>]| [&head[..], &parts.concat()].concat();

    let blocks = vec![deflated(*b"evnt", &block()); 4];
    let (trace, _) = read(&with(&blocks), &limits).expect("good blocks");
    assert_eq!(trace.events.len(), 262_144, "the blocks are what they should be");
    drop(trace);
    check("as many events as are accepted", &with(&blocks), &limits);
    check("endless events", &with(&vec![blocks[0].clone(); 1000]), &limits);

    let mut texts = vec![0xd0, 0x86, 3];
    texts.resize(texts.len() + 50_000, 0);
    check("empty texts", &with(&[deflated(*b"text", &texts)]), &limits);
    let mut long = vec![1, 0x80, 0x80, 0x40];
    long.resize(long.len() + (1 << 20), b'a');
    check("a long text", &with(&[deflated(*b"text", &long)]), &limits);
    check(
        "endless texts",
        &with(&vec![deflated(*b"text", &texts); 100]),
        &limits,
    );
    check(
        "chunks",
        &with(&vec![checks::chunk(*b"frob", 0, &[]); 200_000]),
        &limits,
    );

    for (name, piece) in [
        ("objects", r#"{"":0},"#),
        ("nested objects", r#"{"":{"":{"":{"":{"":{"":{"":0}}}}}}},"#),
        ("arrays", "[[[[[[0]]]]]],"),
        ("numbers", "0,"),
        ("strings", r#""","#),
    ] {
        let values = piece.matches(['{', '[', ',']).count();
        let pieces = piece.repeat(49_000 / values);
        for header in [
            format!(r#"{{"x":[{pieces}0]}}"#),
            format!(r#"{{"lesson":{{"x":[{pieces}0]}}}}"#),
        ] {
            let file = checks::prologue(header.as_bytes());
            assert!(read(&file, &limits).is_ok(), "{name} are read");
            check(name, &file, &limits);
            let lines = format!("{{\"laneway\":1,\"header\":{header}}}\n");
            check(name, lines.as_bytes(), &limits);
        }
    }
    tables(&limits);
    let lines: String = (0..50_000)
        .map(|number| format!("{{\"define\":{{\"text\":\"{number}\"}}}}\n"))
        .collect();
    let lines = format!("{{\"laneway\":1,\"header\":{{}}}}\n{lines}");
    check("lines of texts", lines.as_bytes(), &limits);
}

/// As many rows as are accepted, with next to nothing in them, or the same long word in each.
fn tables(limits: &Limits) {
    let limits = Limits {
        actors: 30_000,
        objects: 30_000,
        locations: 30_000,
        ..limits.clone()
    };
    let number = |mut number: usize| {
        let mut bytes = Vec::new();
        while number > 127 {
            bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        bytes.push(number as u8);
        bytes
    };
    for rows in [1_000, 30_000] {
        let zeros = vec![0; rows];
        for length in [0, 100, 1 << 20] {
            let word = [&[1][..], &number(length), &vec![b'x'; length], &zeros].concat();
            let columns = |count: usize| zeros.repeat(count);
            let payload = |rest: &[Vec<u8>]| [&number(rows)[..], &word, &rest.concat()].concat();
            for (tag, payload) in [
                (b"actr", payload(&[columns(5), vec![1, 0], columns(1), vec![0]])),
                (b"objt", payload(&[columns(3), vec![0]])),
                (b"locn", payload(&[columns(2)])),
            ] {
                let file = [checks::prologue(b"{}"), deflated(*tag, &payload)].concat();
                let is_read = read(&file, &limits).is_ok();
                assert_eq!(is_read, rows * length < 4 << 20, "{rows} rows, {length} bytes");
                check(
                    &format!("{rows} rows with words of {length} bytes"),
                    &file,
                    &limits,
                );
            }
        }
    }
    for row in [
        r#"{"actor":{}}"#,
        r#"{"object":{"parent":4000000}}"#,
        r#"{"location":{}}"#,
    ] {
        let lines = format!("{{\"define\":{row}}}\n").repeat(24_000);
        let lines = format!("{{\"laneway\":1,\"header\":{{}}}}\n{lines}");
        assert!(read(lines.as_bytes(), &limits).is_ok());
        check(row, lines.as_bytes(), &limits);
    }
}
