//! A line of tasks: who came first is called first.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::actor::waker;
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
        self.wait_until(wait, || true, give_back)
    }

    /// As [`wait`](Self::wait), where others may be faster: who is called and may not go on when its turn comes goes
    /// to the end of the line again.
    pub(super) fn wait_until<M: Fn() -> bool, G: Fn()>(
        &self,
        wait: Wait,
        may_go: M,
        give_back: G,
    ) -> impl Future<Output = ()> {
        Standing {
            line: self,
            place: self.stand(),
            wait: Some(wait),
            may_go,
            give_back,
        }
    }

    fn stand(&self) -> Rc<Place> {
        let place = Rc::new(Place::default());
        self.places.borrow_mut().push_back(Rc::clone(&place));
        place
    }
}

/// Stands in a line.
struct Standing<'a, M: Fn() -> bool, G: Fn()> {
    line: &'a Line,
    place: Rc<Place>,
    /// Until it goes on.
    wait: Option<Wait>,
    may_go: M,
    give_back: G,
}

// It is moved as one likes.
impl<M: Fn() -> bool, G: Fn()> Unpin for Standing<'_, M, G> {}

impl<M: Fn() -> bool, G: Fn()> Future for Standing<'_, M, G> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.place.is_called.get() && !(self.may_go)() {
            self.place = self.line.stand();
        }
        if !self.place.is_called.get() {
            *self.place.waker.borrow_mut() = Some(waker(context));
            return Poll::Pending;
        }
        if let Some(wait) = self.wait.take() {
            wait.end();
        }
        Poll::Ready(())
    }
}

impl<M: Fn() -> bool, G: Fn()> Drop for Standing<'_, M, G> {
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
