//! Recording an event, and the object and the text that it names: the hot path, and what it does when that cannot.

use std::cell::{Cell, RefCell};
use std::panic::Location;

use laneway_trace::{EventKind, ObjectKind};

use super::actors;
use super::hot::{Hot, epoch, event, hot};
use super::process::{Session, session};
use super::ring::{Ring, SourcePosition};
use super::value::{Value, cut};
use crate::session::{Cause, Definition, ObjectDefinition, RawEvent, TAG_TEXT, What};

/// What a thread has beside its [`Hot`] cell.
#[derive(Debug)]
enum State {
    /// Nothing was recorded yet.
    New,
    /// It records.
    Ring(Box<Ring>),
    /// Its last event was recorded.
    Ended,
}

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::New) };
}

/// Records an event of this thread: what happened, on which object (0 for none) with which sequence
/// number (0 for none), what else there is to say, and where in the program.
///
/// Costs a read of the time-stamp counter, 32 bytes of plain stores and one release store (a plain one
/// on x86-64): no lock, no allocation, no system call. Once in a chunk it makes the next one, once per
/// thread and location it defines the location.
#[inline(always)]
pub fn record(
    kind: EventKind,
    object: u32,
    sequence: u32,
    value: Value,
    location: &'static Location<'static>,
) {
    hot(|hot| match hot.key(location) {
        Some(key) if hot.has_room() => {
            // SAFETY: there is room.
            unsafe { hot.append(event(kind, object, sequence, value, key)) };
        }
        _ => record_slowly(kind, object, sequence, value, Some(location)),
    });
}

/// As [`record`], for what happens at no place of the program's text: the end of a guard's scope.
#[inline(always)]
pub fn record_unplaced(kind: EventKind, object: u32, sequence: u32, value: Value) {
    hot(|hot| {
        if hot.has_room() {
            // SAFETY: there is room.
            unsafe { hot.append(event(kind, object, sequence, value, 0)) };
        } else {
            record_slowly(kind, object, sequence, value, None);
        }
    });
}

/// Records a panic of this thread with its message and place. Costs a look-up in a map.
#[cold]
pub(super) fn record_panic(message: Value, position: Option<SourcePosition<'_>>) {
    HAS_PANICKED.set(true);
    push(EventKind::PANIC, 0, 0, message, |session, _, ring| {
        position.map_or(0, |position| ring.key_of_position(session, position))
    });
}

/// What [`record`] does when the hot path cannot.
#[cold]
#[inline(never)]
fn record_slowly(
    kind: EventKind,
    object: u32,
    sequence: u32,
    value: Value,
    location: Option<&'static Location<'static>>,
) {
    push(kind, object, sequence, value, |session, hot, ring| {
        location.map_or(0, |location| ring.key(session, hot, location))
    });
}

/// Appends an event to this thread's ring, at the location with this key there.
fn push(
    kind: EventKind,
    object: u32,
    sequence: u32,
    value: Value,
    key: impl FnOnce(&Session, &Hot, &mut Ring) -> u32,
) {
    let pushed = with_ring(|session, ring| {
        hot(|hot| {
            let event = RawEvent {
                time_ticks: session.control.clock().ticks(),
                value: value.bits,
                object,
                sequence,
                location: key(session, hot, ring),
                kind,
                tag: value.tag,
                unused: 0,
            };
            ring.push(session, hot, event);
        });
    });
    if let (Err(Some(cause)), Some(session)) = (pushed, session()) {
        session.control.add_loss(What::Events, cause, 1);
    }
}

impl Value {
    /// A text. Up to 8 bytes lie in the event itself; a longer one is defined in the session once per
    /// thread, and costs a look-up in a map from then on. One longer than 4096 bytes is cut.
    /// [`Value::NONE`] without a session.
    pub fn text(text: &str) -> Self {
        Self::inline_text(text).unwrap_or_else(|| define_text(text))
    }
}

/// The value for a text that is too long to lie in the event.
#[cold]
fn define_text(text: &str) -> Value {
    let defined = with_ring(|session, ring| match ring.define_text(session, &cut(text)) {
        Some(id) => Value {
            tag: TAG_TEXT,
            bits: i64::from(id),
        },
        None => Value::LOST_TEXT,
    });
    defined.unwrap_or(Value::NONE)
}

