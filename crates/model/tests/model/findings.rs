//! Deadlocks, waits for ever, lost updates and those in danger, checks
//! that are over, starvation, daemons cut off, zombies, orphans.

use laneway_model::{Certainty, FindingKind};

use crate::notation::{findings, model, object, phases, same};

#[track_caller]
fn check(run: &str, expected: &str) {
    same(&findings(&model(run)), expected);
}

const DEADLOCK: &str = "
    ending stuck
    0 main begin
    0 a begin
    0 b begin
    1 a lock_acquire left 1
    2 b lock_acquire right 1
    3 a lock_wait right
    4 main join_wait @a
    5 b lock_wait left
    9 p exit -9";

#[test]
fn a_cycle_of_locks_is_a_deadlock_and_named_once() {
    check(DEADLOCK, "deadlock a b on right left, 3 to 5");
}

#[test]
fn those_in_a_deadlock_and_those_who_wait_for_them_are_stuck_once_it_is_complete() {
    same(
        &phases(&model(DEADLOCK)),
        "main: running 0, waits_actor @a 4, stuck @a 5, finished 9
         a: running 0, waits_lock right 3, stuck right 5, finished 9
         b: running 0, stuck left 5, finished 9",
    );
}

#[test]
fn a_deadlock_is_found_whatever_else_goes_on() {
    check(
        &DEADLOCK.replace("ending stuck", "ending timeout"),
        "deadlock a b on right left, 3 to 5",
    );
}

#[test]
fn who_is_dead_waits_for_nothing() {
    let run = "ending stuck
        process child of p
        thread victim of child
        0 main begin
        0 victim begin
        1 victim lock_acquire a 1
        2 victim get_wait items
        3 child exit -9
        4 main lock_wait a";
    check(run, "waits_for_ever main on a, 4 to 4");
}

#[test]
fn a_wait_with_a_time_limit_is_no_deadlock() {
    let run = DEADLOCK.replace("ending stuck", "ending timeout");
    check(&run.replace("5 b lock_wait", "5 b lock_wait_timed"), "");
}

#[test]
fn a_lock_taken_twice_by_the_same_actor_is_a_self_deadlock() {
    let run = "ending stuck
        0 main begin
        1 main lock_acquire a 1
        2 main lock_wait a";
    check(run, "self_deadlock main on a, 2 to 2");
    same(&phases(&model(run)), "main: running 0, stuck a 2");
}

#[test]
fn a_get_that_nobody_can_serve_waits_for_ever() {
    let run = "ending stuck
        0 main begin
        1 first get_wait items
        2 second get_wait items
        3 main put items 7
        4 first get items 1
        5 first end 0
        6 main join_wait @second";
    check(run, "waits_for_ever second on items, 2 to 6");
    same(
        &phases(&model(run)),
        "main: running 0, stuck @second 6
         first: waits_queue items 1, running 4, finished 5
         second: waits_queue items 2, stuck items 6",
    );
}

#[test]
fn a_lock_that_its_holder_took_to_its_grave_is_waited_for_for_ever() {
    check(
        "ending stuck
         0 main lock_acquire a 1
         1 user lock_wait a
         2 main end 0
         3 other get_wait items",
        "waits_for_ever user on a, 1 to 2
         waits_for_ever other on items, 3 to 3",
    );
}

#[test]
fn a_cycle_with_a_join_in_it_is_a_wait_for_ever_of_each() {
    check(
        "ending stuck
         0 main lock_acquire a 1
         1 user lock_wait a
         2 main join_wait @user",
        "waits_for_ever main, 2 to 2
         waits_for_ever user on a, 1 to 2",
    );
}

#[test]
fn an_idle_worker_is_neither_stuck_nor_cut_off() {
    let run = "thread worker of p daemon
        0 main begin
        1 worker task_wait pool
        2 main lock_acquire a 1
        3 main lock_wait a
        4 p exit -9";
    check(&format!("ending stuck\n{run}"), "self_deadlock main on a, 3 to 3");
    check(&run.replace("3 main lock_wait a", "3 main end 0"), "");
}

#[test]
fn a_daemon_process_is_one_finding_however_many_threads_it_has() {
    check(
        "process child of p daemon
         thread child-main of child
         thread child-two of child
         0 main begin
         1 child-main begin
         1 child-two begin
         2 main code_end
         3 main terminate @child
         4 child exit -15
         5 main reap @child
         6 main end 0
         7 p exit 0",
        "daemon_cut_off child, 1 to 4",
    );
}

#[test]
fn a_write_from_a_stale_read_loses_what_came_between() {
    let run = "0 a read count 0
        1 b read count 0
        2 a write count 1
        3 b write count 1
        4 a read count 1
        5 a write count 2";
    check(
        run,
        "update_in_danger a b on count, 1 to 3
         lost_update a b on count, 1 to 3",
    );
    let model = model(run);
    assert_eq!(model.figures.cells[0].lost_updates, 1);
    assert_eq!(
        (model.figures.cells[0].reads, model.figures.cells[0].writes),
        (3, 3)
    );
}

