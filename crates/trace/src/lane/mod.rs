//! The `.lane` file: a prologue, the header as JSON, and chunks. docs/FORMAT.md describes it.

mod block;
mod predict;
mod read;
mod varint;
mod write;

pub(crate) use read::{LaneReader, read_header};
pub(crate) use write::{File, write_file};

/// The first eight bytes. As in PNG, the first one is no ASCII character, so that nobody takes the file
/// for text, and the line ends tell when a transfer has changed them.
pub(crate) const MAGIC: [u8; 8] = *b"\x89LANE\r\n\n";

/// Texts, by number.
const TEXTS: [u8; 4] = *b"text";
/// A block of events.
const EVENTS: [u8; 4] = *b"evnt";
/// The end of a file that was written completely.
const DONE: [u8; 4] = *b"done";

/// True for a chunk that may stand in a file and that this version does not know.
pub(crate) fn is_unknown_tag(tag: [u8; 4]) -> bool {
    ![TEXTS, EVENTS, DONE].contains(&tag) && tag.iter().all(u8::is_ascii_graphic)
}

/// Bytes of a chunk before its payload: the tag, the length of the payload when it is inflated, and its
/// length as it stands.
const CHUNK_HEAD: usize = 4 + 4 + 4;
/// Bytes of a chunk after its payload: a CRC-32 of everything before.
const CHUNK_TAIL: usize = 4;

/// No byte of deflated data stands for more than this many.
const MOST_INFLATION: u64 = 1032;

/// The CRC-32 that gzip and PNG use.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
