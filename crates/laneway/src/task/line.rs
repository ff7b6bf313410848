//! A line of tasks: who came first is called first.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::wait::Wait;

/// Those who wait to be called.
#[derive(Debug, Default)]
pub(super) struct Line {
    places: RefCell<VecDeque<Rc<Place>>>,
}

#[derive(Debug, Default)]
struct Place {
    is_called: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Line {
    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.places.borrow().len()
    }

    /// Calls who came first; false if nobody waits.
    pub(super) fn call(&self) -> bool {
        let first = self.places.borrow_mut().pop_front();
        let Some(place) = first else { return false };
        place.is_called.set(true);
        if let Some(waker) = place.waker.take() {
            waker.wake();
        }
        true
    }

    /// Goes to the end of the line, and waits to be called. What somebody is called for is theirs: if
    /// they are dropped before they go on, `give_back` gives it to the next one.
    pub(super) fn wait<G: Fn()>(&self, wait: Wait, give_back: G) -> impl Future<Output = ()> {
        let place = Rc::new(Place::default());
        self.places.borrow_mut().push_back(Rc::clone(&place));
        Standing {
            line: self,
            place,
            wait: Some(wait),
            give_back,
        }
    }
}

/// Stands in a line.
struct Standing<'a, G: Fn()> {
    line: &'a Line,
    place: Rc<Place>,
    /// Until it goes on.
    wait: Option<Wait>,
    give_back: G,
}

// It is moved as one likes.
impl<G: Fn()> Unpin for Standing<'_, G> {}

impl<G: Fn()> Future for Standing<'_, G> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if !self.place.is_called.get() {
            *self.place.waker.borrow_mut() = Some(context.waker().clone());
            return Poll::Pending;
        }
        if let Some(wait) = self.wait.take() {
            wait.end();
        }
        Poll::Ready(())
    }
}

impl<G: Fn()> Drop for Standing<'_, G> {
    fn drop(&mut self) {
        let Some(wait) = self.wait.take() else { return };
        drop(wait);
        if self.place.is_called.get() {
            (self.give_back)();
        } else {
            let mut places = self.line.places.borrow_mut();
            places.retain(|place| !Rc::ptr_eq(place, &self.place));
        }
    }
}
