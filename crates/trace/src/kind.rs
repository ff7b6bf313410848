//! The kinds of event: the verbs of a trace.
//!
//! A kind is a number, so that a file written by a newer Laneway survives a read and a write by this
//! one. What is known of a kind is one row of the table below; nothing else in the project matches on
//! raw numbers. Rows are only ever added: a number, once released, keeps its meaning.

use serde::{Deserialize, Serialize};

/// What kind of fact an event records. Unknown numbers are kept as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventKind(pub u16);

/// What the actor waits for from a `*_wait` event until its next event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Waits {
    /// For a lock (or rlock, or rwlock) to become free.
    Lock,
    /// For room in a queue or channel.
    Room,
    /// For an item in a queue or channel, or for a task of a pool.
    Item,
    /// For another actor: its end, its result, its reply.
    Actor,
    /// For time to pass.
    Time,
}

/// What the value of an event means; its Rust type is [`Value`](crate::Value).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Nothing: the value is [`Value::None`](crate::Value::None).
    Nothing,
    /// An actor: whom the event is about.
    Actor,
    /// A length of time in nanoseconds.
    DurationNs,
    /// The exit code of a process: negative means "killed by that signal", as in Python.
    ExitCode,
    /// How a thread or task ended: 0 in order, 1 by a panic or an exception.
    Outcome,
    /// How often the holder now holds the lock (after the event).
    Depth,
    /// An item, as a number or a text.
    Item,
    /// The `sequence` of the put that brought the item.
    PutSequence,
    /// The value of a cell or file, as a number or a text.
    Content,
    /// Text for people.
    Text,
    /// A number of events.
    Count,
    /// A process id of the operating system.
    Pid,
}

/// One row of the table: what is known of a kind.
#[derive(Clone, Copy, Debug)]
pub struct KindFacts {
    /// The kind.
    pub kind: EventKind,
    /// Its name in `.jsonl` and in step predicates.
    pub name: &'static str,
    /// Set for events after which the actor is blocked until its next event.
    pub waits: Option<Waits>,
    /// True for waits that give up after a while, so that they cannot be stuck.
    pub timed: bool,
    /// What the value means.
    pub value: Meaning,
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $number:literal $constant:ident $name:literal $value:ident $($waits:ident $($timed:ident)?)?;)+) => {
        impl EventKind {
            $($(#[$doc])+ pub const $constant: Self = Self($number);)+

            /// Every kind this version knows, by number.
            pub const ALL: &'static [KindFacts] = &[$(KindFacts {
                kind: Self($number),
                name: $name,
                waits: kinds!(@waits $($waits)?),
                timed: kinds!(@timed $($($timed)?)?),
                value: Meaning::$value,
            }),+];
        }
    };
    (@waits) => { None };
    (@waits $waits:ident) => { Some(Waits::$waits) };
    (@timed) => { false };
    (@timed timed) => { true };
}

