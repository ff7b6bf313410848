//! What holds on every run of `zombie`.

use laneway_model::FindingKind;
use laneway_trace::EventKind;

use crate::run::{Fact, Run, ends_in_order, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_in_order, it_is_a_zombie_until_it_is_joined, the_zombie_is_found];

fn it_is_a_zombie_until_it_is_joined(run: &Run) {
    let exit = run.children()[0].exit;
    let zombie = run.printed("parent: the system says Z");
    let join = run.events(EventKind::JOIN)[0].row;
    assert!(exit < zombie && zombie < join);
    assert!(join < run.printed("parent: took exit code 0, the system says nothing"));
}

/// From its exit until its parent takes its status.
fn the_zombie_is_found(run: &Run) {
    let zombies = run.findings(FindingKind::Zombie);
    assert_eq!(zombies.len(), 1);
    let names: Vec<_> = zombies[0].actors.iter().map(|&actor| run.short_name(actor)).collect();
    assert_eq!(names, [run.children()[0].name, run.processes()[0].name]);
    let row = |moment: laneway_model::Moment| moment.row().map(|row| row as usize);
    assert_eq!(row(zombies[0].since), Some(run.children()[0].exit));
    assert_eq!(row(zombies[0].at), Some(run.events(EventKind::REAP)[0].row));
}
