//! What cannot have happened is told, and what happened is not.

use laneway_model::{MOST_VIOLATIONS, check};
use laneway_trace::{
    EventKind, EventRow, LocationId, ObjectKind, ObjectRow, Permits, Trace, Vocabulary, Word,
};

use crate::notation::{millis, same, trace};

fn told(trace: &Trace) -> String {
    let violations = check(trace).violations.into_iter();
    let lines = violations.map(|violation| {
        let time = millis(trace.events.time_ns[violation.row as usize]);
        format!("{time} {}: {}", violation.rule, violation.words)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Checks a run, and once more with every kind under a new name and number that the trace explains: what a
/// kind of the trace does is as good as what this version knows.
#[track_caller]
fn check_run(run: &str, expected: &str) {
    let mut trace = with_turnstiles(trace(run));
    same(&told(&trace), expected);
    rename_kinds(&mut trace);
    same(&told(&trace).replace("new_", ""), expected);
}

/// Kinds that this version does not know: a `turnstile` lets as many in as its capacity says and anybody
/// out, a `hallway` a writer alone or readers together.
fn with_turnstiles(mut trace: Trace) -> Trace {
    let lock = ObjectRow::of(&ObjectKind::LOCK).unwrap();
    trace.header.vocabulary.objects = vec![
        ObjectRow {
            kind: ObjectKind::new("turnstile"),
            permits: Some(Word::Known(Permits::Capacity)),
            owned: false,
            ..lock.clone()
        },
        ObjectRow {
            kind: ObjectKind::new("hallway"),
            ..lock.clone()
        },
        ObjectRow {
            kind: ObjectKind::new("bell"),
            mechanism: "gate".to_owned(),
            owned: false,
            ..lock
        },
    ];
    trace
}

fn rename_kinds(trace: &mut Trace) {
    const FAR: u16 = 5000;
    let header = &mut trace.header;
    header.vocabulary.complete(&header.objects, &trace.events);
    for row in &mut header.vocabulary.events {
        row.kind.0 += FAR;
        row.name = format!("new_{}", row.name);
    }
    let new = |kind: &ObjectKind| ObjectKind::new(format!("new_{}", kind.name()));
    for row in &mut header.vocabulary.objects {
        row.kind = new(&row.kind);
    }
    for object in &mut header.objects {
        object.kind = new(&object.kind);
    }
    for kind in &mut trace.events.kind {
        kind.0 += FAR;
    }
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
         8 join_before_end: main joins somebody who has not ended
         8 wait_not_over: main does `join` and its `join_wait` is not over",
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
fn permits_and_shares() {
    check_run(
        "turnstile t 2
         hallway h
         0 a lock_acquire t 1
         1 a lock_acquire t 2
         2 b lock_acquire t 1
         3 c lock_release t
         4 b lock_release t
         5 c lock_acquire t
         6 a shared_acquire h 1
         7 a shared_acquire h 2
         8 b shared_acquire h 1
         9 c lock_acquire h 1
         10 c lock_release h 0
         11 a lock_release h 1
         12 a shared_release h 0
         13 b shared_release h 0
         14 a lock_acquire h 1
         15 b shared_acquire h 1
         16 d lock_poison h",
        "2 over_permits: b enters `t`, which has no permit left
         9 reader_beside_writer: c takes `h` while a holds it
         11 wrong_mode: a does `lock_release` and holds `h` otherwise
         15 reader_beside_writer: b takes `h` while a holds it
         16 poison_by_other: d poisons `h` and does not hold it",
    );
}

#[test]
fn items_leave_in_the_order_of_their_store() {
    check_run(
        "queue first
         lifo_queue last
         priority_queue low
         0 a put first 5
         0 a put first 6
         1 b get first 2
         2 b get first 1
         3 a put last 5 #1
         3 a put last 6 #2
         4 b get last 1 #3
         5 b get last 2 #4
         6 a put low 7 #1
         6 a put low 5 #2
         6 a put low 5 #3
         6 a put low 6 #4
         7 b get low 3 #5
         8 b get low 2 #6
         9 b get low 1 #7
         10 b get low 4 #8
         11 a close first
         12 a put first 1",
        "1 wrong_order: item 2 is taken from `first` and it was the turn of item 1
         4 wrong_order: item 1 is taken from `last` and it was the turn of item 2
         9 wrong_order: item 1 is taken from `low` and it was the turn of item 4
         12 put_after_close: a puts item 6 into `first`, which is closed",
    );
}

#[test]
fn gates() {
    check_run(
        "bell b
         event e
         barrier three 3
         0 x gate_wait b #1
         0 y gate_wait b #2
         0 main notify b 1 #3
         0 z gate_wait b #4
         1 z gate_pass b #5
         2 x gate_pass b #6
         3 y gate_pass b #7
         4 x gate_wait e #1
         4 main gate_open e #2
         4 main gate_close e #3
         4 x gate_pass e #4
         4 y gate_pass e #5
         5 x gate_arrive three #1
         5 y gate_arrive three #2
         5 x gate_wait three
         6 y gate_pass three #3
         7 w gate_arrive three #4
         7 w gate_pass three #5
         7 x gate_pass three #6
         8 w gate_arrive three #7
         9 w gate_pass three #8",
        "1 pass_without_notify: z passes `b` and was not notified
         3 pass_without_notify: y passes `b` and was not notified
         4 pass_while_closed: y passes `e` while it is closed
         6 pass_before_all: y passes `three` before all have arrived
         9 pass_before_all: w passes `three` before all have arrived",
    );
}

#[test]
fn a_notification_is_for_those_who_wait_already_and_once() {
    check_run(
        "bell b
         0 main notify b 1 #1
         1 x gate_wait b #2
         1 main notify b 1 #3
         1 y gate_wait_timed b #4
         1 z gate_wait b #5
         2 main notify b 1 #6
         2 z gate_pass b #7
         3 y gate_timeout b
         3 x gate_pass b #8
         4 v gate_wait b #9
         4 w gate_wait b #10
         4 main notify b 1 #11
         4 v gate_pass b #12
         5 w gate_pass b #13
         6 w gate_wait b #14
         6 v gate_wait b #15
         6 main notify_all b #16
         6 w gate_pass b #17
         6 v gate_pass b #18
         7 v gate_pass b #19",
        "5 pass_without_notify: w passes `b` and was not notified
         7 pass_without_notify: v passes `b` and was not notified",
    );
}

#[test]
fn a_task_whose_worker_is_dead_is_given_up_by_somebody_else() {
    check_run(
        "process p1 of p
         thread w1 of p1
         process p2 of p
         thread w2 of p2
         pool pool 2
         future lost of pool
         future kept of pool
         future late of pool
         future pending of pool
         0 w1 begin
         0 w2 begin
         0 main submit lost
         0 main submit kept
         0 main submit late
         0 main submit pending
         1 w1 task_begin late
         2 w1 task_end late 0
         2 w1 task_begin lost
         2 w2 task_begin kept
         3 p1 exit -9
         4 main task_end lost 0
         5 main task_end lost 1
         5 main task_end late 1
         5 main task_end pending 1
         6 main task_end kept 1
         7 main task_end lost 1
         8 w2 task_end kept 0
         9 w2 task_begin pending
         9 main result late
         9 main task_end late 1",
        "4 end_without_begin: the task of `lost` is ended by somebody who had not begun it
         6 end_without_begin: the task of `kept` is ended by somebody who had not begun it
         7 end_without_begin: the task of `lost` is ended by somebody who had not begun it
         9 begin_after_cancel: the task of `pending` begins after it was called off
         9 end_without_begin: the task of `late` is ended by somebody who had not begun it",
    );
}

#[test]
fn promises_cancelling_and_callbacks() {
    check_run(
        "pool pool 1
         future f of pool
         future g of pool
         future promise
         0 main submit f
         0 main submit g
         1 main submit g
         2 main task_cancel f
         2 main result f
         3 w task_begin f
         4 w task_end f 0
         5 w callback_begin g \"log\"
         6 v callback_end g 0
         7 w task_begin g
         8 main task_cancel g
         9 w task_end promise 0
         9 w callback_begin promise \"log\"
         9 w callback_end promise 0
         9 main result promise",
        "1 submitted_twice: the task of `g` is submitted a second time
         3 begin_after_cancel: the task of `f` begins after it was called off
         5 callback_before_end: the task of `g` calls back before it is over
         6 end_without_begin: the task of `g` ends a callback for somebody who had not begun one
         8 cancel_after_begin: the task of `g` is called off after it has begun",
    );
}

#[test]
fn calls() {
    check_run(
        "manager m
         0 a call m \"get\" #1
         1 s serve m 1 #2
         2 s serve m 1 #3
         3 b call m \"set\" #4
         4 b return m
         5 s reply m 4 #5
         6 s reply m 1 #6
         7 s reply m 1 #7
         8 a return m
         9 a return m
         10 s serve m 9 #8
         11 c call m \"set\" #9
         12 c call_timeout m",
        "2 served_twice: s serves a second time a call of `m`
         4 return_before_reply: b returns before the reply from a call of `m`
         5 reply_before_serve: s replies before it serves a call of `m`
         7 replied_twice: s replies a second time to a call of `m`
         9 end_without_begin: a does `return` and had not waited for it
         10 serve_before_call: s serves what is no call of `m`",
    );
}

#[test]
fn cells_spans_and_links() {
    check_run(
        "cell c
         span s
         0 a write c 5
         0 b read c 5
         1 b read c 6
         2 b read c 7 #9
         3 a span_open s \"outer\"
         3 a span_open \"inner\"
         3 a span_close
         3 a span_close s
         4 a span_close
         5 a link_from 7
         5 b link_to 7
         6 b link_to 8",
        "1 stale_read: b reads 6 in `c`, where 5 stands
         4 close_without_open: a closes what is not its newest open stretch
         6 link_without_from: the link 8 leads to b and has come from nowhere",
    );
}

#[test]
fn tasks_take_turns_on_a_thread() {
    check_run(
        "thread t1 of main
         thread t2 of main
         queue items 1
         0 loop resume @t1
         0 loop begin
         0 loop get_wait items
         0 loop suspend @t1
         1 loop resume @t2
         1 loop put items 7
         1 loop end 0
         1 loop suspend @t2
         2 loop resume @t1
         2 loop get items 1
         3 other resume @t1
         4 other suspend @t2
         5 other resume @t1
         6 other suspend @t1
         7 t1 print \"alone\"
         8 loop resume @t2
         9 loop resume @t1",
        "1 end_without_begin: t2 ends and has not begun
         3 resumed_twice: other resumes t1, which runs on loop
         4 suspend_without_resume: other lays t2 aside and does not run it
         5 resumed_twice: other resumes t1, which runs on other
         7 suspended_task_acts: t1 does `print` and was laid aside
         8 event_after_end: t2 is resumed after its end
         9 resumed_twice: loop resumes t1 and runs t2",
    );
}

#[test]
fn a_task_can_be_cancelled_where_it_waits_without_a_limit() {
    check_run(
        "thread t of main
         0 loop join_wait @t
         1 loop resume @t
         2 loop get_wait items
         3 loop suspend @t
         4 loop resume @t
         5 loop get_timeout items
         6 loop suspend @t
         7 other get_wait items
         8 other resume @t
         9 loop get_wait items
         10 loop get_timeout items",
        "8 wait_not_over: other does `resume` and its `get_wait` is not over
         10 end_without_begin: loop does `get_timeout` and its `get_wait` had no limit",
    );
}

#[test]
fn what_was_seen_from_outside_is_nobodys_own_order() {
    check_run(
        "process child of p
         0 t seen_running
         1 main start @t
         2 t begin
         3 t lock_wait x
         4 t seen_asleep
         5 t lock_acquire x 1
         6 t lock_release x 0
         7 t end 0
         8 t seen_running
         9 t seen_end
         10 t seen_ready
         11 t print \"?\"
         12 main start @child
         12 main start_failed @child
         13 child print \"?\"
         14 u print \"?\"
         15 main start_failed @u",
        "10 event_after_end: t has `seen_ready` after it was gone
         11 event_after_end: t does `print` after its end
         13 start_failed: child does `print` and its start had failed
         15 start_failed: the start of u failed, and it has done something",
    );
}

#[test]
fn what_may_come_in_a_wait_and_what_ends_it() {
    check_run(
        "process child of p
         thread w of child
         bell bell
         queue items 1
         pool pool 1
         pool other 1
         future f of other
         0 main join_wait @child
         0 child exit 0
         0 main reap @child
         0 main join @child
         1 a lock_acquire x 1
         1 a gate_wait bell #1
         1 a lock_release x 0
         1 a gate_timeout bell
         2 b begin
         2 b get_wait items
         2 b end 0
         3 c get_wait items
         3 c get_closed items
         4 d shared_wait x
         4 d lock_acquire x 1
         5 e task_wait pool
         5 e task_begin f
         6 g task_wait pool
         6 g task_give_up pool
         7 h io_wait \"read\"
         7 h panic \"cut\"",
        "1 end_without_begin: a does `gate_timeout` and its `gate_wait` had no limit
         4 wait_not_over: d does `lock_acquire` and its `shared_wait` is not over
         5 wait_not_over: e does `task_begin` and its `task_wait` is not over
         5 begin_before_submit: the task of `f` begins before it is submitted",
    );
}

#[test]
fn what_lost_events_could_explain_is_not_told() {
    let mut trace = trace(
        "0 a lock_release x 0 #2
         1 b get items 4 #9
         2 b task_end f 0
         3 a wake
         4 a lock_acquire x 1 #1
         5 a lock_acquire y 1
         6 b lock_release y 0",
    );
    trace.header.lost = 1;
    // Nothing is missing of `y`, whose numbers have no hole.
    same(
        &told(&trace),
        "4 sequence_repeats: number 1 of `x` comes after number 2
         6 release_by_other: b releases `y` and does not hold it",
    );
}

#[test]
fn only_those_whose_events_were_lost_are_in_doubt() {
    let mut trace = trace(
        "0 a sleep 1
         1 a lost 3
         2 a wake
         3 a wake
         4 b wake
         5 main join @a
         6 a end 0",
    );
    let one = "4 end_without_begin: b does `wake` and had not waited for it";
    trace.header.lost = 3;
    same(
        &told(&trace),
        &format!("3 end_without_begin: a does `wake` and had not waited for it\n{one}"),
    );
    trace.header.lost = 4;
    same(&told(&trace), "");
}

#[test]
fn what_is_missing_of_a_thread_may_be_its_tasks() {
    let mut trace = trace(
        "thread t of main
         0 a resume @t
         1 a lost 2
         2 b resume @t
         3 b wake
         4 c wake",
    );
    trace.header.lost = 2;
    same(
        &told(&trace),
        "4 end_without_begin: c does `wake` and had not waited for it",
    );
}

/// A run with an event whose kind nobody knows, or only the name.
fn with_unknown(run: &str) -> Trace {
    let mut trace = trace(run);
    let is_note = |kind: &&mut EventKind| **kind == EventKind::NOTE;
    trace
        .events
        .kind
        .iter_mut()
        .filter(is_note)
        .for_each(|kind| *kind = EventKind(9999));
    trace
}

#[test]
fn what_is_unknown_puts_its_actor_and_object_in_doubt() {
    let trace = with_unknown(
        "0 a lock_wait x
         1 a note x
         2 a lock_timeout x
         3 b lock_release x 0
         4 a lock_timeout x
         5 a end 0",
    );
    same(
        &told(&trace),
        "4 end_without_begin: a does `lock_timeout` and had not waited for it",
    );
}

#[test]
fn what_is_unknown_is_told_once_a_kind() {
    let mut trace = with_unknown(
        "oracle o
         0 a note
         1 a note
         2 a read o 1
         3 b print \"x\"",
    );
    let words = |trace: &Trace| {
        let checked = check(trace);
        assert_eq!(checked.violations, []);
        let lines = checked.unknown.iter();
        let lines =
            lines.map(|unknown| format!("{} {}: {}", unknown.row, unknown.events, unknown.words));
        (lines.collect::<Vec<_>>().join("\n"), checked.unknown_events)
    };
    let (found, events) = words(&trace);
    same(
        &found,
        "0 2: what events of kind 9999 do is not known
         2 1: how a `oracle` behaves is not known",
    );
    assert_eq!(events, 3);
    trace.header.vocabulary = Vocabulary {
        events: vec![EventRow {
            kind: EventKind(9999),
            name: "ponder".to_owned(),
            effect: Word::Other("ponder".to_owned()),
            ..EventRow::of(EventKind::NOTE).unwrap()
        }],
        ..Vocabulary::default()
    };
    let (found, _) = words(&trace);
    assert!(
        found.starts_with("0 2: what `ponder` does is not known\n"),
        "{found}"
    );
}

#[test]
fn violations_have_a_bound() {
    let mut trace = trace(&"0 a wake\n".repeat(2 * MOST_VIOLATIONS));
    assert_eq!(check(&trace).violations.len(), MOST_VIOLATIONS);
    trace.events.kind.fill(EventKind(9999));
    let checked = check(&trace);
    assert_eq!((checked.violations.len(), checked.unknown.len()), (0, 1));
    assert_eq!(checked.unknown_events, 2 * MOST_VIOLATIONS as u64);
}