/// Defines an object; its id in the session. `None` if nothing is recorded. Who makes one and records nothing
/// does not become an actor by that.
pub fn define_object(
    kind: ObjectKind,
    name: &str,
    capacity: Option<u64>,
    parent: Option<u32>,
    shared: bool,
) -> Option<u32> {
    let session = session()?;
    let id = session.control.take_object();
    let object = Definition::Object(ObjectDefinition {
        id,
        kind,
        name: cut(name).into_owned(),
        capacity,
        parent,
        shared,
    });
    let by_thread = STATE.try_with(|state| match state.try_borrow_mut().as_deref_mut() {
        Ok(State::Ring(ring)) if ring.is_of(epoch()) => Some(ring.define(session, &object)),
        _ => None,
    });
    by_thread
        .ok()
        .flatten()
        .unwrap_or_else(|| session.define(&object));
    Some(id)
}

/// Opens this thread's ring as that of the actor, in place of any that it had.
pub(super) fn open(session: &Session, actor: u32) {
    let _ = STATE.try_with(|state| enter(&mut state.borrow_mut(), session, actor));
}

fn enter(state: &mut State, session: &Session, actor: u32) {
    // First the old one goes, which clears the hot cell, then the new one fills it.
    *state = State::New;
    *state = State::Ring(Box::new(Ring::new(session, actor)));
}

/// The session, once this thread and its process are actors of it; `None` if nothing is recorded.
pub(super) fn ensure() -> Option<&'static Session> {
    with_ring(|session, _| session).ok()
}

/// As [`ensure`], with the actor of this thread.
pub(super) fn ensure_thread() -> Option<(&'static Session, u32)> {
    with_ring(|session, ring| (session, ring.actor())).ok()
}

/// Nothing of this thread is recorded any more.
pub(super) fn end() {
    let _ = STATE.try_with(|state| *state.borrow_mut() = State::Ended);
}

/// True if this thread's last event was recorded.
fn has_ended() -> bool {
    let state = STATE.try_with(|state| matches!(*state.borrow(), State::Ended));
    state.unwrap_or(true)
}

/// Calls `with` with this thread's ring, made now if need be. Otherwise the cause why there is none;
/// without a session, no cause.
fn with_ring<T>(with: impl FnOnce(&'static Session, &mut Ring) -> T) -> Result<T, Option<Cause>> {
    let session = session().ok_or(None)?;
    let with_state = STATE.try_with(|state| {
        let mut state = state.try_borrow_mut().map_err(|_| Some(Cause::Busy))?;
        match &mut *state {
            State::Ring(ring) if ring.is_of(epoch()) => {}
            // A thread that the library did not start, or a fork it did not make.
            State::New | State::Ring(_) => {
                let actor = actors::of_unknown_thread(session);
                enter(&mut state, session, actor);
                if let State::Ring(ring) = &mut *state {
                    hot(|hot: &Hot| ring.push(session, hot, begin(session)));
                }
                if actors::is_main_thread() {
                    MAIN_END.with(|_| ());
                }
            }
            State::Ended => return Err(Some(Cause::Ended)),
        }
        match &mut *state {
            State::Ring(ring) => Ok(with(session, ring)),
            _ => Err(Some(Cause::Ended)),
        }
    });
    // Thread-locals are gone when destructors of others still record.
    with_state.unwrap_or(Err(Some(Cause::Ended)))
}

/// Tells the end of a main thread that nobody announced, when its thread-locals go. Those that it used first
/// go last, so its ring is still there.
struct MainEnd;

thread_local! {
    static MAIN_END: MainEnd = const { MainEnd };
    /// True if this thread has ever panicked.
    static HAS_PANICKED: Cell<bool> = const { Cell::new(false) };
}

impl Drop for MainEnd {
    fn drop(&mut self) {
        // A main thread that `attach` came to know later has told its end.
        if has_ended() {
            return;
        }
        record_unplaced(EventKind::CODE_END, 0, 0, Value::NONE);
        // Whether it was caught is not known: the exit status tells.
        let outcome = if HAS_PANICKED.get() {
            Value::NONE
        } else {
            Value::int(0)
        };
        record_unplaced(EventKind::END, 0, 0, outcome);
        end();
    }
}

/// The first event of a thread that nobody announced.
fn begin(session: &Session) -> RawEvent {
    RawEvent {
        time_ticks: session.control.clock().ticks(),
        value: 0,
        object: 0,
        sequence: 0,
        location: 0,
        kind: EventKind::BEGIN,
        tag: Value::NONE.tag,
        unused: 0,
    }
}
