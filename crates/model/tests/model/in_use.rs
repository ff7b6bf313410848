//! Which objects are in use, compared with what each of them says of itself.

use laneway_model::{InUse, Model, Moment, Sets};
use laneway_trace::ObjectId;

use crate::notation::model;
use crate::random::Random;

fn objects(model: &Model, holds: impl Fn(ObjectId) -> bool) -> Vec<ObjectId> {
    let all = (0..model.header.objects.len()).filter_map(ObjectId::from_index);
    all.filter(|&object| holds(object)).collect()
}

#[test]
fn objects_in_use_are_those_that_say_so() {
    let mut random = Random::new(7);
    let mut run = String::from("0 a begin\n0 b begin\npool pool 1\n");
    let mut held = [false; 40];
    for at in 0..6000 {
        let (time, object) = (at / 4, random.below(40));
        let line = match random.below(4) {
            0 => format!("{time} b get q{object}"),
            1 => format!("{time} b put q{object} 1"),
            2 => {
                let future = at % 60;
                run.push_str(&format!("future f{future} of pool\n{time} a submit f{future}\n"));
                format!("{time} b task_begin f{future}\n{time} b task_end f{future} 0")
            }
            _ if held[object] => format!("{time} a lock_release l{object} 0"),
            _ => format!(
                "{time} b lock_refuse l{object}\n{time} a lock_wait l{object}\n{time} a lock_acquire l{object} 1"
            ),
        };
        if line.contains("lock_") {
            held[object] = !held[object];
        }
        run.push_str(&line);
        run.push('\n');
    }
    let model = model(&run);
    let index = InUse::new(&model);
    for at in (0..=model.end().0).step_by(211).map(Moment) {
        let state = |object| model.object_at(object, at);
        let expected = Sets {
            used: objects(&model, |object| {
                state(object).is_some_and(|state| state.is_in_use())
            }),
            awaited: objects(&model, |object| {
                state(object).is_some_and(|state| state.is_awaited())
            }),
        };
        assert_eq!(index.at(&model, at), expected, "at {at:?}");
    }
    assert!(model.end().0 > 8000);
}

#[test]
fn a_run_without_events_has_nothing_in_use() {
    let model = model("");
    assert_eq!(InUse::new(&model).at(&model, Moment(3)), Sets::default());
}
