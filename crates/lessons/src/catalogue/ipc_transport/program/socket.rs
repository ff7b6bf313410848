//! Sockets: the receiver listens, and each sender has a connection of its own to it.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::fd::AsFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use laneway::io::{Readiness, Watched};
use laneway::process::{Messages, Value};
use serde::{Deserialize, Serialize};

use super::transport::{Inbox, Listening, Outbox};

/// What each sender puts into its connection, by its name.
type Ways = Vec<(String, Messages<String>)>;

fn ways(senders: &[&str]) -> Ways {
    let way = |name: &&str| ((*name).to_owned(), Messages::socket(format!("{name} → receiver")));
    senders.iter().map(way).collect()
}

/// Sockets that are found by a path.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Unix {
    path: PathBuf,
    ways: Ways,
}

impl Unix {
    pub(super) fn new(folder: &Path, senders: &[&str]) -> Self {
        let (path, ways) = (folder.join("receiver"), ways(senders));
        Self { path, ways }
    }

    pub(super) fn connect(&self, name: &str) -> io::Result<Box<dyn Outbox>> {
        Sender::connected(UnixStream::connect(&self.path)?, name, &self.ways)
    }

    pub(super) fn listen(&self) -> io::Result<Box<dyn Listening>> {
        let listener = UnixListener::bind(&self.path)?;
        let accept = move || listener.accept().map(|(socket, _)| socket);
        let try_clone = UnixStream::try_clone;
        let ways = self.ways.clone();
        Ok(Box::new(Listener { accept, try_clone, ways }))
    }
}

/// Sockets that are found by a port of this machine, here by one that is free.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Tcp {
    port: Value,
    ways: Ways,
}

impl Tcp {
    pub(super) fn new(senders: &[&str]) -> Self {
        let (port, ways) = (Value::new("port", 0), ways(senders));
        Self { port, ways }
    }

    pub(super) fn connect(&self, name: &str) -> io::Result<Box<dyn Outbox>> {
        let port = u16::try_from(self.port.get()).map_err(io::Error::other)?;
        let socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        // What is so short would wait for more.
        socket.set_nodelay(true)?;
        Sender::connected(socket, name, &self.ways)
    }

    pub(super) fn listen(&self) -> io::Result<Box<dyn Listening>> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        self.port.set(listener.local_addr()?.port().into());
        let accept = move || listener.accept().map(|(socket, _)| socket);
        let try_clone = TcpStream::try_clone;
        let ways = self.ways.clone();
        Ok(Box::new(Listener { accept, try_clone, ways }))
    }
}

struct Sender<S> {
    socket: S,
    messages: Messages<String>,
}

impl<S: Write + 'static> Sender<S> {
    /// Says who it is, in the first line.
    fn connected(mut socket: S, name: &str, ways: &Ways) -> io::Result<Box<dyn Outbox>> {
        writeln!(socket, "{name}")?;
        let messages = way_of(name, ways)?;
        Ok(Box::new(Self { socket, messages }))
    }
}

fn way_of(name: &str, ways: &Ways) -> io::Result<Messages<String>> {
    let way = ways.iter().find(|(sender, _)| sender == name);
    way.map(|(_, messages)| messages.clone()).ok_or(ErrorKind::NotFound.into())
}

impl<S: Write> Outbox for Sender<S> {
    fn send(&mut self, message: String) -> io::Result<()> {
        let Self { socket, messages } = self;
        messages.put(&message, |line| socket.write_all(format!("{line}\n").as_bytes()))
    }
}

struct Listener<A, S> {
    accept: A,
    try_clone: fn(&S) -> io::Result<S>,
    ways: Ways,
}

impl<S: Read + AsFd + 'static, A: FnMut() -> io::Result<S>> Listening for Listener<A, S> {
    fn meet(mut self: Box<Self>) -> io::Result<Box<dyn Inbox>> {
        let mut connections = Vec::new();
        for _ in 0..self.ways.len() {
            let socket = (self.accept)()?;
            let mut lines = BufReader::new((self.try_clone)(&socket)?);
            let mut name = String::new();
            lines.read_line(&mut name)?;
            let messages = way_of(name.trim_end(), &self.ways)?;
            let socket = Watched::new(name.trim_end().to_owned(), socket);
            connections.push(Connection { socket, lines, messages });
        }
        Ok(Box::new(Receiver { connections }))
    }
}

/// The receiver's end of all connections.
struct Receiver<S> {
    connections: Vec<Connection<S>>,
}

struct Connection<S> {
    socket: Watched<S>,
    lines: BufReader<S>,
    messages: Messages<String>,
}

impl<S: Read + AsFd> Inbox for Receiver<S> {
    fn receive(&mut self) -> io::Result<String> {
        loop {
            let number = self.ready()?;
            let Connection { lines, messages, .. } = &mut self.connections[number];
            if !lines.fill_buf()?.is_empty() {
                return messages.get(lines, next_line, no_more);
            }
            // The sender has closed it.
            self.connections.remove(number);
        }
    }
}

impl<S: Read + AsFd> Receiver<S> {
    /// A connection that has something to read; sleeps until there is one.
    fn ready(&self) -> io::Result<usize> {
        let buffered = self.connections.iter().position(|it| !it.lines.buffer().is_empty());
        if let Some(number) = buffered {
            return Ok(number);
        }
        let mut readiness = Readiness::new()?;
        for (number, connection) in (0..).zip(&self.connections) {
            readiness = readiness.add(&connection.socket, number)?;
        }
        let ready = readiness.wait(None)?;
        ready.first().map(|&number| number as usize).ok_or(ErrorKind::UnexpectedEof.into())
    }
}

fn next_line(lines: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    lines.read_line(&mut line)?;
    Ok(line.ends_with('\n').then_some(line))
}

/// The sender is gone in the middle of a message.
fn no_more(_: &mut impl BufRead) -> io::Result<String> {
    Err(ErrorKind::UnexpectedEof.into())
}
