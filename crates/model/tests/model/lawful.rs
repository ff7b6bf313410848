//! Random runs of each mechanism, and the same with one thing changed: `check` finds something wrong where,
//! and only where, the plain law of the mechanism is broken.
//!
//! A law looks at all that has happened and says whether an event may come next. It is slow, keeps nothing
//! in mind, and stands beside `check`, which must say the same.

use std::collections::BTreeSet;

use laneway_model::check;
use laneway_trace::{
    Actor, ActorId, ActorKind, Awaits, Effect, Event, EventFacts, EventKind as Kind, Events, Meaning,
    Mode, Object, ObjectId, ObjectKind, ObjectRow, Opens, Permits, Trace, Value, Word,
};

use crate::random::Random;

const RUNS: u64 = 12;
const EVENTS: usize = 24;
/// A process, and threads.
const ACTORS: usize = 4;

type Law = fn(&[Event], &Event) -> bool;

fn facts(event: &Event) -> EventFacts {
    event.kind.known().unwrap().facts
}

/// How often this has happened.
fn count(history: &[Event], is_it: impl Fn(&Event, Effect) -> bool) -> usize {
    let events = history.iter();
    events.filter(|event| is_it(event, facts(event).effect)).count()
}

fn any(history: &[Event], is_it: impl Fn(&Event, Effect) -> bool) -> bool {
    count(history, is_it) > 0
}

/// What happened to the object of the event.
fn of_object(history: &[Event], event: &Event) -> Vec<Event> {
    let same = |other: &&Event| other.object == event.object;
    history.iter().filter(same).copied().collect()
}

/// The task that this thread runs.
fn task_of(history: &[Event], thread: ActorId) -> Option<ActorId> {
    let is_turn = |event: &&Event| matches!(facts(event).effect, Effect::Resume | Effect::Suspend);
    let mut turns = history.iter().rev().filter(is_turn);
    let last = turns.find(|turn| turn.actor == thread)?;
    let runs = facts(last).effect == Effect::Resume;
    last.value.actor().filter(|_| runs)
}

/// Whose event this is.
fn who(history: &[Event], event: &Event) -> ActorId {
    match facts(event).effect {
        Effect::Resume | Effect::Suspend => event.actor,
        _ => task_of(history, event.actor).unwrap_or(event.actor),
    }
}

/// What holds of all: numbers rise, and who waits does nothing else.
fn common(history: &[Event], event: &Event) -> bool {
    let numbers = of_object(history, event);
    let last = numbers.iter().map(|other| other.sequence).max().unwrap_or(0);
    if event.object.is_some() && event.sequence != 0 && event.sequence <= last {
        return false;
    }
    let me = who(history, event);
    let mine = (0..history.len()).rev();
    let mut mine = mine.filter(|&row| who(&history[..row], &history[row]) == me);
    let wait = mine.next().map(|row| history[row]);
    let wait = wait.filter(|wait| facts(wait).begins().is_some());
    let now = facts(event);
    match wait {
        None => !matches!(now.effect, Effect::GiveUp | Effect::Wake | Effect::Return),
        Some(_) if matches!(now.effect, Effect::End | Effect::Panic) => true,
        Some(wait) if now.effect == Effect::Resume => facts(&wait).begins() == Some(Awaits::End),
        Some(wait) => {
            let is_it = facts(&wait).begins() == now.ends()
                && (wait.object == event.object || now.effect == Effect::TaskBegin)
                && facts(&wait).mode == now.mode
                && (now.ends() != Some(Awaits::End) || wait.value == event.value);
            let is_task = any(history, |other, effect| {
                effect == Effect::Resume && other.value == Value::Actor(me)
            });
            let in_time =
                now.effect != Effect::GiveUp || !now.limited || facts(&wait).limited || is_task;
            is_it && in_time
        }
    }
}

/// How often an actor is inside.
fn depth(history: &[Event], actor: ActorId, mode: Mode) -> usize {
    let mine = |event: &Event| event.actor == actor && facts(event).mode == mode;
    count(history, |event, effect| mine(event) && effect == Effect::Enter)
        - count(history, |event, effect| mine(event) && effect == Effect::Leave)
}

