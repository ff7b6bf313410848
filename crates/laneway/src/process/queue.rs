//! A first-in, first-out queue between processes over a real pipe, as Python's `multiprocessing.Queue`.

use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::frames::{Frame, Frames};
use crate::failure::fail;
use crate::queue::{GetError, PutError};
use crate::waiting::Patience;
use crate::{Item, Label};

/// A queue between processes. A clone is the same queue; so is what a child gets with its argument.
///
/// Who puts waits for a free place, if there is a bound, and never for the pipe: what it has no room for is fed to it
/// by a thread, `name.feeder`, out of `name.buffer`. As in Python, the end of a process waits until that is done, so
/// whoever waits for its end must take what it has put first; a process with a feeder cannot fork.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Queue<T> {
    frames: Arc<Frames>,
    #[serde(skip)]
    items: PhantomData<fn(T) -> T>,
}

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self {
            frames: Arc::clone(&self.frames),
            items: PhantomData,
        }
    }
}

impl<T: Item + Serialize + DeserializeOwned> Queue<T> {
    /// A queue that holds at most `capacity` items; any number for `None` or 0, as in Python. Items go
    /// through the pipe as JSON.
    ///
    /// # Panics
    /// The system has no room for another pipe or shared memory.
    #[track_caller]
    pub fn new(name: impl AsRef<str>, capacity: Option<usize>) -> Self {
        let (name, location) = (name.as_ref(), Location::caller());
        let frames = Frames::new(name, capacity.filter(|&capacity| capacity > 0));
        let frames = match frames {
            Ok(frames) => frames,
            Err(error) => fail(&format!("making the queue `{name}`"), error, location),
        };
        Self {
            frames: Arc::new(frames),
            items: PhantomData,
        }
    }

    /// Puts the item at the end of the queue, as soon as there is room.
    ///
    /// # Panics
    /// The item cannot be written as JSON.
    #[track_caller]
    pub fn put(&self, item: T) {
        // Without an end to the wait there is no refusal.
        let _ = self.put_with(item, Patience::Endless, Location::caller());
    }

    /// Puts the item at the end of the queue if there is room.
    ///
    /// # Errors
    /// The queue is full.
    ///
    /// # Panics
    /// As [`put`](Self::put).
    #[track_caller]
    pub fn try_put(&self, item: T) -> Result<(), PutError<T>> {
        self.put_with(item, Patience::None, Location::caller())
    }

    /// Puts the item at the end of the queue, if there is room before the time is over.
    ///
    /// # Errors
    /// The queue was full all the time.
    ///
    /// # Panics
    /// As [`put`](Self::put).
    #[track_caller]
    pub fn put_timeout(&self, item: T, timeout: Duration) -> Result<(), PutError<T>> {
        self.put_with(item, Patience::of(timeout), Location::caller())
    }

    /// Takes the oldest item, as soon as there is one.
    ///
    /// # Panics
    /// What comes out of the pipe is no item: another process broke it.
    #[track_caller]
    pub fn get(&self) -> T {
        let location = Location::caller();
        loop {
            if let Ok(item) = self.get_with(Patience::Endless, location) {
                return item;
            }
        }
    }

    /// Takes the oldest item if there is one.
    ///
    /// # Errors
    /// The queue is empty.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    #[track_caller]
    pub fn try_get(&self) -> Result<T, GetError> {
        self.get_with(Patience::None, Location::caller())
    }

    /// Takes the oldest item, if there is one before the time is over.
    ///
    /// # Errors
    /// The queue was empty all the time.
    ///
    /// # Panics
    /// As [`get`](Self::get).
    #[track_caller]
    pub fn get_timeout(&self, timeout: Duration) -> Result<T, GetError> {
        self.get_with(Patience::of(timeout), Location::caller())
    }

    /// How many items are in it now. Another process may change that at once.
    pub fn len(&self) -> usize {
        self.frames.len()
    }

    /// True if there is none now.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[track_caller]
    fn put_with(
        &self,
        item: T,
        patience: Patience,
        location: &'static Location<'static>,
    ) -> Result<(), PutError<T>> {
        let frames = &self.frames;
        let content = serde_json::to_vec(&item);
        let content = match content {
            Ok(content) => content,
            Err(error) => panic!("an item for `{}`: {error}", frames.name()),
        };
        let label = if frames.begin_put() {
            item.label().into_owned()
        } else {
            Label::Number(0)
        };
        let frame = Frame {
            content,
            label,
            location,
        };
        match frames.put(frame, patience) {
            Ok(true) => Ok(()),
            Ok(false) => Err(PutError::Full(item)),
            Err(error) => {
                let call = format!("writing to the pipe of `{}`", frames.name());
                fail(&call, error, location)
            }
        }
    }

    #[track_caller]
    fn get_with(&self, patience: Patience, location: &'static Location<'static>) -> Result<T, GetError> {
        let item = match self.frames.get(patience, location) {
            Ok(Some(json)) => serde_json::from_slice(&json).map_err(std::io::Error::from),
            Ok(None) => return Err(GetError::Empty),
            Err(error) => Err(error),
        };
        match item {
            Ok(item) => Ok(item),
            Err(error) => {
                let call = format!("reading from the pipe of `{}`", self.frames.name());
                fail(&call, error, location)
            }
        }
    }
}
