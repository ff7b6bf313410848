//! Locks that are taken in opposite orders though nobody gets stuck.

use laneway_model::Certainty;

use crate::notation::{findings, model, same};

#[track_caller]
fn check(run: &str, expected: &str) {
    same(&findings(&model(run)), expected);
}

/// One takes left, then right, the other right, then left, and neither meets the other.
const OPPOSITE: &str = "
    0 main start @a
    0 main start @b
    0 a begin
    0 b begin
    1 a lock_acquire left 1 :1
    2 a lock_acquire right 1 :2
    3 a lock_release right 0
    3 a lock_release left 0
    4 b lock_acquire right 1 :3
    5 b lock_acquire left 1 :4
    6 b lock_release left 0
    6 b lock_release right 0";

const FOUND: &str = "lock_order_inversion a b on right left, 1 to 5";

#[track_caller]
fn check_certainty(run: &str, expected: Certainty) {
    let findings = model(run).findings;
    let certainties: Vec<_> = findings.iter().map(|found| found.certainty).collect();
    assert_eq!(certainties, [expected]);
}

#[test]
fn locks_in_opposite_orders_are_found_though_nobody_gets_stuck() {
    check(OPPOSITE, FOUND);
    // Nobody was seen to wait there: who knows whether they would.
    check_certainty(OPPOSITE, Certainty::Suspicious);
}

#[test]
fn it_is_certain_to_be_possible_where_they_would_wait_and_nothing_keeps_them_apart() {
    let wait = "7 main lock_acquire left 1
        7 c lock_wait left :2
        7 d lock_wait left :4
        8 main lock_release left 0
        9 c lock_acquire left 1
        9 c lock_release left 0
        9 d lock_acquire left 1";
    check_certainty(&format!("{OPPOSITE}\n{wait}"), Certainty::Possible);
    let message = OPPOSITE.replace("4 b lock", "3.1 a put items 1\n3.2 b get items 1\n4 b lock");
    check_certainty(&format!("{message}\n{wait}"), Certainty::Suspicious);
}

#[test]
fn the_same_order_is_in_order_and_so_is_one_actor_alone() {
    check(
        &OPPOSITE.replace("4 b lock_acquire right", "4 b lock_acquire left"),
        "",
    );
    check(&OPPOSITE.replace(" b ", " a "), "");
}

#[test]
fn a_lock_that_its_holder_takes_again_is_no_second_lock() {
    let run = "rlock left
        rlock right
        0 a lock_acquire left 1
        1 a lock_acquire right 1
        2 a lock_acquire left 2
        3 a lock_release left 1
        4 a lock_release right 0
        5 a lock_release left 0
        6 b lock_acquire left 1
        7 b lock_acquire right 1
        8 b lock_acquire left 2";
    check(run, "");
}

#[test]
fn a_lock_around_both_keeps_them_apart() {
    let gate = |run: &str| {
        run.replace(
            "1 a lock_acquire left",
            "0.5 a lock_acquire gate 1\n1 a lock_acquire left",
        )
        .replace(
            "3 a lock_release left 0",
            "3 a lock_release left 0\n3 a lock_release gate 0",
        )
        .replace(
            "4 b lock_acquire right",
            "3.5 b lock_acquire gate 1\n4 b lock_acquire right",
        )
    };
    check(&gate(OPPOSITE), "");
    // Each has a lock of its own around: that keeps nobody apart.
    check(
        &gate(OPPOSITE).replace("b lock_acquire gate", "b lock_acquire other"),
        FOUND,
    );
}

#[test]
fn who_is_started_when_the_other_is_through_never_meets_it() {
    let run = OPPOSITE
        .replace("0 main start @b", "")
        .replace("0 b begin", "")
        .replace(
            "4 b lock",
            "3.1 a end 0\n3.2 main join @a\n3.3 main start @b\n3.4 b begin\n4 b lock",
        );
    check(&run, "");
    // Without the join it might have.
    check(&run.replace("3.2 main join @a", ""), FOUND);
}

#[test]
fn who_does_not_wait_for_the_second_lock_for_ever_closes_no_circle() {
    let refused = format!("{OPPOSITE}\n7 main lock_acquire left 1\n8 a lock_refuse left :4");
    check(&refused, "");
    let timed = format!("{OPPOSITE}\n7 main lock_acquire left 1\n8 a lock_wait_timed left :4");
    check(&timed, "");
}

#[test]
fn who_only_shares_keeps_no_reader_out() {
    let share = |run: &str, who: &str| {
        run.replace(
            &format!("{who} lock_acquire left"),
            &format!("{who} shared_acquire left"),
        )
        .replace(
            &format!("{who} lock_release left"),
            &format!("{who} shared_release left"),
        )
    };
    let run = format!("rwlock left\n{OPPOSITE}");
    check(&share(&share(&run, "a"), "b"), "");
    check(&share(&run, "a"), FOUND);
}

#[test]
fn a_circle_of_many_is_found_once_and_not_where_it_has_closed() {
    let mut run = String::new();
    for seat in 0..5 {
        let next = (seat + 1) % 5;
        run += &format!(
            "{seat} p{seat} lock_acquire fork{seat} 1
             {seat} p{seat} lock_acquire fork{next} 1
             {seat} p{seat} lock_release fork{next} 0
             {seat} p{seat} lock_release fork{seat} 0\n"
        );
    }
    let found = "lock_order_inversion p0 p1 p2 p3 p4 on fork1 fork2 fork3 fork4 fork0, 0 to 4";
    check(&run, found);
    for seat in 0..5 {
        run += &format!("5 p{seat} lock_acquire fork{seat} 1\n");
    }
    for seat in 0..5 {
        run += &format!("6 p{seat} lock_wait fork{}\n", (seat + 1) % 5);
    }
    let closed = "deadlock p0 p1 p2 p3 p4 on fork1 fork2 fork3 fork4 fork0, 6 to 6";
    check(&format!("ending stuck\n{run}"), closed);
}

#[test]
fn permits_that_are_counted_have_no_order() {
    check(&format!("semaphore left 1\nsemaphore right 1\n{OPPOSITE}"), "");
}

/// Every actor takes every pair of locks: there are more cycles than anybody could follow.
#[test]
fn of_many_cycles_some_are_told() {
    const LOCKS: usize = 60;
    let mut run = String::new();
    for outer in 0..LOCKS {
        for inner in (0..LOCKS).filter(|&inner| inner != outer) {
            run += &format!(
                "0 a{outer} lock_acquire l{outer} 1
                 0 a{outer} lock_acquire l{inner} 1
                 0 a{outer} lock_release l{inner} 0
                 0 a{outer} lock_release l{outer} 0\n"
            );
        }
    }
    let found = model(&run).findings.len();
    assert!((10..=100).contains(&found), "{found}");
}
