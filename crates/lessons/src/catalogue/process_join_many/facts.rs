//! What holds on every run of `process-join-many`.

use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &["", "style=one-by-one"];

pub const FACTS: &[Fact] = facts![
    ends_in_order,
    four_children_exit_with_0,
    the_parent_goes_on_after_the_last_exit,
    started_before_joined_or_never_side_by_side,
];

fn four_children_exit_with_0(run: &Run) {
    let codes: Vec<_> = run.children().iter().map(|child| child.exit_code).collect();
    assert_eq!(codes, [Some(0); 4]);
}

fn the_parent_goes_on_after_the_last_exit(run: &Run) {
    let through = run.printed("parent: all four are done");
    assert!(run.children().iter().all(|child| child.exit < through));
}

fn started_before_joined_or_never_side_by_side(run: &Run) {
    let children = run.children();
    if run.arguments.word("style") == "one-by-one" {
        for pair in children.windows(2) {
            assert!(
                pair[0].exit < pair[1].begin,
                "{} and {} overlap",
                pair[0].name,
                pair[1].name
            );
        }
    } else {
        let last_start = run.events(EventKind::START).last().expect("a start").row;
        let first_join = run.events(EventKind::JOIN)[0].row;
        assert!(last_start < first_join);
    }
}