fn holds(history: &[Event], event: &Event, reentrant: bool) -> bool {
    let (history, mode) = (of_object(history, event), facts(event).mode);
    let inside = |actor, mode| depth(&history, actor, mode) > 0;
    let bars =
        |actor| inside(actor, Mode::Exclusive) || mode == Mode::Exclusive && inside(actor, Mode::Shared);
    let mine = depth(&history, event.actor, mode);
    let says = |depth: usize| event.value == Value::Int(depth as i64);
    match facts(event).effect {
        Effect::Enter => {
            let others = history.iter().map(|other| other.actor);
            let mut others = others.filter(|&actor| actor != event.actor);
            !others.any(bars) && (reentrant || !bars(event.actor)) && says(mine + 1)
        }
        Effect::Leave => mine > 0 && says(mine - 1),
        Effect::Poison => inside(event.actor, Mode::Exclusive) || inside(event.actor, Mode::Shared),
        _ => true,
    }
}

fn lock(history: &[Event], event: &Event) -> bool {
    holds(history, event, false)
}

fn rlock(history: &[Event], event: &Event) -> bool {
    holds(history, event, true)
}

/// Two permits, which anybody may give back.
fn turnstile(history: &[Event], event: &Event) -> bool {
    let entered = count(history, |_, effect| effect == Effect::Enter);
    let left = count(history, |_, effect| effect == Effect::Leave);
    facts(event).effect != Effect::Enter || entered < left + 2
}

/// The puts of what is inside, with their items.
fn inside(history: &[Event]) -> Vec<(i64, i64)> {
    let taken = |put: &Event| {
        let number = Value::Int(put.sequence.into());
        any(history, |event, effect| {
            effect == Effect::Take && event.value == number
        })
    };
    let puts = history.iter().filter(|event| facts(event).effect == Effect::Put);
    let puts = puts.filter(|put| !taken(put));
    puts.map(|put| (put.sequence.into(), put.value.int().unwrap()))
        .collect()
}

fn stores(history: &[Event], event: &Event, is_next: fn((i64, i64), (i64, i64)) -> bool) -> bool {
    let inside = inside(history);
    match facts(event).effect {
        Effect::Put => inside.len() < 3 && !any(history, |_, effect| effect == Effect::Close),
        Effect::Take => {
            let item = inside.iter().find(|(put, _)| event.value == Value::Int(*put));
            item.is_some_and(|&item| inside.iter().all(|&other| is_next(item, other)))
        }
        _ => true,
    }
}

fn first(history: &[Event], event: &Event) -> bool {
    stores(history, event, |item, other| item.0 <= other.0)
}

fn last(history: &[Event], event: &Event) -> bool {
    stores(history, event, |item, other| item.0 >= other.0)
}

fn lowest(history: &[Event], event: &Event) -> bool {
    stores(history, event, |item, other| item.1 <= other.1)
}

fn register(history: &[Event], event: &Event) -> bool {
    let before = history
        .last()
        .filter(|before| before.sequence + 1 == event.sequence);
    facts(event).effect != Effect::Read || before.is_none_or(|before| before.value == event.value)
}

/// All sets of waiters that may have been notified: a pass is lawful if one of them has the actor.
fn bell(history: &[Event], event: &Event) -> bool {
    let mut waiting = BTreeSet::new();
    let mut worlds = BTreeSet::from([BTreeSet::new()]);
    for event in history.iter().chain([event]) {
        match facts(event).effect {
            Effect::Wait => drop(waiting.insert(event.actor)),
            Effect::Notify => {
                for _ in 0..event.value.int().unwrap() {
                    worlds = worlds
                        .into_iter()
                        .flat_map(|woken| wake_one(&woken, &waiting))
                        .collect();
                }
            }
            Effect::NotifyAll => worlds = BTreeSet::from([waiting.clone()]),
            Effect::Pass => {
                waiting.remove(&event.actor);
                let passed = worlds
                    .into_iter()
                    .filter_map(|mut woken| woken.remove(&event.actor).then_some(woken));
                worlds = passed.collect();
            }
            _ => {}
        }
    }
    !worlds.is_empty()
}

