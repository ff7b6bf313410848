//! What happens to objects: each by its mechanism.

use laneway_trace::{Effect, Event, Header, Mechanism, Object, ObjectId, Part};

use super::Act;
use super::call::Calls;
use super::gate::Gate;
use super::holding::Holding;
use super::life::Lives;
use super::register::Register;
use super::report::Report;
use super::store::Store;
use super::tasks::{Future, Pool};

/// Every object so far.
pub(super) struct Objects {
    objects: Vec<Thing>,
}

struct Thing {
    mechanism: Mechanism,
    parent: Option<ObjectId>,
    /// The last sequence number.
    sequence: u32,
    /// False from the first hole in what is recorded of it on.
    whole: bool,
    /// True once something unknown happened to it.
    unsure: bool,
    state: State,
}

enum State {
    Holding(Holding),
    Store(Store),
    Register(Register),
    Gate(Gate),
    Pool(Pool),
    Future(Future),
    Call(Calls),
    /// Lives and spans are their actors'; of unknown ones there is nothing to say.
    None,
}

impl Objects {
    pub(super) fn new(header: &Header) -> Self {
        let thing = |object: &Object| {
            let mechanism = header.vocabulary.object(&object.kind).mechanism;
            Thing {
                mechanism,
                parent: object
                    .parent
                    .filter(|parent| parent.index() < header.objects.len()),
                sequence: 0,
                whole: true,
                unsure: false,
                state: State::new(mechanism, object.capacity),
            }
        };
        Self {
            objects: header.objects.iter().map(thing).collect(),
        }
    }

    /// How the object behaves.
    pub(super) fn mechanism(&self, object: ObjectId) -> Mechanism {
        self.objects[object.index()].mechanism
    }

    /// The pool of a future.
    pub(super) fn parent(&self, object: ObjectId) -> Option<ObjectId> {
        self.objects[object.index()].parent
    }

    pub(super) fn act(&mut self, act: &Act, lives: &Lives, report: &mut Report<'_>) {
        let Some(object) = act.event.object else { return };
        let thing = &mut self.objects[object.index()];
        thing.count(object, act, report);
        if !act.facts.fits(thing.mechanism) {
            report.tell("wrong_object", |names| {
                let (kind, object) = (names.event(act.event.kind), names.object(object));
                format!("`{kind}` cannot happen to `{object}`")
            });
            return;
        }
        thing.unsure |= act.facts.effect == Effect::Unknown;
        if thing.unsure {
            return;
        }
        // Waits are not counted, and may be missing of the actor.
        report.doubt = report.lossy && (!thing.whole || lives.is_unsure(act.who));
        match &mut thing.state {
            State::Holding(holding) => holding.act(act, object, lives, report),
            State::Store(store) => store.act(act, object, report),
            State::Register(register) => register.act(act, object, report),
            State::Gate(gate) => gate.act(act, object, report),
            State::Call(calls) => calls.act(act, object, report),
            State::Future(future) => {
                let (pool, change) =
                    (thing.parent, future.act(act, object, thing.parent, lives, report));
                self.run(pool, change, report);
            }
            State::Pool(_) | State::None => {}
        }
    }

    /// A pool begins with this many tasks more.
    fn run(&mut self, pool: Option<ObjectId>, change: i64, report: &mut Report<'_>) {
        let Some(pool) = pool.filter(|_| change != 0) else {
            return;
        };
        let thing = &mut self.objects[pool.index()];
        if let State::Pool(state) = &mut thing.state {
            report.doubt = report.lossy || thing.unsure;
            state.run(change, pool, report);
        }
    }

    /// When all events have come.
    pub(super) fn finish(self, report: &mut Report<'_>) {
        for (index, thing) in self.objects.into_iter().enumerate() {
            let is_sure = !thing.unsure && (thing.whole || !report.lossy);
            if let (State::Store(store), Some(object), true) =
                (thing.state, ObjectId::from_index(index), is_sure)
            {
                store.finish(object, report);
            }
        }
    }
}

impl Thing {
    /// Looks at the sequence number.
    fn count(&mut self, object: ObjectId, act: &Act, report: &mut Report<'_>) {
        let (last, now) = (self.sequence, act.event.sequence);
        if now == 0 {
            self.whole &= !changes(act);
            return;
        }
        if now <= last {
            report.tell("sequence_repeats", |names| {
                let object = names.object(object);
                format!("number {now} of `{object}` comes after number {last}")
            });
        }
        self.whole &= last.checked_add(1) == Some(now);
        self.sequence = last.max(now);
    }
}

/// True for what changes an object, so that it has a sequence number where they are taken.
fn changes(act: &Act) -> bool {
    !matches!(act.facts.effect, Effect::Wait | Effect::Refuse | Effect::GiveUp)
}

impl State {
    fn new(mechanism: Mechanism, capacity: Option<u64>) -> Self {
        match mechanism {
            Mechanism::Holding {
                permits,
                reentrant,
                owned,
            } => Self::Holding(Holding::new(permits, reentrant, owned, capacity)),
            Mechanism::Store { order } => Self::Store(Store::new(order, capacity)),
            Mechanism::Register => Self::Register(Register::default()),
            Mechanism::Gate { opens } => Self::Gate(Gate::new(opens, capacity)),
            Mechanism::Tasks { part: Part::Pool } => Self::Pool(Pool::new(capacity)),
            Mechanism::Tasks { part: Part::Future } => Self::Future(Future::default()),
            Mechanism::Call => Self::Call(Calls::default()),
            Mechanism::Life | Mechanism::Span | Mechanism::Unknown => Self::None,
        }
    }
}

/// Whose place among the events of its object is known.
pub(super) fn is_counted(event: &Event) -> bool {
    event.sequence != 0
}
