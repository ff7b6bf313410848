//! A manager's process: it serves one call after another.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic::Location;

use laneway_recorder::client::{Value, record};
use laneway_trace::EventKind;
use serde::{Deserialize, Serialize};

use super::super::handoff::Shared;
use super::super::shared::{Sequence, SharedObject, SharedPage};
use super::content::Contents;
use super::wire::{self, Operation, Request};
use crate::failure::fail;
use crate::system;

/// What a manager's process is given.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Seat {
    pub(super) object: SharedObject,
    pub(super) sequence: SharedPage<Sequence>,
    /// Where new callers come from: each sends its end of a connection.
    pub(super) door: Shared,
    /// A descriptor of the process that made it, to see its end by.
    pub(super) owner: Shared,
}

/// Somebody who calls.
struct Caller {
    socket: UnixStream,
    /// What came of a call so far.
    read: Vec<u8>,
}

/// What came of what a caller has sent.
enum Heard {
    /// A part of a call.
    Part,
    /// A call that was served.
    Call,
    /// The last call.
    Shutdown,
}

/// Serves until it is told to stop, or who made it is gone.
#[track_caller]
#[expect(
    clippy::needless_pass_by_value,
    reason = "what a process is started with is its own"
)]
pub(super) fn serve(seat: Seat) {
    let location = Location::caller();
    if let Err(error) = seat.serve(location) {
        fail("serving the calls to a manager", error, location);
    }
}

impl Seat {
    fn serve(&self, location: &'static Location<'static>) -> io::Result<()> {
        let mut contents = Contents::new(self.object);
        let mut callers: Vec<Caller> = Vec::new();
        let mut waits = false;
        loop {
            if !std::mem::replace(&mut waits, true) {
                self.say(EventKind::SERVE_WAIT, Value::NONE, location);
            }
            let ready = wait(&self.door.0, &self.owner.0, &callers)?;
            if ready.owner {
                self.say(EventKind::TASK_GIVE_UP, Value::NONE, location);
                return Ok(());
            }
            for at in ready.callers.into_iter().rev() {
                match self.hear(&mut callers[at], &mut contents, location) {
                    Ok(Heard::Part) => {}
                    Ok(Heard::Call) => waits = false,
                    Ok(Heard::Shutdown) => return Ok(()),
                    // It is gone, or never was one who calls.
                    Err(_) => drop(callers.swap_remove(at)),
                }
            }
            if ready.door {
                callers.extend(self.let_in()?);
            }
        }
    }

    fn let_in(&self) -> io::Result<Option<Caller>> {
        let socket = system::receive_descriptor(&self.door.0)?;
        Ok(socket.map(|socket| Caller {
            socket: socket.into(),
            read: Vec::new(),
        }))
    }

    /// Reads what a caller has sent, and serves the call if that is all of it.
    fn hear(
        &self,
        caller: &mut Caller,
        contents: &mut Contents,
        location: &'static Location<'static>,
    ) -> io::Result<Heard> {
        let mut bytes = [0; 4096];
        let count = caller.socket.read(&mut bytes)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        caller.read.extend_from_slice(&bytes[..count]);
        let Some(Request { call, operation }) = wire::take_frame(&mut caller.read)? else {
            return Ok(Heard::Part);
        };
        let heard = match operation {
            Operation::Shutdown => Heard::Shutdown,
            _ => Heard::Call,
        };
        let call = Value::int(call.into());
        self.say(EventKind::SERVE, call, location);
        let reply = contents.act(operation);
        self.say(EventKind::REPLY, call, location);
        wire::write(&caller.socket, &reply)?;
        Ok(heard)
    }

    fn say(&self, kind: EventKind, value: Value, location: &'static Location<'static>) {
        if let Some(id) = self.object.id() {
            record(kind, id, self.sequence.get().next(), value, location);
        }
    }
}

/// What there is to do.
struct Ready {
    owner: bool,
    door: bool,
    /// Places of callers.
    callers: Vec<usize>,
}

/// Waits until there is something to do.
fn wait(door: &File, owner: &File, callers: &[Caller]) -> io::Result<Ready> {
    let mut fds = vec![door.as_fd(), owner.as_fd()];
    fds.extend(callers.iter().map(|caller| caller.socket.as_fd()));
    let ready = system::wait_for_input(&fds, None)?;
    let places = 0..callers.len();
    Ok(Ready {
        door: ready[0],
        owner: ready[1],
        callers: places.filter(|place| ready[place + 2]).collect(),
    })
}
