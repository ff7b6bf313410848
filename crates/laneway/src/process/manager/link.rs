//! The way from a thread to a manager.

use std::cell::RefCell;
use std::collections::hash_map::{Entry, HashMap};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic::Location;

use laneway_recorder::client::{Value, record};
use laneway_trace::EventKind;
use serde::{Deserialize, Serialize};

use super::super::handoff::Shared;
use super::super::shared::{Sequence, SharedObject, SharedPage};
use super::wire::{self, Json, Operation, Reply, Request};
use crate::system;

/// The way to a manager.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) name: String,
    pub(super) object: SharedObject,
    pub(super) sequence: SharedPage<Sequence>,
    /// Where a connection is asked for, by sending the other end of it.
    pub(super) door: Shared,
}

thread_local! {
    /// The connections of this thread: one for each manager, by the memory that stands for it. A forked child has
    /// none of its own at first, hence the process's id.
    static CONNECTIONS: RefCell<HashMap<(u32, u64), UnixStream>> = RefCell::default();
}

impl Link {
    /// Calls the manager, and records what was read and written by that.
    pub(super) fn call(
        &self,
        call: &str,
        operation: Operation,
        location: &'static Location<'static>,
    ) -> io::Result<Json> {
        let id = self.object.begin();
        let sequence = self.sequence.get().next();
        let say = |kind, sequence, value| {
            if let Some(id) = id {
                record(kind, id, sequence, value, location);
            }
        };
        say(EventKind::CALL, sequence, Value::text(call));
        let request = Request {
            call: sequence,
            operation,
        };
        match self.ask(&request) {
            Ok(Reply { answer, touched }) => {
                // Before the return: it happened before the reply, and others may have the next numbers by now.
                for touch in touched {
                    let kind = if touch.writes {
                        EventKind::WRITE
                    } else {
                        EventKind::READ
                    };
                    record(
                        kind,
                        touch.object,
                        touch.sequence,
                        value_of(&touch.content),
                        location,
                    );
                }
                say(EventKind::RETURN, self.sequence.get().next(), Value::NONE);
                answer.map_err(|error| io::Error::other(format!("{call}: {error}")))
            }
            Err(error) => {
                say(EventKind::CALL_BROKEN, self.sequence.get().next(), Value::NONE);
                let words = format!("{call}: the manager `{}` is gone: {error}", self.name);
                Err(io::Error::new(io::ErrorKind::BrokenPipe, words))
            }
        }
    }

    fn ask(&self, request: &Request) -> io::Result<Reply> {
        let key = (std::process::id(), self.sequence.inode()?);
        CONNECTIONS.with_borrow_mut(|connections| {
            // Those of the parent of a forked child are the parent's.
            connections.retain(|(process, _), _| *process == key.0);
            let socket = match connections.entry(key) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(self.connect()?),
            };
            let reply = wire::write(socket, request).and_then(|()| wire::read(socket));
            if reply.is_err() {
                connections.remove(&key);
            }
            reply
        })
    }

    fn connect(&self) -> io::Result<UnixStream> {
        let (ours, theirs) = UnixStream::pair()?;
        system::send_descriptor(&self.door.0, theirs.as_fd())?;
        Ok(ours)
    }
}

/// How a value looks in the picture.
fn value_of(content: &Json) -> Value {
    match (content.as_i64(), content) {
        (Some(number), _) => Value::int(number),
        (None, Json::String(text)) => Value::text(text),
        (None, Json::Null) => Value::text("None"),
        (None, other) => Value::text(&other.to_string()),
    }
}
