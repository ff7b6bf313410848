//! The `.lane` file: a few bytes that say what it is, and chunks. docs/FORMAT.md describes it.

mod block;
mod closing;
mod columns;
mod definitions;
mod excerpt;
mod frame;
mod predict;
mod read;
mod varint;
mod write;

pub(crate) use excerpt::excerpt;
pub(crate) use read::{LaneReader, Step};
pub use write::Writer;

/// The first eight bytes. As in PNG, the first one is no ASCII character, so that nobody takes the file
/// for text, and the line ends tell when a transfer has changed them.
pub(crate) const MAGIC: [u8; 8] = *b"\x89LANE\r\n\n";

/// What is known of the run when it starts.
const HEAD: [u8; 4] = *b"head";
/// Rows of the vocabulary, and of the tables.
const VOCABULARY: [u8; 4] = *b"kind";
const ACTORS: [u8; 4] = *b"actr";
const OBJECTS: [u8; 4] = *b"objt";
const LOCATIONS: [u8; 4] = *b"locn";
const TEXTS: [u8; 4] = *b"text";
/// A block of events.
const EVENTS: [u8; 4] = *b"evnt";
/// What is known of the run when it is over: the end of a file that was written completely.
const CLOSING: [u8; 4] = *b"done";
/// Several chunks, deflated as one.
const PACK: [u8; 4] = *b"pack";
/// Where the closing chunk stands.
const TAIL: [u8; 4] = *b"tail";

/// The most bytes of an inflated pack.
const MOST_PACK_BYTES: u64 = 1 << 20;

/// True for a chunk that may stand in a file and that this version does not know.
pub(crate) fn is_unknown_tag(tag: [u8; 4]) -> bool {
    const KNOWN: [[u8; 4]; 10] = [
        HEAD, VOCABULARY, ACTORS, OBJECTS, LOCATIONS, TEXTS, EVENTS, CLOSING, PACK, TAIL,
    ];
    !KNOWN.contains(&tag) && tag.iter().all(u8::is_ascii_graphic)
}