kinds! {
    // Lives: 1 to 29.
    /// The actor started another actor, the value.
    1 START "start" Actor;
    /// The actor's first event, recorded by itself.
    2 BEGIN "begin" Nothing;
    /// The actor's last event, recorded by itself. A lane without it was cut off.
    3 END "end" Outcome;
    /// The operating system reported that the process (the actor) is dead; seen by the supervisor.
    4 EXIT "exit" ExitCode;
    /// The actor took the exit status of a dead child, the value: the zombie is gone.
    5 REAP "reap" Actor;
    /// The process (the actor) lost its parent and was adopted by the process with this pid.
    6 ADOPT "adopt" Pid;
    /// The code of the process's main thread is over; what follows is the process putting its house in
    /// order: joining threads, ending daemons, joining children.
    7 CODE_END "code_end" Nothing;
    /// The actor waits for the end of the actor in the value.
    10 JOIN_WAIT "join_wait" Actor Actor;
    /// As `join_wait`, and gives up after a while.
    11 JOIN_WAIT_TIMED "join_wait_timed" Actor Actor timed;
    /// The actor in the value has ended, and this actor knows.
    12 JOIN "join" Actor;
    /// The wait for the actor in the value was given up.
    13 JOIN_TIMEOUT "join_timeout" Actor;
    /// The actor asked the process in the value to end (SIGTERM).
    14 TERMINATE "terminate" Actor;
    /// The actor ended the process in the value by force (SIGKILL).
    15 KILL "kill" Actor;
    /// The actor asked whether the actor in the value lives: it did.
    16 SAW_ALIVE "saw_alive" Actor;
    /// The actor asked whether the actor in the value lives: it did not.
    17 SAW_DEAD "saw_dead" Actor;

    // Locks: 30 to 49. Sequence numbers are taken while the lock is held.
    /// The actor waits for the lock. No sequence number: it does not have the lock.
    30 LOCK_WAIT "lock_wait" Nothing Lock;
    /// As `lock_wait`, and gives up after the time in the value.
    31 LOCK_WAIT_TIMED "lock_wait_timed" DurationNs Lock timed;
    /// The actor has the lock.
    32 LOCK_ACQUIRE "lock_acquire" Depth;
    /// The actor gives the lock back; the depth is what is left.
    33 LOCK_RELEASE "lock_release" Depth;
    /// An attempt that does not wait found the lock taken.
    34 LOCK_REFUSE "lock_refuse" Nothing;
    /// The wait for the lock was given up.
    35 LOCK_TIMEOUT "lock_timeout" Nothing;

    // Queues and channels: 50 to 69. Sequence numbers are taken inside the queue.
    /// The queue is full; the actor waits for room.
    50 PUT_WAIT "put_wait" Nothing Room;
    /// As `put_wait`, and gives up after the time in the value.
    51 PUT_WAIT_TIMED "put_wait_timed" DurationNs Room timed;
    /// The item is in the queue. Its identity is the sequence number of this event.
    52 PUT "put" Item;
    /// A put that does not wait found the queue full.
    53 PUT_REFUSE "put_refuse" Nothing;
    /// The wait for room was given up.
    54 PUT_TIMEOUT "put_timeout" Nothing;
    /// The queue is empty; the actor waits for an item.
    55 GET_WAIT "get_wait" Nothing Item;
    /// As `get_wait`, and gives up after the time in the value.
    56 GET_WAIT_TIMED "get_wait_timed" DurationNs Item timed;
    /// The actor took the item that the put with that sequence number brought.
    57 GET "get" PutSequence;
    /// A get that does not wait found the queue empty.
    58 GET_REFUSE "get_refuse" Nothing;
    /// The wait for an item was given up.
    59 GET_TIMEOUT "get_timeout" Nothing;

    // Cells and files: 70 to 79.
    /// The actor read the value.
    70 READ "read" Content;
    /// The actor wrote the value.
    71 WRITE "write" Content;

    // Pools and futures: 80 to 99. The object is the future, but for `task_wait` and `shutdown`.
    /// The actor gave the pool a task; the future stands for it.
    80 SUBMIT "submit" Nothing;
    /// A worker waits for a task of the pool (the object).
    81 TASK_WAIT "task_wait" Nothing Item;
    /// A worker runs the task of the future.
    82 TASK_BEGIN "task_begin" Nothing;
    /// The task is over and the future has its result.
    83 TASK_END "task_end" Outcome;
    /// The actor waits for the result of the future.
    84 RESULT_WAIT "result_wait" Nothing Actor;
    /// As `result_wait`, and gives up after the time in the value.
    85 RESULT_WAIT_TIMED "result_wait_timed" DurationNs Actor timed;
    /// The actor has the result of the future.
    86 RESULT "result" Nothing;
    /// The wait for the result was given up.
    87 RESULT_TIMEOUT "result_timeout" Nothing;
    /// The actor told the pool (the object) that no more tasks will come.
    88 SHUTDOWN "shutdown" Nothing;

    // Everything else: 200 and up.
    /// The actor sleeps for the time in the value.
    200 SLEEP "sleep" DurationNs Time timed;
    /// The sleep is over.
    201 WAKE "wake" Nothing;
    /// The actor printed the text.
    202 PRINT "print" Text;
    /// The program's author left a note.
    203 NOTE "note" Text;
    /// From here on, this many events of the actor were lost: there was no room for them.
    204 LOST "lost" Count;
}

impl EventKind {
    /// What is known of the kind; `None` for a kind of a newer version.
    pub fn facts(self) -> Option<&'static KindFacts> {
        // The numbers are small and sorted: one binary search over some fifty rows.
        let row = Self::ALL.binary_search_by_key(&self, |facts| facts.kind).ok()?;
        Some(&Self::ALL[row])
    }

    /// The kind with this name in `.jsonl`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|facts| facts.name == name)
            .map(|facts| facts.kind)
    }

    /// The name in `.jsonl`; `None` for a kind of a newer version.
    pub fn name(self) -> Option<&'static str> {
        self.facts().map(|facts| facts.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_of_the_format_lists_every_kind() {
        let page = include_str!("../../../docs/FORMAT.md");
        let (_, table) = page
            .split_once("| ---: | --- | --- | --- |\n")
            .expect("the table of kinds");
        let rows: Vec<&str> = table.lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(rows.len(), EventKind::ALL.len());
        for (row, facts) in rows.iter().zip(EventKind::ALL) {
            let expected = format!("| {} | `{}` | ", facts.kind.0, facts.name);
            assert!(row.starts_with(&expected), "{row}");
            assert_eq!(row.contains("Waits for "), facts.waits.is_some(), "{row}");
        }
    }

    #[test]
    fn numbers_and_names_are_unique_and_numbers_sorted() {
        assert!(EventKind::ALL.windows(2).all(|pair| pair[0].kind < pair[1].kind));
        for facts in EventKind::ALL {
            assert_eq!(EventKind::from_name(facts.name), Some(facts.kind));
            assert_eq!(facts.kind.name(), Some(facts.name));
        }
    }
}
