//! Files that are written and read while the run goes on, and read in part.

use std::fs;

use laneway_trace::{
    Actor, ActorId, Closing, Definitions, Ending, Event, EventKind, Events, Header, Limits, Trace,
    Value, Writer, read, read_between, read_header, to_bytes,
};

use crate::checks;

/// Events of this actor at these times.
fn events(actor: u32, times_ns: impl Iterator<Item = u64>) -> Events {
    let mut events = Events::default();
    for time_ns in times_ns {
        events.push(Event {
            time_ns,
            actor: ActorId::new(actor).expect("from 1"),
            kind: EventKind::NOTE,
            object: None,
            sequence: 0,
            value: Value::Int(time_ns as i64 / 7),
            location: None,
        });
    }
    events
}

fn actor(name: &str) -> Definitions {
    Definitions {
        actors: vec![Actor {
            name: name.into(),
            ..Actor::default()
        }],
        ..Definitions::default()
    }
}

/// A run in three parts, each with an actor of its own and so many events: the file, and where it was
/// flushed.
fn written_as_it_goes(count: u64) -> (Vec<u8>, Vec<usize>) {
    let mut bytes = Vec::new();
    let mut flushed = Vec::new();
    let mut writer = Writer::new(&mut bytes, &Header::default()).expect("writes to memory");
    for part in 0..3 {
        writer.define(&actor("worker")).expect("an actor");
        let times_ns = part * count..(part + 1) * count;
        writer.push(&events(part as u32 + 1, times_ns)).expect("events");
        writer.flush().expect("writes to memory");
        flushed.push(writer.written() as usize);
    }
    let closing = Closing {
        ending: Ending::Stuck,
        duration_ns: 3 * count,
        ..Closing::default()
    };
    writer.close(closing).expect("writes to memory");
    (bytes, flushed)
}

#[test]
fn a_file_reads_as_far_as_it_was_flushed() {
    for count in [20, 40_000] {
        let (bytes, flushed) = written_as_it_goes(count);
        let (whole, diagnostics) = read(&bytes, &Limits::default()).expect("a whole file");
        assert_eq!(diagnostics, []);
        assert_eq!(whole.header.ending, Ending::Stuck);
        assert_eq!((whole.header.events, whole.header.actors.len()), (3 * count, 3));
        for (part, end) in (1..).zip(flushed) {
            let (trace, diagnostics) = read(&bytes[..end], &Limits::default()).expect("what is there");
            assert_eq!(trace.header.ending, Ending::unknown());
            assert_eq!(
                (trace.header.events, trace.header.actors.len()),
                (part * count, part as usize)
            );
            assert_eq!(trace.header.duration_ns, part * count - 1);
            let said: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
            let events = part * count;
            let expected =
                format!("byte {end}: the file ends before its end; {events} events were kept");
            assert_eq!(said, [expected]);
        }
    }
}

#[test]
fn a_reader_can_begin_in_the_middle() {
    let (bytes, _) = written_as_it_goes(40_000);
    let (whole, _) = read(&bytes, &Limits::default()).expect("a whole file");
    for times_ns in [
        0..=0,
        50_000..=50_001,
        30_000..=90_000,
        119_999..=u64::MAX,
        0..=u64::MAX,
    ] {
        let excerpt = read_between(&bytes, &times_ns, &Limits::default()).expect("a whole file");
        let excerpt = excerpt.expect("it has an index");
        assert_eq!(excerpt.trace.header, whole.header);
        let first = excerpt.first_row as usize;
        let end = first + excerpt.trace.events.len();
        assert_eq!(excerpt.trace.events.value, whole.events.value[first..end]);
        let wanted = |time_ns: &&u64| times_ns.contains(time_ns);
        let count = |times: &[u64]| times.iter().filter(wanted).count();
        assert_eq!(
            count(&excerpt.trace.events.time_ns),
            count(&whole.events.time_ns),
            "{times_ns:?}"
        );
        let is_all = times_ns == (0..=u64::MAX);
        assert_eq!(excerpt.trace.events.len() == 120_000, is_all, "{times_ns:?}");
    }
    let none = read_between(&bytes, &(120_000..=130_000), &Limits::default());
    assert_eq!(
        none.expect("a whole file").expect("it has an index").first_row,
        120_000
    );
}

