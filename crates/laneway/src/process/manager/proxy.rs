//! What stands for the objects that a manager keeps.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::link::Link;
use super::wire::{Json, Operation, Place};

/// An object that a manager keeps.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub(super) struct Proxy<T> {
    link: Arc<Link>,
    name: String,
    number: usize,
    #[serde(skip)]
    content: PhantomData<fn(T) -> T>,
}

impl<T> Proxy<T> {
    pub(super) fn new(link: Arc<Link>, name: String, number: usize) -> Self {
        let content = PhantomData;
        Self {
            link,
            name,
            number,
            content,
        }
    }

    fn call(
        &self,
        what: &str,
        operation: Operation,
        location: &'static Location<'static>,
    ) -> io::Result<Json> {
        self.link
            .call(&format!("{}{what}", self.name), operation, location)
    }
}

impl<T> Clone for Proxy<T> {
    fn clone(&self) -> Self {
        Self {
            link: Arc::clone(&self.link),
            name: self.name.clone(),
            ..*self
        }
    }
}

impl<T> fmt::Debug for Proxy<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.name, self.link.name)
    }
}

/// Values by keys that a [`Manager`](super::Manager) keeps. A clone is the same dict; so is what a child gets with its argument. Each
/// entry is a value of its own in the picture.
///
/// All operations fail if the manager is gone; Python raises `EOFError` or `ConnectionRefusedError` then.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Dict<T>(pub(super) Proxy<T>);

impl<T: Serialize + DeserializeOwned> Dict<T> {
    /// The value of this key, as Python's `get`.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn get(&self, key: &str) -> io::Result<Option<T>> {
        let operation = Operation::Get(self.0.number, Place::Key(key.to_owned()));
        let value = self.0.call(&format!("[{key}]"), operation, Location::caller())?;
        Ok(serde_json::from_value(value)?)
    }

    /// Gives this key that value.
    ///
    /// # Errors
    /// The manager is gone, or the value cannot be written as JSON.
    #[track_caller]
    pub fn set(&self, key: &str, value: T) -> io::Result<()> {
        let value = serde_json::to_value(value)?;
        let call = format!("[{key}] = {value}");
        let operation = Operation::Set(self.0.number, Place::Key(key.to_owned()), value);
        self.0.call(&call, operation, Location::caller()).map(drop)
    }

    /// Takes the key out; its value, if it had one.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn remove(&self, key: &str) -> io::Result<Option<T>> {
        let operation = Operation::Remove(self.0.number, Place::Key(key.to_owned()));
        let value = self
            .0
            .call(&format!(".pop({key})"), operation, Location::caller())?;
        Ok(serde_json::from_value(value)?)
    }

    /// How many keys there are.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn len(&self) -> io::Result<usize> {
        let length = self
            .0
            .call(".len()", Operation::Length(self.0.number), Location::caller())?;
        Ok(serde_json::from_value(length)?)
    }

    /// True if there is no key.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// All of it, as it is now: Python's `copy`.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn to_map(&self) -> io::Result<HashMap<String, T>> {
        let copy = self
            .0
            .call(".copy()", Operation::Copy(self.0.number), Location::caller())?;
        Ok(serde_json::from_value(copy)?)
    }
}

/// Values in a row that a [`Manager`](super::Manager) keeps. A clone is the same list; so is what a child gets with its argument. Each
/// operation is one step, also those that read and write.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct List<T>(pub(super) Proxy<T>);

impl<T: Serialize + DeserializeOwned> List<T> {
    /// Adds an item to its end: Python's `append`.
    ///
    /// # Errors
    /// The manager is gone, or the item cannot be written as JSON.
    #[track_caller]
    pub fn push(&self, item: T) -> io::Result<()> {
        let item = serde_json::to_value(item)?;
        let call = format!(".append({item})");
        let operation = Operation::Append(self.0.number, item);
        self.0.call(&call, operation, Location::caller()).map(drop)
    }

    /// The item at this place; a negative one counts from the end, as in Python.
    ///
    /// # Errors
    /// There is none, or the manager is gone.
    #[track_caller]
    pub fn get(&self, index: i64) -> io::Result<T> {
        let operation = Operation::Get(self.0.number, Place::Index(index));
        let item = self
            .0
            .call(&format!("[{index}]"), operation, Location::caller())?;
        Ok(serde_json::from_value(item)?)
    }

    /// Puts an item in the place of the one that is there.
    ///
    /// # Errors
    /// As [`get`](Self::get); or the item cannot be written as JSON.
    #[track_caller]
    pub fn set(&self, index: i64, item: T) -> io::Result<()> {
        let item = serde_json::to_value(item)?;
        let call = format!("[{index}] = {item}");
        let operation = Operation::Set(self.0.number, Place::Index(index), item);
        self.0.call(&call, operation, Location::caller()).map(drop)
    }

    /// Takes out the item at this place: Python's `pop`, whose place is -1 if it is not given.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    #[track_caller]
    pub fn remove(&self, index: i64) -> io::Result<T> {
        let operation = Operation::Remove(self.0.number, Place::Index(index));
        let item = self
            .0
            .call(&format!(".pop({index})"), operation, Location::caller())?;
        Ok(serde_json::from_value(item)?)
    }

    /// How many items there are.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn len(&self) -> io::Result<usize> {
        let length = self
            .0
            .call(".len()", Operation::Length(self.0.number), Location::caller())?;
        Ok(serde_json::from_value(length)?)
    }

    /// True if there is none.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// All of them, as they are now.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn to_vec(&self) -> io::Result<Vec<T>> {
        let copy = self
            .0
            .call("[:]", Operation::Copy(self.0.number), Location::caller())?;
        Ok(serde_json::from_value(copy)?)
    }
}

/// A value that a [`Manager`](super::Manager) keeps: Python's `manager.Value`. A clone is the same value; so is what a child gets with
/// its argument.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct ManagedValue<T>(pub(super) Proxy<T>);

impl<T: Serialize + DeserializeOwned> ManagedValue<T> {
    /// Reads it.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn get(&self) -> io::Result<T> {
        let operation = Operation::Get(self.0.number, Place::Whole);
        let value = self.0.call(".value", operation, Location::caller())?;
        Ok(serde_json::from_value(value)?)
    }

    /// Writes it.
    ///
    /// # Errors
    /// The manager is gone, or the value cannot be written as JSON.
    #[track_caller]
    pub fn set(&self, value: T) -> io::Result<()> {
        let value = serde_json::to_value(value)?;
        let call = format!(".value = {value}");
        let operation = Operation::Set(self.0.number, Place::Whole, value);
        self.0.call(&call, operation, Location::caller()).map(drop)
    }
}

macro_rules! clones {
    ($($proxy:ident)+) => {$(
        impl<T> Clone for $proxy<T> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }
    )+};
}
clones!(Dict List ManagedValue);
