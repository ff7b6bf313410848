//! Which session a process is in, and which terminal it has, if it is not the run's: seen from outside.

use laneway_trace::{ActorId, Effect, Value};

use crate::{Model, Moment, sort_by_key};

/// A session other than that of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// The pid of the process that has begun it.
    pub leader: i64,
    /// What its process has for a controlling terminal, [`Value::None`] for nothing; `None` if nobody has seen it.
    pub terminal: Option<Value>,
}

/// The rows that tell of sessions and terminals, each with its process, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sessions {
    sessions: Vec<(u32, u32)>,
    terminals: Vec<(u32, u32)>,
}

impl Sessions {
    /// The row tells of the process. Rows ascend.
    pub(crate) fn push(&mut self, effect: Effect, process: u32, row: u32) {
        match effect {
            Effect::Terminal => self.terminals.push((process, row)),
            _ => self.sessions.push((process, row)),
        }
    }

    /// To be called once, when no more rows come.
    pub(crate) fn sort(&mut self) {
        sort_by_key(&mut self.sessions, |&session| session);
        sort_by_key(&mut self.terminals, |&terminal| terminal);
    }
}

/// The newest of the rows that tell of the process before the moment.
fn newest(rows: &[(u32, u32)], process: u32, at: Moment) -> Option<u32> {
    let end = rows.partition_point(|&row| row < (process, at.0));
    let (of, row) = *rows.get(end.checked_sub(1)?)?;
    (of == process).then_some(row)
}

impl Model {
    /// The session of a process at that moment; `None` as long as it was seen in no other than the run's.
    /// O(log sessions).
    pub fn session_at(&self, process: ActorId, at: Moment) -> Option<Session> {
        let process = process.index() as u32;
        let value = |row: u32| self.events.get(row as usize).map(|event| event.value);
        let session = newest(&self.sessions.sessions, process, at)?;
        let terminal = newest(&self.sessions.terminals, process, at);
        Some(Session {
            leader: value(session)?.int()?,
            terminal: terminal.filter(|&row| row > session).and_then(value),
        })
    }
}