fn wake_one(woken: &BTreeSet<ActorId>, waiting: &BTreeSet<ActorId>) -> Vec<BTreeSet<ActorId>> {
    let asleep: Vec<ActorId> = waiting.difference(woken).copied().collect();
    if asleep.is_empty() {
        return vec![woken.clone()];
    }
    let with = |actor| woken.iter().copied().chain([actor]).collect();
    asleep.into_iter().map(with).collect()
}

/// What happened since the actor's last pass.
fn since_pass(history: &[Event], actor: ActorId) -> &[Event] {
    let is_pass = |event: &Event| event.actor == actor && facts(event).effect == Effect::Pass;
    let pass = history.iter().rposition(is_pass).map_or(0, |row| row + 1);
    &history[pass..]
}

/// True for a wait at a gate, and what ends one.
fn is_at_gate(facts: EventFacts) -> bool {
    facts.begins().or(facts.ends()) == Some(Awaits::Gate)
}

fn flag(history: &[Event], event: &Event) -> bool {
    let is_turn = |event: &&Event| matches!(facts(event).effect, Effect::Open | Effect::Shut);
    let turn = history.iter().rev().find(is_turn);
    let is_open = turn.is_some_and(|turn| facts(turn).effect == Effect::Open);
    let mine = |other: &Event| other.actor == event.actor && is_at_gate(facts(other));
    let waits = |row: &usize| facts(&history[*row]).effect == Effect::Wait;
    let wait = history.iter().rposition(mine).filter(waits);
    let opened = wait.is_some_and(|wait| any(&history[wait..], |_, effect| effect == Effect::Open));
    facts(event).effect != Effect::Pass || is_open || opened || misses_a_number(history, event)
}

/// Something that happened before was not recorded.
fn misses_a_number(history: &[Event], event: &Event) -> bool {
    let numbers = history.iter().chain([event]).map(|event| event.sequence);
    let counted = numbers.filter(|&number| number != 0);
    !counted.eq(1..=event.sequence)
}

/// Two are needed.
fn barrier(history: &[Event], event: &Event) -> bool {
    let arrivals = |history: &[Event]| count(history, |_, effect| effect == Effect::Arrive);
    let start = history.len() - since_pass(history, event.actor).len();
    let mine = |effect| {
        let is_it = |other: &Event| other.actor == event.actor && facts(other).effect == effect;
        history[start..].iter().rposition(is_it).map(|row| start + row)
    };
    let came = mine(Effect::Arrive).or(mine(Effect::Wait));
    let generation = came.map_or(0, |row| arrivals(&history[..row]) / 2);
    facts(event).effect != Effect::Pass || arrivals(history) / 2 > generation
}

/// A pool with one worker.
fn tasks(history: &[Event], event: &Event) -> bool {
    let its = of_object(history, event);
    let had = |wanted| any(&its, |_, effect| effect == wanted);
    let mine = |wanted| {
        count(&its, |other, effect| {
            other.actor == event.actor && effect == wanted
        })
    };
    let over = had(Effect::TaskEnd) || had(Effect::Cancel);
    // What was given up before it began never ran.
    let ran = |end: &Event| {
        let begun =
            |other: &Event| other.object == end.object && facts(other).effect == Effect::TaskBegin;
        history.iter().any(begun)
    };
    let running = count(history, |_, effect| effect == Effect::TaskBegin)
        - count(history, |end, effect| effect == Effect::TaskEnd && ran(end));
    let gives_up = had(Effect::Submit) && !had(Effect::TaskBegin) && !over;
    let gives_up = gives_up && event.value.int().is_some_and(|outcome| outcome != 0);
    match facts(event).effect {
        Effect::Submit => !had(Effect::Submit),
        Effect::TaskBegin => had(Effect::Submit) && !had(Effect::TaskBegin) && !over && running == 0,
        Effect::TaskEnd => mine(Effect::TaskBegin) > 0 && !had(Effect::TaskEnd) || gives_up,
        Effect::Cancel => !had(Effect::TaskBegin),
        Effect::Answer | Effect::CallbackBegin => over,
        Effect::CallbackEnd => mine(Effect::CallbackBegin) > mine(Effect::CallbackEnd),
        _ => true,
    }
}

