//! Causes, explanations, steps' moments, and where to stop.

use laneway_model::{EdgeKind, Model, Moment};
use laneway_trace::Predicate;

use crate::notation::{actor, millis, model, same};

const RUN: &str = "
    process child of p
    thread child-main of child
    future f1 of pool
    0 main begin
    1 main start @child
    2 child-main begin
    3 child-main lock_acquire lock 1
    4 main lock_wait lock
    5 child-main lock_release lock 0
    6 main lock_acquire lock 1
    7 main lock_release lock 0
    8 main lock_acquire lock 1
    9 main lock_release lock 0
    10 child-main get_wait items
    11 main put items 7
    12 child-main get items 1
    13 main submit f1
    14 child-main task_begin f1
    15 main result_wait f1
    16 child-main task_end f1 0
    17 main result f1
    18 child-main print \"bye\"
    19 child-main end 0
    20 child exit 0
    21 main join @child";

#[test]
fn links_lead_from_causes_to_effects() {
    let model = model(RUN);
    let time = |row: u32| millis(model.events.time_ns[row as usize]);
    let lines = model.links.iter().map(|link| {
        let name = |lane: u32| model.actor_name(model.lanes[lane as usize].actor);
        let (from, to) = (name(link.from_lane), name(link.to_lane));
        format!(
            "{:?} {from} {} -> {to} {}",
            link.kind,
            time(link.from_row),
            time(link.to_row)
        )
    });
    same(
        &lines.collect::<Vec<_>>().join("\n"),
        "Start main 1 -> child-main 2
         Lock child-main 5 -> main 6
         Item main 11 -> child-main 12
         Task main 13 -> child-main 14
         Result child-main 16 -> main 17
         Join child-main 20 -> main 21",
    );
    assert_eq!(model.links_until(Moment::after(6)).len(), 2);
    let from = model.links_from(11).map(|link| link.kind).collect::<Vec<_>>();
    assert_eq!(from, [EdgeKind::Item]);
    assert_eq!(model.links_from(12).count(), 0);
}

#[test]
fn a_put_that_waited_for_room_comes_from_the_get_that_made_it() {
    let model = model(
        "0 a put items 1
         1 a put_wait items
         2 b get items 1
         3 a put items 2",
    );
    let kinds: Vec<EdgeKind> = model.links.iter().map(|link| link.kind).collect();
    assert_eq!(kinds, [EdgeKind::Item, EdgeKind::Room]);
}

#[track_caller]
fn check_explain(run: &str, who: &str, row: u32, expected: &str) {
    let model = model(run);
    let explanation = model.explain(actor(&model, who), Moment::after(row));
    let time = |at: Moment| millis(model.time_ns(at));
    let mut lines: Vec<String> = explanation
        .links
        .iter()
        .map(|link| {
            let mut line = format!(
                "{} {} since {}",
                model.actor_name(link.actor),
                link.state.name(),
                time(link.since)
            );
            if let Some(until) = link.until {
                line += &format!(" until {}", time(until));
            }
            if let Some(object) = link.object {
                line += &format!(" on {}", model.object_name(object));
            }
            if let Some(other) = link.others.first().copied() {
                line += &format!(" for {}", model.actor_name(other));
            }
            if let Some(since) = link.holds_since {
                line += &format!(", holds since {}", time(since));
            }
            line
        })
        .collect();
    lines.extend(explanation.cycle.then(|| "cycle".to_owned()));
    same(&lines.join("\n"), expected);
}

#[test]
fn an_explanation_follows_the_causes_to_somebody_who_does_not_wait() {
    let run = "0 a lock_acquire tickets 1
        1 b lock_wait tickets
        2 c join_wait @b
        3 a sleep 1000000
        4 a wake
        5 a lock_release tickets 0
        6 b lock_acquire tickets 1";
    check_explain(
        run,
        "c",
        3,
        "c waits_actor since 2 for b
         b waits_lock since 1 until 6 on tickets for a
         a sleeping since 3 until 4, holds since 0",
    );
    check_explain(run, "a", 4, "a running since 4");
    check_explain(run, "b", 0, "");
}

#[test]
fn an_explanation_stops_where_it_closes() {
    let run = "0 a lock_acquire x 1
        1 b lock_acquire y 1
        2 a lock_wait y
        3 b lock_wait x
        4 c join_wait @a";
    check_explain(
        run,
        "a",
        4,
        "a stuck since 3 on y for b
         b stuck since 3 on x for a, holds since 1
         cycle",
    );
    check_explain(
        run,
        "c",
        4,
        "c stuck since 4 for a
         a stuck since 3 on y for b
         b stuck since 3 on x for a, holds since 1",
    );
}

#[test]
fn a_wait_for_a_result_is_for_the_worker_that_has_begun() {
    let run = "future f of pool
        0 main submit f
        1 main result_wait f
        2 worker task_begin f";
    check_explain(run, "main", 1, "main waits_actor since 1 on f");
    check_explain(
        run,
        "main",
        2,
        "main waits_actor since 1 on f for worker
         worker running since 2",
    );
}