#[test]
fn an_update_is_in_danger_from_the_first_stale_write_on_and_lost_when_nobody_brings_it_back() {
    // At 4 it is open which of the two is lost; at 6 it is certain.
    let run = "0 a read count 0
        1 b read count 0
        2 a write count 1
        3 a read count 1
        4 b write count -1
        5 b read count -1
        6 a write count 2
        7 a write count 3";
    check(
        run,
        "update_in_danger a b on count, 1 to 4
         lost_update b a on count, 3 to 6",
    );
}

#[test]
fn updates_of_a_cell_are_in_danger_once_however_many_are_overwritten() {
    check(
        "0 a read count 0
         0 b read count 0
         0 c read count 0
         1 a write count 1
         2 b write count 1
         3 c write count 1
         4 a read other 0
         4 b read other 0
         5 a write other 1
         6 b write other 1",
        "update_in_danger a b on count, 0 to 2
         lost_update a b on count, 0 to 2
         lost_update b c on count, 0 to 3
         update_in_danger a b on other, 4 to 6
         lost_update a b on other, 4 to 6",
    );
}

/// Both check at line 1; who acts reads at line 2 what is there by then.
const CHECKS: &str = "
    0 a read balance 100 :1
    1 b read balance 100 :1
    2 a read balance 100 :2
    3 a write balance 20 :3
    4 b read balance 20 :2
    5 b write balance -60 :3";

#[test]
fn who_acts_when_another_did_the_same_since_the_check_acts_on_what_may_be_over() {
    check(CHECKS, "check_then_act b a on balance, 1 to 5");
    let found = &model(CHECKS).findings[0];
    assert_eq!(found.certainty, Certainty::Suspicious);
}

#[test]
fn who_checks_when_the_other_is_through_acts_on_what_is_there() {
    let checks_late = CHECKS.replace("1 b read", "3.5 b read");
    let mut lines: Vec<&str> = checks_late.trim().lines().map(str::trim).collect();
    lines.sort_unstable();
    check(&lines.join("\n"), "");
}

#[test]
fn who_looks_again_at_the_same_place_checks_anew() {
    check(&CHECKS.replace(":2", ":1"), "");
    // Where a place is not known, nothing is said.
    check(&CHECKS.replace(":1", ""), "");
}

#[test]
fn who_acts_after_something_else_was_done_did_not_check_for_that() {
    check(&CHECKS.replace("20 :3", "20 :9"), "");
}

#[test]
fn a_second_look_in_a_lock_may_be_a_second_check() {
    let run = CHECKS
        .replace("4 b read", "3.5 b lock_acquire l 1\n4 b read")
        .replace("-60 :3", "-60 :3\n6 b lock_release l 0");
    check(&run, "");
    let released = run.replace("6 b lock_release", "4.5 b lock_release");
    let mut lines: Vec<&str> = released.trim().lines().map(str::trim).collect();
    lines.sort_unstable();
    check(&lines.join("\n"), "check_then_act b a on balance, 1 to 5");
}

#[test]
fn a_check_and_an_act_from_it_without_a_second_look_is_a_lost_update() {
    check(
        &CHECKS
            .replace("2 a read balance 100 :2", "")
            .replace("4 b read balance 20 :2", ""),
        "update_in_danger a b on balance, 1 to 5
         lost_update a b on balance, 1 to 5",
    );
}

#[test]
fn setting_a_cell_without_having_read_it_loses_nothing() {
    check(
        "0 main write count 100
         1 a read count 100
         2 a write count 99
         3 b write count 0",
        "",
    );
}

#[test]
fn all_lost_updates_are_counted_and_the_first_are_listed() {
    let mut run = String::new();
    let rounds = laneway_model::LISTED_LOST_UPDATES + 5;
    for round in 0..rounds {
        run += &format!(
            "{round} a read n 0\n{round} b read n 0\n{round} a write n 1\n{round} b write n 1\n"
        );
    }
    let model = model(&run);
    let listed = model
        .findings
        .iter()
        .filter(|found| found.kind == FindingKind::LostUpdate);
    assert_eq!(listed.count(), laneway_model::LISTED_LOST_UPDATES);
    assert_eq!(model.figures.cells[0].object, object(&model, "n"));
    assert_eq!(model.figures.cells[0].lost_updates as usize, rounds);
}

const ZOMBIE: &str = "
    process child of p
    thread worker of child
    0 main begin
    1 main start @child
    2 main sleep 100
    2 worker begin
    3 worker end 0
    4 child exit 0
    5 main wake
    6 main sleep 100
    7 main wake
    8 main reap @child
    8 main join @child
    9 main end 0
    9 p exit 0";

#[test]
fn a_dead_child_whose_parent_sleeps_instead_of_taking_its_status_is_a_zombie() {
    check(ZOMBIE, "zombie child p, 4 to 8");
}

