//! Handing something over to a thread, and waiting for what comes of it.

use std::fmt;
use std::future::Future;
use std::panic::{self, AssertUnwindSafe, Location};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::actor::waker;
use super::event_loop;
use super::wait::{Reason, Wait};
use crate::pool::{self, Error, Slot};
use crate::thread;

/// Runs this in a thread of its own with this name, and waits for the result while other tasks go on:
/// `asyncio.to_thread`. It is for what would block the loop. Who is cancelled meanwhile has no result;
/// the thread goes on, and [`run`](super::run) waits for it.
///
/// # Errors
/// It panicked: [`Error::Panicked`].
///
/// # Panics
/// When it is awaited and the system has no room for another thread.
#[track_caller]
pub fn to_thread<T: Send + 'static>(
    name: impl Into<String>,
    code: impl FnOnce() -> T + Send + 'static,
) -> impl Future<Output = Result<T, Error>> {
    let (name, location) = (name.into(), Location::caller());
    async move {
        let slot = Slot::without_pool(&name);
        let its = Arc::clone(&slot);
        let code = move || {
            its.begin(location);
            let result = panic::catch_unwind(AssertUnwindSafe(code));
            its.end(result.map_err(Error::Panicked), location);
        };
        let thread = thread::Builder::new().name(name).spawn_at(code, location);
        event_loop::keep(
            thread.unwrap_or_else(|error| panic!("a thread could not be started: {error}")),
        );
        Outcome::new(slot, location).await
    }
}

/// As [`pool::Future::result`], while other tasks go on: `loop.run_in_executor`.
impl<T> IntoFuture for pool::Future<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Outcome<T>;

    #[track_caller]
    fn into_future(self) -> Outcome<T> {
        Outcome::new(self.into_slot(), Location::caller())
    }
}

/// Waits in a task for what comes of something that a thread does.
pub struct Outcome<T> {
    slot: Arc<Slot<T>>,
    wait: Option<Wait>,
    location: &'static Location<'static>,
}

impl<T> fmt::Debug for Outcome<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outcome")
            .field("slot", &self.slot)
            .finish_non_exhaustive()
    }
}

impl<T> Outcome<T> {
    fn new(slot: Arc<Slot<T>>, location: &'static Location<'static>) -> Self {
        Self {
            slot,
            wait: None,
            location,
        }
    }
}

impl<T> Future for Outcome<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let Outcome { slot, wait, location } = this;
        let ends = || {
            if let Some(wait) = wait.take() {
                wait.end();
            }
        };
        if let Some(result) = slot.take_or_wake(&waker(context), ends, location) {
            return Poll::Ready(result);
        }
        if wait.is_none() {
            *wait = Some(Wait::of_object(&Reason::RESULT, slot.id(), location));
        }
        Poll::Pending
    }
}
