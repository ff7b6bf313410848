//! The life of a worker process.

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::panic::{self, AssertUnwindSafe, Location};

use laneway_recorder::client::{Value, record};
use laneway_trace::EventKind;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::messages::{self, Order, Reply};
use crate::pool::error::message;
use crate::process::{Image, ImageFile, Shared, SharedObject};

thread_local! {
    /// The manager's ends of the sockets to the workers that this thread has started so far. A forked worker
    /// has copies of them, which it closes: else the others would never see that the manager is gone.
    pub(super) static STARTED: RefCell<Vec<File>> = const { RefCell::new(Vec::new()) };
}

/// What a worker needs to begin.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Seat {
    pub(super) pool: SharedObject,
    /// The program that offsets are for.
    pub(super) image: ImageFile,
    /// Where the pool was made.
    pub(super) location: usize,
    /// Its end of the socket.
    pub(super) socket: Shared,
}

/// [`enter`], for whatever argument and result.
pub(super) type Enter = unsafe fn(usize, &str) -> Reply;

/// Calls the code at this place with the argument. A panic of the task is its result: the worker lives on.
///
/// # Safety
/// At this place is a `fn(A) -> R`.
pub(super) unsafe fn enter<A: DeserializeOwned, R: Serialize>(code: usize, argument: &str) -> Reply {
    // SAFETY: by the caller.
    let code = unsafe { std::mem::transmute::<usize, fn(A) -> R>(code) };
    let argument = match serde_json::from_str(argument) {
        Ok(argument) => argument,
        Err(error) => return Reply::Panicked(Some(format!("the argument cannot be read: {error}"))),
    };
    match panic::catch_unwind(AssertUnwindSafe(|| code(argument))) {
        Ok(result) => match serde_json::to_string(&result) {
            Ok(json) => Reply::Result(json),
            Err(error) => Reply::Panicked(Some(format!("the result cannot be sent: {error}"))),
        },
        Err(payload) => Reply::Panicked(message(&*payload).map(str::to_owned)),
    }
}

/// A worker's life: it ends when the manager's end of the socket is gone.
pub(super) fn work(seat: Seat) {
    drop(STARTED.take());
    let work = Image::of_this_process().and_then(|image| Work::new(seat, image));
    match work {
        Ok(work) => while work.task().is_ok() {},
        Err(error) => panic!("a worker cannot find its place in the program: {error}"),
    }
}

struct Work {
    seat: Seat,
    image: Image,
    location: &'static Location<'static>,
}

impl Work {
    fn new(seat: Seat, image: Image) -> io::Result<Self> {
        let location = image.place(&seat.image, seat.location)?;
        // SAFETY: in this image the parent took it of a `&'static Location`.
        let location = unsafe { &*(location as *const Location<'static>) };
        Ok(Self {
            seat,
            image,
            location,
        })
    }

    /// Waits for a task and does it.
    ///
    /// # Errors
    /// There will be no more: the manager is gone.
    fn task(&self) -> io::Result<()> {
        self.say(EventKind::TASK_WAIT);
        let order = messages::read(&self.seat.socket.0).inspect_err(|_| {
            self.say(EventKind::TASK_GIVE_UP);
        })?;
        let reply = self.follow(&order)?;
        messages::write(&self.seat.socket.0, &reply)
    }

    fn say(&self, kind: EventKind) {
        if let Some(id) = self.seat.pool.id() {
            record(kind, id, 0, Value::NONE, self.location);
        }
    }

    fn follow(&self, order: &Order) -> io::Result<Reply> {
        let place = |offset| self.image.place(&self.seat.image, offset);
        let (entry, code, location) = (place(order.entry)?, place(order.code)?, place(order.location)?);
        // SAFETY: in this image the parent took these of an `enter` and of a `&'static Location`.
        let (entry, location) = unsafe {
            (
                std::mem::transmute::<usize, Enter>(entry),
                &*(location as *const Location<'static>),
            )
        };
        let say = |kind, sequence, value| {
            if let Some(id) = order.future {
                record(kind, id, sequence, value, location);
            }
        };
        say(EventKind::TASK_BEGIN, order.sequence, Value::NONE);
        // SAFETY: the parent took `code` of a `fn(A) -> R` and `entry` of the `enter` for these.
        let reply = unsafe { entry(code, &order.argument) };
        let failed = Value::int(i64::from(matches!(reply, Reply::Panicked(_))));
        say(EventKind::TASK_END, order.sequence + 1, failed);
        Ok(reply)
    }
}
