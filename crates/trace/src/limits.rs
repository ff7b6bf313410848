//! How much a file may ask for before it is refused.

/// What a reader accepts. A file that asks for more is refused with
/// [`ReadError::TooLarge`](crate::ReadError::TooLarge) before the memory is taken.
///
/// What reading takes at most is, together: 6 MB; 111 bytes for each event (37 when its column has stopped
/// growing); 150 for each text and three times the texts themselves; 400 for each row of another table; four
/// times the bytes of the header, and 800 for each of its JSON values (a JSON object with one entry that this
/// version does not know is that large in memory); four times the file, for chunks that this version does
/// not know. A test holds the reader to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole file.
    pub file_bytes: u64,
    /// Bytes of the header: the head, the closing, and rows of all tables but texts, in which each row counts
    /// the words that it has.
    pub header_bytes: u64,
    /// JSON values in the header, all levels counted.
    pub json_values: u64,
    /// Nesting of the header, and of each line of a `.jsonl` file.
    pub json_depth: u32,
    /// Events.
    pub events: u64,
    /// Texts.
    pub texts: u64,
    /// Bytes of all texts together.
    pub text_bytes: u64,
    /// Rows of the vocabulary, for objects and for events together. Few, as each is looked at for each object.
    pub kinds: u64,
    /// Rows of [`Header::actors`](crate::Header::actors).
    pub actors: u64,
    /// Rows of [`Header::objects`](crate::Header::objects).
    pub objects: u64,
    /// Rows of [`Header::locations`](crate::Header::locations).
    pub locations: u64,
}

impl Default for Limits {
    /// Far above what a person can look at, and within what a page has: a page's memory ends at 4 GB,
    /// and 32 million events are 1.2 GB of columns.
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            header_bytes: 64 << 20,
            json_values: 2 << 20,
            json_depth: 64,
            events: 32 << 20,
            texts: 4 << 20,
            text_bytes: 256 << 20,
            kinds: 1 << 10,
            actors: 1 << 20,
            objects: 1 << 20,
            locations: 1 << 20,
        }
    }
}
