//! What a reader says: an error when there is nothing to show, diagnostics beside a value when there is.

use std::fmt;

use crate::FORMAT_VERSION;

/// Why there is no trace. Every message is a whole sentence that says what to do next where there is
/// something to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes are something else.
    #[error("This is not a Laneway trace: {0}.")]
    Foreign(String),
    /// The file was written by a newer version of Laneway.
    #[error(
        "This trace has format version {0}, and this Laneway knows versions up to {known}: open it with a newer Laneway.",
        known = FORMAT_VERSION
    )]
    Newer(u32),
    /// The file ends before anything of the run can be known.
    #[error(
        "The file ends inside its header, at byte {at}: nothing of the run can be read. Was it copied completely?"
    )]
    Truncated {
        /// The length of the file.
        at: u64,
    },
    /// The header is not what the format says.
    #[error("The header of the trace cannot be read: {0}.")]
    Header(String),
    /// The file asks for more than the limits allow.
    #[error("This trace has {found} {what}, and no more than {limit} are accepted.")]
    TooLarge {
        /// What there is too much of, in the plural: `events`.
        what: &'static str,
        /// How much the file has, or how much of it was seen.
        found: u64,
        /// How much is accepted.
        limit: u64,
    },
    /// A line of a `.jsonl` file is not what the format says.
    #[error("Line {line} cannot be read: {message}.")]
    Line {
        /// From 1.
        line: u64,
        /// What is wrong with it.
        message: String,
    },
}

impl ReadError {
    /// Refuses what is more than the limit.
    pub(crate) fn check(what: &'static str, found: u64, limit: u64) -> Result<(), Self> {
        if found > limit {
            Err(Self::TooLarge { what, found, limit })
        } else {
            Ok(())
        }
    }
}

/// Something was wrong with the file, and here is what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was wrong: `the file ends in the middle of a block of events`.
    pub what: String,
    /// Where.
    pub position: Position,
    /// What was kept, or done instead: `the 1200 events before it were kept`.
    pub kept: String,
}

/// A position in a trace file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// In the header's tables.
    Header,
    /// At this byte of the file, from 0.
    Byte(u64),
    /// At this event, from 0 (the first one, if there are several).
    Event(u64),
    /// On this line of a `.jsonl` file, from 1.
    Line(u64),
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => write!(f, "header"),
            Self::Byte(at) => write!(f, "byte {at}"),
            Self::Event(row) => write!(f, "event {row}"),
            Self::Line(line) => write!(f, "line {line}"),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.position, self.what, self.kept)
    }
}
