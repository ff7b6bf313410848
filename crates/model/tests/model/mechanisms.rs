//! What the model makes of mechanisms, whatever the kinds are called: most of these are known to the trace
//! alone.

use laneway_model::mechanism::{Blockers, ObjectState};
use laneway_model::{EdgeKind, Model, Moment};
use laneway_trace::{ActorId, Awaits, Definitions, EventKind, Mode, Value};

use crate::notation::{actor, findings, millis, model, object, phases, same};

/// Kinds of which this version knows nothing but what these rows say.
const ROWS: &str = r#"
    {"kind":"turnstile","mechanism":"holding","permits":"capacity","reentrant":true,"waits_as":"signal"}
    {"kind":"booth","mechanism":"holding","permits":"capacity","owned":true}
    {"kind":"ledger","mechanism":"holding","owned":true}
    {"kind":"bell","mechanism":"gate"}
    {"kind":"oracle","mechanism":"divination"}
    {"kind":900,"name":"turnstile_wait","effect":"wait","awaits":"permit"}
    {"kind":901,"name":"turnstile_enter","effect":"enter"}
    {"kind":902,"name":"turnstile_leave","effect":"leave"}
    {"kind":903,"name":"ponder","effect":"ponder"}
"#;

fn run(text: &str) -> Model {
    model(&format!("{ROWS}\n{text}"))
}

/// Who is inside and who waits after each event.
#[track_caller]
fn check_holding(text: &str, name: &str, expected: &str) {
    let model = run(text);
    let holding = object(&model, name);
    let lines = (0..model.events.len() as u32).map(|row| {
        let at = Moment::after(row);
        let Some(ObjectState::Holding(state)) = model.object_at(holding, at) else {
            panic!("{name} is no holding");
        };
        let holders = state.holders.iter().map(|holder| {
            let mode = if holder.mode == Mode::Shared { "s" } else { "" };
            let depth = if holder.depth > 1 {
                holder.depth.to_string()
            } else {
                String::new()
            };
            format!("{}{mode}{depth}", model.actor_name(holder.actor))
        });
        let waiters = state.waiters.iter().map(|waiter| model.actor_name(waiter.actor));
        let holders = holders.collect::<Vec<_>>().join(" ");
        format!("[{holders}] {}", waiters.collect::<Vec<_>>().join(" "))
    });
    same(&lines.collect::<Vec<_>>().join("\n"), expected);
}

#[test]
fn as_many_are_inside_as_there_are_permits() {
    check_holding(
        "turnstile gate 2
         0 a turnstile_enter gate
         1 b turnstile_enter gate
         2 c turnstile_wait gate
         3 a turnstile_leave gate
         4 c turnstile_enter gate
         5 d turnstile_leave gate",
        "gate",
        "[a]
         [a b]
         [a b] c
         [b] c
         [b c]
         [c]",
    );
}

