//! Named stretches of a thread's life.

use std::marker::PhantomData;
use std::panic::Location;

use laneway_recorder::client::{self, Value, record, record_unplaced};
use laneway_trace::EventKind;

use crate::operation;

/// A named stretch of the life of the thread that opened it, until it is dropped.
#[derive(Debug)]
#[must_use = "the stretch ends at once if its guard is not kept"]
pub struct Span {
    /// When it was opened; 0 if nothing is recorded. Its copy in a forked child was never opened there.
    epoch: u32,
    /// It belongs to its thread.
    thread: PhantomData<*const ()>,
}

/// Begins a stretch that is called like this, for whoever reads the run. Stretches of a thread may lie in
/// one another: the newest one ends first.
///
/// ```
/// let _reading = laneway::span("read the list");
/// ```
#[track_caller]
pub fn span(name: impl AsRef<str>) -> Span {
    let epoch = if operation::begin_recorded() {
        client::epoch()
    } else {
        0
    };
    if epoch != 0 {
        let name = Value::text(name.as_ref());
        record(EventKind::SPAN_OPEN, 0, 0, name, Location::caller());
    }
    Span {
        epoch,
        thread: PhantomData,
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        let epoch = operation::begin();
        if self.epoch != 0 && self.epoch == epoch {
            record_unplaced(EventKind::SPAN_CLOSE, 0, 0, Value::NONE);
        }
    }
}
