//! What holds on every run of `queue-starve`.

use laneway_model::FindingKind;

use crate::run::{Fact, Run, ends_stuck, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_stuck, one_gets_the_message, the_other_waits_for_ever_at_the_queue];

fn one_gets_the_message(run: &Run) {
    assert_eq!(run.prints_with("getter: got hello"), 1);
}

fn the_other_waits_for_ever_at_the_queue(run: &Run) {
    let findings = run.findings(FindingKind::WaitsForEver);
    let getter = findings.iter().find(|finding| run.short_name(finding.actors[0]).starts_with("getter-"));
    let getter = getter.expect("a getter waits for ever");
    assert_eq!(run.model.object_name(getter.objects[0]), "messages");
}