#[test]
fn each_permit_has_a_bracket_of_its_own() {
    let model = run("turnstile gate 2
         0 a turnstile_enter gate
         1 b turnstile_enter gate
         2 a turnstile_leave gate
         3 b turnstile_leave gate");
    let holds: Vec<_> = model
        .holds
        .iter()
        .map(|hold| (hold.start_row, hold.end_row))
        .collect();
    assert_eq!(holds, [(0, Some(2)), (1, Some(3))]);
    assert!(model.findings.is_empty());
}

#[test]
fn readers_are_inside_together_and_a_writer_alone() {
    check_holding(
        "ledger book
         0 a shared_acquire book
         1 b shared_acquire book
         2 w lock_wait book
         3 a shared_release book
         4 b shared_release book
         5 w lock_acquire book
         6 c shared_wait book
         7 w lock_release book
         8 c shared_acquire book",
        "book",
        "[as]
         [as bs]
         [as bs] w
         [bs] w
         [] w
         [w]
         [w] c
         [] c
         [cs]",
    );
}

#[test]
fn a_writer_waits_for_every_reader_and_a_reader_for_no_other() {
    let model = run("ledger book
         0 a shared_acquire book
         1 b shared_acquire book
         2 w lock_wait book");
    let book = object(&model, "book");
    let state = model.object_at(book, model.end()).expect("it is used");
    let (a, b, w) = (actor(&model, "a"), actor(&model, "b"), actor(&model, "w"));
    let blockers = |mode| state.blockers(w, Awaits::Permit, mode);
    assert_eq!(blockers(Mode::Exclusive), Blockers::All(vec![a, b]));
    assert_eq!(blockers(Mode::Shared), Blockers::Anybody);
    assert_eq!(model.explain(w, model.end()).links[0].others, [a, b]);
}

#[test]
fn a_cycle_is_a_deadlock_if_one_of_many_arrows_closes_it() {
    let model = run("ledger book
         0 a shared_acquire book
         1 b shared_acquire book
         2 w lock_acquire pen
         3 w lock_wait book
         4 b lock_wait pen
         5 a shared_release book");
    same(&findings(&model), "deadlock w b on book pen, 3 to 4");
}

#[test]
fn who_waits_for_any_permit_is_stuck_only_if_all_holders_are() {
    let stuck = "booth gate 2
         0 a turnstile_enter gate
         1 b turnstile_enter gate
         2 c lock_acquire pen
         3 c turnstile_wait gate
         4 a lock_wait pen
         5 b lock_wait pen";
    same(&findings(&run(stuck)), "deadlock c a on gate pen, 3 to 5");
    let free = stuck.replace("5 b lock_wait pen", "5 b sleep 1000");
    same(&findings(&run(&free)), "");
    // Where anybody may give a permit back, somebody may come, unless nobody could move.
    let unowned = stuck.replace("booth", "turnstile");
    same(&findings(&run(&unowned)), "");
    same(
        &findings(&run(&format!("ending stuck\n{unowned}"))),
        "deadlock c a on gate pen, 3 to 5",
    );
}

#[test]
fn readers_that_wait_to_write_are_in_each_others_way() {
    let one = "ledger book
         0 a shared_acquire book
         1 b shared_acquire book
         2 a lock_wait book";
    same(&findings(&run(one)), "self_deadlock a on book, 2 to 2");
    same(
        &findings(&run(&format!("{one}\n3 b lock_wait book"))),
        "deadlock a b on book book, 2 to 3",
    );
}

#[test]
fn an_unknown_effect_leaves_the_actor_in_an_unknown_state() {
    let model = run("oracle o
         0 a begin
         1 a ponder o
         2 a print \"hm\"
         3 b lock_acquire pen
         4 b turnstile_wait gate");
    same(
        &phases(&model),
        "a: running 0, unknown 1, running 2
         b: running 3, waits_lock gate 4",
    );
    assert!(matches!(
        model.object_at(object(&model, "o"), model.end()),
        None | Some(ObjectState::Unknown)
    ));
}

#[test]
fn a_wait_on_a_kind_of_the_trace_looks_as_its_row_says() {
    let model = run("turnstile gate 1
         0 a turnstile_enter gate
         1 b turnstile_wait gate
         2 a turnstile_leave gate
         3 b turnstile_enter gate");
    same(
        &phases(&model),
        "a: running 0
         b: waits_signal gate 1, running 3",
    );
    let lock = model.links.iter().find(|link| link.kind == EdgeKind::Lock);
    assert_eq!(lock.map(|link| (link.from_row, link.to_row)), Some((2, 3)));
}

/// The gate after each event: open, how many may pass, who waits.
#[track_caller]
fn check_gate(text: &str, name: &str, expected: &str) {
    let model = run(text);
    let gate = object(&model, name);
    let lines = (0..model.events.len() as u32).filter_map(|row| {
        let Some(ObjectState::Gate(state)) = model.object_at(gate, Moment::after(row)) else {
            return None;
        };
        let names = |actors: &mut dyn Iterator<Item = ActorId>| {
            actors
                .map(|actor| model.actor_name(actor))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let waiters = names(&mut state.waiters.iter().map(|waiter| waiter.actor));
        let arrived = names(&mut state.arrived.iter().copied());
        let open = if state.open { "open" } else { "shut" };
        Some(format!(
            "{open} {} +{} [{arrived}] {waiters}",
            state.generation, state.notified
        ))
    });
    same(&lines.collect::<Vec<_>>().join("\n"), expected);
}

#[test]
fn a_notification_is_for_those_who_wait_already() {
    check_gate(
        "bell bell
         0 a notify bell 1
         1 b gate_wait bell
         2 c gate_wait bell
         3 a notify bell 1
         4 c gate_pass bell
         5 a notify_all bell
         6 b gate_pass bell",
        "bell",
        "shut 0 +0 []
         shut 0 +0 [] b
         shut 0 +0 [] b c
         shut 0 +1 [] b c
         shut 0 +0 [] b
         shut 0 +1 [] b
         shut 0 +0 []",
    );
}

#[test]
fn a_flag_stays_open_and_a_barrier_opens_for_a_generation() {
    check_gate(
        "event flag
         0 a gate_wait flag
         1 b gate_open flag
         2 a gate_pass flag
         3 b gate_close flag",
        "flag",
        "shut 0 +0 [] a
         open 0 +0 [] a
         open 0 +0 []
         shut 0 +0 []",
    );
    check_gate(
        "barrier b 2
         0 a gate_arrive b
         1 a gate_wait b
         2 c gate_arrive b
         3 a gate_pass b
         4 c gate_pass b",
        "b",
        "shut 0 +0 [a]
         shut 0 +0 [a] a
         shut 1 +0 [] a
         shut 1 +0 []
         shut 1 +0 []",
    );
}

#[test]
fn who_gives_up_has_not_arrived() {
    check_gate(
        "barrier b 2
         0 a gate_arrive b
         1 a gate_wait_timed b 5
         2 a gate_timeout b
         3 c gate_arrive b
         4 c gate_wait b",
        "b",
        "shut 0 +0 [a]
         shut 0 +0 [a] a
         shut 0 +0 []
         shut 0 +0 [c]
         shut 0 +0 [c] c",
    );
}

#[test]
fn what_lets_somebody_pass_is_the_cause() {
    let model = run("bell bell
         0 a gate_wait bell
         1 b notify bell 1
         2 a gate_pass bell");
    let link = model
        .links
        .last()
        .map(|link| (link.kind, link.from_row, link.to_row));
    assert_eq!(link, Some((EdgeKind::Signal, 1, 2)));
}

#[test]
fn who_waits_for_ever_could_have_been_helped_by_those_who_ever_did() {
    let model = run("ending stuck
         bell bell
         0 a gate_wait bell
         1 b notify bell 1
         2 a gate_pass bell
         3 b end 0
         4 a gate_wait bell");
    same(&findings(&model), "waits_for_ever a on bell, 4 to 4");
    assert_eq!(model.findings[0].helpers, [actor(&model, "b")]);
}

#[test]
fn a_call_is_asked_served_and_answered() {
    let model = run("0 a call m \"get-x\"
         1 s serve m 1
         2 s reply m 1
         3 a return m");
    let manager = object(&model, "m");
    let lines = (0..4).map(|row| {
        let at = Moment::after(row);
        let Some(ObjectState::Call(call)) = model.object_at(manager, at) else {
            panic!("it is a call");
        };
        let asked = call.asked.iter().map(|asked| {
            let by = asked.by.map_or("nobody", |by| model.actor_name(by));
            format!("{} by {by}", model.actor_name(asked.from))
        });
        let waits = model.explain(actor(&model, "a"), at).links[0].others.len();
        format!(
            "{} waits for {waits}, answered {}",
            asked.collect::<Vec<_>>().join(" "),
            call.answered
        )
    });
    same(
        &lines.collect::<Vec<_>>().join("\n"),
        "a by nobody waits for 0, answered 0
         a by s waits for 1, answered 0
         a by s waits for 0, answered 1
          waits for 0, answered 1",
    );
    let kinds: Vec<_> = model
        .links
        .iter()
        .map(|link| (link.kind, link.from_row))
        .collect();
    assert_eq!(kinds, [(EdgeKind::Call, 0), (EdgeKind::Reply, 2)]);
}

#[test]
fn a_callback_runs_where_it_runs_and_comes_from_the_end_of_the_task() {
    let model = run("pool pool 1
         future f of pool
         0 main submit f
         1 w task_begin f
         2 w task_end f 0
         3 main callback_begin f \"show\"
         4 main callback_end f 0");
    let future = object(&model, "f");
    let state = |at| match model.object_at(future, at) {
        Some(ObjectState::Future(future)) => future,
        other => panic!("{other:?}"),
    };
    assert_eq!(state(Moment(4)).callback, Some(actor(&model, "main")));
    assert_eq!(state(Moment(5)).callbacks, 1);
    assert!(
        model
            .links
            .iter()
            .any(|link| (link.from_row, link.to_row) == (2, 3))
    );
}

#[test]
fn what_a_thread_records_while_it_has_resumed_a_task_is_the_tasks() {
    let mut trace = crate::notation::trace(
        "thread loop of p
         thread one of p
         thread two of p
         0 loop begin
         1 loop resume @one
         2 loop lock_wait lock
         3 loop suspend @one
         4 loop resume @two
         5 loop suspend @two
         6 loop resume @one
         7 loop lock_acquire lock
         8 loop suspend @one",
    );
    for task in ["one", "two"] {
        let actors = &mut trace.header.actors;
        let task = actors
            .iter_mut()
            .find(|actor| actor.name == task)
            .expect("declared");
        task.kind = laneway_trace::ActorKind::Task;
    }
    let model = Model::from(trace);
    same(
        &phases(&model),
        "loop: running 0
         one: running 1, waits_lock lock 2, running 6, ready 8
         two: running 4, ready 5",
    );
    let holders = model.holders(object(&model, "lock"), model.end());
    assert_eq!(holders[0].actor, actor(&model, "one"));
}

#[test]
fn a_task_that_does_nothing_in_its_turn_waits_on() {
    let model = run("thread loop of p
         thread one of p
         0 loop begin
         1 loop resume @one
         2 loop lock_wait lock
         3 loop suspend @one
         4 loop resume @one
         5 loop suspend @one
         6 loop resume @one
         7 loop lock_acquire lock 1
         8 loop suspend @one");
    same(
        &phases(&model),
        "loop: running 0
         one: running 1, waits_lock lock 2, running 4, waits_lock lock 5, running 6, ready 8",
    );
    let figures = &model.figures.locks[0];
    assert_eq!((figures.acquisitions, figures.contended), (1, 1));
}

#[test]
fn what_becomes_of_tasks_while_events_are_missing_is_unknown() {
    let mut trace = crate::notation::trace(
        "thread loop of p
         thread one of loop
         thread two of loop
         thread three of loop
         0 loop begin
         1 loop resume @one
         2 loop lock_wait lock
         3 loop suspend @one
         4 loop resume @two
         5 loop lost 7
         6 loop print \"the loop's\"
         7 loop resume @one
         8 loop lock_acquire lock 1
         9 loop suspend @one",
    );
    for actor in &mut trace.header.actors {
        if ["one", "two", "three"].contains(&&*actor.name) {
            actor.kind = laneway_trace::ActorKind::Task;
        }
    }
    same(
        &phases(&Model::from(trace)),
        "loop: running 0, unknown 5, running 6
         one: running 1, waits_lock lock 2, unknown 5, running 7, ready 9
         two: running 4, unknown 5",
    );
}

#[test]
fn a_link_that_somebody_states_is_a_cause() {
    let model = run("0 a link_from 7
         1 b print \"x\"
         2 b link_to 7
         3 b link_to 8");
    let links: Vec<_> = model
        .links
        .iter()
        .map(|link| (link.kind, link.from_row, link.to_row))
        .collect();
    assert_eq!(links, [(EdgeKind::Stated, 0, 2)]);
}

#[test]
fn named_spans_stand_in_each_other() {
    let model = run("0 a span_open \"outer\"
         1 a span_open \"inner\"
         2 a span_close
         3 a span_close
         4 a span_close
         5 a span_open \"left\"");
    let name = |row: u32| match model.events.get(row as usize).expect("a row").value {
        Value::Text(text) => model.texts[text.index()].clone(),
        other => panic!("{other:?}"),
    };
    let spans: Vec<_> = model
        .spans
        .iter()
        .map(|span| (name(span.start_row), span.end_row, span.depth))
        .collect();
    let expected = [("outer", Some(3), 0), ("inner", Some(2), 1), ("left", None, 0)];
    assert_eq!(
        spans,
        expected.map(|(name, end, depth)| (name.to_owned(), end, depth))
    );
}

#[test]
fn a_start_that_failed_leaves_no_lane() {
    let model = run("thread child of p
         0 main start @child
         1 main start_failed @child
         2 main print \"no\"");
    assert_eq!(phases(&model), "main: running 0");
}

#[test]
fn what_was_seen_from_outside_fills_in_where_nothing_was_recorded() {
    let model = run("0 a begin
         1 a seen_asleep
         2 a seen_running
         3 a lock_wait lock
         4 a seen_asleep
         5 a lock_acquire lock
         6 a seen_end");
    same(
        &phases(&model),
        "a: running 0, unseen 1, running 2, waits_lock lock 3, running 5, finished 6",
    );
    assert_eq!(model.seen_rows(), [1, 2, 4, 6]);
    assert_eq!(model.told_events(), 3);
    assert_eq!(model.lanes[0].ending, laneway_model::LaneEnding::SeenGone);
}

#[test]
fn after_events_that_were_lost_the_state_is_unknown() {
    let model = run("0 a begin\n1 a lost 5\n2 a print \"x\"");
    same(&phases(&model), "a: running 0, unknown 1, running 2");
}

#[test]
fn a_failure_that_nobody_looked_at_is_a_finding() {
    let run = "thread a of p
         thread b of p
         0 main start @a
         1 main start @b
         2 a begin
         3 a panic \"oh\"
         4 a end 1
         5 b begin
         6 b end 1
         7 main join @b";
    same(&findings(&model(run)), "failure_unseen a, 3 to 3");
}

#[test]
fn who_looks_at_a_thread_that_nobody_is_known_to_have_started_is_not_known() {
    same(&findings(&model("0 a begin\n1 a panic \"oh\"\n2 a end 1")), "");
}

#[test]
fn definitions_may_come_at_any_time() {
    let trace = crate::notation::trace(
        "turnstile gate 1
         0 a lock_acquire lock 1
         1 b lock_wait lock
         2 b put items 3"
            .trim_start_matches("turnstile gate 1"),
    );
    let whole = Model::from(trace.clone());
    let mut header = trace.header.clone();
    let (actors, objects) = (
        std::mem::take(&mut header.actors),
        std::mem::take(&mut header.objects),
    );
    let locations = std::mem::take(&mut header.locations);
    let mut builder = laneway_model::Builder::new(header);
    let mut actors = actors.into_iter();
    let mut objects = objects.into_iter();
    for row in 0..trace.events.len() {
        // The process, its main thread and one more at first, then one each time.
        let now = if row == 0 { 3 } else { 1 };
        builder.define(Definitions {
            actors: actors.by_ref().take(now).collect(),
            objects: objects.by_ref().take(1).collect(),
            ..Definitions::default()
        });
        let mut block = laneway_trace::Events::default();
        block.push(trace.events.get(row).expect("a row"));
        builder.push(&mut block);
    }
    builder.define(Definitions {
        actors: actors.collect(),
        objects: objects.collect(),
        locations,
        ..Definitions::default()
    });
    assert_eq!(builder.finish(trace.texts), whole);
}

#[test]
fn a_state_at_any_moment_is_that_of_the_steps_before() {
    // More steps than lie between two states that are kept.
    let mut text = String::from("queue items\n");
    for round in 0..1000 {
        let (put, get) = (round * 2, round * 2 + 1);
        text += &format!(
            "{put} a put items {round}\n{get} b {}\n",
            if round % 3 == 0 { "get items" } else { "begin" }
        );
    }
    let model = model(&text);
    let items = object(&model, "items");
    let (mut puts, mut gets) = (0, 0);
    for row in 0..model.events.len() as u32 {
        match model.events.kind[row as usize] {
            EventKind::PUT => puts += 1,
            EventKind::GET => gets += 1,
            _ => {}
        }
        let Some(ObjectState::Store(store)) = model.object_at(items, Moment::after(row)) else {
            panic!("it is a store");
        };
        assert_eq!(
            store.len(),
            puts - gets,
            "{}",
            millis(model.time_ns(Moment::after(row)))
        );
    }
}
