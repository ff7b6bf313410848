//! What cannot have happened is told, and what happened is not.

use laneway_model::{MOST_VIOLATIONS, check};
use laneway_trace::{EventKind, LocationId, Trace};

use crate::notation::{millis, same, trace};

fn told(trace: &Trace) -> String {
    let violations = check(trace).into_iter();
    let lines = violations.map(|violation| {
        let time = millis(trace.events.time_ns[violation.row as usize]);
        format!("{time} {}: {}", violation.rule, violation.words)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check_run(run: &str, expected: &str) {
    same(&told(&trace(run)), expected);
}

#[test]
fn an_honest_run_breaks_no_rule() {
    check_run(
        "process child of p
         thread child-main of child
         rlock again
         queue items 1
         pool pool 1
         future f of pool
         0 main begin
         1 main start @child
         2 child-main begin
         3 child-main lock_acquire again 1
         4 child-main lock_acquire again 2
         5 child-main lock_release again 1
         6 child-main lock_release again 0
         7 main lock_wait_timed again 5
         8 main lock_timeout again
         9 main sleep 5
         10 main wake
         11 main put items 7
         12 child-main get items 1
         13 main put items 8
         14 main submit f
         15 worker task_wait pool
         16 worker task_begin f
         17 worker task_end f 0
         18 main result f
         19 child-main end 0
         20 child exit 0
         21 main reap @child
         22 main join @child
         23 main end 0
         24 p exit 0",
        "",
    );
}

#[test]
fn a_lock_taken_from_a_dead_holder_is_no_second_holder() {
    check_run(
        "process child of p
         0 child lock_acquire a 1
         1 child exit -9
         2 main lock_acquire a 1",
        "",
    );
}

#[test]
fn locks() {
    check_run(
        "0 a lock_acquire x 1
         1 b lock_acquire x 1
         2 a lock_release x 0
         3 b lock_acquire x 2
         4 b lock_release x 0
         5 b lock_release x 0
         6 b lock_release x 0",
        "1 two_holders: b takes `x` while a holds it
         2 release_by_other: a releases `x` and does not hold it
         3 taken_by_holder: b takes `x`, which it holds and which is not re-entrant
         4 wrong_depth: `x` is said to be held 0 times and is held 1
         6 release_by_other: b releases `x` and does not hold it",
    );
}

#[test]
fn queues() {
    check_run(
        "queue items 1
         0 a put items 1
         1 b get items 1
         2 c get items 1
         3 c get items 5
         4 c get items 9
         5 a put items 2 #5
         6 a put items 3 #6
         7 a put items 4 #7",
        "2 taken_twice: item 1 is taken from `items` a second time
         3 get_before_put: item 5 is taken from `items` before it is put
         4 get_without_put: item 9 is taken from `items` and was never put
         5 sequence_repeats: number 5 of `items` comes after number 5
         7 over_capacity: `items` holds 2 items",
    );
}

#[test]
fn lives() {
    check_run(
        "0 main begin
         1 main wake
         2 main lock_timeout a
         3 user print \"x\"
         4 user begin
         5 main start @user
         6 main start @user
         7 main join @user
         8 user end 0
         9 user print \"y\"
         10 late end 0
         11 main reap @p
         12 p exit 0
         13 p exit 0
         14 main print \"z\"",
        "1 end_without_begin: main does `wake` and had not waited for it
         2 end_without_begin: main does `lock_timeout` and had not waited for it
         4 begin_not_first: user begins after it has done something
         5 begin_not_first: user is started after it has done something
         6 started_twice: user is started a second time
         7 join_before_end: main joins somebody who has not ended
         9 event_after_end: user does `print` after its end
         10 end_without_begin: late ends and has not begun
         11 reap_before_exit: main reaps a process that has not exited
         13 exit_twice: p exits a second time
         14 event_after_end: main does `print` after the exit of its process",
    );
}

#[test]
fn who_waits_does_nothing_else() {
    check_run(
        "queue items 1
         0 a lock_wait x
         1 a print \"in\"
         2 b lock_wait x
         3 b lock_acquire y 1
         4 c get_wait items
         5 d sleep 5
         6 d sleep 5
         7 main join_wait @a
         8 main join @b
         9 e lock_wait x",
        "1 wait_not_over: a does `print` and its `lock_wait` is not over
         3 wait_not_over: b does `lock_acquire` and its `lock_wait` is not over
         6 wait_not_over: d does `sleep` and its `sleep` is not over
         8 wait_not_over: main does `join` and its `join_wait` is not over
         8 join_before_end: main joins somebody who has not ended",
    );
}

#[test]
fn pools() {
    check_run(
        "pool pool 1
         future f of pool
         future g of pool
         0 a task_begin f
         1 main submit f
         2 main submit g
         3 b task_begin g
         4 b task_begin f
         5 b task_end f 0
         6 main result f
         7 main put pool 1",
        "0 begin_before_submit: the task of `f` begins before it is submitted
         3 over_capacity: `pool` runs 2 tasks at once
         4 begun_twice: the task of `f` begins a second time
         5 end_without_begin: the task of `f` is ended by somebody who had not begun it
         6 result_before_end: the task of `f` has a result before it is over
         7 wrong_object: `put` cannot happen to `pool`",
    );
}

#[test]
fn times_and_references() {
    let mut trace = trace(
        "5 main print \"x\"
         4 main read n 1
         6 main begin",
    );
    trace.events.object[1] = 9;
    trace.events.location[0] = LocationId::new(4000).unwrap().number();
    trace.events.actor[2] = 77;
    trace.texts.clear();
    same(
        &told(&trace),
        "5 unknown_location: location 4000 is not in the header
         5 unknown_text: text 1 is not in the trace
         4 time_falls: the event is earlier than the one before it
         4 unknown_object: object 9 is not in the header
         6 unknown_actor: actor 77 is not in the header",
    );
}

#[test]
fn what_lost_events_could_explain_is_not_told() {
    let mut trace = trace(
        "0 a lock_release x 0
         1 b get items 4
         2 b task_end f 0
         3 a lock_acquire x 1 #1",
    );
    trace.header.lost = 1;
    same(
        &told(&trace),
        "3 sequence_repeats: number 1 of `x` comes after number 1",
    );
}

#[test]
fn unknown_kinds_break_no_rule_and_violations_have_a_bound() {
    let mut trace = trace(&"0 a wake\n".repeat(2 * MOST_VIOLATIONS));
    assert_eq!(check(&trace).len(), MOST_VIOLATIONS);
    trace.events.kind.fill(EventKind(9999));
    assert_eq!(check(&trace), []);
}
