//! Narration, explanations and findings, as ids and arguments.

use laneway_model::{Model, Moment};
use laneway_trace::{EventKind, EventRow, Word};
use laneway_view::{
    Action, Argument, MESSAGES, Message, Selection, Told, Way, describe_finding, event_sentences,
    explain, narrate, tell_phase, wait_graph, why,
};

use crate::notation::{actor, model, same, trace};

/// The message and what it says; what there is not (`?`) is left out. Its arguments are those that are listed.
pub fn text(message: &Message) -> String {
    let names: Vec<&str> = message.arguments.iter().map(|(name, _)| *name).collect();
    let fixed = MESSAGES
        .iter()
        .map(|(id, names)| ((*id).to_owned(), names.to_vec()));
    let of_events = event_sentences()
        .into_iter()
        .map(|sentence| (sentence.id, sentence.arguments));
    let listed = fixed.chain(of_events).find(|(id, _)| *id == message.id);
    let (_, listed) = listed.unwrap_or_else(|| panic!("{} is not listed", message.id));
    assert_eq!(listed, names, "{} is listed otherwise", message.id);
    let arguments = message
        .arguments
        .iter()
        .filter_map(|(name, argument)| match argument {
            Argument::Text(text) if text == "?" => None,
            Argument::Text(text) => Some(format!(" {name}={text}")),
            Argument::Kind(kind) => Some(format!(" {name}={kind}")),
            Argument::Number(number) => Some(format!(" {name}={number}")),
            Argument::TimeNs(time) => Some(format!(" {name}={}ms", *time as f64 / 1e6)),
            Argument::Message(id) => Some(format!(" {name}={id}")),
            Argument::List(list) => Some(format!(" {name}=[{}]", list.join(" "))),
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
         event-start-process who=p whom=child value=child
         event-begin who=child/worker
         event-begin who=helper
         event-lock-acquire who=child/worker object=tickets kind=lock value=1 depth=1 counted=no
         event-lock-wait-held who=p object=tickets kind=lock counted=no holders=[child/worker]
         event-lock-release who=child/worker object=tickets kind=lock value=0 depth=0 counted=no
         event-lock-acquire-again who=p object=tickets kind=lock value=2 depth=2 counted=no
         event-put who=child/worker object=items kind=queue value=5 item=5
         event-get who=p object=items kind=queue value=1 item=5
         event-print who=child/worker value=hello
         event-sleep who=child/worker value=2000000 time=2ms
         event-end-failed who=child/worker value=1
         event-exit-signal who=child value=-9 code=-9 signal=SIGKILL
         event-reap who=p whom=child value=child",
    );
    assert_eq!(narrate(&run, 99), None);
}

#[test]
fn every_kind_of_event_has_a_sentence_but_what_was_seen_from_outside() {
    for known in EventKind::ALL {
        let run = model(&format!("0 main begin\n1 main {}", known.name));
        let message = narrate(&run, 1);
        if known.facts.effect.is_seen_from_outside() {
            assert_eq!(message, None, "{} is told", known.name);
        } else {
            text(&message.expect("a sentence"));
        }
    }
}

/// The same run, with its kinds of events under numbers that no version knows: `told` says what the trace
/// tells of each.
fn under_other_numbers(run: &str, told: impl Fn(EventRow) -> Option<EventRow>) -> Model {
    let mut trace = trace(run);
    for kind in &mut trace.events.kind {
        if trace
            .header
            .vocabulary
            .event_name(EventKind(kind.0 + 1000))
            .is_none()
        {
            let row = EventRow::of(*kind).expect("a known kind");
            let row = EventRow {
                kind: EventKind(kind.0 + 1000),
                name: format!("my_{}", row.name),
                ..row
            };
            trace.header.vocabulary.events.extend(told(row));
        }
        kind.0 += 1000;
    }
    Model::from(trace)
}

#[test]
fn kinds_that_only_the_trace_knows_are_told_by_their_effect() {
    let run = "0 main begin\n1 main lock_wait l\n2 main lock_acquire l 1\n3 main sleep 5000000";
    same(
        &narration(&under_other_numbers(run, Some)),
        "effect-begin who=p name=my_begin
         effect-wait-permit who=p object=l kind=lock name=my_lock_wait
         effect-enter who=p object=l kind=lock value=1 name=my_lock_acquire
         effect-wait-time who=p value=5000000 name=my_sleep",
    );
    let of_a_newer_version = |row: EventRow| {
        Some(EventRow {
            effect: Word::Other("ponder".into()),
            ..row
        })
    };
    same(
        &narration(&under_other_numbers("0 main begin", of_a_newer_version)),
        "effect-unknown who=p name=my_begin",
    );
    same(
        &narration(&under_other_numbers("0 main begin", |_| None)),
        "effect-unnamed who=p name=1002",
    );
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
        "explain-wait-end who=main whom=user since=6ms
         explain-wait-permit-held who=user kind=lock object=tickets since=4ms holders=[other] held=2ms
         explain-sleeps-until who=other since=5ms until=25ms",
    );
    // Somebody else has it by now.
    let passed_on = model(
        "0 a begin
         1 a lock_acquire tickets 1
         2 b begin
         3 c begin
         4 c lock_wait tickets
         5 a lock_release tickets 0
         6 b lock_acquire tickets 1
         7 b sleep 5000000",
    );
    check(
        &passed_on,
        "c",
        8,
        "explain-wait-permit-held who=c kind=lock object=tickets since=4ms holders=[b] held=6ms
         explain-sleeps who=b since=7ms",
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
         finding-deadlock-link who=a kind=lock object=m holder=b
         finding-deadlock-link who=b kind=lock object=l holder=a",
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
        "finding-update-in-danger who=b whom=a object=c since=1ms time=4ms
         finding-lost-update who=b whom=a object=c since=1ms time=4ms",
    );
    check(
        "0 a lock_acquire l 1
         1 a lock_acquire m 1
         2 a lock_release m 0
         3 a lock_release l 0
         4 b lock_acquire m 1
         5 b lock_acquire l 1",
        "finding-lock-order-inversion actors=[a b]
         finding-lock-order-inversion-link who=a kind=lock object=m other=l
         finding-lock-order-inversion-link who=b kind=lock object=l other=m",
    );
    let mut starved = "0 a lock_acquire l 1\n 1 b lock_wait l".to_owned();
    for turn in 1..=11 {
        starved += &format!("\n{turn}0 a lock_release l 0\n{turn}0 a lock_acquire l 1");
    }
    check(
        &format!("{starved}\n120 a lock_release l 0\n121 b lock_acquire l 1"),
        "finding-starvation who=b kind=lock object=l since=1ms held=120ms count=11",
    );
    check(
        &starved,
        "finding-starvation-in-vain who=b kind=lock object=l since=1ms held=109ms count=11",
    );
    let zombie = "process child of p
         0 main begin
         1 main start @child
         2 child exit 0
         3 main sleep 100
         4 main wake
         5 main reap @child
         6 p exit 0";
    check(zombie, "finding-zombie who=child whom=p since=2ms held=3ms");
    check(
        &zombie.replace("5 main reap @child", ""),
        "finding-zombie-never who=child whom=p since=2ms held=4ms",
    );
    check(
        "process parent of p
         process child of parent
         0 main start @parent
         1 parent start @child
         2 child begin
         3 parent exit 0
         4 child adopt 1
         5 child sleep 1",
        "finding-orphan who=child whom=parent since=3ms",
    );
}

