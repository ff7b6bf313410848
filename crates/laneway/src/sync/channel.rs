//! A channel that is recorded: what [`mpsc`](super::mpsc) is made of.

use std::collections::VecDeque;
use std::panic::Location;
use std::sync::mpsc::TrySendError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use laneway_recorder::client::{Value, record, record_unplaced};
use laneway_trace::{EventKind, ObjectKind};

use crate::item::{self, Put};
use crate::object::Object;
use crate::waiting::{Patience, Wait, Waiters};

#[derive(Debug)]
struct Channel<T> {
    object: Object,
    /// The most items that it holds; with 0, an item waits until it is taken, and its sender with it.
    bound: Option<usize>,
    /// Locked for one step: the items and their places in the sequence belong together.
    state: Mutex<State<T>>,
    not_empty: Waiters,
    /// There is room, or an item was taken that its sender waits for.
    not_full: Waiters,
}

#[derive(Debug)]
struct State<T> {
    /// The items, each with its put.
    items: VecDeque<(Put, T)>,
    senders: usize,
    has_receiver: bool,
}

/// An end that items go into.
#[derive(Debug)]
pub(super) struct Sender<T>(Arc<Channel<T>>);

/// The end that items come out of.
#[derive(Debug)]
pub(super) struct Receiver<T>(Arc<Channel<T>>);

/// Why there is no item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// None was there as long as patience lasted.
    Now,
    /// And there is no sender any more.
    ForEver,
}

/// The two ends of a channel.
pub(super) fn ends<T>(
    bound: Option<usize>,
    created: &'static Location<'static>,
) -> (Sender<T>, Receiver<T>) {
    // What has no room at all is told as what has no limit: an item is in it until it is taken.
    let capacity = bound.filter(|&bound| bound > 0).map(|bound| bound as u64);
    let channel = Arc::new(Channel {
        object: Object::new(ObjectKind::CHANNEL, None, capacity, created),
        bound,
        state: Mutex::new(State {
            items: VecDeque::new(),
            senders: 1,
            has_receiver: true,
        }),
        not_empty: Waiters::new(),
        not_full: Waiters::new(),
    });
    (Sender(Arc::clone(&channel)), Receiver(channel))
}

impl<T> Channel<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records that nothing more comes.
    fn close(&self) {
        if let Some(id) = self.object.id() {
            let sequence = self.object.next_sequence();
            record_unplaced(EventKind::CLOSE, id, sequence, Value::NONE);
        }
    }
}

impl<T> Sender<T> {
    /// Puts an item into the channel, as patience allows.
    pub(super) fn send(
        &self,
        item: T,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Result<(), TrySendError<T>> {
        let channel = &*self.0;
        let defined = channel.object.begin();
        let id = defined.current();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        // Before the lock: the label of a long text is defined by a system call.
        let label = id.map_or(Value::NONE, |_| item::label_of_any(&item));
        let is_full = |state: &MutexGuard<'_, State<T>>| {
            state.has_receiver
                && match (channel.bound, patience) {
                    // It goes to the receiver that waits, or not at all.
                    (Some(0), Patience::None) => {
                        channel.not_empty.count() == 0 || !state.items.is_empty()
                    }
                    (None | Some(0), _) => false,
                    (Some(bound), _) => state.items.len() >= bound,
                }
        };
        let (mut state, has_room) =
            channel
                .not_full
                .wait_and_say(channel.lock(), patience, is_full, &Wait::ROOM, say);
        if !has_room {
            return Err(TrySendError::Full(item));
        }
        if !state.has_receiver {
            say(EventKind::PUT_CLOSED, Value::NONE);
            return Err(TrySendError::Disconnected(item));
        }
        let sequence = channel.object.next_sequence();
        if let Some(id) = id {
            record(EventKind::PUT, id, sequence, label, location);
        }
        state.items.push_back((Put { defined, sequence }, item));
        channel.not_empty.wake_one();
        if channel.bound == Some(0) && !matches!(patience, Patience::None) {
            return self.until_taken(state, sequence, location);
        }
        Ok(())
    }

    /// Waits until the item of this put is taken; gives it back if nobody will.
    fn until_taken(
        &self,
        state: MutexGuard<'_, State<T>>,
        put: u32,
        location: &'static Location<'static>,
    ) -> Result<(), TrySendError<T>> {
        let channel = &*self.0;
        let id = channel.object.id();
        let say = |kind| id.map_or((), |id| record(kind, id, 0, Value::NONE, location));
        let is_there = |state: &MutexGuard<'_, State<T>>| {
            state.has_receiver
                && state
                    .items
                    .front()
                    .is_some_and(|(first, _)| first.sequence <= put)
        };
        say(EventKind::FLUSH_WAIT);
        let (mut state, _) = channel.not_full.wait_while(state, Patience::Endless, is_there);
        let left = state.items.iter().position(|(other, _)| other.sequence == put);
        match left.and_then(|at| state.items.remove(at)) {
            None => {
                say(EventKind::FLUSH);
                Ok(())
            }
            Some((_, item)) => {
                say(EventKind::PUT_CLOSED);
                Err(TrySendError::Disconnected(item))
            }
        }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        self.0.lock().senders += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.senders -= 1;
        if state.senders == 0 && state.has_receiver {
            self.0.close();
            drop(state);
            self.0.not_empty.wake_all();
        }
    }
}

impl<T> Receiver<T> {
    /// Takes the oldest item, as patience allows.
    pub(super) fn receive(
        &self,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Result<T, Missing> {
        let channel = &*self.0;
        let id = channel.object.begin().current();
        let say = |kind, value| id.map_or((), |id| record(kind, id, 0, value, location));
        let is_bare = |state: &MutexGuard<'_, State<T>>| state.items.is_empty() && state.senders > 0;
        let (mut state, in_time) =
            channel
                .not_empty
                .wait_and_say(channel.lock(), patience, is_bare, &Wait::ITEM, say);
        if !in_time {
            return Err(Missing::Now);
        }
        let Some((put, item)) = state.items.pop_front() else {
            say(EventKind::GET_CLOSED, Value::NONE);
            return Err(Missing::ForEver);
        };
        let sequence = channel.object.next_sequence();
        if let Some(id) = put.defined.current() {
            let put = Value::int(put.sequence.into());
            record(EventKind::GET, id, sequence, put, location);
        }
        drop(state);
        match channel.bound {
            // Any of those who wait may be the one whose item it was.
            Some(0) => channel.not_full.wake_all(),
            Some(_) => channel.not_full.wake_one(),
            None => {}
        }
        Ok(item)
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.has_receiver = false;
        if state.senders > 0 {
            self.0.close();
        }
        // Who waits until its item is taken has it back.
        let waits = self.0.bound == Some(0);
        let items = if waits {
            VecDeque::new()
        } else {
            std::mem::take(&mut state.items)
        };
        drop(state);
        self.0.not_full.wake_all();
        // What they do when they go can be to use this channel.
        drop(items);
    }
}
