//! Narration, explanations and findings, as ids and arguments.

use laneway_model::{Model, Moment};
use laneway_trace::EventKind;
use laneway_view::{Argument, MESSAGES, Message, describe_finding, explain, narrate};

use crate::notation::{actor, model, same};

fn text(message: &Message) -> String {
    let names: Vec<&str> = message.arguments.iter().map(|(name, _)| *name).collect();
    let listed = MESSAGES.iter().find(|(id, _)| *id == message.id);
    assert_eq!(
        listed.map(|(_, names)| *names),
        Some(&names[..]),
        "{} is listed otherwise",
        message.id
    );
    let arguments = message.arguments.iter().map(|(name, argument)| match argument {
        Argument::Text(text) => format!(" {name}={text}"),
        Argument::Number(number) => format!(" {name}={number}"),
        Argument::TimeNs(time) => format!(" {name}={}ms", *time as f64 / 1e6),
        Argument::List(list) => format!(" {name}=[{}]", list.join(" ")),
    });
    format!("{}{}", message.id, arguments.collect::<String>())
}

fn narration(model: &Model) -> String {
    let rows = 0..model.events.len() as u32;
    rows.filter_map(|row| narrate(model, row))
        .map(|message| text(&message))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn events_are_told() {
    let run = model(
        "process child of p
         thread worker of child
         thread helper of child
         0 main begin
         1 main start @child
         2 worker begin
         2 helper begin
         3 worker lock_acquire tickets 1
         4 main lock_wait tickets
         5 worker lock_release tickets 0
         6 main lock_acquire tickets 2
         7 worker put items 5
         8 main get items 1
         9 worker print \"hello\"
         10 worker sleep 2000000
         12 worker end 1
         13 child exit -9
         14 main reap @child",
    );
    same(
        &narration(&run),
        "event-begin who=p
         event-start-process who=p whom=child
         event-begin who=child/worker
         event-begin who=helper
         event-lock-acquire who=child/worker lock=tickets
         event-lock-wait-held who=p lock=tickets holder=child/worker
         event-lock-release who=child/worker lock=tickets
         event-lock-acquire-again who=p lock=tickets depth=2
         event-put who=child/worker queue=items item=5
         event-get who=p queue=items item=5
         event-print who=child/worker text=hello
         event-sleep who=child/worker time=2ms
         event-end-failed who=child/worker
         event-exit-signal who=child signal=SIGKILL
         event-reap who=p whom=child",
    );
    assert_eq!(narrate(&run, 99), None);
}

#[test]
fn every_kind_of_event_has_a_sentence() {
    for facts in EventKind::ALL {
        let run = model(&format!("0 main begin\n1 main {}", facts.name));
        let message = narrate(&run, 1).expect("a sentence");
        text(&message);
        assert_ne!(message.id, "event-other", "{} has no sentence", facts.name);
    }
}

#[test]
fn waits_are_explained_to_their_cause() {
    let run = model(
        "thread user of p
         thread other of p
         0 main begin
         1 other begin
         2 other lock_acquire tickets 1
         3 user begin
         4 user lock_wait tickets
         5 other sleep 20000000
         6 main join_wait @user
         25 other wake",
    );
    #[track_caller]
    fn check(run: &Model, name: &str, at: u32, expected: &str) {
        let sentences = explain(run, actor(run, name), Moment(at));
        same(
            &sentences.iter().map(text).collect::<Vec<_>>().join("\n"),
            expected,
        );
    }
    check(
        &run,
        "main",
        7,
        "explain-join who=main whom=user since=6ms
         explain-lock-held who=user lock=tickets since=4ms holder=other held=2ms
         explain-sleeps-until who=other since=5ms until=25ms",
    );
    check(&run, "user", 1, "explain-not-begun who=user");
    check(&run, "main", 2, "explain-running who=main since=0ms");
}

#[test]
fn findings_are_told() {
    #[track_caller]
    fn check(run: &str, expected: &str) {
        let run = model(run);
        let findings = 0..run.findings.len() as u32;
        let all: Vec<String> = findings
            .flat_map(|at| describe_finding(&run, at))
            .map(|m| text(&m))
            .collect();
        same(&all.join("\n"), expected);
    }
    check(
        "ending stuck
         thread a of p
         thread b of p
         0 a begin
         0 b begin
         1 a lock_acquire l 1
         2 b lock_acquire m 1
         3 a lock_wait m
         4 b lock_wait l",
        "finding-deadlock actors=[a b] since=3ms
         finding-deadlock-link who=a lock=m holder=b
         finding-deadlock-link who=b lock=l holder=a",
    );
    check(
        "thread a of p
         thread b of p
         0 a begin
         0 b begin
         1 a read c 0
         2 b read c 0
         3 b write c 1
         4 a write c 1",
        "finding-lost-update who=b whom=a cell=c since=1ms time=4ms",
    );
}
