//! Files that are foreign, newer, damaged or made to do harm: what is said about each, and what is kept.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use laneway_trace::{
    Actor, ActorId, Chunk, Event, EventKind, Events, Header, Limits, ObjectId, Trace, Value, read,
    to_bytes, to_jsonl,
};

use crate::checks::{self, chunk, prologue};
use crate::golden::pairs;

/// The reader refuses the file and says why.
#[track_caller]
fn refused(bytes: &[u8], expected: &str) {
    refused_at(bytes, &Limits::default(), expected);
}

#[track_caller]
fn refused_at(bytes: &[u8], limits: &Limits, expected: &str) {
    let error = read(bytes, limits).expect_err("what must be refused");
    assert_eq!(error.to_string(), expected);
}

/// The reader keeps so many events and says what was wrong.
#[track_caller]
fn kept(bytes: &[u8], events: usize, expected: &[&str]) -> Trace {
    let (trace, diagnostics) = read(bytes, &Limits::default()).expect("something to keep");
    let said: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(said, expected);
    assert_eq!((trace.events.len(), trace.header.events), (events, events as u64));
    trace
}

/// The line is refused, as the fifth one of a file.
#[track_caller]
fn line_refused(line: &str, expected: &str) {
    let file = format!("{START_LINES}{line}\n");
    refused(file.as_bytes(), &format!("Line 5 cannot be read: {expected}."));
}

/// The first line, and one actor, object and location.
const START_LINES: &str = r#"{"laneway":1,"header":{}}
{"define":{"actor":{}}}
{"define":{"object":{}}}
{"define":{"location":{}}}
"#;
/// The last line.
const CLOSING_LINE: &str = r#"{"closing":{"events":1}}"#;

/// A file with one actor, object and location, and then these parts; each payload stands there as it is.
fn file(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    with_parts(start(), parts)
}

fn start() -> Vec<u8> {
    checks::start(b"{}", [1, 1, 1])
}

fn with_parts(mut file: Vec<u8>, parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    for (tag, payload) in parts {
        file.extend(chunk(**tag, payload.len() as u32, payload));
    }
    file
}

/// The end of such a file with so many events, and without texts.
fn done(events: u64) -> Vec<u8> {
    checks::closing(events, [1, 1, 1, 0])
}

/// A block with one event of this template and control byte; the columns as pairs of length and bytes.
fn block(template: &[u8], control: u8, columns: [&[u8]; 6]) -> Vec<u8> {
    let mut block = vec![1, 1, 0, 1];
    block.extend(template);
    block.extend(columns.map(|column| column.len() as u8));
    block.push(control);
    block.extend(columns.concat());
    block
}

/// Kind 70 (`read`), an int, no sequence numbers, no location.
const READ: &[u8] = &[70, 1, 0, 0];
/// The template is in its column.
const TEMPLATE: u8 = 4;

fn good_block() -> Vec<u8> {
    block(READ, TEMPLATE, [&[5], &[], &[0], &[], &[], &[]])
}

#[test]
fn foreign_files_are_told_apart() {
    refused(b"", "This is not a Laneway trace: it is empty.");
    refused(
        b"\x1f\x8b\x08\x00",
        "This is not a Laneway trace: it is packed with gzip; unpack it first.",
    );
    refused(
        b"PK\x03\x04",
        "This is not a Laneway trace: it is a zip archive; unpack it first.",
    );
    refused(
        b"\xef\xbb\xbf{\"laneway\":1}",
        "This is not a Laneway trace: it begins with a byte order mark; save it as UTF-8 without one.",
    );
    for bytes in [
        &b"\x89PNG\r\n\x1a\n"[..],
        b"<!doctype html>",
        b"[{\"ph\":\"X\"}]",
        b"Lanes",
        b"\0",
        b"\n\n",
    ] {
        refused(
            bytes,
            "This is not a Laneway trace: it begins neither like a .lane nor like a .jsonl file.",
        );
    }
    refused(
        b"{\"traceEvents\":[]}\n",
        "This is not a Laneway trace: its first line is not the header of a .jsonl trace: missing field \
         `laneway`, at column 18.",
    );
    refused(
        b"{\n  \"traceEvents\": []\n}\n",
        "This is not a Laneway trace: its first line is not the header of a .jsonl trace: EOF while \
         parsing an object, at column 1.",
    );
}

