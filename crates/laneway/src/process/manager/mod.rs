//! A process that keeps values for others, as Python's `multiprocessing.Manager`.

mod content;
mod link;
mod proxy;
mod server;
mod wire;

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::panic::Location;
use std::sync::Arc;

use laneway_trace::ObjectKind;
use serde::Serialize;

use super::handoff::Shared;
use super::shared::{Sequence, SharedObject};
use super::{Builder, Process, StartMethod};
use crate::system;
use link::Link;
use proxy::Proxy;
pub use proxy::{Dict, List, ManagedValue};
use server::Seat;
use wire::{Content, Operation};

/// A process that keeps dicts, lists and values for others. Each operation on one is a call over a Unix socket, and
/// its reply; the manager serves one after another, so an operation is never half done. What happens between two of
/// them is up to the program, as in Python: `stock["apples"] -= 1` is a read and a write.
///
/// The manager ends when this is dropped in the process that made it, or when that process is gone.
///
/// ```no_run
/// use laneway::process::{Manager, StartMethod};
///
/// let manager = Manager::start("manager", StartMethod::Fork)?;
/// let stock = manager.dict::<i64>("stock")?;
/// stock.set("apples", 3)?;
/// assert_eq!(stock.get("apples")?, Some(3));
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct Manager {
    link: Arc<Link>,
    process: Process,
    /// The process that made it.
    owner: u32,
    created: &'static Location<'static>,
}

impl Manager {
    /// Starts a manager's process with this name.
    ///
    /// # Errors
    /// As [`Builder::start`].
    #[track_caller]
    pub fn start(name: impl Into<String>, method: StartMethod) -> io::Result<Self> {
        let name = name.into();
        let (ours, theirs) = UnixStream::pair()?;
        let object = SharedObject::define(ObjectKind::MANAGER, &name, None);
        let seat = Seat {
            object,
            sequence: Sequence::page()?,
            door: Shared(OwnedFd::from(theirs).into()),
            owner: Shared(system::open_process(rustix::process::getpid())?.into()),
        };
        let link = Link {
            name: name.clone(),
            object,
            sequence: seat.sequence.another()?,
            door: Shared(OwnedFd::from(ours).into()),
        };
        let builder = Builder::new(name).start_method(method).daemon(true);
        Ok(Self {
            process: builder.start(server::serve, seat)?,
            link: Arc::new(link),
            owner: super::id(),
            created: Location::caller(),
        })
    }

    /// Makes an empty dict.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn dict<T>(&self, name: impl Into<String>) -> io::Result<Dict<T>> {
        let name = name.into();
        self.make(name, Content::Dict, Location::caller()).map(Dict)
    }

    /// Makes an empty list.
    ///
    /// # Errors
    /// The manager is gone.
    #[track_caller]
    pub fn list<T>(&self, name: impl Into<String>) -> io::Result<List<T>> {
        let name = name.into();
        self.make(name, Content::List, Location::caller()).map(List)
    }

    /// Makes a value.
    ///
    /// # Errors
    /// The manager is gone, or the value cannot be written as JSON.
    #[track_caller]
    pub fn value<T: Serialize>(
        &self,
        name: impl Into<String>,
        value: &T,
    ) -> io::Result<ManagedValue<T>> {
        let content = Content::Value(serde_json::to_value(value)?);
        self.make(name.into(), content, Location::caller())
            .map(ManagedValue)
    }

    /// Its process.
    pub fn process(&self) -> &Process {
        &self.process
    }

    /// Ends the manager and waits for that: Python's `shutdown()`. What it keeps is gone.
    #[track_caller]
    pub fn shutdown(self) {
        self.stop(Location::caller());
    }

    fn make<T>(
        &self,
        name: String,
        content: Content,
        location: &'static Location<'static>,
    ) -> io::Result<Proxy<T>> {
        let called = match content {
            Content::Dict => "dict()",
            Content::List => "list()",
            Content::Value(_) => "Value()",
        };
        let (call, operation) = (
            format!("{name} = {called}"),
            Operation::Make(name.clone(), content),
        );
        let number = self.link.call(&call, operation, location)?;
        Ok(Proxy::new(
            Arc::clone(&self.link),
            name,
            serde_json::from_value(number)?,
        ))
    }

    fn stop(&self, location: &'static Location<'static>) {
        // One that is gone already has nothing to be asked.
        let _ = self.link.call("shutdown()", Operation::Shutdown, location);
        self.process.join_at(location);
    }
}

impl Drop for Manager {
    fn drop(&mut self) {
        // A forked child has a copy of this, and the manager is not its own.
        if self.owner == super::id() && self.process.exit_code().is_none() {
            self.stop(self.created);
        }
    }
}