#[test]
fn a_header_is_read_without_the_events() {
    let (mut bytes, _) = written_as_it_goes(40_000);
    let (whole, _) = read(&bytes, &Limits::default()).expect("a whole file");
    // Whatever stands in the blocks.
    let mut at = 12;
    while at < bytes.len() {
        let length = u32::from_le_bytes(*bytes[at + 8..].first_chunk().expect("a chunk")) as usize;
        if &bytes[at..at + 4] == b"evnt" {
            bytes[at + 12..at + 12 + length].fill(0xff);
        }
        at += 12 + length + 4;
    }
    let header = read_header(&bytes, &Limits::default()).expect("what is not damaged");
    assert_eq!(header, whole.header);
}

#[test]
fn an_index_is_not_believed() {
    let start = checks::start(b"{}", [1, 0, 0]);
    let block = b"\x01\x01\x05\x01\x46\x01\x00\x00\x01\x00\x01\x00\x00\x00\x04\x00\x00";
    let block = checks::chunk(*b"evnt", block.len() as u32, block);
    let (rows_at, block_at) = (12 + 18, start.len() as u8);
    let check = |index: &[u8], is_true: bool| {
        let mut closing = checks::closing(1, [1, 0, 0, 0]);
        closing.pop();
        closing.extend(index);
        let mut file = [&start[..], &block].concat();
        let at = file.len() as u64;
        file.extend(checks::chunk(*b"done", closing.len() as u32, &closing));
        file.extend(checks::chunk(*b"tail", 8, &at.to_le_bytes()));
        let (whole, diagnostics) = read(&file, &Limits::default()).expect("a whole file");
        assert_eq!((whole.events.len(), diagnostics), (1, Vec::new()));
        let excerpt = read_between(&file, &(0..=9), &Limits::default()).expect("a whole file");
        assert_eq!(excerpt.is_some(), is_true, "{index:?}");
        if let Some(excerpt) = excerpt {
            assert_eq!((excerpt.trace, excerpt.first_row), (whole, 0));
        }
    };
    let step = block_at - rows_at;
    check(&[2, rows_at, 1, step, 2, 5, 0], true);
    // Other counts, other times, other places, the head again, the closing, past the end.
    check(&[2, rows_at, 1, step, 4, 5, 0], false);
    check(&[2, rows_at, 1, step, 2, 6, 0], false);
    check(&[2, rows_at, 1, step, 2, 5, 1], false);
    check(&[2, rows_at, 1, step + 1, 2, 5, 0], false);
    check(&[2, rows_at, 1, 0, 1], false);
    check(&[2, 12, 1, step, 2, 5, 0], false);
    check(&[2, 0, 1, step, 2, 5, 0], false);
    check(&[1, block_at + block.len() as u8, 1], false);
    check(&[1, 0xff, 0xff, 0x7f, 2, 5, 0], false);
}

#[test]
fn a_tail_is_not_believed() {
    let (mut bytes, _) = written_as_it_goes(40_000);
    let end = bytes.len() - 12;
    for at in [0, 12, bytes.len() as u64 - 24, u64::MAX] {
        bytes[end..end + 8].copy_from_slice(&at.to_le_bytes());
        checks::repair(&mut bytes);
        let excerpt = read_between(&bytes, &(0..=9), &Limits::default());
        assert_eq!(excerpt, Ok(None));
        let (trace, diagnostics) = read(&bytes, &Limits::default()).expect("a whole file");
        assert_eq!((trace.events.len(), diagnostics), (120_000, Vec::new()));
    }
}

#[test]
fn a_small_file_is_one_chunk() {
    let trace = Trace {
        events: Events::default(),
        ..Trace::default()
    };
    let bytes = to_bytes(&trace).expect("a trace");
    assert_eq!(&bytes[12..16], b"pack");
    let length = u32::from_le_bytes(*bytes[20..].first_chunk().expect("four bytes")) as usize;
    assert_eq!(bytes.len(), 12 + 12 + length + 4);
    let file = fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/golden/v1/everything.lane"
    ));
    assert_ne!(
        &file.expect("a golden file")[12..16],
        b"pack",
        "a golden file has several chunks"
    );
}
