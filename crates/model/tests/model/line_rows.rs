//! At which events a line of the source ran.

use laneway_model::LineRows;

use crate::notation::model;

/// The rows of a line in a run by hand, whose lines stand in no file.
#[track_caller]
fn check(run: &str, line: u32, expected: &[u32]) {
    let model = model(run);
    assert_eq!(
        LineRows::new(&model).get(&model, "", line),
        expected,
        "line {line}"
    );
}

#[test]
fn a_line_ran_whenever_an_event_came_from_it() {
    let run =
        "0 main begin\n1 main write n 1 :7\n2 a write n 2 :7\n3 main read n :9\n4 main write n 3 :7\n";
    check(run, 7, &[1, 2, 4]);
    check(run, 9, &[3]);
    check(run, 8, &[]);
}

#[test]
fn the_end_of_a_wait_is_no_other_time() {
    let run = "0 a lock_acquire l :3\n1 b lock_wait l :3\n2 a lock_release l :4\n3 b lock_acquire l :3\n\
               4 b lock_release l :4\n5 b lock_acquire l :3\n";
    check(run, 3, &[0, 1, 5]);
    check(run, 4, &[2, 4]);
}

#[test]
fn who_is_started_does_not_run_the_line_that_starts_it() {
    let run = "process child of p\n0 main start @child :5\n1 child begin :5\n2 child code_end :5\n\
               3 main join_wait @child :6\n4 main reap @child :6\n5 main join @child :6\n\
               6 main reap @main :6\n";
    check(run, 5, &[0]);
    check(run, 6, &[3, 6]);
}

#[test]
fn a_file_of_another_name_has_lines_of_its_own() {
    let model = model("0 main write n 1 :7\n");
    let lines = LineRows::new(&model);
    assert_eq!(lines.get(&model, "other.rs", 7), &[] as &[u32]);
}

#[test]
fn a_run_without_events_has_no_lines() {
    check("", 1, &[]);
}
