//! Time, and giving way.

use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::Location;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use laneway_recorder::client::{Value, record};
use laneway_trace::EventKind;

use super::last_turn::{self, LastTurn};
use super::wait::{self, Wait};
use crate::operation;

/// The time was over before the future was ready: `TimeoutError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed;

impl fmt::Display for Elapsed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the time was over")
    }
}

impl std::error::Error for Elapsed {}

/// Waits for so long, while others go on: `asyncio.sleep`. For no time it gives way, as [`yield_now`].
/// The clock of the loop ticks once in a millisecond.
///
/// # Panics
/// When it is awaited outside of [`run`](super::run).
#[track_caller]
pub fn sleep(duration: Duration) -> impl Future<Output = ()> {
    let location = Location::caller();
    async move {
        if duration.is_zero() {
            return yield_now().await;
        }
        operation::begin();
        let its_wait = Wait::of_time(duration, location);
        tokio::time::sleep(duration).await;
        if its_wait.end() {
            record(EventKind::WAKE, 0, 0, Value::NONE, location);
        }
    }
}

/// Lets all others that can go on have a turn first: `asyncio.sleep(0)`.
pub async fn yield_now() {
    operation::begin();
    let mut has_given_way = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_given_way, true) {
            return Poll::Ready(());
        }
        wait::gives_way();
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Waits for the future, but no longer than this; then the future is dropped in the middle of what it
/// does, and gives up what it waits for: `asyncio.wait_for`. A task whose handle it is, is cancelled, and as in Python
/// this waits until that has had its last turn, in which it cleans up.
///
/// # Errors
/// The time was over.
///
/// # Panics
/// When it is awaited outside of [`run`](super::run).
#[track_caller]
pub fn timeout<F: IntoFuture>(
    duration: Duration,
    future: F,
) -> impl Future<Output = Result<F::Output, Elapsed>> {
    // Here, where its place is the caller's.
    let (future, location) = (future.into_future(), Location::caller());
    async move {
        let deadline = Instant::now().checked_add(duration);
        let mut time = pin!(tokio::time::sleep(duration));
        let mut future = Box::pin(future);
        let result = poll_fn(|context| {
            let polled = wait::until(deadline, || future.as_mut().poll(context));
            if let Poll::Ready(output) = polled {
                return Poll::Ready(Ok(output));
            }
            time.as_mut().poll(context).map(|()| Err(Elapsed))
        })
        .await;
        let drops = || drop(future);
        let cancelled = match result {
            Ok(_) => {
                drops();
                Vec::new()
            }
            Err(Elapsed) => last_turn::to_come(drops),
        };
        // A borrowed future is not dropped: what it waits for, this task does not wait for now.
        wait::leave_wait();
        // All at once: whoever drops this in the middle has all of them to wait for.
        let turns = cancelled.into_iter().map(|task| LastTurn::new(task, location));
        for turn in turns.collect::<Vec<_>>() {
            turn.await;
        }
        result
    }
}
