//! The last turns of tasks that are cancelled because nobody waits for them any longer.

use std::cell::RefCell;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use laneway_trace::EventKind;

use super::actor::Task;
use super::wait::Wait;

thread_local! {
    /// The tasks that have been cancelled since somebody asked, if somebody does.
    static CANCELLED: RefCell<Option<Vec<Rc<Task>>>> = const { RefCell::new(None) };
}

/// Whose last turn is to come after this is done: the tasks that it cancels, because it waited for them.
pub(super) fn to_come(code: impl FnOnce()) -> Vec<Rc<Task>> {
    /// Lets whoever asked before ask on, also after a panic.
    struct Asked(Option<Vec<Rc<Task>>>);

    impl Drop for Asked {
        fn drop(&mut self) {
            CANCELLED.set(self.0.take());
        }
    }

    let _before = Asked(CANCELLED.replace(Some(Vec::new())));
    code();
    CANCELLED.take().unwrap_or_default()
}

/// The task has been cancelled by who waited for it. It may have ended before.
pub(super) fn is_to_come(task: &Rc<Task>) {
    CANCELLED.with_borrow_mut(|cancelled| {
        if let Some(cancelled) = cancelled.as_mut().filter(|_| !task.has_ended()) {
            cancelled.push(Rc::clone(task));
        }
    });
}

/// Waits for the end of a task that was cancelled.
pub(super) struct LastTurn {
    task: Rc<Task>,
    location: &'static Location<'static>,
    wait: Option<Wait>,
}

impl LastTurn {
    pub(super) fn new(task: Rc<Task>, location: &'static Location<'static>) -> Self {
        Self {
            task,
            location,
            wait: None,
        }
    }
}

impl Future for LastTurn {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        if this.task.poll_ended(context).is_ready() {
            if let Some(wait) = this.wait.take() {
                wait.end();
            }
            this.task.say(EventKind::JOIN, Some(this.location));
            return Poll::Ready(());
        }
        if this.wait.is_none() {
            this.wait = Some(Wait::of_end(&this.task, this.location));
        }
        Poll::Pending
    }
}

impl Drop for LastTurn {
    fn drop(&mut self) {
        drop(self.wait.take());
        is_to_come(&self.task);
    }
}
