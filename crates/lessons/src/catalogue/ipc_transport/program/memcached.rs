//! memcached keeps values by keys, for a while. Messages are numbered, and the receiver asks for the next number.

use std::io;
use std::time::Duration;

use async_memcached::AsciiProtocol;
use laneway::process::Messages;
use laneway::sleep;

use super::served::{Client, Served, text};
use super::transport::{Inbox, Outbox};

pub(super) struct Memcached {
    client: Client,
    connection: async_memcached::Client,
    /// The key of the number of messages; that of a message has its number behind it.
    count: String,
    taken: u64,
    pause: Duration,
    messages: Messages<String>,
}

/// Of what nobody asks for, so that nothing is left behind.
const LIFE_SECONDS: Option<i64> = Some(60);

impl Memcached {
    pub(super) fn connect(served: &Served, pause: Duration) -> io::Result<Self> {
        let client = Client::new()?;
        let address = format!("tcp://{}", served.address);
        Ok(Self {
            connection: client.ask(async_memcached::Client::new(address))?,
            client,
            count: served.name.clone(),
            taken: 0,
            pause,
            messages: served.messages.clone(),
        })
    }

    pub(super) fn with_a_count(mut self) -> io::Result<Self> {
        let Self { client, connection, count, .. } = &mut self;
        client.ask(connection.set(&*count, "0", LIFE_SECONDS, None))?;
        Ok(self)
    }
}

impl Outbox for Memcached {
    fn send(&mut self, message: String) -> io::Result<()> {
        let Self { client, connection, count, .. } = self;
        self.messages.put_confirmed(&message, "memcached", |line| {
            let number = client.ask(connection.increment(&*count, 1))?;
            client.ask(connection.set(format!("{count}-{number}"), line, LIFE_SECONDS, None))
        })
    }
}

impl Inbox for Memcached {
    /// The server says at once that there is nothing; it tells nobody when there is.
    fn receive(&mut self) -> io::Result<String> {
        let key = format!("{}-{}", self.count, self.taken + 1);
        loop {
            let Self { client, connection, .. } = self;
            let message = self.messages.try_get(|| {
                let value = client.ask(connection.get(&key))?;
                value.and_then(|value| value.data).map(text).transpose()
            })?;
            if let Some(message) = message {
                client.ask(connection.delete(&key))?;
                self.taken += 1;
                return Ok(message);
            }
            sleep(self.pause);
        }
    }
}