fn call(history: &[Event], event: &Event) -> bool {
    let had = |wanted| {
        any(history, |other, effect| {
            effect == wanted && other.value == event.value
        })
    };
    match facts(event).effect {
        Effect::Serve => {
            let is_call = |other: &Event, effect| {
                effect == Effect::Wait && event.value == Value::Int(other.sequence.into())
            };
            any(history, is_call) && !had(Effect::Serve)
        }
        Effect::Reply => had(Effect::Serve) && !had(Effect::Reply),
        Effect::Return => {
            let mine = |other: &&Event| other.actor == event.actor;
            let call = history.iter().rev().find(mine);
            let number = call.map(|call| Value::Int(call.sequence.into()));
            any(history, |other, effect| {
                effect == Effect::Reply && Some(other.value) == number
            })
        }
        _ => true,
    }
}

fn life(history: &[Event], event: &Event) -> bool {
    let did = |actor, wanted| any(history, |other, effect| other.actor == actor && effect == wanted);
    let acted = |actor| any(history, |other, _| other.actor == actor);
    let had = |other: ActorId, wanted| {
        any(history, |event, effect| {
            effect == wanted && event.value == Value::Actor(other)
        })
    };
    let me = event.actor;
    let mine = match facts(event).effect {
        Effect::Begin => !acted(me),
        Effect::End => did(me, Effect::Begin),
        _ => true,
    };
    let theirs = event.value.actor().is_none_or(|other| match facts(event).effect {
        Effect::Start => !had(other, Effect::Start) && !had(other, Effect::StartFailed) && !acted(other),
        Effect::StartFailed => !acted(other),
        Effect::Join => did(other, Effect::End),
        _ => true,
    });
    mine && theirs && !did(me, Effect::End) && !had(me, Effect::StartFailed)
}

fn turns(history: &[Event], event: &Event) -> bool {
    let is_turn = |event: &&Event| matches!(facts(event).effect, Effect::Resume | Effect::Suspend);
    let last_of = |task: ActorId| {
        let about = |turn: &&Event| turn.value == Value::Actor(task);
        let turn = history.iter().rev().filter(is_turn).find(about);
        turn.map(|turn| (facts(turn).effect, turn.actor))
    };
    let runs = task_of(history, event.actor).is_some();
    match (facts(event).effect, event.value.actor()) {
        (Effect::Resume, Some(task)) => {
            !runs && last_of(task).is_none_or(|(last, _)| last == Effect::Suspend)
        }
        (Effect::Suspend, Some(task)) => last_of(task) == Some((Effect::Resume, event.actor)),
        _ => last_of(who(history, event)).is_none_or(|(last, _)| last == Effect::Resume),
    }
}

fn spans(history: &[Event], event: &Event) -> bool {
    let mut open = Vec::new();
    for other in history.iter().filter(|other| other.actor == event.actor) {
        match facts(other).effect {
            Effect::SpanOpen => open.push(other.object),
            Effect::SpanClose => drop(open.pop()),
            _ => {}
        }
    }
    let had = |other: &Event, effect| effect == Effect::LinkFrom && other.value == event.value;
    match facts(event).effect {
        Effect::SpanClose => open.last() == Some(&event.object),
        Effect::LinkTo => any(history, had),
        _ => true,
    }
}

