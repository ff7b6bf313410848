//! Servers that lessons talk to: one that runs already, or a private one for the length of a run.

mod known;
mod private;

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use known::{Known, known};
use private::Private;

/// A server to talk to. A private one is ended when this goes out of scope, and its data are gone.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    private: Option<Private>,
}

/// Why there is no server: a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// There is no program to start one by.
    #[error(
        "{} is not installed here: {} brings it, or `--set address=HOST:PORT` names a server that runs already",
        .0.title, .0.install
    )]
    NotInstalled(&'static Known),
    /// Nobody listens at the address that was given.
    #[error(
        "nobody listens at {address}: {} would, started there by `{}`, or leave `address` out, and the run has a \
         server of its own", known.title, known.typed(address)
    )]
    NobodyListens {
        /// Which was asked for.
        known: &'static Known,
        /// Where.
        address: String,
    },
    /// Somebody listens who is another one.
    #[error("who listens at {address} does not answer as {} does: see whose address it is", known.title)]
    Another {
        /// Which was asked for.
        known: &'static Known,
        /// Where.
        address: SocketAddr,
    },
    /// There is something else to talk to.
    #[error("`address` is that of a server, and {0} is none: leave it out")]
    NoServer(String),
    /// This program cannot talk to servers.
    #[error(
        "this program was built without clients for servers: `cargo build --release -p laneway-cli --features \
         brokers` builds the command with them"
    )]
    NoClients,
    /// The program ended, or does not begin to listen.
    #[error("{} does not start: {why}", known.title)]
    DoesNotStart {
        /// Which.
        known: &'static Known,
        /// What it said last.
        why: String,
    },
}

/// How long a connection may take, and the first answer: to this machine mostly.
const CONNECTING: Duration = Duration::from_secs(3);

impl Server {
    /// What a run needs that talks to the server with this name, at this address if it is not empty; `None` if there
    /// is no such server. Starts one where there is no address.
    ///
    /// # Errors
    /// There is none, and none can be started.
    pub fn for_run(name: &str, address: &str) -> Result<Option<Self>, ServerError> {
        match source(name, address)? {
            None => Ok(None),
            Some(Source::Address(address)) => Ok(Some(Self {
                address,
                private: None,
            })),
            Some(Source::Program(known, program)) => Self::start(known, &program).map(Some),
        }
    }

    fn start(known: &'static Known, program: &Path) -> Result<Self, ServerError> {
        let private = Private::start(known, program)?;
        let address = private.address();
        let private = Some(private);
        Ok(Self { address, private })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// True if it is there for this run alone.
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }
}

/// Where a server comes from.
enum Source {
    Address(SocketAddr),
    Program(&'static Known, PathBuf),
}

/// Sees whether a run with this server can begin.
///
/// # Errors
/// As [`Server::for_run`], for all that can be seen beforehand.
pub fn check(name: &str, address: &str) -> Result<(), ServerError> {
    source(name, address).map(drop)
}

fn source(name: &str, address: &str) -> Result<Option<Source>, ServerError> {
    let Some(known) = known(name) else {
        if address.is_empty() {
            return Ok(None);
        }
        return Err(ServerError::NoServer(name.to_owned()));
    };
    if !cfg!(feature = "brokers") {
        return Err(ServerError::NoClients);
    }
    if address.is_empty() {
        let program = known.program().ok_or(ServerError::NotInstalled(known))?;
        return Ok(Some(Source::Program(known, program)));
    }
    let mut addresses = address.to_socket_addrs().into_iter().flatten();
    let greeted = addresses.find_map(|address| Some((address, greet(known, address).ok()?)));
    let (address, answers) = greeted.ok_or_else(|| ServerError::NobodyListens {
        known,
        address: address.to_owned(),
    })?;
    if answers {
        Ok(Some(Source::Address(address)))
    } else {
        Err(ServerError::Another { known, address })
    }
}

/// Whether the server at this address answers as this one does; an error if nobody listens.
fn greet(known: &Known, address: SocketAddr) -> io::Result<bool> {
    let (words, expected) = known.greeting;
    let mut connection = TcpStream::connect_timeout(&address, CONNECTING)?;
    connection.set_read_timeout(Some(CONNECTING))?;
    let mut answer = vec![0; expected.len()];
    let heard = connection
        .write_all(words)
        .and_then(|()| connection.read_exact(&mut answer));
    Ok(heard.is_ok() && answer == expected)
}

#[cfg(test)]
mod tests;
