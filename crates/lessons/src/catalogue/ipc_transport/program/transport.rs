//! What carries the messages, and the two ends of it.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::file::FileOfLines;
use super::pipe::NamedPipe;
#[cfg(feature = "brokers")]
use super::served::Served;
use super::socket::{Tcp, Unix};
use crate::Arguments;

/// The end of a process that sends.
pub(super) trait Outbox {
    /// Sends a message; it is on its way when this returns.
    fn send(&mut self, message: String) -> io::Result<()>;
}

/// The end of the process that receives.
pub(super) trait Inbox {
    /// The next message, as soon as there is one.
    fn receive(&mut self) -> io::Result<String>;
}

/// The end of the process that receives, before the senders are there.
pub(super) trait Listening {
    /// Waits until all senders are there.
    fn meet(self: Box<Self>) -> io::Result<Box<dyn Inbox>>;
}

/// Where senders have nothing to be waited for: the end is ready as it is.
impl<T: Inbox + 'static> Listening for T {
    fn meet(self: Box<Self>) -> io::Result<Box<dyn Inbox>> {
        Ok(self)
    }
}

/// What carries the messages: each process opens its own end.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Transport {
    File(FileOfLines),
    Pipe(NamedPipe),
    Unix(Unix),
    Tcp(Tcp),
    #[cfg(feature = "brokers")]
    Served(Served),
}

impl Transport {
    /// The one that is asked for; what has a name in the system stands in this folder.
    /// A server has an address.
    pub(super) fn new(
        arguments: &Arguments,
        server: Option<SocketAddr>,
        folder: &Path,
        senders: &[&str],
    ) -> io::Result<Self> {
        let name = arguments.word("transport");
        #[cfg(feature = "brokers")]
        if let Some(address) = server {
            return Ok(Self::Served(Served::new(name, address)));
        }
        // Without clients there is no server.
        debug_assert!(server.is_none());
        Ok(match name {
            "file" => Self::File(FileOfLines::new(folder)?),
            "unix" => Self::Unix(Unix::new(folder, senders)),
            "tcp" => Self::Tcp(Tcp::new(senders)),
            _ => Self::Pipe(NamedPipe::new(folder)?),
        })
    }

    /// The end of the sender with this name.
    pub(super) fn connect(&self, name: &str) -> io::Result<Box<dyn Outbox>> {
        match self {
            Self::File(file) => file.append(),
            Self::Pipe(pipe) => pipe.write_end(),
            Self::Unix(unix) => unix.connect(name),
            Self::Tcp(tcp) => tcp.connect(name),
            #[cfg(feature = "brokers")]
            Self::Served(served) => served.connect(),
        }
    }

    /// The receiver's end. Where nobody tells it of a message, it looks again after each pause.
    pub(super) fn listen(&self, pause: Duration) -> io::Result<Box<dyn Listening>> {
        match self {
            Self::File(file) => file.follow(pause),
            Self::Pipe(pipe) => Ok(Box::new(pipe.clone())),
            Self::Unix(unix) => unix.listen(),
            Self::Tcp(tcp) => tcp.listen(),
            #[cfg(feature = "brokers")]
            Self::Served(served) => served.listen(pause),
        }
    }
}
