//! Servers that keep messages: every process is a client of the server.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use laneway::process::Messages;
use serde::{Deserialize, Serialize};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::kafka::Kafka;
use super::memcached::Memcached;
use super::rabbitmq::RabbitMq;
use super::redis::Redis;
use super::transport::{Listening, Outbox};

/// Where a server is, and what the conversation is called there.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Served {
    /// The server's name, as settings have it.
    kind: String,
    pub(super) address: SocketAddr,
    /// Of what holds the messages; no other run has it.
    pub(super) name: String,
    pub(super) messages: Messages<String>,
}

impl Served {
    pub(super) fn new(kind: &str, address: SocketAddr) -> Self {
        let name = format!("laneway-{}-{}", std::process::id(), fastrand::u32(..));
        let messages = if kind == "kafka" { Messages::topic("messages") } else { Messages::queue("messages") };
        let kind = kind.to_owned();
        Self { kind, address, name, messages }
    }

    pub(super) fn connect(&self) -> io::Result<Box<dyn Outbox>> {
        Ok(match &*self.kind {
            "memcached" => Box::new(Memcached::connect(self, Duration::ZERO)?),
            "redis" => Box::new(Redis::connect(self)?),
            "rabbitmq" => Box::new(RabbitMq::connect(self)?),
            _ => Box::new(Kafka::connect(self)?),
        })
    }

    /// What is to be there before anybody sends is made by the receiver.
    pub(super) fn listen(&self, pause: Duration) -> io::Result<Box<dyn Listening>> {
        Ok(match &*self.kind {
            "memcached" => Box::new(Memcached::connect(self, pause)?.with_a_count()?),
            "redis" => Box::new(Redis::connect(self)?),
            "rabbitmq" => Box::new(RabbitMq::connect(self)?.with_a_queue()?),
            _ => Box::new(Kafka::connect(self)?.with_an_end()),
        })
    }
}

/// How long a server may take for an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// The thread on which an asynchronous client runs, while somebody waits for what it does.
pub(super) struct Client(Runtime);

impl Client {
    pub(super) fn new() -> io::Result<Self> {
        Builder::new_current_thread().enable_all().build().map(Self)
    }

    /// Waits for an answer, but not for ever.
    pub(super) fn ask<T, E: std::error::Error + Send + Sync + 'static>(
        &self,
        question: impl Future<Output = Result<T, E>>,
    ) -> io::Result<T> {
        let answer = self.0.block_on(async { timeout(PATIENCE, question).await });
        answer?.map_err(io::Error::other)
    }

    /// Waits for what may take any time.
    pub(super) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.0.block_on(future)
    }
}

/// A message as text.
pub(super) fn text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(io::Error::other)
}
