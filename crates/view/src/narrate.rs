//! What happened, event by event.

use laneway_model::{Model, Moment};
use laneway_trace::{ActorKind, Event, EventKind as Kind, StartMethod, Value};

use crate::messages::{Message, message};
use crate::names::{actor_label, signal_name};

/// How far into a queue an item that does not leave first is looked for.
const SEARCHED_ITEMS: usize = 1000;

/// What happened at an event, in one sentence; `None` past the end.
pub fn narrate(model: &Model, row: u32) -> Option<Message> {
    let event = model.events.get(row as usize)?;
    let who = actor_label(model, event.actor).into_owned();
    let message = match event.kind.0 {
        1..=29 => narrate_life(model, &event, who),
        30..=49 => narrate_lock(model, row, &event, who),
        50..=69 => narrate_queue(model, row, &event, who),
        70..=79 => narrate_cell(model, &event, who),
        80..=99 => narrate_pool(model, &event, who),
        _ => narrate_rest(model, &event, who),
    };
    Some(message)
}

fn narrate_life(model: &Model, event: &Event, who: String) -> Message {
    let whom = whom(model, event);
    match event.kind {
        Kind::START => narrate_start(model, event, who, whom),
        Kind::BEGIN => message!("event-begin", who: who),
        Kind::END if event.value.int().unwrap_or(0) == 0 => message!("event-end", who: who),
        Kind::END => message!("event-end-failed", who: who),
        Kind::EXIT => match event.value.int().unwrap_or(0) {
            code @ 0.. => message!("event-exit", who: who, code: code),
            signal => {
                message!("event-exit-signal", who: who, signal: signal_name(signal.saturating_neg()))
            }
        },
        Kind::REAP => message!("event-reap", who: who, whom: whom),
        Kind::ADOPT => message!("event-adopt", who: who, pid: event.value.int().unwrap_or(0)),
        Kind::CODE_END => message!("event-code-end", who: who),
        Kind::JOIN_WAIT => message!("event-join-wait", who: who, whom: whom),
        Kind::JOIN_WAIT_TIMED => message!("event-join-wait-timed", who: who, whom: whom),
        Kind::JOIN => message!("event-join", who: who, whom: whom),
        Kind::JOIN_TIMEOUT => message!("event-join-timeout", who: who, whom: whom),
        Kind::TERMINATE => message!("event-terminate", who: who, whom: whom),
        Kind::KILL => message!("event-kill", who: who, whom: whom),
        Kind::SAW_ALIVE => message!("event-saw-alive", who: who, whom: whom),
        Kind::SAW_DEAD => message!("event-saw-dead", who: who, whom: whom),
        _ => message!("event-other", who: who),
    }
}

fn narrate_start(model: &Model, event: &Event, who: String, whom: String) -> Message {
    let started = event
        .value
        .actor()
        .and_then(|actor| model.header.actors.get(actor.index()));
    match started {
        Some(actor) if actor.kind == ActorKind::Process => match actor.start_method {
            Some(StartMethod::Fork) => message!("event-start-fork", who: who, whom: whom),
            Some(StartMethod::Spawn) => message!("event-start-spawn", who: who, whom: whom),
            _ => message!("event-start-process", who: who, whom: whom),
        },
        _ => message!("event-start-thread", who: who, whom: whom),
    }
}

fn narrate_lock(model: &Model, row: u32, event: &Event, who: String) -> Message {
    let lock = object(model, event);
    let depth = event.value.int().unwrap_or(0);
    match event.kind {
        Kind::LOCK_WAIT | Kind::LOCK_WAIT_TIMED => {
            let holder = event
                .object
                .and_then(|object| model.lock(object, Moment::after(row)).holder);
            match holder {
                Some(holder) => {
                    let holder = actor_label(model, holder).into_owned();
                    message!("event-lock-wait-held", who: who, lock: lock, holder: holder)
                }
                None => message!("event-lock-wait", who: who, lock: lock),
            }
        }
        Kind::LOCK_ACQUIRE if depth > 1 => {
            message!("event-lock-acquire-again", who: who, lock: lock, depth: depth)
        }
        Kind::LOCK_ACQUIRE => message!("event-lock-acquire", who: who, lock: lock),
        Kind::LOCK_RELEASE if depth > 0 => {
            message!("event-lock-release-one", who: who, lock: lock, depth: depth)
        }
        Kind::LOCK_RELEASE => message!("event-lock-release", who: who, lock: lock),
        Kind::LOCK_REFUSE => message!("event-lock-refuse", who: who, lock: lock),
        Kind::LOCK_TIMEOUT => message!("event-lock-timeout", who: who, lock: lock),
        _ => message!("event-other", who: who),
    }
}