#[test]
fn a_child_whose_status_is_taken_when_its_parent_next_comes_by_is_no_zombie_to_speak_of() {
    check(
        &ZOMBIE.replace("6 main sleep 100", "").replace("7 main wake", ""),
        "",
    );
    check(&ZOMBIE.replace("6 main sleep 100", "6 main print \"on\""), "");
}

#[test]
fn a_child_that_is_dead_while_its_parent_waits_for_another_one_is_in_order() {
    check(
        &ZOMBIE
            .replace("process child", "process other of p\n process child")
            .replace("1 main start @child", "1 main start @other\n 1 main start @child")
            .replace("6 main sleep 100", "6 main join_wait @other\n 6 other exit 0")
            .replace("7 main wake", "7 main join @other"),
        "",
    );
}

#[test]
fn a_child_that_somebody_waits_for_is_not_left_lying_whatever_its_starter_does() {
    check(
        &ZOMBIE
            .replace("3 worker end 0", "3 joiner join_wait @child")
            .replace("8 main", "8 joiner"),
        "",
    );
}

#[test]
fn a_parent_that_works_on_and_ends_leaves_its_dead_child_a_zombie() {
    let run = ZOMBIE
        .replace("8 main reap @child", "")
        .replace("8 main join @child", "");
    check(&run, "zombie child p, 4 to 9");
    check(
        &run.replace("6 main sleep 100", "6 main get_wait items"),
        "zombie child p, 4 to 9",
    );
    // Who ends right away leaves nothing lying.
    check(
        &run.replace("6 main sleep 100", "").replace("7 main wake", ""),
        "",
    );
    check(&format!("ending interrupted\n{run}"), "");
}

#[test]
fn a_child_that_outlives_its_parent_and_goes_on_is_an_orphan() {
    let run = "process parent of p
        process child of parent
        0 main begin
        1 main start @parent
        2 parent start @child
        3 child begin
        4 parent exit 0
        5 main reap @parent
        6 child adopt 1
        7 child sleep 1
        7 child exit 0
        8 main end 0
        9 p exit 0";
    check(run, "orphan child parent, 4 to 6");
    // It ends as soon as its parent has.
    let ends = run.replace("7 child sleep 1", "7 child wake\n7 child code_end");
    check(&ends, "");
    // It records nothing: what it did is not known.
    check(
        &ends
            .replace("3 child begin", "")
            .replace("7 child wake\n7 child code_end", ""),
        "orphan child parent, 4 to 6",
    );
    // It was dead already: whoever adopts it takes its status at once.
    check(&run.replace("3 child begin", "3 child exit 0"), "");
}

/// A writer waits from 5 on; readers come and go without a gap, one each `turn` milliseconds.
fn readers(turn: usize, turns: usize) -> String {
    let mut run = "rwlock board\n 0 r0 shared_acquire board 1\n 5 writer lock_wait board".to_owned();
    for next in 1..=turns {
        let (at, reader, before) = (5 + next * turn, next % 2, (next + 1) % 2);
        run +=
            &format!("\n{at} r{reader} shared_acquire board 1\n{at} r{before} shared_release board 0");
    }
    let (end, last) = (5 + (turns + 1) * turn, turns % 2);
    run + &format!("\n{end} r{last} shared_release board 0\n{end} writer lock_acquire board 1")
}

#[test]
fn a_writer_that_readers_overtake_again_and_again_is_starved() {
    check(&readers(20, 12), "starvation writer on board, 5 to 265");
    let found = &model(&readers(20, 12)).findings[0];
    assert_eq!((found.times, found.certainty), (12, Certainty::Suspicious));
    // It gives up, or the run ends.
    let given_up = readers(20, 12).replace("writer lock_acquire board 1", "writer lock_timeout board");
    check(&given_up, "starvation writer on board, 5 to 265");
    let waits_on = readers(20, 12).replace("265 writer lock_acquire board 1", "");
    check(&waits_on, "starvation writer on board, 5 to 265");
}

#[test]
fn who_is_overtaken_a_few_times_or_for_a_moment_is_not_starved() {
    check(&readers(20, 11), "");
    check(&readers(1, 50), "");
}

#[test]
fn who_comes_after_many_others_that_get_in_once_each_is_not_starved() {
    let mut run = "0 first lock_acquire l 1".to_owned();
    for number in 0..20 {
        run += &format!("\n1 w{number} lock_wait l");
    }
    run += "\n2 last lock_wait l\n10 first lock_release l 0";
    for number in 0..20 {
        let at = 10 + 10 * number;
        run += &format!(
            "\n{at} w{number} lock_acquire l 1\n{} w{number} lock_release l 0",
            at + 10
        );
    }
    check(&format!("{run}\n210 last lock_acquire l 1"), "");
    // Nor if it came first.
    let last = run.replace("\n2 last lock_wait l", "");
    let first = last.replace(
        "0 first lock_acquire l 1",
        "0 first lock_acquire l 1\n1 last lock_wait l",
    );
    check(&format!("{first}\n210 last lock_acquire l 1"), "");
}
