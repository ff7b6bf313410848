//! Events that make no sense at all: nothing panics, everything ends, and the answer is always the same.

use laneway_model::mechanism::ObjectState;
use laneway_model::{Builder, MOST_VIOLATIONS, Model, Moment, check};
use laneway_trace::{
    Actor, ActorId, ActorKind, Ending, Event, EventKind, LocationId, Object, ObjectId, ObjectKind,
    Predicate, TextId, Trace, Value,
};

use crate::random::Random;

const RUNS: u64 = 300;

fn soup(random: &mut Random) -> Trace {
    let mut trace = Trace::default();
    let endings = [Ending::Finished, Ending::Stuck, Ending::Timeout, Ending::Failed];
    trace.header.ending = endings[random.below(4)].clone();
    for _ in 0..random.below(9) {
        let kinds = [ActorKind::Process, ActorKind::Thread, ActorKind::Task];
        trace.header.actors.push(Actor {
            kind: kinds[random.below(3)].clone(),
            parent: ActorId::new(random.below(9) as u32),
            daemon: random.one_in(3),
            ..Actor::default()
        });
    }
    for _ in 0..random.below(6) {
        let known = random.below(ObjectKind::ALL.len() + 1);
        let kind = ObjectKind::ALL.get(known).map_or("oracle", |row| row.name);
        trace.header.objects.push(Object {
            kind: ObjectKind::new(kind),
            parent: ObjectId::new(random.below(7) as u32),
            capacity: random.one_in(2).then_some(random.below(3) as u64),
            ..Object::default()
        });
    }
    let few_kinds = 1 + random.below(EventKind::ALL.len());
    for _ in 0..random.below(80) {
        let event = event(random, few_kinds);
        trace.events.push(event);
    }
    trace
}

fn event(random: &mut Random, few_kinds: usize) -> Event {
    let number = random.below(10) as u32;
    let mut kind = EventKind::ALL[random.below(few_kinds)].kind;
    if random.one_in(20) {
        kind = EventKind(random.next() as u16);
    }
    let value = match random.below(6) {
        0 => Value::None,
        1 => Value::Int(random.next() as i64),
        2 => Value::Int(i64::from(number)),
        3 => TextId::new(number).map_or(Value::None, Value::Text),
        4 => ActorId::new(number).map_or(Value::None, Value::Actor),
        _ => Value::Other { tag: 99, bits: -1 },
    };
    let wild = random.one_in(30);
    let id = |random: &mut Random, end| {
        if wild {
            random.next() as u32
        } else {
            random.below(end) as u32
        }
    };
    Event {
        time_ns: if wild {
            random.next()
        } else {
            random.below(1000) as u64
        },
        actor: ActorId::new(id(random, 9)).unwrap_or(ActorId::new(1).unwrap()),
        kind,
        object: ObjectId::new(id(random, 7)),
        sequence: id(random, 20),
        value,
        location: LocationId::new(id(random, 3)),
    }
}

#[test]
fn no_soup_makes_a_model_panic() {
    for seed in 0..RUNS {
        let random = &mut Random::new(seed);
        let trace = soup(random);
        assert!(check(&trace).violations.len() <= MOST_VIOLATIONS);
        let model = Model::from(trace.clone());
        ask_everything(&model);
        assert_eq!(model, in_pieces(&trace, random), "seed {seed}");
    }
}

/// The same model, from events that come in blocks.
fn in_pieces(trace: &Trace, random: &mut Random) -> Model {
    let mut builder = Builder::new(trace.header.clone());
    let mut row = 0;
    while row < trace.events.len() {
        let mut block = laneway_trace::Events::default();
        for _ in 0..=random.below(5) {
            if let Some(event) = trace.events.get(row) {
                block.push(event);
            }
            row += 1;
        }
        builder.push(&mut block);
        assert!(block.is_empty());
    }
    let mut finishing = builder.finishing(trace.texts.clone());
    let mut progress = finishing.progress();
    while finishing.step() {
        assert!(progress <= finishing.progress());
        progress = finishing.progress();
    }
    finishing.into_model()
}

/// Asks every question at every moment, past the end included.
fn ask_everything(model: &Model) {
    check_shape(model);
    let rows = model.events.len() as u32;
    for at in (0..rows + 2).chain([u32::MAX]).map(Moment) {
        model.time_ns(at);
        model.console_until(at);
        model.findings_until(at);
        model.links_until(at);
        assert!(model.next_interesting(at) > at || model.next_interesting(at) == model.end());
        assert!(model.previous_interesting(at) < at || at == Moment(0));
        for lane in 0..model.lanes.len() as u32 + 1 {
            model.line_at(lane, at);
            if let Some(phase) = model.phase_at(lane, at) {
                assert!(model.lane_phases(lane).contains(&phase));
                model.phase_span(lane, phase);
            }
        }
        for actor in (1..12).filter_map(ActorId::new) {
            let explanation = model.explain(actor, at);
            assert!(explanation.links.len() <= model.lanes.len());
        }
        for object in (1..9).filter_map(ObjectId::new) {
            if let Some(ObjectState::Store(store)) = model.object_at(object, at) {
                model.items_in_order(&store, 3);
            }
            check_holders(model, object, at);
            model.tasks_done(object, at, 3);
        }
    }
    for row in 0..rows + 1 {
        model.links_from(row).count();
        model.lane_of_row(row);
    }
    for kind in EventKind::ALL {
        let predicate = Predicate {
            event: Some(kind.name.to_owned()),
            actor: Some("*".to_owned()),
            last: true,
            ..Predicate::default()
        };
        model.resolve(&predicate);
    }
}

/// Who is inside by the state at a moment, which is stepped anew, is who is by the pass over all events.
fn check_holders(model: &Model, object: ObjectId, at: Moment) {
    let has = |row: u32| row < at.0;
    let holds = model
        .holds
        .iter()
        .filter(|hold| hold.object == object && has(hold.start_row) && !hold.end_row.is_some_and(has));
    let mut by_pass: Vec<_> = holds
        .map(|hold| {
            (
                Moment::after(hold.start_row),
                model.lanes[hold.lane as usize].actor,
            )
        })
        .collect();
    by_pass.sort();
    let holders = model.holders(object, at);
    let by_steps: Vec<_> = holders
        .iter()
        .map(|holder| (holder.since, holder.actor))
        .collect();
    assert_eq!(by_steps, by_pass, "{object:?} at {at:?}");
}

/// What holds of every model.
fn check_shape(model: &Model) {
    let mut phases = 0;
    for (lane, its) in model.lanes.iter().enumerate() {
        assert_eq!(its.phases.start, phases);
        phases = its.phases.end;
        let starts = &model.phases.start_row[its.phases.start as usize..its.phases.end as usize];
        assert!(starts.is_sorted(), "{starts:?}");
        assert!(model.lane_rows(lane as u32).is_sorted());
        assert!(
            model
                .lane_holds(lane as u32)
                .iter()
                .all(|hold| hold.lane as usize == lane)
        );
    }
    assert_eq!(phases as usize, model.phases.start_row.len());
    assert!(model.links.is_sorted_by_key(|link| link.to_row));
    assert!(model.links.iter().all(|link| link.from_row < link.to_row));
    assert!(model.findings.is_sorted_by_key(|finding| finding.at));
    assert!(model.holds.is_sorted_by_key(|hold| (hold.lane, hold.start_row)));
}