/// Sentences with where the names and times in them lead.
fn told(sentences: &[Told]) -> String {
    let way = |way: &Way| match way.action {
        Action::Select(Selection::Lane(lane)) => format!(" {}->lane {lane}", way.name),
        Action::Select(Selection::Object(object)) => {
            format!(" {}->object {}", way.name, object.number())
        }
        Action::GoMoment(moment) => format!(" {}->{}", way.name, moment.0),
        other => panic!("{other:?}"),
    };
    let line = |told: &Told| {
        let ways = told.ways.iter().map(way).collect::<String>();
        format!("{} |{ways}", text(&told.message))
    };
    sentences.iter().map(line).collect::<Vec<_>>().join("\n")
}

const CHAIN: &str = "thread user of p
    thread other of p
    thread late of p
    0 main begin
    1 other begin
    2 other lock_acquire tickets 1
    3 user begin
    4 user lock_wait tickets
    5 other sleep 20000000
    6 main join_wait @user
    7 late begin
    8 late lock_wait tickets
    25 other wake
    26 other lock_release tickets 0
    27 user lock_acquire tickets 1
    28 user lock_release tickets 0
    29 late lock_acquire tickets 1";

#[test]
fn each_link_of_the_chain_leads_somewhere() {
    let run = model(CHAIN);
    let end = run.end();
    same(
        &told(&why(&run, actor(&run, "main"), Moment(7), end)),
        "explain-wait-end who=main whom=user since=6ms | who->lane 0 whom->lane 2 since->7
         explain-wait-permit-held who=user kind=lock object=tickets since=4ms holders=[other] held=2ms | who->lane 2 object->object 1 since->5 holders->lane 1 held->3
         explain-sleeps-until who=other since=5ms until=25ms | who->lane 1 since->6 until->10",
    );
    // What is behind the curtain is not told, but for what was asked for.
    let told = told(&why(&run, actor(&run, "other"), Moment(7), Moment(7)));
    same(
        &told,
        "explain-sleeps-until who=other since=5ms until=25ms | who->lane 1 since->6",
    );
}

