//! The thread that puts items into a pipe, as the feeder thread of Python's `multiprocessing.Queue`.
//!
//! Python starts one with the first put. Here it starts when the pipe has no room, and ends when it has nothing to do,
//! so that a process that has put a little has one thread, and may fork. The end of the process waits for it, as in
//! Python: whoever waits for the process before taking what it has put waits for ever.

use std::io;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::frames::{Frame, Frames};
use crate::failure::fail;
use crate::queue::Queue;
use crate::thread;

/// Of one queue in one process.
#[derive(Debug, Default)]
pub(super) struct Feeder {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What waits for room in the pipe; `None` before anything did.
    buffer: Option<Queue<Frame>>,
    /// True while there is a thread that takes from it.
    feeds: bool,
}

impl Feeder {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the frame if there is room, or hands it to the thread, behind those that wait.
    pub(super) fn put(&self, frames: &Arc<Frames>, mut frame: Frame) -> io::Result<()> {
        let mut state = self.state();
        if !state.feeds {
            match frames.write_at_once(frame)? {
                Ok(()) => return Ok(()),
                Err(back) => frame = back,
            }
        }
        let location = frame.location;
        let buffer = state.buffer.get_or_insert_with(|| {
            let name = format!("{}.buffer", frames.name());
            Queue::labelled_at(name, |frame: &Frame| frame.label.clone(), location)
        });
        // There is no bound, and nobody closes it.
        let _ = buffer.put_at(frame, location);
        let has_thread = std::mem::replace(&mut state.feeds, true);
        drop(state);
        if !has_thread {
            let its = Arc::clone(frames);
            let feeder = thread::Builder::new().name(format!("{}.feeder", frames.name()));
            // The end of the process waits for it. Where there is no room for a thread, who puts feeds the pipe.
            if feeder.spawn_at(move || its.feed(location), location).is_err() {
                frames.feed(location);
            }
        }
        Ok(())
    }

    /// The next frame; without one there is no thread any more.
    fn next(&self, location: &'static Location<'static>) -> Option<Frame> {
        let mut state = self.state();
        let next = state.buffer.as_ref().filter(|buffer| !buffer.is_empty());
        let next = next.and_then(|buffer| buffer.get_at(location).ok());
        state.feeds = next.is_some();
        next
    }
}

impl Frames {
    /// A feeder's life. It was begun by a put there.
    fn feed(&self, location: &'static Location<'static>) {
        while let Some(frame) = self.feeder.next(location) {
            if let Err(error) = self.write(&frame) {
                let call = format!("writing to the pipe of `{}`", self.name());
                fail(&call, error, frame.location);
            }
        }
    }
}
