//! Channels, as [`std::sync::mpsc`].
//!
//! A channel that is made while nothing is recorded is `std`'s own. A recorded one has a lock around its items,
//! under which every event gets its place.

use std::panic::Location;
use std::sync::mpsc;
use std::time::Duration;

pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};

use laneway_recorder::client;

use super::channel::{self, Missing};
use crate::waiting::Patience;

/// A channel without a limit: nobody waits to send.
#[track_caller]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    if client::settled_epoch() == 0 {
        let (sender, receiver) = mpsc::channel();
        return (Sender(To::Std(sender)), Receiver(From::Std(receiver)));
    }
    let (sender, receiver) = channel::ends(None, Location::caller());
    (Sender(To::Recorded(sender)), Receiver(From::Recorded(receiver)))
}

/// A channel that holds at most so many items; with 0 a sender waits until its item is taken.
#[track_caller]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    if client::settled_epoch() == 0 {
        let (sender, receiver) = mpsc::sync_channel(bound);
        return (SyncSender(To::Std(sender)), Receiver(From::Std(receiver)));
    }
    let (sender, receiver) = channel::ends(Some(bound), Location::caller());
    (
        SyncSender(To::Recorded(sender)),
        Receiver(From::Recorded(receiver)),
    )
}

/// The end of a [`channel()`] that items go into. A clone is one more.
#[derive(Debug)]
pub struct Sender<T>(To<mpsc::Sender<T>, T>);

/// The end of a [`sync_channel`] that items go into. A clone is one more.
#[derive(Debug)]
pub struct SyncSender<T>(To<mpsc::SyncSender<T>, T>);

/// The end that items come out of.
#[derive(Debug)]
pub struct Receiver<T>(From<T>);

#[derive(Debug)]
enum To<S, T> {
    Std(S),
    Recorded(channel::Sender<T>),
}

#[derive(Debug)]
enum From<T> {
    Std(mpsc::Receiver<T>),
    Recorded(channel::Receiver<T>),
}

impl<S, T> To<S, T> {
    /// Puts an item into the channel, which is only ever refused because nobody receives.
    fn send(
        &self,
        item: T,
        by_std: fn(&S, T) -> Result<(), SendError<T>>,
        location: &'static Location<'static>,
    ) -> Result<(), SendError<T>> {
        match self {
            Self::Std(sender) => by_std(sender, item),
            Self::Recorded(sender) => {
                let sent = sender.send(item, Patience::Endless, location);
                sent.map_err(|error| match error {
                    TrySendError::Full(item) | TrySendError::Disconnected(item) => SendError(item),
                })
            }
        }
    }
}

impl<S: Clone, T> Clone for To<S, T> {
    fn clone(&self) -> Self {
        match self {
            Self::Std(sender) => Self::Std(sender.clone()),
            Self::Recorded(sender) => Self::Recorded(sender.clone()),
        }
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Clone for SyncSender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Sender<T> {
    /// Puts an item into the channel.
    ///
    /// # Errors
    /// There is no receiver any more.
    #[track_caller]
    pub fn send(&self, item: T) -> Result<(), SendError<T>> {
        self.0.send(item, mpsc::Sender::send, Location::caller())
    }
}

impl<T> SyncSender<T> {
    /// Puts an item into the channel as soon as there is room.
    ///
    /// # Errors
    /// There is no receiver any more.
    #[track_caller]
    pub fn send(&self, item: T) -> Result<(), SendError<T>> {
        self.0.send(item, mpsc::SyncSender::send, Location::caller())
    }

    /// Puts an item into the channel if there is room.
    ///
    /// # Errors
    /// There is none, or no receiver any more.
    #[track_caller]
    pub fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        match &self.0 {
            To::Std(sender) => sender.try_send(item),
            To::Recorded(sender) => sender.send(item, Patience::None, Location::caller()),
        }
    }
}

impl<T> Receiver<T> {
    /// Takes the oldest item, as soon as there is one.
    ///
    /// # Errors
    /// There is none, and no sender any more.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        match &self.0 {
            From::Std(receiver) => receiver.recv(),
            From::Recorded(receiver) => receiver
                .receive(Patience::Endless, Location::caller())
                .map_err(|_| RecvError),
        }
    }

    /// Takes the oldest item if there is one.
    ///
    /// # Errors
    /// There is none, perhaps for ever.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        match &self.0 {
            From::Std(receiver) => receiver.try_recv(),
            From::Recorded(receiver) => {
                let item = receiver.receive(Patience::None, Location::caller());
                item.map_err(|missing| match missing {
                    Missing::Now => TryRecvError::Empty,
                    Missing::ForEver => TryRecvError::Disconnected,
                })
            }
        }
    }

    /// Takes the oldest item, if there is one before the time is over.
    ///
    /// # Errors
    /// There was none, perhaps for ever.
    #[track_caller]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        match &self.0 {
            From::Std(receiver) => receiver.recv_timeout(timeout),
            From::Recorded(receiver) => {
                let item = receiver.receive(Patience::of(timeout), Location::caller());
                item.map_err(|missing| match missing {
                    Missing::Now => RecvTimeoutError::Timeout,
                    Missing::ForEver => RecvTimeoutError::Disconnected,
                })
            }
        }
    }

    /// Takes items, and waits for them, until there is no sender any more.
    #[track_caller]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter {
            receiver: self,
            place: Location::caller(),
        }
    }

    /// Takes the items that are there.
    #[track_caller]
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter {
            receiver: self,
            place: Location::caller(),
        }
    }

    fn next(&self, patience: Patience, place: &'static Location<'static>) -> Option<T> {
        match (&self.0, patience) {
            (From::Std(receiver), Patience::None) => receiver.try_recv().ok(),
            (From::Std(receiver), _) => receiver.recv().ok(),
            (From::Recorded(receiver), patience) => receiver.receive(patience, place).ok(),
        }
    }
}

/// What [`Receiver::iter`] gives.
#[derive(Debug)]
pub struct Iter<'a, T> {
    receiver: &'a Receiver<T>,
    place: &'static Location<'static>,
}

/// What [`Receiver::try_iter`] gives.
#[derive(Debug)]
pub struct TryIter<'a, T> {
    receiver: &'a Receiver<T>,
    place: &'static Location<'static>,
}

/// What a [`Receiver`] gives that is gone through.
#[derive(Debug)]
pub struct IntoIter<T> {
    receiver: Receiver<T>,
    place: &'static Location<'static>,
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.next(Patience::Endless, self.place)
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.next(Patience::None, self.place)
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.receiver.next(Patience::Endless, self.place)
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    #[track_caller]
    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    #[track_caller]
    fn into_iter(self) -> IntoIter<T> {
        IntoIter {
            receiver: self,
            place: Location::caller(),
        }
    }
}