/// A trace without events, with these objects, by kind and capacity; futures are of the first one.
fn world(objects: &[(&'static str, Option<u64>)]) -> Trace {
    let mut trace = Trace::default();
    let header = &mut trace.header;
    header.actors.push(Actor::default());
    header.actors.extend((1..ACTORS).map(|number| Actor {
        kind: ActorKind::Thread,
        name: format!("t{number}"),
        parent: ActorId::new(1),
        ..Actor::default()
    }));
    header
        .objects
        .extend(objects.iter().map(|&(kind, capacity)| Object {
            kind: ObjectKind::new(kind),
            name: kind.to_owned(),
            parent: (kind == "future").then(|| ObjectId::new(1).unwrap()),
            capacity,
            ..Object::default()
        }));
    let lock = ObjectRow::of(&ObjectKind::LOCK).unwrap();
    header.vocabulary.objects = vec![
        ObjectRow {
            kind: ObjectKind::new("turnstile"),
            permits: Some(Word::Known(Permits::Capacity)),
            owned: false,
            ..lock.clone()
        },
        ObjectRow {
            kind: ObjectKind::new("bell"),
            mechanism: "gate".to_owned(),
            owned: false,
            opens: Some(Word::Known(Opens::Notify)),
            ..lock
        },
    ];
    trace
}

/// An event that may or may not be lawful.
fn propose(trace: &Trace, history: &[Event], kinds: &[Kind], random: &mut Random) -> Event {
    let kind = kinds[random.below(kinds.len())];
    let facts = kind.known().unwrap().facts;
    let fits = |object: &ObjectId| {
        let kind = &trace.header.objects[object.index()].kind;
        facts.fits(trace.header.vocabulary.object(kind).mechanism)
    };
    let objects = (0..trace.header.objects.len()).filter_map(ObjectId::from_index);
    let objects: Vec<ObjectId> = objects.filter(fits).collect();
    let on_nothing = objects.is_empty() || matches!(facts.value, Meaning::Link | Meaning::Actor);
    let object = (!on_nothing).then(|| objects[random.below(objects.len())]);
    let is_turnstile = trace
        .header
        .objects
        .iter()
        .any(|object| object.name == "turnstile");
    let its = history.iter().filter(|event| event.object == object);
    let last = its.map(|event| event.sequence).max().unwrap_or(0);
    let number = |random: &mut Random, end| Value::Int(random.below(end) as i64);
    Event {
        time_ns: 0,
        actor: ActorId::new(2 + random.below(ACTORS - 1) as u32).unwrap(),
        kind,
        object,
        sequence: if object.is_some() { last + 1 } else { 0 },
        value: match facts.value {
            Meaning::Actor => Value::Actor(ActorId::new(2 + random.below(ACTORS - 1) as u32).unwrap()),
            Meaning::PutSequence | Meaning::CallSequence => number(random, last as usize + 2),
            // Where anybody gives back, whose permit that was is a guess.
            Meaning::Depth if is_turnstile => Value::None,
            Meaning::Item | Meaning::Content | Meaning::Link => number(random, 4),
            Meaning::Depth | Meaning::Count => number(random, 3),
            _ => Value::None,
        },
        location: None,
    }
}

/// The history with one thing changed, and the first row that is not as it was.
fn mutate(history: &[Event], random: &mut Random) -> (Vec<Event>, usize) {
    let mut changed = history.to_vec();
    let row = random.below(history.len());
    let other = random.below(history.len());
    match random.below(5) {
        0 => drop(changed.remove(row)),
        1 => changed.insert(other, history[row]),
        2 => changed.swap(row, other),
        // As if the one had come before the other: each has the number of its new place.
        3 => {
            changed.swap(row, other);
            changed[row].sequence = history[row].sequence;
            changed[other].sequence = history[other].sequence;
        }
        _ => changed[row].actor = ActorId::new(2 + random.below(ACTORS - 1) as u32).unwrap(),
    }
    (changed, row.min(other))
}

/// The history without some of it, and how much that is.
fn lose_any(history: &[Event], random: &mut Random) -> (Vec<Event>, u64) {
    let mut left = history.to_vec();
    left.retain(|_| !random.one_in(4));
    let lost = history.len() - left.len();
    (left, lost as u64)
}

/// The history without what one actor did from some row on, which it says, and how much that is.
fn lose_a_tail(history: &[Event], random: &mut Random) -> (Vec<Event>, u64) {
    let (row, actor) = (
        random.below(history.len()),
        history[random.below(history.len())].actor,
    );
    let (before, after) = history.split_at(row);
    let others = after.iter().filter(|event| event.actor != actor);
    let lost = (after.len() - others.clone().count()) as u64;
    let told = Event {
        time_ns: 0,
        actor,
        kind: Kind::LOST,
        object: None,
        sequence: 0,
        value: Value::Int(lost as i64),
        location: None,
    };
    (
        before.iter().chain([&told]).chain(others).copied().collect(),
        lost,
    )
}

/// What is missing is not held against what is left.
#[track_caller]
fn check_losses(trace: &mut Trace, history: &[Event], random: &mut Random) {
    for lose in [lose_any, lose_a_tail] {
        let (left, lost) = lose(history, random);
        trace.header.lost = lost;
        trace.events = Events::default();
        left.iter().for_each(|&event| trace.events.push(event));
        assert_eq!(check(trace).violations, [], "{lost} of {history:?}");
    }
    trace.header.lost = 0;
}

/// Whether there is nothing to find: every event from this row on may come when it comes.
fn is_lawful(history: &[Event], from: usize, law: Law) -> bool {
    (from..history.len()).all(|row| {
        let (before, event) = (&history[..row], &history[row]);
        common(before, event) && law(before, event)
    })
}

#[track_caller]
fn compare(trace: &mut Trace, history: &[Event], from: usize, law: Law, seed: u64) -> bool {
    trace.events = Events::default();
    history.iter().for_each(|&event| trace.events.push(event));
    let violations = check(trace).violations;
    let lawful = is_lawful(history, from, law);
    let lines = history.iter().enumerate().map(|(row, event)| {
        let (actor, object) = (event.actor.number(), event.object.map_or(0, ObjectId::number));
        let name = event.kind.name().unwrap();
        format!(
            "{row}: {actor} {name} {object} #{} {:?}",
            event.sequence, event.value
        )
    });
    assert_eq!(
        violations.is_empty(),
        lawful,
        "seed {seed}: {violations:?}\n{}",
        lines.collect::<Vec<_>>().join("\n")
    );
    lawful
}

/// Random lawful runs of these kinds of event have no violation, also if some of it was lost; with one change
/// they have one, or the change does no harm.
#[track_caller]
fn check_law(objects: &[(&'static str, Option<u64>)], kinds: &[Kind], law: Law) {
    let (mut seen, mut broken) = (BTreeSet::new(), 0);
    for seed in 0..RUNS {
        let random = &mut Random::new(seed);
        let mut trace = world(objects);
        let mut history = Vec::new();
        let mut tries = 60 * EVENTS;
        while history.len() < EVENTS && tries > 0 {
            tries -= 1;
            let event = propose(&trace, &history, kinds, random);
            // Where all wait, a run is over soon.
            let is_rare = facts(&event).begins().is_some() && !random.one_in(6);
            if !is_rare && common(&history, &event) && law(&history, &event) {
                seen.insert(event.kind);
                history.push(event);
            }
        }
        assert!(compare(&mut trace, &history, 0, law, seed));
        // Where every thread can be a task of every other, what is missing of one can be of any.
        if !kinds.contains(&Kind::RESUME) {
            check_losses(&mut trace, &history, random);
        }
        for _ in 0..EVENTS {
            let (changed, from) = mutate(&history, random);
            broken += usize::from(!compare(&mut trace, &changed, from, law, seed));
        }
    }
    assert_eq!(seen.len(), kinds.len(), "some kinds never come: {seen:?}");
    assert!(broken > 0, "nothing that was changed broke the law");
}

const EXCLUSIVE: &[Kind] = &[
    Kind::LOCK_WAIT,
    Kind::LOCK_WAIT_TIMED,
    Kind::LOCK_ACQUIRE,
    Kind::LOCK_RELEASE,
    Kind::LOCK_REFUSE,
    Kind::LOCK_TIMEOUT,
    Kind::LOCK_POISON,
];

#[test]
fn locks() {
    check_law(&[("lock", None), ("gil", None)], EXCLUSIVE, lock);
    check_law(&[("rlock", None)], EXCLUSIVE, rlock);
}

#[test]
fn locks_to_share() {
    let shared = [
        Kind::SHARED_WAIT,
        Kind::SHARED_ACQUIRE,
        Kind::SHARED_RELEASE,
        Kind::SHARED_REFUSE,
    ];
    check_law(&[("lock", None)], &[EXCLUSIVE, &shared].concat(), lock);
    check_law(&[("rlock", None)], &[EXCLUSIVE, &shared].concat(), rlock);
}

#[test]
fn permits() {
    let kinds = [
        Kind::LOCK_WAIT,
        Kind::LOCK_ACQUIRE,
        Kind::LOCK_RELEASE,
        Kind::LOCK_REFUSE,
    ];
    check_law(&[("turnstile", Some(2))], &kinds, turnstile);
}

#[test]
fn stores_of_every_order() {
    let kinds = [
        Kind::PUT_WAIT,
        Kind::PUT_WAIT_TIMED,
        Kind::PUT,
        Kind::PUT_TIMEOUT,
        Kind::GET_WAIT,
        Kind::GET,
        Kind::GET_REFUSE,
        Kind::GET_CLOSED,
        Kind::CLOSE,
    ];
    check_law(&[("queue", Some(3))], &kinds, first);
    check_law(&[("lifo_queue", Some(3))], &kinds, last);
    check_law(&[("priority_queue", Some(3))], &kinds, lowest);
}

#[test]
fn registers() {
    check_law(&[("cell", None)], &[Kind::READ, Kind::WRITE], register);
}

#[test]
fn gates_of_every_kind() {
    let waits = [Kind::GATE_WAIT, Kind::GATE_WAIT_TIMED, Kind::GATE_PASS];
    let with = |kinds: &[Kind]| [&waits, kinds].concat();
    check_law(&[("bell", None)], &with(&[Kind::NOTIFY, Kind::NOTIFY_ALL]), bell);
    let turns = [Kind::GATE_OPEN, Kind::GATE_CLOSE, Kind::GATE_TIMEOUT];
    check_law(&[("event", None)], &with(&turns), flag);
    check_law(&[("barrier", Some(2))], &with(&[Kind::GATE_ARRIVE]), barrier);
}

#[test]
fn pools() {
    let kinds = [
        Kind::SUBMIT,
        Kind::TASK_WAIT,
        Kind::TASK_BEGIN,
        Kind::TASK_END,
        Kind::TASK_GIVE_UP,
        Kind::TASK_CANCEL,
        Kind::RESULT_WAIT,
        Kind::RESULT,
        Kind::CALLBACK_BEGIN,
        Kind::CALLBACK_END,
    ];
    let objects = [
        ("pool", Some(1)),
        ("future", None),
        ("future", None),
        ("future", None),
    ];
    check_law(&objects, &kinds, tasks);
}

#[test]
fn calls() {
    let kinds = [Kind::CALL, Kind::SERVE, Kind::REPLY, Kind::RETURN];
    check_law(&[("manager", None)], &kinds, call);
}

#[test]
fn lives() {
    let kinds = [
        Kind::START,
        Kind::START_FAILED,
        Kind::BEGIN,
        Kind::END,
        Kind::JOIN_WAIT,
        Kind::JOIN,
        Kind::PRINT,
    ];
    check_law(&[], &kinds, life);
}

#[test]
fn turns_of_tasks() {
    let kinds = [Kind::RESUME, Kind::SUSPEND, Kind::PRINT, Kind::SLEEP, Kind::WAKE];
    check_law(&[], &kinds, turns);
    let kinds = [
        Kind::RESUME,
        Kind::SUSPEND,
        Kind::JOIN_WAIT,
        Kind::JOIN_TIMEOUT,
        Kind::SLEEP,
        Kind::WAKE,
    ];
    check_law(&[], &kinds, turns);
}

#[test]
fn spans_and_links() {
    let kinds = [Kind::SPAN_OPEN, Kind::SPAN_CLOSE, Kind::LINK_FROM, Kind::LINK_TO];
    check_law(&[("span", None), ("span", None)], &kinds, spans);
}
