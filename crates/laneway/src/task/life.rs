//! The life of a task: its turns, its end, and what comes of it.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use super::actor::Task;
use super::join::JoinError;

/// A task, and what comes of it.
pub(super) struct Life<T> {
    pub(super) task: Rc<Task>,
    /// From its end on, until somebody takes it.
    outcome: Cell<Option<Result<T, JoinError>>>,
}

impl<T> Life<T> {
    pub(super) fn new(task: Rc<Task>) -> Rc<Self> {
        Rc::new(Self {
            task,
            outcome: Cell::new(None),
        })
    }

    /// Until the task has ended; records nothing.
    pub(super) fn ended(&self) -> impl Future<Output = ()> {
        poll_fn(|context| self.poll_ended(context))
    }

    pub(super) fn poll_ended(&self, context: &Context<'_>) -> Poll<()> {
        self.task.poll_ended(context)
    }

    /// What came of the task, which has ended.
    pub(super) fn take(&self) -> Result<T, JoinError> {
        let outcome = self.outcome.take();
        outcome.unwrap_or_else(|| panic!("the outcome of this task was taken before"))
    }

    fn end(&self, outcome: Result<T, JoinError>) {
        let has_failed = matches!(outcome, Err(JoinError::Panicked(_)));
        self.outcome.set(Some(outcome));
        self.task.end(has_failed);
    }
}

/// What the loop runs: the code of a task, until it is over or was cancelled.
pub(super) struct Living<F: Future> {
    code: Option<Pin<Box<F>>>,
    life: Rc<Life<F::Output>>,
}

impl<F: Future> Living<F> {
    pub(super) fn new(code: F, life: Rc<Life<F::Output>>) -> Self {
        Self {
            code: Some(Box::pin(code)),
            life,
        }
    }

    /// Lets go of what is left of the code, in the task's turn: its clean-up is the task's. Then the
    /// task ends.
    fn finish(&mut self, outcome: Result<F::Output, JoinError>) {
        let dropped = panic::catch_unwind(AssertUnwindSafe(|| self.code = None));
        self.life.end(match dropped {
            Ok(()) => outcome,
            Err(payload) => Err(JoinError::Panicked(payload)),
        });
    }
}

impl<F: Future> Future for Living<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let Some(code) = &mut this.code else {
            return Poll::Ready(());
        };
        let task = &this.life.task;
        task.resume();
        let outcome = if task.is_cancelled() {
            Err(JoinError::Cancelled)
        } else {
            let poll = || {
                let waker = task.woken_by(context.waker());
                code.as_mut().poll(&mut Context::from_waker(&waker))
            };
            match panic::catch_unwind(AssertUnwindSafe(poll)) {
                Ok(Poll::Ready(outcome)) => Ok(outcome),
                // It may have cancelled itself.
                Ok(Poll::Pending) if task.is_cancelled() => Err(JoinError::Cancelled),
                Ok(Poll::Pending) => {
                    task.suspend();
                    return Poll::Pending;
                }
                Err(payload) => Err(JoinError::Panicked(payload)),
            }
        };
        this.finish(outcome);
        Poll::Ready(())
    }
}

impl<F: Future> Drop for Living<F> {
    fn drop(&mut self) {
        // The loop ends before the task.
        if self.code.is_some() {
            self.life.task.resume();
            self.finish(Err(JoinError::Cancelled));
        }
    }
}
