//! How a command ends that does not end well.

use std::fmt;
use std::io;

/// Why a command did not end well.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A sentence for the user: what went wrong, and what to do.
    Words(String),
    /// Standard output cannot be written to.
    Stdout(io::Error),
    /// `check` found something, and has said it.
    Found,
}

impl Failure {
    /// What went wrong, in words.
    pub(crate) fn new(words: impl fmt::Display) -> Self {
        Self::Words(words.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => f.write_str(words),
            Self::Stdout(error) => write!(f, "standard output cannot be written to: {error}"),
            Self::Found => f.write_str("something is wrong"),
        }
    }
}

/// For `?` on what is written to standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Stdout(error)
    }
}
