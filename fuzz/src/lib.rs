//! What must hold for every input. The fuzz targets look for one that breaks it; the tests of
//! `laneway-trace` try some thousands, the same ones each time.

mod any_trace;

use arbitrary::Unstructured;
use laneway_trace::{
    Events, Header, Limits, Piece, ReadError, Reader, Trace, read, read_between, read_header, to_bytes,
    to_jsonl,
};

/// Any bytes are a trace, which can be written and read again, or an error.
pub fn bytes(bytes: &[u8]) {
    let limits = Limits {
        events: 1 << 20,
        ..Limits::default()
    };
    match read(bytes, &limits) {
        Ok((trace, _)) => {
            survives(&trace);
            if let Ok(header) = read_header(bytes, &limits) {
                assert!(starts_alike(&trace.header, &header));
            }
            assert!(trace.events.time_ns.is_sorted());
            if let Ok(Some(excerpt)) = read_between(bytes, &(0..=300), &limits) {
                assert!(excerpt.trace.events.len() <= limits.events as usize);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

const TAGS: [[u8; 4]; 10] = [
    *b"evnt", *b"evnt", *b"text", *b"actr", *b"objt", *b"locn", *b"pack", *b"done", *b"tail", *b"frob",
];

/// Any chunks behind a header are a trace or an error. Their checksums are right, so that what is in them
/// is looked at.
pub fn chunks(bytes: &[u8]) {
    let mut file = start(b"{}", [2, 2, 2]);
    let mut rest = bytes;
    while let [tag, length, more @ ..] = rest {
        let (stored, after) = more.split_at(more.len().min(usize::from(*length)));
        let tag = TAGS[usize::from(*tag) % TAGS.len()];
        let raw_length = match tag[1] % 2 {
            0 => stored.len() as u32,
            _ => u32::from(*length),
        };
        file.extend(chunk(tag, raw_length, stored));
        rest = after;
    }
    self::bytes(&file);
}

/// What is read without the events has as much as what is read with them, and more where those are damaged.
fn starts_alike(header: &Header, without_events: &Header) -> bool {
    without_events.actors.starts_with(&header.actors)
        && without_events.objects.starts_with(&header.objects)
        && without_events.locations.starts_with(&header.locations)
}

/// Any trace comes back as it was written.
pub fn traces(bytes: &[u8]) {
    if let Ok(trace) = any_trace::trace(&mut Unstructured::new(bytes)) {
        survives(&trace);
    }
}

/// A trace comes back as it was written, in both forms, at once and block by block.
pub fn survives(trace: &Trace) {
    let lane = to_bytes(trace).expect("a trace whose ids point into their tables");
    let mut jsonl = Vec::new();
    to_jsonl(trace, &mut jsonl).expect("what can be written as .lane");
    for bytes in [lane, jsonl] {
        let (again, diagnostics) = read(&bytes, &Limits::default()).expect("what was just written");
        assert_eq!(diagnostics, []);
        assert_eq!(&again, trace);
        for length in [1 + bytes.len() / 7, 1 << 20] {
            assert_eq!(in_pieces(&bytes, length).expect("what was just read"), again);
        }
        let header = read_header(&bytes, &Limits::default()).expect("what was just read");
        assert_eq!(header, trace.header);
    }
}

/// Reads a trace from pieces of so many bytes, as they come.
fn in_pieces(bytes: &[u8], length: usize) -> Result<Trace, ReadError> {
    let mut reader = Reader::new(Limits::default());
    let mut trace = Trace::default();
    let mut parts = Vec::new();
    for piece in bytes.chunks(length).map(Some).chain([None]) {
        match piece {
            Some(piece) => reader.feed(piece)?,
            None => reader.end(),
        }
        let mut block = Events::default();
        while let Some(part) = reader.next_piece(&mut block)? {
            if let Piece::Events(count) = part {
                assert_eq!(block.len(), count);
            }
            trace.events.append(std::mem::take(&mut block));
            parts.push(part);
        }
    }
    assert!(
        matches!(parts.first(), Some(Piece::Head(_))),
        "the head comes first"
    );
    assert!(
        matches!(parts.last(), Some(Piece::Closing(_))),
        "the closing comes last"
    );
    for part in parts {
        match part {
            Piece::Head(header) => trace.header = *header,
            Piece::Definitions(more) => trace.define(more),
            Piece::Events(_) => {}
            Piece::Closing(closing) => trace.header.close(closing),
        }
    }
    trace.chunks = reader.finish().chunks;
    Ok(trace)
}

/// The beginning of a `.lane` file of version 1 with this head.
pub fn prologue(head: &[u8]) -> Vec<u8> {
    let mut file = b"\x89LANE\r\n\n".to_vec();
    file.extend(1_u32.to_le_bytes());
    file.extend(chunk(*b"head", head.len() as u32, head));
    file
}

/// Such a beginning, and chunks that define so many actors, objects and locations of which nothing is known.
pub fn start(head: &[u8], [actors, objects, locations]: [u8; 3]) -> Vec<u8> {
    let mut file = prologue(head);
    for (tag, count, payload) in [
        (*b"actr", actors, self::actors(actors)),
        (*b"objt", objects, self::objects(objects)),
        (*b"locn", locations, self::locations(locations)),
    ] {
        if count > 0 {
            file.extend(chunk(tag, payload.len() as u32, &payload));
        }
    }
    file
}

/// The same byte so many times.
fn times(count: u8, byte: u8) -> Vec<u8> {
    vec![byte; usize::from(count)]
}

/// The payload of a chunk with so many actors, one at least.
pub fn actors(count: u8) -> Vec<u8> {
    let zeros = || times(count, 0);
    let kinds = [b"\x01\x07process", &zeros()[..]].concat();
    // Names, parents, pids, tids, flags.
    let plain = [(); 5].map(|()| zeros()).concat();
    let start_methods = [&[1, 0], &zeros()[..]].concat();
    [vec![count], kinds, plain, start_methods, vec![0]].concat()
}

/// The payload of a chunk with so many objects, one at least.
pub fn objects(count: u8) -> Vec<u8> {
    let zeros = || times(count, 0);
    let kinds = [b"\x01\x04lock", &zeros()[..]].concat();
    // Names, parents, flags.
    let plain = [(); 3].map(|()| zeros()).concat();
    [vec![count], kinds, plain, vec![0]].concat()
}

/// The payload of a chunk with so many locations, one at least.
pub fn locations(count: u8) -> Vec<u8> {
    let zeros = || times(count, 0);
    [vec![count, 1, 0], zeros(), zeros(), zeros()].concat()
}

/// The payload of a closing chunk: this many events, and rows of actors, objects, locations and texts.
pub fn closing(events: u64, rows: [u8; 4]) -> Vec<u8> {
    let json = format!(r#"{{"events":{events}}}"#);
    [&[json.len() as u8], json.as_bytes(), &rows, &[0]].concat()
}

/// A chunk with this payload, as it stands in a file.
pub fn chunk(tag: [u8; 4], raw_length: u32, stored: &[u8]) -> Vec<u8> {
    let mut chunk = tag.to_vec();
    chunk.extend(raw_length.to_le_bytes());
    chunk.extend((stored.len() as u32).to_le_bytes());
    chunk.extend(stored);
    chunk.extend(crc(&chunk).to_le_bytes());
    chunk
}

/// Makes the checksums of a `.lane` file right, as far as its parts can be told apart.
pub fn repair(file: &mut [u8]) {
    let (mut start, head) = (12, 12);
    while let Some(length) = file.get(start + head - 4..).and_then(|rest| rest.first_chunk()) {
        let end = (start + head).saturating_add(u32::from_le_bytes(*length) as usize);
        let Some(part) = file.get(start..end) else {
            return;
        };
        let crc = crc(part);
        let Some(place) = file.get_mut(end..end + 4) else {
            return;
        };
        place.copy_from_slice(&crc.to_le_bytes());
        start = end + 4;
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