#[test]
fn a_past_phase_is_told_with_who_ended_it_and_who_was_next() {
    let run = model(CHAIN);
    let phase = |name: &str, at: u32| {
        let lane = run.lane_of(actor(&run, name)).unwrap();
        run.phase_at(lane, Moment(at)).unwrap()
    };
    let check = |phase: u32, known: u32, expected: &str| {
        let phase = tell_phase(&run, phase, Moment(known)).unwrap();
        same(&told(&phase.lines.concat()), expected);
    };
    let waits = phase("user", 6);
    check(
        waits,
        run.end().0,
        "phase-lasted who=user held=23ms since=4ms until=27ms | until->12 since->5 who->lane 2
         phase-ended-by whom=other time=26ms | whom->lane 1 time->11
         event-lock-release who=other object=tickets kind=lock value=0 depth=0 counted=no | who->lane 1
         phase-next whom=late time=29ms | whom->lane 3 time->14
         phase-others actors=[late] | actors->lane 3
         phase-held holders=[other] kind=lock object=tickets | holders->lane 1 object->object 1",
    );
    // Behind the curtain.
    check(
        waits,
        8,
        "phase-unplayed who=user since=4ms | since->5 who->lane 2
         phase-held holders=[other] kind=lock object=tickets | holders->lane 1 object->object 1",
    );
    check(
        phase("other", 7),
        run.end().0,
        "phase-lasted who=other held=20ms since=5ms until=25ms | until->10 since->6 who->lane 1
         phase-ended time=25ms | time->10
         event-wake who=other | who->lane 1",
    );
    check(
        phase("main", 8),
        run.end().0,
        "phase-lasts who=main since=6ms | since->7 who->lane 0
         phase-for actors=[user] | actors->lane 2",
    );
    assert_eq!(tell_phase(&run, waits, Moment(3)), None);
    assert_eq!(tell_phase(&run, 1000, run.end()), None);
}

#[test]
fn waits_that_hang_together_are_a_graph() {
    let run = model(CHAIN);
    let graph = |run: &Model, at: u32| {
        let graph = wait_graph(run, None, Moment(at));
        let name = |node: usize| run.actor_name(run.lanes[graph.nodes[node].lane as usize].actor);
        let nodes = graph.nodes.iter().enumerate();
        let nodes = nodes.map(|(at, node)| format!("{} {},{}", name(at), node.column, node.row));
        let arrows = graph
            .arrows
            .iter()
            .map(|arrow| format!("{}->{}", name(arrow.from), name(arrow.to)));
        let more = (graph.more > 0).then(|| format!("+{}", graph.more));
        nodes.chain(arrows).chain(more).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(graph(&run, 5), "", "one wait hangs together with no other");
    assert_eq!(
        graph(&run, 7),
        "main 0,0; user 1,0; other 2,0; main->user; user->other"
    );
    assert_eq!(
        graph(&run, 9),
        "main 0,0; user 1,0; late 1,1; other 2,0; main->user; user->other; late->other"
    );
    let mut many = "0 a lock_acquire l 1".to_owned();
    for waiter in 1..=6 {
        many += &format!("\n{waiter} w{waiter} lock_wait l");
    }
    assert_eq!(
        graph(&model(&many), 7),
        "w1 0,0; w2 0,1; w3 0,2; a 1,0; w1->a; w2->a; w3->a; +3"
    );
    let circle = model(
        "0 a lock_acquire l 1
         1 b lock_acquire m 1
         2 a lock_wait m
         3 b lock_wait l",
    );
    assert_eq!(graph(&circle, 4), "a 0,0; b 1,0; a->b; b->a");
}
