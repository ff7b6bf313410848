//! What holds on every run of `semaphore`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "places=1", "places=3"];

pub const FACTS: &[Fact] = facts![ends_in_order, every_car_parks_once, never_more_inside_than_places];

fn every_car_parks_once(run: &Run) {
    for number in 1..=5 {
        assert_eq!(run.events_of(&format!("car-{number}"), EventKind::LOCK_ACQUIRE).len(), 1);
    }
}

fn never_more_inside_than_places(run: &Run) {
    let (mut inside, mut most) = (0_usize, 0);
    for seen in run.all() {
        match seen.event.kind {
            EventKind::LOCK_ACQUIRE => inside += 1,
            EventKind::LOCK_RELEASE => inside -= 1,
            _ => {}
        }
        most = most.max(inside);
    }
    assert_eq!(most, run.arguments.integer::<usize>("places"));
}
