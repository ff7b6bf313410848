//! What holds on every run of `lock-twice`.

use laneway_model::{Certainty, FindingKind};

use crate::run::{Fact, Run, ends_stuck, facts};

pub const RUNS: &[&str] = &[""];

pub const FACTS: &[Fact] = facts![ends_stuck, it_waits_for_what_it_holds, it_never_gets_in_again];

fn it_waits_for_what_it_holds(run: &Run) {
    let findings = run.findings(FindingKind::SelfDeadlock);
    let [finding] = findings.as_slice() else {
        panic!("{} findings", findings.len());
    };
    assert_eq!(finding.certainty, Certainty::Happened);
    assert_eq!(run.short_name(finding.actors[0]), "worker");
    assert_eq!(run.model.object_name(finding.objects[0]), "account");
}

fn it_never_gets_in_again(run: &Run) {
    run.printed("worker: takes it again");
    assert_eq!(run.prints_with("inside twice"), 0);
}
