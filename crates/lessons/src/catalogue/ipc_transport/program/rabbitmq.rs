//! RabbitMQ has queues. A queue is asked for a message, or brings messages to who consumes it.

use std::io;

use amqprs::channel::{
    BasicAckArguments, BasicCancelArguments, BasicConsumeArguments, BasicGetArguments, BasicPublishArguments,
    BasicQosArguments, Channel, QueueDeclareArguments,
};
use amqprs::connection::{Connection, OpenConnectionArguments};
use amqprs::{BasicProperties, Deliver};
use laneway::process::Messages;

use super::served::{Client, Served, text};
use super::transport::{Inbox, Outbox};

pub(super) struct RabbitMq {
    client: Client,
    channel: Channel,
    connection: Connection,
    queue: String,
    messages: Messages<String>,
}

impl RabbitMq {
    pub(super) fn connect(served: &Served) -> io::Result<Self> {
        let client = Client::new()?;
        let (host, port) = (served.address.ip().to_string(), served.address.port());
        let (connection, channel) = client.ask(async {
            let guest = OpenConnectionArguments::new(&host, port, "guest", "guest");
            let connection = Connection::open(&guest).await?;
            let channel = connection.open_channel(None).await?;
            // What is published is in the queue when that is committed.
            channel.tx_select().await?;
            channel.basic_qos(BasicQosArguments::new(0, 1, false)).await?;
            Ok::<_, amqprs::error::Error>((connection, channel))
        })?;
        let (queue, messages) = (served.name.clone(), served.messages.clone());
        Ok(Self { client, channel, connection, queue, messages })
    }

    /// It is this connection's, and is gone with it; others can only put into it.
    pub(super) fn with_a_queue(self) -> io::Result<Self> {
        let mut queue = QueueDeclareArguments::new(&self.queue);
        self.client.ask(self.channel.queue_declare(queue.exclusive(true).finish()))?;
        Ok(self)
    }
}

impl Drop for RabbitMq {
    fn drop(&mut self) {
        let (connection, channel) = (self.connection.clone(), self.channel.clone());
        // The server may be gone; then there is nothing to close.
        let _ = self.client.ask(async {
            channel.close().await?;
            connection.close().await
        });
    }
}

impl Outbox for RabbitMq {
    fn send(&mut self, message: String) -> io::Result<()> {
        let Self { client, channel, queue, .. } = self;
        self.messages.put_confirmed(&message, "RabbitMQ", |line| {
            let to_queue = BasicPublishArguments::new("", queue);
            client.ask(async {
                channel.basic_publish(BasicProperties::default(), line.into(), to_queue).await?;
                channel.tx_commit().await
            })
        })
    }
}

impl Inbox for RabbitMq {
    fn receive(&mut self) -> io::Result<String> {
        let messages = self.messages.clone();
        messages.get(self, Self::message_if_any, Self::next_message)
    }
}

impl RabbitMq {
    fn message_if_any(&mut self) -> io::Result<Option<String>> {
        let mut from_queue = BasicGetArguments::new(&self.queue);
        let from_queue = from_queue.no_ack(true).finish();
        let message = self.client.ask(self.channel.basic_get(from_queue))?;
        message.map(|(_, _, content)| text(content)).transpose()
    }

    /// The server brings it.
    fn next_message(&mut self) -> io::Result<String> {
        let Self { client, channel, queue, .. } = self;
        let all = BasicConsumeArguments::new(queue, "");
        let (tag, mut brought) = client.ask(channel.basic_consume_rx(all))?;
        let message = client.wait(brought.recv()).ok_or(io::ErrorKind::UnexpectedEof)?;
        // No second one comes before this one is acknowledged.
        client.ask(async {
            channel.basic_cancel(BasicCancelArguments::new(&tag)).await?;
            let number = message.deliver.as_ref().map_or(0, Deliver::delivery_tag);
            channel.basic_ack(BasicAckArguments::new(number, false)).await?;
            channel.tx_commit().await
        })?;
        text(message.content.unwrap_or_default())
    }
}