#[test]
fn files_that_were_changed_as_text_are_told_apart() {
    let good = start();
    let replaced = |from: &str, to: &[u8]| {
        let mut bytes = Vec::new();
        for &byte in &good {
            match from.as_bytes().contains(&byte) {
                true => bytes.extend(to),
                false => bytes.push(byte),
            }
        }
        bytes
    };
    let mut as_utf8 = "\u{89}".as_bytes().to_vec();
    as_utf8.extend(&good[1..]);
    let lossy = String::from_utf8_lossy(&good).into_owned().into_bytes();
    for bytes in [
        replaced("\n", b"\r\n"),
        replaced("\r", b""),
        as_utf8,
        lossy,
        good[1..].to_vec(),
    ] {
        refused(
            &bytes,
            "This is not a Laneway trace: it was one, but it was changed on the way as if it were text; \
             copy it again as a binary file.",
        );
    }
    // Lines may end as they like.
    let windows = format!(
        "{}\r\n{{\"time_ns\":1,\"actor\":1,\"kind\":\"begin\"}}\r\n{CLOSING_LINE}\r\n",
        START_LINES.replace('\n', "\r\n")
    );
    kept(windows.as_bytes(), 1, &[]);
}

#[test]
fn newer_versions_are_refused() {
    let newer = "This trace has format version 7, and this Laneway knows versions up to 1: open it with a \
                 newer Laneway.";
    let mut bytes = prologue(b"what it will be");
    bytes[8] = 7;
    refused(&bytes, newer);
    refused(b"{\"laneway\":7,\"header\":[{}],\"more\":0}\n", newer);
}

#[test]
fn headers_that_make_no_sense_are_refused() {
    let header = |json: &str, expected: &str| {
        let expected = format!("The header of the trace cannot be read: {expected}.");
        refused(&prologue(json.as_bytes()), &expected);
    };
    header("", "EOF while parsing a value at line 1 column 0");
    header(
        "[]",
        "invalid type: sequence, expected struct Header at line 1 column 0",
    );
    header("{\"command\":[]}}", "trailing characters at line 1 column 15");
    header(
        "{\"started_unix_ms\":-1}",
        "invalid value: integer `-1`, expected u64 at line 1 column 21",
    );
    header(
        "{\"title\":\"a\",\"title\":\"b\"}",
        "duplicate field `title` at line 1 column 20",
    );
    let first = |tag: &[u8; 4], expected: &str| {
        let mut bytes = prologue(b"{}");
        bytes.truncate(12);
        let expected = format!("The header of the trace cannot be read: {expected}.");
        refused(&with_parts(bytes, &[(tag, &[0])]), &expected);
    };
    first(b"evnt", "it does not begin with its head");
    first(b"frob", "it does not begin with its head");
    first(b"tail", "the tail stands before the end");
    first(b"pack", "a pack of chunks makes no sense");
    refused(
        &prologue(b"{\"title\":\"\xff\"}"),
        "The header of the trace cannot be read: invalid unicode code point at line 1 column 11.",
    );
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(64), "]".repeat(64));
    refused(
        &prologue(deep.as_bytes()),
        "This trace has 65 levels in its header, and no more than 64 are accepted.",
    );
    let deepest = format!("{{\"x\":{}{}}}", "[".repeat(63), "]".repeat(63));
    read(&prologue(deepest.as_bytes()), &Limits::default()).expect("63 levels below the first");
}

#[test]
fn parents_that_cannot_be_are_taken_out() {
    // Three actors, whose parents are 1, 1 and 9; two objects, whose parents are 2 and 1.
    let mut actors = checks::actors(3);
    let at = 1 + 9 + 3 + 3;
    actors[at..at + 3].copy_from_slice(&[2, 0, 16]);
    let mut objects = checks::objects(2);
    let at = 1 + 6 + 2 + 2;
    objects[at..at + 2].copy_from_slice(&[4, 1]);
    let trace = kept(
        &with_parts(
            prologue(b"{}"),
            &[
                (b"actr", &actors),
                (b"objt", &objects),
                (b"done", &checks::closing(0, [3, 2, 0, 0])),
            ],
        ),
        0,
        &[
            "header: the actor 1 has the parent 1, which is not before it; it and 2 more were taken to have \
           none",
        ],
    );
    let parents: Vec<_> = trace.header.actors.iter().map(|actor| actor.parent).collect();
    assert_eq!(parents, [None, ActorId::new(1), None]);
    let parents: Vec<_> = trace.header.objects.iter().map(|object| object.parent).collect();
    assert_eq!(parents, [None, ObjectId::new(1)]);
}

