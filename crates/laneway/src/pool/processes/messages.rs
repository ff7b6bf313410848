//! What the manager of a pool and its workers say to each other: frames of JSON in a socket.
//!
//! Places in the program are given as offsets in its image, as for a child that starts anew.

use std::fs::File;
use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a worker is to do.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Order {
    /// [`enter`](super::worker::enter) for the types of the argument and the result.
    pub(super) entry: usize,
    /// What it is to call.
    pub(super) code: usize,
    /// Where the task was submitted.
    pub(super) location: usize,
    /// The future's id in the session, if it is recorded.
    pub(super) future: Option<u32>,
    /// The number of the task's begin in the future's sequence; that of its end is the next one.
    pub(super) sequence: u32,
    /// As JSON.
    pub(super) argument: String,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// The result as JSON.
    Result(String),
    /// The task panicked, with this message if with one.
    Panicked(Option<String>),
}

/// The length of a frame's content stands before it.
type Length = u64;
const LENGTH: usize = size_of::<Length>();

/// Writes a message, waiting for room as needed.
pub(super) fn write(mut socket: &File, message: &impl Serialize) -> io::Result<()> {
    let mut frame = vec![0; LENGTH];
    serde_json::to_writer(&mut frame, message)?;
    let length = (frame.len() - LENGTH) as Length;
    frame[..LENGTH].copy_from_slice(&length.to_ne_bytes());
    socket.write_all(&frame)
}

/// Reads a message, waiting as needed.
///
/// # Errors
/// The other end is gone.
pub(super) fn read<T: DeserializeOwned>(mut socket: &File) -> io::Result<T> {
    let mut length = [0; LENGTH];
    socket.read_exact(&mut length)?;
    let mut content = Vec::new();
    let length = Length::from_ne_bytes(length);
    let read = socket.take(length).read_to_end(&mut content)?;
    if read as Length != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(serde_json::from_slice(&content)?)
}

/// What has come of frames that are read as they come.
#[derive(Debug, Default)]
pub(super) struct Incoming(Vec<u8>);

impl Incoming {
    /// Reads what is there, or waits for something; false if the other end is gone.
    pub(super) fn read(&mut self, mut socket: &File) -> bool {
        let mut part = [0; 1 << 16];
        match socket.read(&mut part) {
            Ok(0) => false,
            Ok(count) => {
                self.0.extend_from_slice(&part[..count]);
                true
            }
            Err(error) => error.kind() == io::ErrorKind::Interrupted,
        }
    }

    /// The next message that has come as a whole.
    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Option<io::Result<T>> {
        let (length, rest) = self.0.split_first_chunk::<LENGTH>()?;
        let length = usize::try_from(Length::from_ne_bytes(*length)).ok()?;
        let message = serde_json::from_slice(rest.get(..length)?).map_err(io::Error::from);
        self.0.drain(..LENGTH + length);
        Some(message)
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn a_message_comes_as_it_was_sent_however_it_is_cut() {
        let (one, other) = UnixStream::pair().expect("sockets");
        let [one, other] = [one, other].map(|socket| File::from(OwnedFd::from(socket)));
        let texts = ["", "a", &"long ".repeat(1000)];
        for text in texts {
            write(&one, &text).expect("room");
            assert_eq!(read::<String>(&other).expect("a message"), text);
        }
        for text in texts {
            write(&one, &text).expect("room");
        }
        drop(one);
        let (mut all, mut incoming, mut came) = (Incoming::default(), Incoming::default(), Vec::new());
        while all.read(&other) {}
        for byte in all.0 {
            incoming.0.push(byte);
            came.extend(incoming.next::<String>().map(|text| text.expect("a text")));
        }
        assert_eq!(came, texts);
        read::<String>(&other).expect_err("the other end is gone");
    }
}
