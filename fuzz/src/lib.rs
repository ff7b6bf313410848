//! What must hold for every input. The fuzz targets look for one that breaks it; the tests of
//! `laneway-trace` try some thousands, the same ones each time.

mod any_trace;

use arbitrary::Unstructured;
use laneway_trace::{Events, Limits, ReadError, Reader, Trace, read, read_header, to_bytes, to_jsonl};

/// Any bytes are a trace, which can be written and read again, or an error.
pub fn bytes(bytes: &[u8]) {
    let limits = Limits {
        events: 1 << 20,
        ..Limits::default()
    };
    match read(bytes, &limits) {
        Ok((trace, _)) => {
            survives(&trace);
            let header = read_header(bytes, &limits).expect("the header of a trace that can be read");
            assert_eq!(
                (&header.actors, &header.objects),
                (&trace.header.actors, &trace.header.objects)
            );
            assert!(trace.events.time_ns.is_sorted());
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Any chunks behind a header are a trace or an error. Their checksums are right, so that what is in them
/// is looked at.
pub fn chunks(bytes: &[u8]) {
    let mut file = prologue(br#"{"actors":[{},{"parent":1}],"objects":[{},{}],"locations":[{},{}]}"#);
    let mut rest = bytes;
    while let [tag, length, more @ ..] = rest {
        let (stored, after) = more.split_at(more.len().min(usize::from(*length)));
        let tag = [*b"text", *b"evnt", *b"evnt", *b"done"][usize::from(tag % 4)];
        let raw_length = match tag[0] % 2 {
            0 => stored.len() as u32,
            _ => u32::from(*length),
        };
        file.extend(chunk(tag, raw_length, stored));
        rest = after;
    }
    self::bytes(&file);
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
        assert_eq!(block_by_block(&bytes).expect("what was just read"), again);
    }
}

fn block_by_block(bytes: &[u8]) -> Result<Trace, ReadError> {
    let mut reader = Reader::new(bytes, Limits::default())?;
    let (mut events, mut block) = (Events::default(), Events::default());
    while let Some(count) = reader.next_block(&mut block)? {
        assert_eq!(block.len(), count);
        for event in block.iter() {
            events.push(event);
        }
        block.truncate(0);
    }
    let progress = reader.progress();
    assert_eq!(progress.bytes, progress.bytes_total);
    let rest = reader.finish();
    Ok(Trace {
        header: rest.header,
        texts: rest.texts,
        events,
        chunks: rest.chunks,
    })
}

/// The beginning of a `.lane` file of version 1 with this header.
pub fn prologue(header: &[u8]) -> Vec<u8> {
    let mut file = b"\x89LANE\r\n\n".to_vec();
    file.extend(1_u32.to_le_bytes());
    file.extend((header.len() as u32).to_le_bytes());
    file.extend(header);
    file.extend(crc(&file).to_le_bytes());
    file
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
    let mut start = 0;
    let mut head = 16;
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
        (start, head) = (end + 4, 12);
    }
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