/// Checks the time of the moment that a predicate picks; `none` if there is none.
#[track_caller]
fn check_resolve(model: &Model, predicate: &str, expected: &str) {
    let predicate: Predicate = serde_json::from_str(predicate).unwrap();
    let moment = model.resolve(&predicate);
    let found = moment.map_or("none".to_owned(), |at| millis(model.time_ns(at)));
    assert_eq!(found, expected, "{predicate:?}");
}

#[test]
fn predicates_pick_moments() {
    let model = model(RUN);
    for (predicate, expected) in [
        (r#"{"event":"lock_acquire"}"#, "3"),
        (r#"{"event":"lock_acquire","nth":2}"#, "6"),
        (r#"{"event":"lock_acquire","nth":9}"#, "none"),
        (r#"{"event":"lock_acquire","last":true}"#, "8"),
        (r#"{"event":"lock_acquire","actor":"p"}"#, "6"),
        (r#"{"event":"lock_acquire","actor":"child"}"#, "3"),
        (r#"{"event":"lock_acquire","actor":"child-*"}"#, "3"),
        (r#"{"event":"lock_acquire","object":"other"}"#, "none"),
        (r#"{"event":"lock_acquire","after":{"event":"lock_wait"}}"#, "6"),
        (
            r#"{"event":"lock_acquire","after":{"event":"lock_acquire","after":{"event":"lock_wait"}}}"#,
            "8",
        ),
        (r#"{"event":"start","value":"child"}"#, "1"),
        (r#"{"event":"print","value":"b*"}"#, "18"),
        (r#"{"event":"put","value":7}"#, "11"),
        (r#"{"event":"put","value":8}"#, "none"),
        (r#"{"event":"print","after":{"event":"no_such_event"}}"#, "none"),
        (r#"{"event":"no_such_event"}"#, "none"),
        (r#"{"object":"items"}"#, "10"),
        (r#"{}"#, "0"),
        (r#"{"last":true}"#, "21"),
        (r#"{"finding":"deadlock"}"#, "none"),
    ] {
        check_resolve(&model, predicate, expected);
    }
}

#[test]
fn predicates_pick_findings() {
    let model = model(
        "0 a read n 0
         1 b read n 0
         2 a write n 1
         3 b write n 1
         4 a read n 1
         5 b read n 1
         6 b write n 2
         7 a write n 2",
    );
    for (predicate, expected) in [
        (r#"{"finding":"lost_update"}"#, "3"),
        (r#"{"finding":"lost_update","last":true}"#, "7"),
        (
            r#"{"finding":"lost_update","nth":2,"object":"n","actor":"b"}"#,
            "7",
        ),
        (r#"{"finding":"lost_update","object":"m"}"#, "none"),
    ] {
        check_resolve(&model, predicate, expected);
    }
}

#[test]
fn stops_leave_out_what_goes_without_saying() {
    let model = model(RUN);
    let mut stops = Vec::new();
    let mut at = Moment(0);
    while at < model.end() {
        at = model.next_interesting(at);
        stops.push(at);
    }
    let times: Vec<String> = stops.iter().map(|&at| millis(model.time_ns(at))).collect();
    assert_eq!(times.join(" "), "1 4 6 10 12 15 17 18 19 20 21");
    // The same ones on the way back.
    for pair in stops.windows(2) {
        assert_eq!(model.previous_interesting(pair[1]), pair[0]);
    }
    assert_eq!(model.previous_interesting(stops[0]), Moment(0));
}

#[test]
fn a_phase_knows_who_ended_it_and_who_came_next() {
    let run = model(
        "0 a lock_acquire l 1
         1 b lock_wait l
         2 c lock_wait l
         3 a lock_release l 0
         4 b lock_acquire l 1
         5 b lock_release l 0
         6 c lock_acquire l 1",
    );
    let lane = run.lane_of(actor(&run, "b")).unwrap();
    let wait = run.phase_at(lane, Moment(2)).unwrap();
    let end = run.phase_end(lane, wait).unwrap();
    assert_eq!(
        (end.row, end.cause.map(|cause| cause.from_row), end.helpless),
        (4, Some(3), false)
    );
    let lock = run.events.get(0).unwrap().object.unwrap();
    let over = Moment::after(end.row);
    assert_eq!(run.waiters(lock, over, 9), [actor(&run, "c")]);
    assert_eq!(run.next_inside(lock, over), Some((actor(&run, "c"), Moment(7))));
    assert_eq!(run.next_inside(lock, Moment(7)), None);
    let last = run.phase_at(lane, run.end()).unwrap();
    assert_eq!(run.phase_end(lane, last), None);
}

#[test]
fn a_wait_that_turns_out_to_be_for_ever_was_ended_by_nobody() {
    let run = model(
        "ending stuck
         0 a lock_acquire l 1
         1 b lock_acquire m 1
         2 a lock_wait m
         3 b lock_wait l",
    );
    let lane = run.lane_of(actor(&run, "a")).unwrap();
    let wait = run.phase_at(lane, Moment(3)).unwrap();
    let end = run.phase_end(lane, wait).unwrap();
    assert_eq!((end.row, end.cause, end.helpless), (3, None, true));
}
