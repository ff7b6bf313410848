//! What holds on every run of `orphan`.

use laneway_model::FindingKind;
use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, the_child_is_adopted, the_child_ends_by_itself, the_orphan_is_found];

fn the_child_is_adopted(run: &Run) {
    let prints = run.events(EventKind::PRINT);
    let number = |start: &str| {
        let mut numbers = prints.iter().filter_map(|print| print.value.strip_prefix(start));
        numbers.next().expect("a number").to_owned()
    };
    let before = number("child: my parent is ");
    assert_eq!(before, number("parent: leaves, process "));
    assert_ne!(before, number("child: now it is "));
    assert_eq!(run.events(EventKind::ADOPT).len(), 1);
}

fn the_child_ends_by_itself(run: &Run) {
    run.printed("child: done");
    assert!(run.children().iter().all(|child| child.exit_code == Some(0)));
}

fn the_orphan_is_found(run: &Run) {
    let orphans = run.findings(FindingKind::Orphan);
    assert_eq!(orphans.len(), 1);
    let names: Vec<_> = orphans[0].actors.iter().map(|&actor| run.short_name(actor)).collect();
    assert_eq!(names, ["child", "parent"]);
    let adopted = run.events(EventKind::ADOPT)[0].row;
    assert_eq!(orphans[0].at.row(), Some(adopted as u32));
}
