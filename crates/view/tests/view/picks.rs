//! What a link has selected is found again, and what is not there is not.

use laneway_model::Model;
use laneway_trace::{ActorId, ObjectId};
use laneway_view::{Pick, Selection};

use crate::notation::model;

/// Two locks, one of them taken twice; a lost update; a deadlock.
const RUN: &str = "ending stuck
    thread a of p
    thread b of p
    0 main begin
    0 a begin
    0 b begin
    1 a read c 0
    2 b read c 0
    3 b write c 1
    4 a write c 1
    5 a lock_acquire l 1
    6 a lock_release l 0
    7 a lock_acquire l 1
    8 b lock_acquire m 1
    9 a lock_wait m
    10 b lock_wait l";

/// Everything that can be selected in a run.
fn everything(model: &Model) -> Vec<Selection> {
    let rows = |len: usize| 0..len as u32;
    let objects = rows(model.header.objects.len()).filter_map(|index| ObjectId::new(index + 1));
    rows(model.lanes.len())
        .map(Selection::Lane)
        .chain(rows(model.phases.start_row.len()).map(Selection::Phase))
        .chain(rows(model.holds.len()).map(Selection::Hold))
        .chain(rows(model.events.len()).map(Selection::Event))
        .chain(objects.map(Selection::Object))
        .chain(rows(model.findings.len()).map(Selection::Finding))
        .collect()
}

#[test]
fn what_is_selected_is_found_again() {
    let run = model(RUN);
    assert!(run.holds.len() == 3 && run.findings.len() == 3);
    for selection in everything(&run) {
        let pick = Pick::of(selection, &run).expect("it is there");
        let text = pick.to_string();
        assert_eq!(text.parse(), Ok(pick.clone()));
        assert_eq!(pick.selection(&run), selection, "{text}");
    }
    assert_eq!(Pick::of(Selection::None, &run), None);
}

#[test]
fn what_is_selected_does_not_depend_on_the_rows_of_the_model() {
    // The same events, and lanes, holds and findings before them.
    let more = RUN.replace("0 a begin", "0 x begin\n0 x lock_acquire z 1\n0 a begin");
    let (run, more) = (model(RUN), model(&more));
    let hold = run
        .holds
        .iter()
        .position(|hold| hold.start_row == 9)
        .expect("the second hold");
    let pick = Pick::of(Selection::Hold(hold as u32), &run);
    assert_eq!(pick.map(|pick| pick.to_string()), Some("hold-2-9".into()));
    let there = Pick::Hold(ObjectId::new(3).unwrap(), 11).selection(&more);
    let Selection::Hold(hold) = there else {
        panic!("{there:?}")
    };
    assert_eq!(more.holds[hold as usize].start_row, 11);
}

#[test]
fn what_the_run_does_not_have_is_not_selected() {
    let run = model(RUN);
    #[track_caller]
    fn check(run: &Model, pick: &str) {
        let pick: Pick = pick.parse().expect("a pick");
        assert_eq!(pick.selection(run), Selection::None);
    }
    check(&run, "actor-99");
    check(&run, "phase-99-3");
    check(&run, "phase-3-4294967295");
    check(&run, "hold-2-8");
    check(&run, "hold-9-9");
    check(&run, "event-999");
    check(&run, "object-99");
    check(&run, "finding-deadlock-13-4.3-3.2");
    check(&run, "finding-deadlock-0-3.4-2.3");
    check(&run, "finding-of_a_newer_version-13-3.4-3.2");
    // A phase that begins elsewhere is the one that lasts there.
    let actor = ActorId::new(3).unwrap();
    let inside = Pick::Phase(actor, 8).selection(&run);
    assert!(matches!(inside, Selection::Phase(_)), "{inside:?}");
}
