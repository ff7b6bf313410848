//! Two runs beside each other: which moments belong together, and what differs.

use laneway_model::{Model, Moment};
use laneway_trace::{Ending, Lesson, Predicate, Step};
use laneway_view::{Pairing, Timeline, differences};

use crate::notation::{model, trace};
use crate::sentences::text;

const TWICE: &str = "0 main begin
    1 main lock_acquire tickets 1
    2 main lock_release tickets 0
    3 main lock_acquire tickets 1
    4 main lock_release tickets 0
    9 main end 0";

const ONCE: &str = "0 main begin
    1 main print \"hello\"
    2 main lock_acquire tickets 1
    3 main lock_release tickets 0
    5 main end 0";

/// The moments of the other run that belong to those of one.
fn partners(pairing: &Pairing, model: &Model) -> Vec<u32> {
    let moments = (0..=model.end().0).map(Moment);
    moments.map(|now| pairing.partner(now).0).collect()
}

#[test]
fn the_nth_of_a_kind_by_the_same_actor_belongs_to_the_nth() {
    #[track_caller]
    fn check(this: &str, other: &str, expected: &[u32]) {
        let (this, other) = (model(this), model(other));
        assert_eq!(partners(&Pairing::by_events(&this, &other), &this), expected);
    }
    // The other run has no second turn: it stays where it is, and both end together.
    check(TWICE, ONCE, &[0, 1, 3, 4, 4, 4, 5]);
    // What one prints the other does not.
    check(ONCE, TWICE, &[0, 1, 1, 2, 3, 6]);
    check(ONCE, ONCE, &[0, 1, 2, 3, 4, 5]);
}

/// A lesson with steps of these ids at the first of these events.
fn lesson(run: &str, steps: &[(&str, &str)]) -> (Model, Timeline) {
    let step = |&(id, event): &(&str, &str)| Step {
        id: id.into(),
        at: Predicate {
            event: Some(event.into()),
            ..Predicate::default()
        },
        ..Step::default()
    };
    let mut trace = trace(run);
    trace.header.lesson = Some(Lesson {
        steps: steps.iter().map(step).collect(),
        ..Lesson::default()
    });
    let model = Model::from(trace);
    let timeline = Timeline::new(&model);
    (model, timeline)
}

#[test]
fn steps_come_together_and_what_is_between_goes_on_by_its_share() {
    #[track_caller]
    fn check(this: &[(&str, &str)], other: &[(&str, &str)], expected: &[u32]) {
        let (this, other) = (lesson(TWICE, this), lesson(ONCE, other));
        let pairing = Pairing::by_steps((&this.0, &this.1), (&other.0, &other.1));
        assert_eq!(partners(&pairing, &this.0), expected);
    }
    let (taken, given) = (("taken", "lock_acquire"), ("given", "lock_release"));
    check(&[taken, given], &[taken, given], &[0, 1, 3, 4, 4, 4, 5]);
    // By number, where no id is the same.
    check(&[taken], &[("had", "lock_acquire")], &[0, 1, 3, 3, 4, 4, 5]);
    // By id, where some are; what is out of order is passed over.
    check(
        &[given, taken],
        &[taken, ("said", "print")],
        &[0, 1, 3, 3, 4, 4, 5],
    );
    check(&[], &[], &[0, 0, 1, 2, 3, 4, 5]);
}

#[test]
fn what_came_out_and_who_waited_is_told() {
    let waits = |ms: u64, end: &str| {
        format!(
            "thread user of p
            0 main begin
            0 main lock_acquire tickets 1
            0 main start @user
            0 user begin
            0 user lock_wait tickets
            {ms} main lock_release tickets 0
            {ms} user lock_acquire tickets 1
            {ms} user print \"{end}\"
            {ms} user lock_release tickets 0
            {ms} user end 0
            {ms} main end 0"
        )
    };
    let told = |one: (u64, &str), other: (u64, &str)| {
        let model = |(ms, end): (u64, &str)| {
            let mut trace = trace(&waits(ms, end));
            trace.header.lesson = Some(Lesson {
                outcome: Some(Predicate {
                    event: Some("print".into()),
                    ..Predicate::default()
                }),
                ..Lesson::default()
            });
            if end == "stuck" {
                trace.header.ending = Ending::Stuck;
            }
            Model::from(trace)
        };
        let told = differences(&model(one), &model(other));
        told.iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(
        told((50, "sold"), (5, "sold-out")),
        [
            "differs-outcome one=sold other=sold-out",
            "differs-waits-all one=50ms other=5ms",
            "differs-waits who=user one=50ms other=5ms",
        ]
    );
    // That one machine was a little slower is no difference.
    assert_eq!(
        told((50, "sold"), (51, "sold")),
        ["differs-outcome-same value=sold"]
    );
    assert_eq!(
        told((50, "sold"), (50, "stuck")),
        ["differs-outcome one=sold other=stuck", "differs-stuck-other"]
    );
}
