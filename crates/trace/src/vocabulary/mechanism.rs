//! How objects of a kind behave.

use serde::{Deserialize, Serialize};

/// How objects of a kind behave: which state they have, and what the effects of events do to it. There
/// are few, and everything that has a meaning is made of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mechanism {
    /// Permits that actors enter and leave with: locks of all kinds.
    Holding {
        /// How many may be inside.
        permits: Permits,
        /// True if a holder may enter again; it leaves as often.
        reentrant: bool,
        /// True if only a holder may leave; false where anybody may give a permit back.
        owned: bool,
    },
    /// Items that are put and taken: queues of all kinds.
    Store {
        /// Which item leaves next.
        order: Order,
    },
    /// A value that is read and written.
    Register,
    /// A place where actors wait until they may pass.
    Gate {
        /// What lets them pass.
        opens: Opens,
    },
    /// Tasks that are submitted, run and answered for.
    Tasks {
        /// The pool, or the future of one task.
        part: Part,
    },
    /// Requests to another actor, which serves them and replies.
    Call,
    /// Processes, threads and tasks: the actors themselves.
    Life,
    /// Named stretches of which nothing else is known.
    Span,
    /// A mechanism of a newer version.
    #[default]
    Unknown,
}

/// How many may be inside at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permits {
    /// One, or, where a kind knows shared entering, any number of those who share.
    #[default]
    One,
    /// As many as the object's capacity says; every time a holder enters takes one more.
    Capacity,
}

/// The order in which items leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The one that came first.
    #[default]
    First,
    /// The one that came last.
    Last,
    /// The lowest one; of equal ones the one that came first.
    Lowest,
}

/// What lets those pass who wait at a gate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opens {
    /// A notification, for those who wait already; it is not remembered.
    #[default]
    Notify,
    /// A flag that stays open until it is closed.
    Flag,
    /// The arrival of as many as the object's capacity says; then it closes again for the next generation.
    Count,
}

/// Which part an object has in running tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The workers and what waits for them; the capacity is the number of workers.
    #[default]
    Pool,
    /// One task and its outcome; its parent is the pool.
    Future,
}

/// How a wait looks, which tells for what kind of thing an actor waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// As a wait for a lock.
    Lock,
    /// As a wait on a queue.
    Queue,
    /// As a wait for another actor.
    Actor,
    /// As a wait for a signal: condition, event, semaphore, barrier.
    Signal,
    /// As one who could run and waits for a core.
    Ready,
    /// As one who sleeps, or waits for input or output.
    Asleep,
}
