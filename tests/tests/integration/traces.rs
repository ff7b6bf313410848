//! Traces made by hand.

use laneway_trace::{
    Actor, ActorId, ActorKind, Ending, Event, EventKind, Events, Header, Object, ObjectId, Trace, Value,
    to_bytes,
};

/// Two threads that hold one lock at the same time, which cannot be.
pub fn two_holders() -> Vec<u8> {
    trace_of_two_holders(Header::default(), "main", "other", "tickets")
}

/// The same where everything that has a name, or says something, has this one.
pub fn two_holders_called(name: &str) -> Vec<u8> {
    let header = Header {
        title: name.to_owned(),
        command: vec![name.to_owned()],
        ending: Ending::Other(name.to_owned()),
        unseen: vec![name.to_owned()],
        recorder: name.to_owned(),
        ..Header::default()
    };
    trace_of_two_holders(header, name, name, name)
}

fn trace_of_two_holders(header: Header, main: &str, other: &str, lock: &str) -> Vec<u8> {
    let actor = |kind, name: &str, parent| Actor {
        kind,
        name: name.to_owned(),
        parent: ActorId::new(parent),
        ..Actor::default()
    };
    let header = Header {
        actors: vec![
            actor(ActorKind::Process, main, 0),
            actor(ActorKind::Thread, main, 1),
            actor(ActorKind::Thread, other, 1),
        ],
        objects: vec![Object {
            name: lock.to_owned(),
            ..Object::default()
        }],
        ..header
    };
    let event = |actor, kind, sequence| Event {
        time_ns: 1000,
        actor: ActorId::new(actor).expect("an id"),
        kind,
        object: ObjectId::new(u32::from(sequence > 0)),
        sequence,
        value: if sequence > 0 { Value::Int(1) } else { Value::None },
        location: None,
    };
    let start = Event {
        value: Value::Actor(ActorId::new(3).expect("an id")),
        ..event(2, EventKind::START, 0)
    };
    let mut events = Events::default();
    for event in [
        event(2, EventKind::BEGIN, 0),
        start,
        event(3, EventKind::BEGIN, 0),
        event(2, EventKind::LOCK_ACQUIRE, 1),
        event(3, EventKind::LOCK_ACQUIRE, 2),
    ] {
        events.push(event);
    }
    let trace = Trace {
        header,
        events,
        ..Trace::default()
    };
    to_bytes(&trace).expect("it names nothing unknown")
}
