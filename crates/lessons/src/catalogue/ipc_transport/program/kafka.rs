//! Kafka has topics: logs to which senders append, and in which each reader has a place of its own.

use std::collections::BTreeMap;
use std::io;

use laneway::process::Messages;
use rskafka::client::ClientBuilder;
use rskafka::client::controller::ControllerClient;
use rskafka::client::error::Error;
use rskafka::client::partition::{Compression, PartitionClient, UnknownTopicHandling};
use rskafka::record::Record;

use super::served::{Client, Served, text};
use super::transport::{Inbox, Outbox};

pub(super) struct Kafka {
    client: Client,
    partition: PartitionClient,
    controller: ControllerClient,
    /// The topic, if it is to be gone at the end.
    deletes: Option<String>,
    /// The number of the next message to be read.
    place: i64,
    messages: Messages<String>,
}

/// One partition: what is in several has no common order.
const PARTITIONS: i32 = 1;
const REPLICAS: i16 = 1;
const ANSWER_MS: i32 = 5_000;
/// How long a broker waits for a message before it says that there is none; some do so to the end.
const WAIT_MS: i32 = 100;

impl Kafka {
    pub(super) fn connect(served: &Served) -> io::Result<Self> {
        let client = Client::new()?;
        let topic = served.name.clone();
        let (partition, controller) = client.ask(async {
            let broker = ClientBuilder::new(vec![served.address.to_string()]).build().await?;
            let controller = broker.controller_client()?;
            // The first one of the processes makes it.
            if !broker.list_topics().await?.iter().any(|other| other.name == topic) {
                controller.create_topic(&topic, PARTITIONS, REPLICAS, ANSWER_MS).await?;
            }
            let partition = broker.partition_client(topic, 0, UnknownTopicHandling::Retry).await?;
            Ok::<_, Error>((partition, controller))
        })?;
        let messages = served.messages.clone();
        Ok(Self { client, partition, controller, deletes: None, place: 0, messages })
    }

    pub(super) fn with_an_end(mut self) -> Self {
        self.deletes = Some(self.partition.topic().to_owned());
        self
    }

    /// The next message, if there is one within this time.
    async fn fetch(partition: &PartitionClient, place: &mut i64, wait_ms: i32) -> Result<Option<Record>, Error> {
        let (records, _) = partition.fetch_records(*place, 1..1_000_000, wait_ms).await?;
        let next = records.into_iter().find(|found| found.offset == *place);
        *place += i64::from(next.is_some());
        Ok(next.map(|found| found.record))
    }
}

impl Drop for Kafka {
    fn drop(&mut self) {
        if let Some(topic) = self.deletes.take() {
            // The broker may be gone; then there is nothing to delete.
            let _ = self.client.ask(self.controller.delete_topic(topic, ANSWER_MS));
        }
    }
}

impl Outbox for Kafka {
    fn send(&mut self, message: String) -> io::Result<()> {
        let Self { client, partition, messages, .. } = self;
        messages.put_confirmed(&message, "Kafka", |line| {
            let record = Record {
                key: None,
                value: Some(line.into()),
                headers: BTreeMap::new(),
                timestamp: std::time::SystemTime::now().into(),
            };
            client.ask(partition.produce(vec![record], Compression::NoCompression)).map(drop)
        })
    }
}

impl Inbox for Kafka {
    fn receive(&mut self) -> io::Result<String> {
        let messages = self.messages.clone();
        messages.get(self, Self::message_if_any, Self::next_message)
    }
}

impl Kafka {
    fn message_if_any(&mut self) -> io::Result<Option<String>> {
        let Self { client, partition, place, .. } = self;
        let record = client.ask(Self::fetch(partition, place, 0))?;
        record.and_then(|record| record.value).map(text).transpose()
    }

    /// The broker answers when there is something, or after a while, and is asked again then.
    fn next_message(&mut self) -> io::Result<String> {
        loop {
            let Self { client, partition, place, .. } = self;
            let record = client.ask(Self::fetch(partition, place, WAIT_MS))?;
            if let Some(line) = record.and_then(|record| record.value) {
                return text(line);
            }
        }
    }
}