fn narrate_queue(model: &Model, row: u32, event: &Event, who: String) -> Message {
    let queue = object(model, event);
    match event.kind {
        Kind::PUT_WAIT | Kind::PUT_WAIT_TIMED => message!("event-put-wait", who: who, queue: queue),
        Kind::PUT => message!("event-put", who: who, queue: queue, item: value(model, event)),
        Kind::PUT_REFUSE => message!("event-put-refuse", who: who, queue: queue),
        Kind::PUT_TIMEOUT => message!("event-put-timeout", who: who, queue: queue),
        Kind::GET_WAIT | Kind::GET_WAIT_TIMED => message!("event-get-wait", who: who, queue: queue),
        Kind::GET => {
            let item = item_taken(model, row, event);
            message!("event-get", who: who, queue: queue, item: item)
        }
        Kind::GET_REFUSE => message!("event-get-refuse", who: who, queue: queue),
        Kind::GET_TIMEOUT => message!("event-get-timeout", who: who, queue: queue),
        _ => message!("event-other", who: who),
    }
}

fn narrate_cell(model: &Model, event: &Event, who: String) -> Message {
    let cell = object(model, event);
    let value = value(model, event);
    match event.kind {
        Kind::READ => message!("event-read", who: who, cell: cell, value: value),
        Kind::WRITE => message!("event-write", who: who, cell: cell, value: value),
        _ => message!("event-other", who: who),
    }
}

fn narrate_pool(model: &Model, event: &Event, who: String) -> Message {
    let object = object(model, event);
    match event.kind {
        Kind::SUBMIT => {
            let future = event
                .object
                .and_then(|future| model.header.objects.get(future.index()));
            let pool = future.and_then(|future| future.parent);
            let pool = pool.map_or("?", |pool| model.object_name(pool)).to_owned();
            message!("event-submit", who: who, task: object, pool: pool)
        }
        Kind::TASK_WAIT => message!("event-task-wait", who: who, pool: object),
        Kind::TASK_BEGIN => message!("event-task-begin", who: who, task: object),
        Kind::TASK_END if event.value.int().unwrap_or(0) == 0 => {
            message!("event-task-end", who: who, task: object)
        }
        Kind::TASK_END => message!("event-task-end-failed", who: who, task: object),
        Kind::RESULT_WAIT | Kind::RESULT_WAIT_TIMED => {
            message!("event-result-wait", who: who, task: object)
        }
        Kind::RESULT => message!("event-result", who: who, task: object),
        Kind::RESULT_TIMEOUT => message!("event-result-timeout", who: who, task: object),
        Kind::SHUTDOWN => message!("event-shutdown", who: who, pool: object),
        _ => message!("event-other", who: who),
    }
}

fn narrate_rest(model: &Model, event: &Event, who: String) -> Message {
    let number = event.value.int().unwrap_or(0);
    match event.kind {
        Kind::SLEEP => message!("event-sleep", who: who, time: number.max(0) as u64),
        Kind::WAKE => message!("event-wake", who: who),
        Kind::PRINT => message!("event-print", who: who, text: value(model, event)),
        Kind::NOTE => message!("event-note", who: who, text: value(model, event)),
        Kind::LOST => message!("event-lost", who: who, count: number),
        _ => message!("event-other", who: who),
    }
}

/// An exit code in a word: the number, or the signal that killed.
pub(crate) fn exit_text(code: i64) -> String {
    if code < 0 {
        signal_name(code.saturating_neg())
    } else {
        code.to_string()
    }
}

fn whom(model: &Model, event: &Event) -> String {
    event
        .value
        .actor()
        .map_or_else(|| "?".to_owned(), |actor| actor_label(model, actor).into_owned())
}

fn object(model: &Model, event: &Event) -> String {
    event
        .object
        .map_or("?", |object| model.object_name(object))
        .to_owned()
}

fn value(model: &Model, event: &Event) -> String {
    model.text(event.value).into_owned()
}

/// What the item looks like that a get took: it was in the queue right before.
fn item_taken(model: &Model, row: u32, event: &Event) -> String {
    let (Some(queue), Value::Int(put)) = (event.object, event.value) else {
        return "?".to_owned();
    };
    // Most leave first; only where they do not, more of the queue is asked for.
    [1, SEARCHED_ITEMS]
        .into_iter()
        .find_map(|most| {
            let items = model.queue(queue, Moment(row), most).items;
            items.into_iter().find(|item| i64::from(item.sequence) == put)
        })
        .map_or_else(|| "?".to_owned(), |item| model.text(item.label).into_owned())
}
