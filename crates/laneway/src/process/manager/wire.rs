//! What goes over the socket of a manager: frames of JSON, each after its length.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What is asked of a manager.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    /// The sequence number of the call.
    pub(super) call: u32,
    pub(super) operation: Operation,
}

/// What is to be done. Objects are numbered by the manager, from 0.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Operation {
    Make(String, Content),
    /// Of a dict the entry with that key; of a list, the item at that place.
    Get(usize, Place),
    Set(usize, Place, Json),
    /// Takes out what is there.
    Remove(usize, Place),
    /// Adds an item to the end of a list.
    Append(usize, Json),
    /// How many entries or items there are.
    Length(usize),
    /// All of it.
    Copy(usize),
    Shutdown,
}

/// Where a value stands in an object.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Place {
    /// It is the object.
    Whole,
    Key(String),
    /// In a list; negative from its end, as in Python.
    Index(i64),
}

/// What an object is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Content {
    Dict,
    List,
    Value(Json),
}

pub(super) type Json = serde_json::Value;

/// What a manager answers.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Reply {
    /// What was asked for, or what was wrong with the question.
    pub(super) answer: Result<Json, String>,
    /// What the caller has read and written by that.
    pub(super) touched: Vec<Touch>,
}

/// That a recorded value was read or written, and its place in the sequence of that value.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Touch {
    /// The value's object in the session.
    pub(super) object: u32,
    pub(super) sequence: u32,
    pub(super) writes: bool,
    pub(super) content: Json,
}

/// The bytes of a frame.
pub(super) fn frame(content: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; LENGTH_BYTES];
    serde_json::to_writer(&mut bytes, content)?;
    let length = u32::try_from(bytes.len() - LENGTH_BYTES).map_err(|_| io::ErrorKind::InvalidInput)?;
    bytes[..LENGTH_BYTES].copy_from_slice(&length.to_ne_bytes());
    Ok(bytes)
}

const LENGTH_BYTES: usize = 4;

pub(super) fn write(mut socket: &UnixStream, content: &impl Serialize) -> io::Result<()> {
    socket.write_all(&frame(content)?)
}

pub(super) fn read<T: DeserializeOwned>(mut socket: &UnixStream) -> io::Result<T> {
    let mut length = [0; LENGTH_BYTES];
    socket.read_exact(&mut length)?;
    let mut bytes = vec![0; u32::from_ne_bytes(length) as usize];
    socket.read_exact(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes)?)
}

/// Takes the first frame out of what has been read so far, once it is whole.
pub(super) fn take_frame<T: DeserializeOwned>(read: &mut Vec<u8>) -> io::Result<Option<T>> {
    let Some((length, rest)) = read.split_first_chunk() else {
        return Ok(None);
    };
    let length = u32::from_ne_bytes(*length) as usize;
    let Some(content) = rest.get(..length) else {
        return Ok(None);
    };
    let content = serde_json::from_slice(content)?;
    read.drain(..LENGTH_BYTES + length);
    Ok(Some(content))
}
