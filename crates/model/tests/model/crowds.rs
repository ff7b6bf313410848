//! Runs in which very many do the same.

use std::fmt::Write;

use laneway_model::{FindingKind, LISTED_HELPERS, Moment, State};

use crate::notation::{model, object};

/// The lines of a run in which so many threads, `t0`, `t1`, ..., do one thing after another.
fn all(count: usize, what: &str) -> String {
    (0..count).fold(String::new(), |mut lines, thread| {
        let _ = writeln!(lines, "1 t{thread} {what}");
        lines
    })
}

#[test]
fn of_many_who_could_have_helped_each_of_many_some_are_listed() {
    let run = [
        "ending stuck\n".to_owned(),
        all(100, "put jobs 1"),
        all(100, "get_wait jobs"),
    ];
    let model = model(&run.concat());
    assert_eq!(model.findings.len(), 100);
    for finding in &model.findings {
        assert_eq!(finding.kind, FindingKind::WaitsForEver);
        assert_eq!(finding.helpers.len(), LISTED_HELPERS);
        assert!(!finding.helpers.contains(&finding.actors[0]));
    }
}

#[test]
fn readers_who_all_want_to_write_are_all_stuck_and_two_of_them_are_told() {
    let run = [
        "ending stuck\nrwlock data\n".to_owned(),
        all(200, "shared_acquire data"),
        all(200, "lock_wait data"),
    ];
    let model = model(&run.concat());
    let [deadlock] = model.findings.as_slice() else {
        panic!("{:?}", model.findings);
    };
    assert_eq!(deadlock.kind, FindingKind::Deadlock);
    assert_eq!(deadlock.actors.len(), 2);
    let last = |lane: u32| model.lane_phases(lane).end - 1;
    let is_stuck = |lane: u32| model.phases.state[last(lane) as usize] == State::Stuck;
    assert_eq!(
        (0..model.lanes.len() as u32)
            .filter(|&lane| is_stuck(lane))
            .count(),
        200
    );
}

#[test]
fn who_enters_where_there_is_no_permit_left_takes_the_place_of_who_was_there_longest() {
    let run = ["semaphore room 50\n".to_owned(), all(150, "lock_acquire room")];
    let model = model(&run.concat());
    let mut holds: Vec<(u32, Option<u32>)> = model
        .holds
        .iter()
        .map(|hold| (hold.start_row, hold.end_row))
        .collect();
    holds.sort_unstable();
    let expected = (0..150).map(|row| (row, Some(row + 50).filter(|&end| end < 150)));
    assert_eq!(holds, expected.collect::<Vec<_>>());
    let inside = model.holders(object(&model, "room"), Moment::after(149));
    let since: Vec<Option<u32>> = inside.iter().map(|holder| holder.since.row()).collect();
    assert_eq!(since, (100..150).map(Some).collect::<Vec<_>>());
}
