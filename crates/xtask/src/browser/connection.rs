//! One WebSocket to Chromium: calls, their answers, and the events in between.

use std::collections::VecDeque;
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// Longer than any answer of a page that still lives.
const ANSWER_LIMIT: Duration = Duration::from_secs(120);

/// Events that nobody asks for are forgotten, oldest first.
const EVENTS_KEPT: usize = 1000;

pub(super) struct Connection {
    socket: WebSocket<TcpStream>,
    last_id: u64,
    events: VecDeque<Value>,
}

impl Connection {
    pub(super) fn open(port: u16, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(ANSWER_LIMIT))?;
        stream.set_nodelay(true)?;
        let (socket, _) = tungstenite::client(format!("ws://127.0.0.1:{port}{path}"), stream)?;
        Ok(Self {
            socket,
            last_id: 0,
            events: VecDeque::new(),
        })
    }

    /// Calls a method of the protocol and waits for its answer.
    pub(super) fn call(&mut self, method: &str, params: impl Into<Value>) -> Result<Value> {
        self.last_id += 1;
        let id = self.last_id;
        let text = json!({"id": id, "method": method, "params": params.into()}).to_string();
        self.socket
            .send(Message::text(text))
            .with_context(|| method.to_string())?;
        loop {
            let mut message = self.receive().with_context(|| method.to_string())?;
            if message["id"] == id {
                if let Some(error) = message.get("error") {
                    bail!("{method}: {}", error["message"].as_str().unwrap_or("an error"));
                }
                return Ok(message["result"].take());
            }
            self.keep(message);
        }
    }

    /// Waits for an event, which may have come already.
    pub(super) fn wait_for_event(&mut self, method: &str) -> Result<Value> {
        loop {
            if let Some(at) = self.events.iter().position(|event| event["method"] == method) {
                return Ok(self.events.remove(at).unwrap_or_default());
            }
            let message = self.receive().with_context(|| format!("waiting for {method}"))?;
            self.keep(message);
        }
    }

    /// Forgets events of this kind.
    pub(super) fn forget_events(&mut self, method: &str) {
        self.events.retain(|event| event["method"] != method);
    }

    /// Takes the events that `pick` makes something of, in their order.
    pub(super) fn take_events<T>(&mut self, pick: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let mut taken = Vec::new();
        self.events.retain(|event| match pick(event) {
            Some(it) => {
                taken.push(it);
                false
            }
            None => true,
        });
        taken
    }

    fn keep(&mut self, message: Value) {
        if message.get("method").is_some() {
            if self.events.len() == EVENTS_KEPT {
                self.events.pop_front();
            }
            self.events.push_back(message);
        }
    }

    fn receive(&mut self) -> Result<Value> {
        loop {
            match self.socket.read().context("Chromium does not answer")? {
                Message::Text(text) => return Ok(serde_json::from_str(text.as_str())?),
                Message::Close(_) => bail!("Chromium closed the page"),
                _ => {}
            }
        }
    }
}
