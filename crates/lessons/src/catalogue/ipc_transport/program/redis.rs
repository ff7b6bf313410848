//! Redis has lists: senders push to one end, the receiver takes from the other.

use std::io;

use ::redis::{Client, Commands, Connection};
use laneway::process::Messages;

use super::served::{PATIENCE, Served};
use super::transport::{Inbox, Outbox};

pub(super) struct Redis {
    connection: Connection,
    list: String,
    messages: Messages<String>,
}

impl Redis {
    pub(super) fn connect(served: &Served) -> io::Result<Self> {
        let client = Client::open(format!("redis://{}", served.address)).map_err(io::Error::other)?;
        Ok(Self {
            connection: client.get_connection_with_timeout(PATIENCE).map_err(io::Error::other)?,
            list: served.name.clone(),
            messages: served.messages.clone(),
        })
    }
}

impl Outbox for Redis {
    fn send(&mut self, message: String) -> io::Result<()> {
        let Self { connection, list, messages } = self;
        messages.put_confirmed(&message, "Redis", |line| {
            connection.rpush::<_, _, ()>(&*list, line).map_err(io::Error::other)
        })
    }
}

impl Inbox for Redis {
    fn receive(&mut self) -> io::Result<String> {
        let Self { connection, list, messages } = self;
        messages.get(
            connection,
            |connection| connection.lpop(&*list, None).map_err(io::Error::other),
            // The server answers when there is something.
            |connection| {
                let popped: Result<[String; 2], _> = connection.blpop(&*list, 0.0);
                popped.map(|[_, line]| line).map_err(io::Error::other)
            },
        )
    }
}
