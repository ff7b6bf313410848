//! The results of one function for many inputs.

use std::collections::VecDeque;
use std::panic::Location;

use super::error::Error;
use super::future::Future;

/// The results of a function for many inputs, in the order of the inputs, as what `Executor.map` gives. It
/// ends with the first error. When it is dropped, tasks that have not begun are called off.
#[derive(Debug)]
#[must_use = "tasks that have not begun are called off when it is dropped"]
pub struct Map<T> {
    futures: VecDeque<Future<T>>,
    location: &'static Location<'static>,
}

impl<T> Map<T> {
    pub(super) fn new(futures: VecDeque<Future<T>>, location: &'static Location<'static>) -> Self {
        Self { futures, location }
    }

    fn cancel_all(&mut self) {
        for future in self.futures.drain(..) {
            future.slot.cancel(self.location);
        }
    }
}

impl<T> Iterator for Map<T> {
    type Item = Result<T, Error>;

    /// Waits for the next result.
    fn next(&mut self) -> Option<Self::Item> {
        let result = self.futures.pop_front()?.result_at(self.location);
        if result.is_err() {
            self.cancel_all();
        }
        Some(result)
    }
}

impl<T> Drop for Map<T> {
    fn drop(&mut self) {
        self.cancel_all();
    }
}
