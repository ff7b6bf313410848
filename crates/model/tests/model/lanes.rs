//! Lanes, phases, processes and how they end.

use crate::notation::{findings, model, phases, same};

#[track_caller]
fn check(run: &str, expected: &str) {
    same(&phases(&model(run)), expected);
}

#[test]
fn a_wait_lasts_until_the_next_event_of_the_lane() {
    check(
        "0 main begin
         1 main start @user
         2 user begin
         3 user lock_wait tickets
         4 main print \"hello\"
         5 user lock_acquire tickets 1
         6 user sleep 1000
         7 user wake
         8 user end 0
         9 main join_wait @user
         10 main join @user",
        "main: running 0, waits_actor @user 9, running 10
         user: running 2, waits_lock tickets 3, running 5, sleeping 6, running 7, finished 8",
    );
}

#[test]
fn equal_states_are_one_phase_and_other_objects_part_them() {
    check(
        "0 main begin
         1 main print \"a\"
         2 main lock_wait a
         3 main lock_wait_timed a 5
         4 main lock_wait b
         5 main get_wait items",
        "main: running 0, waits_lock a 2, waits_lock b 4, waits_queue items 5",
    );
}

#[test]
fn a_process_that_nobody_has_waited_for_is_a_zombie() {
    check(
        "process child of p
         thread child-main of child
         0 main begin
         1 main start @child
         2 child-main begin
         3 child-main end 0
         4 child exit 0
         5 main print \"late\"
         6 main reap @child",
        "main: running 0
         child-main: running 2, finished 3, zombie 4, finished 6",
    );
}

#[test]
fn who_records_nothing_stands_after_its_siblings() {
    check(
        "process server of p
         process child of p
         0 main begin
         1 main start @server
         2 main start @child
         3 child begin
         4 server exit 0
         5 child end 0",
        "main: running 0
         child: running 3, finished 5
         server: ready 1, zombie 4",
    );
}

#[test]
fn a_process_without_threads_has_a_lane_of_its_own() {
    let run = "process child of p
         0 main begin
         1 main start @child
         3 child exit -9
         3 main terminate @child
         4 main join @child";
    check(
        run,
        "main: running 0
         child: ready 1, zombie 3, finished 4",
    );
    let model = model(run);
    assert_eq!(model.processes[1].exit_code, Some(-9));
    assert_eq!(model.processes[1].reap_row, Some(4));
}

#[test]
fn an_orphan_leaves_no_zombie() {
    check(
        "process child of p
         process grandchild of child
         0 main begin
         1 main start @child
         2 child begin
         3 child start @grandchild
         4 grandchild begin
         5 child exit 0
         6 grandchild adopt 1
         7 grandchild exit 0
         8 main reap @child",
        "main: running 0
         child: running 2, zombie 5, finished 8
         grandchild: running 4, finished 7",
    );
}

#[test]
fn the_exit_of_a_process_cuts_off_its_threads() {
    let run = "thread beat of p daemon
         0 main begin
         1 beat begin
         2 beat sleep 5
         3 main end 0
         4 p exit 0";
    check(
        run,
        "main: running 0, finished 3
         beat: running 1, sleeping 2, finished 4",
    );
    same(&findings(&model(run)), "daemon_cut_off beat, 2 to 4");
}

#[test]
fn lanes_stand_in_order_of_start_within_the_tree_of_processes() {
    let model = model(
        "process b of p
         process a of p
         process c of b
         0 main begin
         1 a begin
         2 b begin
         3 c begin
         4 two begin
         5 one begin",
    );
    let lanes = model.lanes.iter();
    let names: Vec<&str> = lanes.map(|lane| model.actor_name(lane.actor)).collect();
    assert_eq!(names, ["main", "two", "one", "a", "b", "c"]);
    let processes = model.processes.iter();
    let tree: Vec<(&str, u32)> = processes
        .map(|process| (model.actor_name(process.actor), process.depth))
        .collect();
    assert_eq!(tree, [("p", 0), ("a", 1), ("b", 1), ("c", 2)]);
}

#[test]
fn lanes_stand_as_they_were_started_whoever_ran_first() {
    let model = model(
        "0 main begin
         1 main start @one
         2 main start @two
         3 two begin
         4 one begin",
    );
    let lanes = model.lanes.iter();
    let names: Vec<&str> = lanes.map(|lane| model.actor_name(lane.actor)).collect();
    assert_eq!(names, ["main", "one", "two"]);
}

#[test]
fn an_actor_that_was_started_and_never_began_could_run() {
    check(
        "0 main begin
         1 main start @late",
        "main: running 0
         late: ready 1",
    );
}

#[test]
fn what_comes_after_the_end_of_a_lane_does_not_move_it() {
    check(
        "0 main begin
         1 main end 1
         2 main lock_wait a
         3 p exit 1
         4 p exit 0",
        "main: running 0, finished 1",
    );
}
