//! Why a future has no result, and why a pool takes no task.

use std::any::Any;
use std::fmt;

/// Why a future has no result.
pub enum Error {
    /// The task was called off before it began: `CancelledError`.
    Cancelled,
    /// The task panicked: what it panicked with.
    Panicked(Box<dyn Any + Send>),
    /// The pool broke before the task was over, and why: `BrokenProcessPool`.
    Broken(String),
}

impl Error {
    /// The message of a panic; `None` for one without, and for other errors.
    pub fn panic_message(&self) -> Option<&str> {
        match self {
            Self::Panicked(payload) => message(&**payload),
            Self::Cancelled | Self::Broken(_) => None,
        }
    }

    /// The same error for somebody else: of a panic the message alone.
    pub(super) fn copy(&self) -> Self {
        match self {
            Self::Cancelled => Self::Cancelled,
            Self::Panicked(payload) => Self::Panicked(match message(&**payload) {
                Some(message) => Box::new(message.to_owned()),
                None => Box::new(()),
            }),
            Self::Broken(reason) => Self::Broken(reason.clone()),
        }
    }
}

/// What a panic says, if it is a text, which it is unless the program uses `panic_any`.
pub(super) fn message(payload: &(dyn Any + Send)) -> Option<&str> {
    let text = payload.downcast_ref::<&'static str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => formatter.write_str("Cancelled"),
            Self::Panicked(payload) => formatter
                .debug_tuple("Panicked")
                .field(&message(&**payload).unwrap_or("something without a message"))
                .finish(),
            Self::Broken(reason) => formatter.debug_tuple("Broken").field(reason).finish(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => formatter.write_str("the task was called off"),
            Self::Panicked(payload) => match message(&**payload) {
                Some(message) => write!(formatter, "the task panicked: {message}"),
                None => formatter.write_str("the task panicked"),
            },
            Self::Broken(reason) => write!(formatter, "the pool is broken: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

/// Why a pool takes no task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The pool was shut down: `RuntimeError` in Python.
    ShutDown,
    /// The pool is broken, and why: `BrokenProcessPool`.
    Broken(String),
    /// The task cannot be sent to another process, and why.
    Unsendable(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShutDown => formatter.write_str("the pool was shut down before this task came"),
            Self::Broken(reason) => write!(formatter, "the pool is broken: {reason}"),
            Self::Unsendable(reason) => {
                write!(formatter, "the task cannot be sent to a worker: {reason}")
            }
        }
    }
}

impl std::error::Error for Refused {}
