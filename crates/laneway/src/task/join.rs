//! Waiting for the ends of tasks.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use laneway_trace::EventKind;

use super::last_turn;
use super::life::Life;
use super::wait::Wait;
use crate::operation;

/// Why a task has no result.
pub enum JoinError {
    /// It was cancelled: `asyncio.CancelledError`.
    Cancelled,
    /// It panicked, with this.
    Panicked(Box<dyn Any + Send>),
}

impl fmt::Debug for JoinError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Cancelled => "Cancelled",
            Self::Panicked(_) => "Panicked(..)",
        })
    }
}

impl fmt::Display for JoinError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Cancelled => "the task was cancelled",
            Self::Panicked(_) => "the task panicked",
        })
    }
}

impl std::error::Error for JoinError {}

/// The right to wait for a task and to have its result: `asyncio.Task`. Dropping it lets the task go on
/// alone.
///
/// To wait for the task, `.await` it. As in Python, who is cancelled while it waits so, or gives up at a
/// [timeout](super::timeout), cancels the task that it waits for; [`shield`] keeps that from it.
#[must_use = "the task goes on alone if its handle is not kept"]
pub struct JoinHandle<T> {
    life: Rc<Life<T>>,
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("JoinHandle")
            .field("has_ended", &self.life.task.has_ended())
            .finish_non_exhaustive()
    }
}

impl<T> JoinHandle<T> {
    pub(super) fn new(life: Rc<Life<T>>) -> Self {
        Self { life }
    }

    /// Asks the task to end. In its next turn, or where it waits next, it is dropped in place of going
    /// on: what its variables do when they are dropped is its clean-up. One that has ended stays as it
    /// is.
    #[track_caller]
    pub fn cancel(&self) {
        self.life.task.cancel(Location::caller());
    }

    /// True if the task has ended; recorded as seen alive or dead.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        operation::begin();
        let has_ended = self.life.task.has_ended();
        let kind = if has_ended {
            EventKind::SAW_DEAD
        } else {
            EventKind::SAW_ALIVE
        };
        self.life.task.say(kind, Some(Location::caller()));
        has_ended
    }
}

impl<T> IntoFuture for JoinHandle<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = Join<T>;

    #[track_caller]
    fn into_future(self) -> Join<T> {
        Join::new(self.life, Location::caller())
    }
}

/// Waits for a task, which it has to itself: the future of a [`JoinHandle`].
pub struct Join<T> {
    life: Rc<Life<T>>,
    location: &'static Location<'static>,
    wait: Option<Wait>,
    /// If it is dropped before the task has ended, the task is to end as well.
    cancels: bool,
    is_shield: bool,
}

impl<T> fmt::Debug for Join<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Join").finish_non_exhaustive()
    }
}

impl<T> Join<T> {
    fn new(life: Rc<Life<T>>, location: &'static Location<'static>) -> Self {
        operation::begin();
        Self {
            life,
            location,
            wait: None,
            cancels: false,
            is_shield: false,
        }
    }
}

impl<T> Future for Join<T> {
    type Output = Result<T, JoinError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if this.life.poll_ended(context).is_ready() {
            this.cancels = false;
            if let Some(wait) = this.wait.take() {
                wait.end();
            }
            this.life.task.say(EventKind::JOIN, Some(this.location));
            return Poll::Ready(this.life.take());
        }
        this.cancels = !this.is_shield;
        if this.wait.is_none() {
            this.wait = Some(Wait::of_end(&this.life.task, this.location));
        }
        Poll::Pending
    }
}

impl<T> Drop for Join<T> {
    fn drop(&mut self) {
        drop(self.wait.take());
        if self.cancels {
            self.life.task.cancel(self.location);
            last_turn::is_to_come(&self.life.task);
        }
    }
}

/// Waits for all of these tasks; their results in the order of the handles: `asyncio.gather` with
/// `return_exceptions`. Who is cancelled while it waits so cancels them all.
#[track_caller]
pub fn gather<T>(tasks: Vec<JoinHandle<T>>) -> impl Future<Output = Vec<Result<T, JoinError>>> {
    let location = Location::caller();
    async move {
        let joins = tasks.into_iter().map(|task| Join::new(task.life, location));
        let mut joins: Vec<_> = joins.collect();
        joins.iter_mut().for_each(|join| join.cancels = true);
        let mut results = Vec::with_capacity(joins.len());
        for join in &mut joins {
            results.push(join.await);
        }
        results
    }
}

/// Waits for the task as by its handle, but lets it go on whatever becomes of who waits:
/// `asyncio.shield`. The handle can be waited for again afterwards.
///
/// # Panics
/// When it is awaited and the result was taken before, through the same handle.
#[track_caller]
pub fn shield<T>(handle: &mut JoinHandle<T>) -> impl Future<Output = Result<T, JoinError>> {
    let mut join = Join::new(Rc::clone(&handle.life), Location::caller());
    join.is_shield = true;
    join
}
