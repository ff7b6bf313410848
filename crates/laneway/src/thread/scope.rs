//! Threads that end before what they borrow.

use std::panic::{self, AssertUnwindSafe, Location};
use std::ptr;

use super::{Builder, Result, Thread, join_those};
use crate::waiting::Patience;

/// Where threads can be started that borrow from outside of it.
#[derive(Debug)]
#[repr(transparent)]
pub struct Scope<'scope, 'env: 'scope>(std::thread::Scope<'scope, 'env>);

/// Calls the code with a scope, and waits for all threads that it starts there.
///
/// # Panics
/// A thread of the scope panicked, and nobody joined it.
#[track_caller]
pub fn scope<'env, F, T>(code: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let location = Location::caller();
    std::thread::scope(|scope| {
        let scope = Scope::of(scope);
        let result = panic::catch_unwind(AssertUnwindSafe(|| code(scope)));
        // Those that have not ended, also those that start meanwhile.
        join_those(|thread| thread.inner.scope == scope.address(), location);
        result.unwrap_or_else(|payload| panic::resume_unwind(payload))
    })
}

impl<'scope, 'env> Scope<'scope, 'env> {
    fn of<'a>(scope: &'a std::thread::Scope<'scope, 'env>) -> &'a Self {
        // SAFETY: it is the same thing, by another name: its representation is transparent.
        unsafe { &*ptr::from_ref(scope).cast::<Self>() }
    }

    pub(super) fn of_std(&self) -> &std::thread::Scope<'scope, 'env> {
        &self.0
    }

    /// By what its threads know it while it lasts.
    pub(super) fn address(&self) -> usize {
        ptr::from_ref(self).addr()
    }

    /// Starts a thread that may borrow what outlives the scope.
    ///
    /// # Panics
    /// The system has no room for another thread.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, code: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        match Builder::new().spawn_scoped(self, code) {
            Ok(thread) => thread,
            Err(error) => panic!("a thread could not be started: {error}"),
        }
    }
}

/// The right to wait for a thread of a scope and to have what it returns.
#[derive(Debug)]
pub struct ScopedJoinHandle<'scope, T> {
    thread: Thread,
    inner: std::thread::ScopedJoinHandle<'scope, T>,
}

impl<'scope, T> ScopedJoinHandle<'scope, T> {
    pub(super) fn new(thread: Thread, inner: std::thread::ScopedJoinHandle<'scope, T>) -> Self {
        Self { thread, inner }
    }

    /// Waits for the thread's end.
    ///
    /// # Errors
    /// The thread panicked: what it panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.thread.wait(Patience::Endless, Location::caller());
        self.inner.join()
    }

    /// True if the thread has ended; recorded as seen alive or dead.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        self.thread.is_finished(Location::caller())
    }

    /// The thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }
}
