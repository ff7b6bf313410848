//! What holds on every run of `coroutine-gather`.

use std::collections::BTreeSet;

use laneway_trace::{ActorKind, EventKind};

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=one-by-one"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    all_is_done_by_one_thread,
    turns_never_overlap,
    waits_overlap_if_there_are_tasks,
    no_task_begins_before_its_starter_waits,
    the_answers_are_in_the_order_of_the_pages,
];

const PAGES: [&str; 3] = ["page-1", "page-2", "page-3"];

fn is_gathered(run: &Run) -> bool {
    run.arguments.word("style") == "gather"
}

fn all_is_done_by_one_thread(run: &Run) {
    let resumed = run.events(EventKind::RESUME);
    let threads: BTreeSet<_> = resumed.iter().map(|seen| seen.event.actor).collect();
    assert_eq!(threads.len(), 1);
    let actors = &run.trace.header.actors;
    let tasks = actors.iter().filter(|actor| actor.kind == ActorKind::Task);
    assert_eq!(tasks.count(), if is_gathered(run) { 4 } else { 1 });
}

fn turns_never_overlap(run: &Run) {
    let mut whose = None;
    for seen in run.all() {
        match seen.event.kind {
            EventKind::RESUME => assert_eq!(whose.replace(seen.value), None, "row {}", seen.row),
            EventKind::SUSPEND => assert_eq!(whose.take(), Some(seen.value), "row {}", seen.row),
            _ => {}
        }
    }
}

/// The most pages that are asked and not answered at the same time.
fn waits_overlap_if_there_are_tasks(run: &Run) {
    let (mut under_way, mut most) = (0, 0);
    for seen in run.events(EventKind::PRINT) {
        under_way += i32::from(seen.value.ends_with(": asked"));
        under_way -= i32::from(seen.value.ends_with(": answered"));
        most = most.max(under_way);
    }
    assert_eq!((under_way, most), (0, if is_gathered(run) { 3 } else { 1 }));
}

fn no_task_begins_before_its_starter_waits(run: &Run) {
    if is_gathered(run) {
        let started = run.printed("main: the tasks are started");
        let awaited = run.printed("main: waits for the answers");
        for page in PAGES {
            let begin = run.events_of(page, EventKind::BEGIN)[0].row;
            assert!(started < begin && begin < awaited, "{page}");
        }
    }
}

/// Though they came in another one, if there are tasks: the delays are two seconds apart.
fn the_answers_are_in_the_order_of_the_pages(run: &Run) {
    let [one, two, three] = PAGES.map(|page| run.printed(&format!("{page}: answered")));
    if is_gathered(run) {
        assert!(two < three && three < one);
    } else {
        assert!(one < two && two < three);
    }
    run.printed("main: has page-1, page-2, page-3");
}