#[test]
fn a_head_that_was_changed_is_refused() {
    let mut bytes = start();
    bytes[24] ^= 1;
    refused(
        &bytes,
        "The header of the trace cannot be read: a chunk is damaged: its checksum is wrong.",
    );
}

#[test]
fn limits_are_kept() {
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let bytes = with_parts(
        checks::start(br#"{"x":[1,{}]}"#, [1, 1, 1]),
        &[(b"text", &[2, 1, 1, b'a', b'b']), (b"evnt", &good_block())],
    );
    let check = |change: fn(&mut Limits), expected: &str| {
        refused_at(
            &bytes,
            &limits(change),
            &format!("This trace has {expected} are accepted."),
        );
    };
    check(|it| it.file_bytes = 60, "180 bytes, and no more than 60");
    check(
        |it| it.header_bytes = 11,
        "12 bytes of header, and no more than 11",
    );
    check(
        |it| it.header_bytes = 40,
        "51 bytes of header, and no more than 40",
    );
    check(
        |it| it.json_values = 4,
        "5 values in its header, and no more than 4",
    );
    check(
        |it| it.json_depth = 2,
        "3 levels in its header, and no more than 2",
    );
    check(|it| it.actors = 0, "1 actors, and no more than 0");
    check(|it| it.objects = 0, "1 objects, and no more than 0");
    check(|it| it.locations = 0, "1 locations, and no more than 0");
    check(|it| it.events = 0, "1 events, and no more than 0");
    check(|it| it.texts = 1, "2 texts, and no more than 1");
    check(|it| it.text_bytes = 1, "2 bytes of texts, and no more than 1");

    let kind = r#"{"define":{"object_kind":{"kind":"turnstile","mechanism":"holding"}}}"#;
    refused_at(
        format!("{START_LINES}{kind}\n{kind}\n").as_bytes(),
        &limits(|it| it.kinds = 1),
        "This trace has 2 kinds, and no more than 1 are accepted.",
    );

    let line = "{\"time_ns\":1,\"actor\":1,\"kind\":\"print\",\"value\":\"ab\"}\n";
    let mut lines = format!("{START_LINES}{}", line.repeat(20_000)).into_bytes();
    let exactly = limits(|it| it.events = 20_000);
    let (trace, _) = read(&lines, &exactly).expect("as many as are accepted");
    assert_eq!(trace.events.len(), 20_000);
    lines.extend(line.as_bytes());
    refused_at(
        &lines,
        &exactly,
        "This trace has 20001 events, and no more than 20000 are accepted.",
    );
    refused_at(
        &lines,
        &limits(|it| it.text_bytes = 1),
        "This trace has 2 bytes of texts, and no more than 1 are accepted.",
    );
}

#[test]
fn the_length_of_a_head_is_not_believed() {
    let mut bytes = start();
    bytes[16..20].copy_from_slice(&u32::MAX.to_le_bytes());
    bytes[20..24].copy_from_slice(&u32::MAX.to_le_bytes());
    refused(
        &bytes,
        &format!(
            "The file ends inside its header, at byte {}: nothing of the run can be read. Was it copied \
         completely?",
            bytes.len()
        ),
    );
    let mut bytes = with_parts(Vec::new(), &[(b"head", b"{}")]);
    bytes[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut file = start()[..12].to_vec();
    file.extend(bytes);
    checks::repair(&mut file);
    refused(
        &file,
        "This trace has 4294967295 bytes of header, and no more than 67108864 are accepted.",
    );
}

/// A damaged part after a good block: the block is kept, and the place said.
#[track_caller]
fn part_refused(tag: &[u8; 4], raw_length: u32, stored: &[u8], expected: &str) {
    let mut bytes = file(&[(b"text", &[1, 1, b'a']), (b"evnt", &good_block())]);
    let place = bytes.len();
    bytes.extend(chunk(*tag, raw_length, stored));
    kept(
        &bytes,
        1,
        &[&format!("byte {place}: {expected}; 1 event was kept")],
    );
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

#[test]
fn parts_that_make_no_sense_end_the_file() {
    part_refused(b"e\0nt", 0, &[], "a chunk has a name that makes no sense");
    let done = |payload: &[u8], expected| part_refused(b"done", payload.len() as u32, payload, expected);
    let other = "the file ends with other counts than it has events and definitions";
    let nonsense = "the closing chunk makes no sense";
    done(&checks::closing(2, [1, 1, 1, 1]), other);
    done(&checks::closing(1, [1, 1, 1, 0]), other);
    done(&checks::closing(1, [2, 1, 1, 1]), other);
    done(&[], nonsense);
    done(&[2, b'{', b'}', 1, 1, 1, 1], nonsense);
    // An index that is longer than the chunk, or shorter.
    done(&[2, b'{', b'}', 1, 1, 1, 1, 2, 0, 0], nonsense);
    done(&[2, b'{', b'}', 1, 1, 1, 1, 0, 0], nonsense);
    part_refused(b"head", 2, b"{}", "a file has a second head");
    part_refused(b"tail", 1, &[0], "the tail stands before the end");
    for wrong in [
        &[][..],
        &[1],
        &[1, 5, b'a'],
        &[1, 1, b'a', b'b'],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2],
    ] {
        part_refused(
            b"text",
            wrong.len() as u32,
            wrong,
            "a chunk of definitions makes no sense",
        );
    }
    part_refused(b"text", 3, &[1, 1, 0xff], "a chunk of definitions makes no sense");
    for wrong in [&[][..], &[1], &[1, 0], &[1, 0, 0], &[1, 1, 0, 2], &[0x80; 30]] {
        part_refused(
            b"evnt",
            wrong.len() as u32,
            wrong,
            "the beginning of a block makes no sense",
        );
    }
}

#[test]
fn counts_of_texts_do_not_overflow() {
    let endless = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
    refused(
        &file(&[(b"text", &[1, 0]), (b"text", &endless)]),
        "This trace has 18446744073709551615 texts, and no more than 4194304 are accepted.",
    );
}

#[test]
fn bombs_are_refused_before_they_are_inflated() {
    let too_long = "a chunk says that it is longer than it can be";
    part_refused(b"evnt", u32::MAX, &[0], too_long);
    part_refused(b"evnt", 3_000, &[0, 0], too_long);
    part_refused(b"actr", 3_000, &[0, 0], too_long);
    part_refused(b"pack", (1 << 20) + 1, &vec![0; 1 << 20], too_long);
    let zeros = deflated(&vec![0; 1 << 20]);
    assert!(zeros.len() < 2000);
    part_refused(b"evnt", 1 << 23, &zeros, too_long);
    // It would go on; it is cut where it said that it ends.
    part_refused(b"evnt", 1 << 19, &zeros, "a chunk cannot be inflated");
    part_refused(b"evnt", (1 << 20) + 1, &zeros, "a chunk cannot be inflated");
    let mut more = zeros.clone();
    more.push(0);
    part_refused(b"evnt", 1 << 20, &more, "a chunk cannot be inflated");
    part_refused(
        b"evnt",
        1 << 20,
        &zeros,
        "the beginning of a block makes no sense",
    );
    refused(
        &start()
            .into_iter()
            .chain(chunk(*b"text", u32::MAX, &zeros))
            .collect::<Vec<_>>(),
        "This trace has 4294967295 bytes of texts, and no more than 310378506 are accepted.",
    );
}

#[test]
fn events_that_make_no_sense_end_the_file() {
    let check = |block: &[u8], expected| part_refused(b"evnt", block.len() as u32, block, expected);
    let columns: [&[u8]; 6] = [&[5], &[], &[0], &[], &[], &[]];
    check(&block(READ, 0x40, columns), "an event has an unknown mark");
    check(&block(READ, 6, columns), "an event has contradicting marks");
    check(&block(READ, 0, columns), "an event has an unknown template");
    check(
        &block(READ, 4, [&[5], &[], &[1], &[], &[], &[]]),
        "an event has an unknown template",
    );
    check(
        &block(READ, 4, [&[], &[], &[0], &[], &[], &[]]),
        "a column of a block is too short",
    );
    check(&block(READ, 5, columns), "a column of a block is too short");
    let no_actor = "an event names an actor that is not in the table";
    check(&block(READ, 5, [&[5], &[0], &[0], &[], &[], &[]]), no_actor);
    check(&block(READ, 5, [&[5], &[2], &[0], &[], &[], &[]]), no_actor);
    let no_object = "an event names an object that is not in the table";
    check(&block(READ, 12, [&[5], &[], &[0], &[4], &[], &[]]), no_object);
    check(&block(READ, 12, [&[5], &[], &[0], &[1], &[], &[]]), no_object);
    let no_value = "a value names a text or an actor that is not in its table";
    check(
        &block(&[202, 1, 2, 0, 0], 36, [&[5], &[], &[0], &[], &[], &[4]]),
        no_value,
    );
    check(
        &block(&[12, 3, 0, 0], 36, [&[5], &[], &[0], &[], &[], &[4]]),
        no_value,
    );
    let beginning = "the beginning of a block makes no sense";
    // A location that is not there; an unknown base; a kind past 65,535.
    check(&block(&[70, 1, 0, 2], 4, columns), beginning);
    check(&block(&[70, 1, 6, 0], 4, columns), beginning);
    check(&block(&[0x80, 0x80, 4, 1, 0, 0], 4, columns), beginning);
    // More templates than events, more events than a block may have.
    check(&[0, 1, 0, 1, 70, 1, 0, 0, 0, 0, 0, 0, 0, 0], beginning);
    check(&[0x81, 0x80, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0], beginning);
}

#[test]
fn a_block_is_kept_up_to_its_damage() {
    let columns: [&[u8]; 6] = [&[5, 5], &[], &[0], &[], &[], &[]];
    let expected = format!(
        "byte {}: a block has more in its columns than events; 1 event was kept",
        start().len()
    );
    kept(
        &file(&[(b"evnt", &block(READ, TEMPLATE, columns))]),
        1,
        &[&expected],
    );

    let mut two = vec![2, 1, 0, 1];
    two.extend(READ);
    two.extend([2, 0, 1, 0, 0, 0, TEMPLATE, 0x40, 5, 5, 0]);
    let trace = kept(
        &file(&[(b"evnt", &two), (b"done", &done(2))]),
        1,
        &[&format!(
            "byte {}: an event has an unknown mark; 1 event was kept",
            start().len()
        )],
    );
    assert_eq!(trace.events.time_ns, [5]);
}

#[test]
fn times_that_overflow_or_fall_are_moved() {
    let ten = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
    let mut three = vec![3, 1, 7, 1];
    three.extend(READ);
    three.extend([12, 0, 3, 0, 0, 0, TEMPLATE, TEMPLATE, TEMPLATE, 0]);
    three.extend(ten);
    three.extend([1, 0, 0, 0]);
    let trace = kept(
        &file(&[(b"evnt", &three), (b"done", &done(3))]),
        3,
        &["event 1: 1 events are earlier than the event before them; they were moved to its time"],
    );
    assert_eq!(trace.events.time_ns, [7, 7, 7]);
    assert_eq!(trace.header.times_corrected, 1);
}

#[test]
fn what_follows_the_end_is_left_out() {
    let mut bytes = file(&[(b"evnt", &good_block()), (b"done", &done(1))]);
    let place = bytes.len();
    bytes.extend(b"more");
    let expected = format!("byte {place}: something follows the end of the trace; it was left out");
    kept(&bytes, 1, &[&expected]);
}

#[test]
fn a_changed_byte_is_noticed() {
    let mut bytes = file(&[(b"evnt", &good_block()), (b"done", &done(1))]);
    let last = bytes.len() - 5;
    bytes[last] ^= 1;
    let place = bytes.len() - 16 - done(1).len();
    let expected = format!("byte {place}: a chunk is damaged: its checksum is wrong; 1 event was kept");
    kept(&bytes, 1, &[&expected]);
}

#[test]
fn a_file_cut_anywhere_keeps_what_came_before() {
    for (version, lane, jsonl) in pairs() {
        let is_small = version == 0;
        let files = if is_small { vec![lane, jsonl] } else { vec![lane] };
        for file in files {
            let bytes = fs::read(&file).expect("a golden file");
            let (whole, _) = read(&bytes, &Limits::default()).expect("a golden file");
            let step = if is_small { 1 } else { 37 };
            // A .jsonl may lack its last line end.
            for length in (0..bytes.len() - 1).step_by(step) {
                cut(&bytes[..length], &whole);
            }
        }
    }
}

/// What is read of a file that was cut off.
fn cut(bytes: &[u8], whole: &Trace) {
    match read(bytes, &Limits::default()) {
        Ok((part, diagnostics)) => {
            assert_eq!(diagnostics.len(), 1, "{} bytes: {diagnostics:?}", bytes.len());
            let mut events = whole.events.clone();
            events.truncate(part.events.len());
            assert_eq!(part.events, events);
            assert!(whole.texts.starts_with(&part.texts));
        }
        Err(error) => {
            let said = error.to_string();
            assert!(
                said.contains("ends inside its header") || said.contains("is empty"),
                "{said}"
            );
        }
    }
}

#[test]
fn lines_that_make_no_sense_are_told_by_number() {
    line_refused("nonsense", "a line is a JSON object");
    line_refused(r#"[1,1,"begin"]"#, "a line is a JSON object");
    line_refused(
        "{}",
        "a line is an event, or has `define`, or `closing`, or `chunk`, `raw_length` and `stored`",
    );
    line_refused(
        r#"{"define":{"text":"a"},"object":1}"#,
        "a line is an event, or has `define`, or `closing`, or `chunk`, `raw_length` and `stored`",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1}"#,
        "an event needs `time_ns`, `actor` and `kind`",
    );
    line_refused(
        r#"{"time_ns":1,"actor":0,"kind":1}"#,
        "invalid value: integer `0`, expected a nonzero u32, at column 22",
    );
    line_refused(
        r#"{"time_ns":1,"time_ns":2}"#,
        "duplicate field `time_ns`, at column 22",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1,"kind":"juggle"}"#,
        "no event kind is called `juggle`, at column 38",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1,"kind":65536}"#,
        "the number of an event kind is past 65535, at column 35",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1,"kind":"begin","object":2}"#,
        "there is no such thing as the object 2 of 1",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1,"kind":"begin","location":2}"#,
        "there is no such thing as the location 2 of 1",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1,"kind":"print","value":{"text":1}}"#,
        "there is no such thing as the text 1 of 0",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1,"kind":"print","value":{"text":1,"text":1}}"#,
        "duplicate field `text`, at column 62",
    );
    line_refused(
        r#"{"time_ns":1,"actor":1,"kind":"write","value":9223372036854775808}"#,
        "a number has more than 64 bits, at column 65",
    );
    line_refused(
        r#"{"chunk":"evnt","raw_length":0,"stored":""}"#,
        "no unknown chunk has this name",
    );
    line_refused(
        r#"{"chunk":"frob","raw_length":0,"stored":"0"}"#,
        "`stored` is not pairs of hexadecimal digits",
    );
    let deep = "[".repeat(100_000);
    line_refused(
        &format!(r#"{{"time_ns":1,"actor":1,"kind":"write","value":{deep}"#),
        "invalid type: sequence, expected a number, a text, or an object with `actor`, `text`, or `tag` \
         and `bits`, at column 47",
    );
    line_refused(
        &format!(r#"{{"more":{deep}"#),
        "unknown field `more`, expected one of `time_ns`, `actor`, `kind`, `object`, `sequence`, `value`, \
         `location`, `define`, `closing`, `chunk`, `raw_length`, `stored`, at column 7",
    );
}

#[test]
fn a_last_line_that_is_cut_off_is_left_out() {
    let lines =
        format!("{START_LINES}{{\"time_ns\":1,\"actor\":1,\"kind\":\"begin\"}}\n{{\"time_ns\":2,\"ac");
    kept(
        lines.as_bytes(),
        1,
        &[
            "line 6: the last line is cut off: EOF while parsing a string, at column 16; 1 event was kept",
        ],
    );
}

#[test]
fn what_a_reader_would_not_take_is_not_written() {
    let event = |time_ns, actor| Event {
        time_ns,
        actor: ActorId::new(actor).expect("from 1"),
        kind: EventKind::BEGIN,
        object: None,
        sequence: 0,
        value: Value::None,
        location: None,
    };
    let trace = |all: &[Event]| {
        let mut events = Events::default();
        all.iter().for_each(|&event| events.push(event));
        Trace {
            header: Header {
                actors: vec![Actor::default()],
                ..Header::default()
            },
            events,
            ..Trace::default()
        }
    };
    let check = |trace: &Trace, expected: &str| {
        let error = to_bytes(trace).expect_err("what must be refused");
        assert_eq!(error.to_string(), expected);
        let error = to_jsonl(trace, &mut Vec::new()).expect_err("what must be refused");
        assert_eq!(error.to_string(), expected);
    };
    check(
        &trace(&[event(0, 1), event(1, 2)]),
        "event 1 names the actor 2 of 1",
    );
    check(
        &trace(&[event(0, 1), event(9, 1), event(8, 1)]),
        "event 2 is earlier than the event before it",
    );
    let mut own_child = trace(&[]);
    own_child.header.actors[0].parent = ActorId::new(1);
    check(&own_child, "the actor 1 has the parent 1, which is not before it");
    let chunk = Chunk {
        tag: *b"text",
        raw_length: 0,
        stored: Vec::new(),
    };
    let known = Trace {
        chunks: vec![chunk],
        ..trace(&[])
    };
    check(&known, "no unknown part of a trace is called `text`");
}
