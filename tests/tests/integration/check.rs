//! `laneway check`.

use laneway_trace::{EventKind, Limits};

use crate::traces::two_holders;
use crate::workdir::Workdir;

#[test]
fn real_runs_are_in_order() {
    let workdir = Workdir::new();
    for lesson in ["deadlock", "ticket-race", "thread-pool"] {
        workdir.record_lesson(lesson, "run.lane");
        let said = workdir.laneway(&["check", "run.lane"]);
        assert_eq!(
            (said.status, said.stderr.as_str()),
            (Some(0), ""),
            "{}",
            said.stdout
        );
        assert!(
            said.stdout.ends_with(" events, nothing is wrong\n"),
            "{}",
            said.stdout
        );
    }
}

#[test]
fn what_cannot_have_happened_is_told_with_its_place() {
    let workdir = Workdir::new();
    workdir.write("run.lane", two_holders());
    let said = workdir.laneway(&["check", "run.lane"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(1), ""));
    assert_eq!(
        said.stdout,
        "run.lane: event 4: two_holders: other takes `tickets` while main holds it\n\
         run.lane: 5 events, wrong in 1 places\n"
    );
}

#[test]
fn what_is_unknown_is_not_called_right() {
    let workdir = Workdir::new();
    let (mut trace, _) = laneway_trace::read(&two_holders(), &Limits::default()).expect("a trace");
    let said = |trace: &laneway_trace::Trace| {
        workdir.write("run.lane", laneway_trace::to_bytes(trace).expect("a trace"));
        workdir.laneway(&["check", "run.lane"])
    };
    let is_lock = |kind: &&mut EventKind| **kind == EventKind::LOCK_ACQUIRE;
    let locks = trace.events.kind.iter_mut().filter(is_lock);
    locks.for_each(|kind| *kind = EventKind(9999));
    let some = said(&trace);
    assert_eq!(
        some.stdout,
        "run.lane: event 3: unknown_kind: what events of kind 9999 do is not known\n\
         run.lane: 5 events, nothing is wrong with what is known; 2 are of unknown kinds\n"
    );
    trace.events.kind.fill(EventKind(9999));
    let all = said(&trace);
    assert_eq!(
        all.stdout,
        "run.lane: event 0: unknown_kind: what events of kind 9999 do is not known\n\
         run.lane: 5 events, all of unknown kinds, so that nothing could be checked\n"
    );
    assert_eq!((some.status, all.status), (Some(0), Some(0)));
}

#[test]
fn a_damaged_file_is_told_with_what_was_kept() {
    let workdir = Workdir::new();
    let whole = two_holders();
    workdir.write("run.lane", &whole[..whole.len() - 10]);
    let said = workdir.laneway(&["check", "run.lane"]);
    assert_eq!((said.status, said.stderr.as_str()), (Some(1), ""));
    let line = said.stdout.lines().next().unwrap_or_default();
    assert!(line.starts_with("run.lane: byte "), "{line}");
    assert!(line.contains("kept"), "{line}");
}
