//! A result that is to come.

use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use super::error::Error;
use super::slot::{Callback, Slot};
use crate::waiting::Patience;

/// The result of a task that is to come, as `concurrent.futures.Future`. Dropping it changes nothing for
/// the task.
#[derive(Debug)]
pub struct Future<T> {
    pub(super) slot: Arc<Slot<T>>,
}

impl<T> Future<T> {
    pub(crate) fn into_slot(self) -> Arc<Slot<T>> {
        self.slot
    }

    /// Waits for the result.
    ///
    /// # Errors
    /// The task panicked, was called off, or its pool broke.
    #[track_caller]
    pub fn result(self) -> Result<T, Error> {
        self.result_at(Location::caller())
    }

    pub(super) fn result_at(self, location: &'static Location<'static>) -> Result<T, Error> {
        loop {
            if let Some(result) = self.slot.take(Patience::Endless, location) {
                return result;
            }
        }
    }

    /// Waits for the result, but no longer than this.
    ///
    /// # Errors
    /// There was none then: the future, to try again. (In Python, `TimeoutError`.)
    #[track_caller]
    pub fn result_timeout(self, timeout: Duration) -> Result<Result<T, Error>, Self> {
        self.slot
            .take(Patience::of(timeout), Location::caller())
            .ok_or(self)
    }

    /// Waits until the task is over; why it has no result, or `None` if it has one. Of a panic this has the
    /// message: what the task panicked with goes to who asks for the [`result`](Self::result).
    ///
    /// As `Future.exception`, but one that was called off has an error like the others.
    #[track_caller]
    pub fn exception(&self) -> Option<Error> {
        self.slot.exception(Location::caller())
    }

    /// Calls the task off, unless it has begun. True if it is called off, now or since earlier. Callbacks run
    /// in here then.
    #[track_caller]
    pub fn cancel(&self) -> bool {
        self.slot.cancel(Location::caller())
    }

    /// True if it was called off.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.slot.lock().error(), Some(Error::Cancelled))
    }

    /// True if a worker runs it now.
    pub fn is_running(&self) -> bool {
        self.slot.lock().is_running()
    }

    /// True if it is over or was called off.
    pub fn is_done(&self) -> bool {
        self.slot.lock().is_done()
    }

    /// Has this called when the task is over or called off, with a clone of the outcome: in the thread that
    /// ends it, after those who wait for the result were let go on; at once and here, if it is over. Callbacks run
    /// in the order in which they came, and a panic of one is recorded and stops no other.
    ///
    /// As `Future.add_done_callback`. Of a panic of the task the callback has the message.
    #[track_caller]
    pub fn add_done_callback(
        &self,
        name: impl Into<String>,
        callback: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) where
        T: Clone + 'static,
    {
        self.slot.when_done(Callback {
            name: name.into(),
            prepare: Box::new(move |outcome| {
                let outcome = match outcome {
                    Ok(result) => Ok(result.clone()),
                    Err(error) => Err(error.copy()),
                };
                Box::new(move || callback(outcome))
            }),
            location: Location::caller(),
        });
    }
}
