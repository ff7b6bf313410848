//! The WebSocket to Firefox. It grants one to a session, so all pages share it: each call waits for its own answer, and
//! those of other pages may come before.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tungstenite::protocol::Role;
use tungstenite::{Message, WebSocket};

/// Longer than any answer of a page that still lives.
const ANSWER_LIMIT: Duration = Duration::from_secs(120);

pub(super) struct Connection {
    sending: Mutex<WebSocket<TcpStream>>,
    last_id: AtomicU64,
    heard: Arc<Heard>,
}

/// What has come from Firefox.
struct Heard {
    /// Who waits for which answer; `None` once no more answers come.
    waiting: Mutex<Option<BTreeMap<u64, Sender<Value>>>>,
    /// Events that nobody has asked for yet, in their order.
    events: Mutex<Vec<Value>>,
}

impl Connection {
    pub(super) fn open(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let sending = WebSocket::from_raw_socket(stream.try_clone()?, Role::Client, None);
        let (mut receiving, _) = tungstenite::client(format!("ws://127.0.0.1:{port}/session"), stream)?;
        let heard = Arc::new(Heard {
            waiting: Mutex::new(Some(BTreeMap::new())),
            events: Mutex::default(),
        });
        let listener = Arc::clone(&heard);
        // It ends with the connection.
        std::thread::spawn(move || {
            while let Ok(message) = receiving.read() {
                if let Message::Text(text) = message {
                    listener.hear(serde_json::from_str(text.as_str()).unwrap_or_default());
                }
            }
            *lock(&listener.waiting) = None;
        });
        Ok(Self {
            sending: Mutex::new(sending),
            last_id: AtomicU64::new(0),
            heard,
        })
    }

    /// Calls a method of the protocol and waits for its answer.
    pub(super) fn call(&self, method: &str, params: impl Into<Value>) -> Result<Value> {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let text = json!({"id": id, "method": method, "params": params.into()}).to_string();
        let (sender, receiver) = channel();
        let mut waiting = lock(&self.heard.waiting);
        waiting
            .as_mut()
            .context("Firefox has closed the connection")?
            .insert(id, sender);
        drop(waiting);
        lock(&self.sending)
            .send(Message::text(text))
            .with_context(|| method.to_owned())?;
        let mut answer = receiver
            .recv_timeout(ANSWER_LIMIT)
            .with_context(|| format!("{method}: Firefox does not answer"))?;
        if answer["type"] == "error" {
            bail!("{method}: {}", answer["message"].as_str().unwrap_or("an error"));
        }
        Ok(answer["result"].take())
    }

    /// Takes the events that `pick` makes something of, in their order.
    pub(super) fn take_events<T>(&self, pick: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let mut taken = Vec::new();
        lock(&self.heard.events).retain(|event| match pick(event) {
            Some(it) => {
                taken.push(it);
                false
            }
            None => true,
        });
        taken
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Or the listener would listen on. Where Firefox has gone it has ended already.
        let _ = lock(&self.sending).get_ref().shutdown(Shutdown::Both);
    }
}

impl Heard {
    fn hear(&self, message: Value) {
        let Some(id) = message["id"].as_u64() else {
            lock(&self.events).push(message);
            return;
        };
        let asker = lock(&self.waiting).as_mut().and_then(|it| it.remove(&id));
        // Who has waited too long is not there any more.
        let _ = asker.map(|it| it.send(message));
    }
}

/// A poisoned lock only says that another test failed.
fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
