//! The stage.

use laneway_model::{Model, Moment};
use laneway_trace::ObjectId;
use laneway_view::{
    Card, Cast, Chip, Crowd, GatePart, HoldingPart, MOST_CARDS, Part, Room, Selection, Stage, TaskChip,
    TasksPart, room, stage,
};

use crate::notation::{model, same, trace};

/// The cards at a moment, a line each.
#[track_caller]
fn check(run: &str, at: u32, expected: &str) {
    same(&text(&staged(&model(run), at, Selection::None)), expected);
}

fn staged(model: &Model, at: u32, selection: Selection) -> Stage {
    stage(model, &Cast::new(model), Moment(at), selection, 3)
}

fn names<'a>(chips: impl IntoIterator<Item = &'a Chip>) -> String {
    let names: Vec<&str> = chips.into_iter().map(|chip| chip.name.as_str()).collect();
    names.join(" ")
}

fn card(card: &Card) -> String {
    let parts: Vec<String> = card.parts.iter().map(part).collect();
    let active = if card.object.active { ", active" } else { "" };
    format!(
        "{} {}: {}{active}",
        card.object.kind,
        card.object.name,
        parts.join("; ")
    )
}

fn part(part: &Part) -> String {
    match part {
        Part::Holding(holding) => holding_text(holding),
        Part::Store(store) => {
            let items: Vec<String> = store
                .items
                .iter()
                .map(|item| format!("{} by {}", item.label, item.from))
                .collect();
            format!(
                "[{}] {} of {:?}, putting {}, getting {}{}",
                items.join(", "),
                store.len,
                store.capacity,
                names(&store.putters.shown),
                names(&store.getters.shown),
                if store.closed { ", closed" } else { "" },
            )
        }
        Part::Register(register) => {
            let writer = register.writer.as_ref().map_or("nobody", |writer| &writer.name);
            let stale: Vec<String> = register
                .stale
                .iter()
                .map(|stale| format!("{} has {}", stale.chip.name, stale.value))
                .collect();
            format!("{:?} by {writer}, stale [{}]", register.value, stale.join(", "))
        }
        Part::Gate(gate) => gate_text(gate),
        Part::Tasks(tasks) => tasks_text(tasks),
        Part::Call(call) => {
            let asked: Vec<String> = call
                .asked
                .iter()
                .map(|asked| {
                    let by = asked.by.as_ref().map_or("nobody", |by| &by.name);
                    let done = if asked.answered { " (answered)" } else { "" };
                    format!("{} asks {} of {by}{done}", asked.from.name, asked.what)
                })
                .collect();
            format!("[{}], {} answered", asked.join(", "), call.answered)
        }
        Part::Unknown => "not known".to_owned(),
    }
}

fn crowd(crowd: &Crowd) -> String {
    format!("{} ({})", names(&crowd.shown), crowd.len)
}

fn holding_text(holding: &HoldingPart) -> String {
    let holders: Vec<String> = holding
        .holders
        .iter()
        .map(|holder| {
            let shares = if holder.shares { " shares" } else { "" };
            format!("{}{shares} {} deep", holder.chip.name, holder.depth)
        })
        .collect();
    let permits = holding.permits.map_or_else(String::new, |permits| {
        format!(", {} of {permits} taken", holding.taken)
    });
    let poisoned = if holding.poisoned { ", poisoned" } else { "" };
    let waiters = crowd(&holding.waiters);
    format!("[{}]{permits}{poisoned}, waiting {waiters}", holders.join(", "))
}

fn gate_text(gate: &GatePart) -> String {
    format!(
        "{:?}, open {}, notified {}, arrived {} of {:?}, opened {}, waiting {}",
        gate.opens,
        gate.open,
        gate.notified,
        crowd(&gate.arrived),
        gate.needed,
        gate.generation,
        crowd(&gate.waiters),
    )
}

fn tasks_text(tasks: &TasksPart) -> String {
    let workers: Vec<String> = tasks
        .workers
        .iter()
        .map(|worker| {
            let task = worker.task.as_ref().map_or("nothing", |task| &task.name);
            format!("{} runs {task}", worker.chip.name)
        })
        .collect();
    let list = |tasks: &[TaskChip]| {
        let task = |task: &TaskChip| {
            let failed = if task.failed { "!" } else { "" };
            let callback = task.callback.as_ref();
            let callback = callback.map_or_else(String::new, |chip| format!("@{}", chip.name));
            format!("{}{failed}{callback}", task.name)
        };
        tasks.iter().map(task).collect::<Vec<_>>().join(" ")
    };
    format!(
        "pending {}, {}, done {}",
        list(&tasks.pending),
        workers.join(", "),
        list(&tasks.done)
    )
}

fn text(stage: &Stage) -> String {
    let mut lines: Vec<String> = stage.cards.iter().map(card).collect();
    for process in &stage.processes.shown {
        let daemon = if process.daemon { "daemon " } else { "" };
        let orphan = if process.orphan { "orphan " } else { "" };
        let session = process.session.as_ref().map_or_else(String::new, |session| {
            format!(", session {:?}, terminal {:?}", session.leader, session.terminal)
        });
        lines.push(format!(
            "{daemon}{orphan}process {}: {:?}, exit {:?}{session}",
            process.name, process.life, process.exit_code
        ));
    }
    lines.join("\n")
}

#[test]
fn a_lock_has_a_holder_and_a_line() {
    let run = "thread a of p
        thread b of p
        0 main begin
        1 main lock_acquire l 1
        2 b begin
        3 a begin
        4 b lock_wait l
        5 a lock_wait l
        6 main lock_release l 0
        7 b lock_acquire l 1
        8 b lock_poison l";
    check(run, 1, "lock l: [], waiting  (0)");
    check(run, 6, "lock l: [main 1 deep], waiting b a (2), active");
    check(run, 8, "lock l: [b 1 deep], waiting a (1), active");
    check(run, 9, "lock l: [b 1 deep], poisoned, waiting a (1), active");
}

/// A run with an object of a kind that only the trace knows, at a moment.
#[track_caller]
fn check_kind(row: &str, run: &str, at: u32, expected: &str) {
    let mut trace = trace(run);
    let row = serde_json::from_str(row).expect("a row");
    trace.header.vocabulary.objects.push(row);
    let model = Model::from(trace);
    same(&text(&staged(&model, at, Selection::None)), expected);
}

#[test]
fn a_kind_that_only_the_trace_knows_has_a_card_by_its_mechanism() {
    let semaphore = r#"{"kind": "turnstile", "mechanism": "holding", "permits": "capacity"}"#;
    let run = "turnstile t 2
        0 main begin
        1 main lock_acquire t
        2 a begin
        3 a lock_acquire t
        4 b begin
        5 b lock_wait t
        6 main lock_release t
        7 b lock_acquire t";
    check_kind(
        semaphore,
        run,
        6,
        "turnstile t: [main 1 deep, a 1 deep], 2 of 2 taken, waiting b (1), active",
    );
    check_kind(
        semaphore,
        run,
        8,
        "turnstile t: [a 1 deep, b 1 deep], 2 of 2 taken, waiting  (0), active",
    );
    let shared = r#"{"kind": "ledger", "mechanism": "holding"}"#;
    let run = "ledger l
        0 main begin
        1 main shared_acquire l 1
        2 a shared_acquire l 1
        3 b lock_wait l";
    let expected = "ledger l: [main shares 1 deep, a shares 1 deep], waiting b (1), active";
    check_kind(shared, run, 4, expected);
    let unknown = r#"{"kind": "oracle", "mechanism": "divination"}"#;
    check_kind(
        unknown,
        "oracle o\n0 main begin\n1 main read o 1",
        2,
        "oracle o: not known, active",
    );
    let stack = r#"{"kind": "pile", "mechanism": "store", "order": "last"}"#;
    check_kind(
        stack,
        "pile s\n0 main begin\n1 main put s 7\n2 main put s 8\n3 main close s",
        4,
        "pile s: [8 by p, 7 by p] 2 of None, putting , getting , closed, active",
    );
}

#[test]
fn a_gate_says_who_waits_and_whether_they_may_pass() {
    let run = "event ready
        barrier start 2
        0 main begin
        1 a begin
        2 a gate_wait ready
        3 main gate_open ready
        4 a gate_pass ready
        5 a gate_arrive start
        6 a gate_wait start
        7 main gate_arrive start";
    let ready = |open, waiting| {
        format!(
            "event ready: Flag, open {open}, notified 0, arrived  (0) of None, opened 0, waiting {waiting}"
        )
    };
    let start = |arrived, opened, waiting| {
        format!(
            "barrier start: Count, open false, notified 0, arrived {arrived} of Some(2), opened {opened}, waiting {waiting}"
        )
    };
    let check = |at, ready: String, start: String| check(run, at, &format!("{ready}\n{start}"));
    check(3, ready(false, "a (1), active"), start(" (0)", 0, " (0)"));
    check(5, ready(true, " (0), active"), start(" (0)", 0, " (0)"));
    check(7, ready(true, " (0)"), start("a (1)", 0, "a (1), active"));
    check(8, ready(true, " (0)"), start(" (0)", 1, "a (1), active"));
}

#[test]
fn a_condition_shows_the_lock_that_it_gives_back() {
    let condition = r#"{"kind": "bell", "mechanism": "gate"}"#;
    let mut trace = trace(
        "lock l
        bell b
        0 main begin
        1 main lock_acquire l 1
        2 main lock_release l 0
        3 main gate_wait b
        4 a begin
        5 a lock_acquire l 1
        6 a notify b 1",
    );
    trace
        .header
        .vocabulary
        .objects
        .push(serde_json::from_str(condition).expect("a row"));
    trace.header.objects[1].parent = ObjectId::from_index(0);
    same(
        &text(&staged(&Model::from(trace), 7, Selection::None)),
        "lock l: [a 1 deep], waiting  (0)
         bell b: Notify, open false, notified 1, arrived  (0) of None, opened 0, waiting main (1); [a 1 deep], waiting  (0), active",
    );
}

#[test]
fn requests_are_asked_served_and_answered() {
    let run = "manager m
        0 main begin
        1 main call m \"get\" #1
        2 s begin
        3 s serve m 1
        4 s reply m 1
        5 main return m";
    check(run, 2, "manager m: [main asks get of nobody], 0 answered, active");
    check(run, 4, "manager m: [main asks get of s], 0 answered, active");
    check(
        run,
        5,
        "manager m: [main asks get of s (answered)], 1 answered, active",
    );
    check(run, 6, "manager m: [], 1 answered, active");
}

#[test]
fn a_queue_has_items_and_who_is_blocked() {
    let run = "queue items 2
        thread a of p
        0 main begin
        1 a begin
        2 a get_wait items
        3 main put items 7
        4 main put items \"x\"
        5 main put_wait items
        6 a get items 1";
    check(
        run,
        3,
        "queue items: [] 0 of Some(2), putting , getting a, active",
    );
    check(
        run,
        6,
        "queue items: [7 by main, x by main] 2 of Some(2), putting main, getting a, active",
    );
    check(
        run,
        7,
        "queue items: [x by main] 1 of Some(2), putting main, getting , active",
    );
}

#[test]
fn a_pool_has_workers_and_tasks() {
    let run = "pool pool 1
        future f1 of pool
        future f2 of pool
        thread w of p
        0 main begin
        1 main submit f1
        2 main submit f2
        3 w begin
        4 w task_begin f1
        5 w task_end f1 0
        6 w task_begin f2";
    check(run, 3, "pool pool: pending f1 f2, , done , active");
    check(run, 5, "pool pool: pending f2, w runs f1, done , active");
    check(run, 7, "pool pool: pending , w runs f2, done f1, active");
}

#[test]
fn a_cell_has_a_value_and_stale_readers() {
    let run = "thread a of p
        0 main begin
        1 a begin
        2 main read c 0
        3 a read c 0
        4 a write c 1
        5 main print \"x\"";
    check(run, 2, "cell c: None by nobody, stale []");
    check(run, 5, "cell c: Some(\"1\") by a, stale [main has 0], active");
    check(run, 6, "cell c: Some(\"1\") by a, stale [main has 0]");
}

#[test]
fn processes_live_and_die() {
    let run = "process child of p daemon
        thread child-main of child
        0 main begin
        1 main start @child
        2 child-main begin
        3 child exit -15
        4 main reap @child
        5 main end 0
        6 p exit 0";
    check(
        run,
        1,
        "process p: Alive, exit None\ndaemon process child: Unborn, exit None",
    );
    check(
        run,
        3,
        "process p: Alive, exit None\ndaemon process child: Alive, exit None",
    );
    check(
        run,
        4,
        "process p: Alive, exit None\ndaemon process child: Zombie, exit Some(-15)",
    );
    check(
        run,
        5,
        "process p: Alive, exit None\ndaemon process child: Dead, exit Some(-15)",
    );
    check(
        run,
        7,
        "process p: Dead, exit Some(0)\ndaemon process child: Dead, exit Some(-15)",
    );
}

#[test]
fn a_child_that_outlives_its_parent_is_an_orphan() {
    let run = "process child of p
        process grandchild of child
        thread child-main of child
        thread grandchild-main of grandchild
        0 main begin
        1 main start @child
        2 child-main begin
        3 child-main start @grandchild
        4 grandchild-main begin
        5 child exit 0
        6 main print \"x\"";
    let alive = "process p: Alive, exit None";
    check(
        run,
        5,
        &format!("{alive}\nprocess child: Alive, exit None\nprocess grandchild: Alive, exit None"),
    );
    check(
        run,
        6,
        &format!(
            "{alive}\nprocess child: Zombie, exit Some(0)\norphan process grandchild: Alive, exit None"
        ),
    );
}

#[test]
fn an_orphan_that_ends_is_no_zombie() {
    let run = "process child of p
        process grandchild of child
        thread child-main of child
        thread grandchild-main of grandchild
        0 main begin
        1 main start @child
        2 child-main begin
        3 child-main start @grandchild
        4 grandchild-main begin
        5 child exit 0
        6 main reap @child
        7 grandchild adopt 1
        8 grandchild exit -15";
    check(
        run,
        9,
        "process p: Alive, exit None\nprocess child: Dead, exit Some(0)\nprocess grandchild: Dead, exit Some(-15)",
    );
}

/// A place for it is there from the start.
#[test]
fn a_process_that_leaves_the_session_of_its_run_says_so() {
    let run = "process child of p
        thread child-main of child
        0 main begin
        1 main start @child
        2 child-main begin
        3 child new_session 7
        4 child no_terminal
        5 child terminal \"pts/3\"
        6 child exit 0
        7 main reap @child";
    let child = |at, life: &str, rest: &str| {
        check(
            run,
            at,
            &format!("process p: Alive, exit None\nprocess child: {life}, session {rest}"),
        );
    };
    child(3, "Alive, exit None", "None, terminal None");
    child(4, "Alive, exit None", "Some(7), terminal None");
    child(5, "Alive, exit None", "Some(7), terminal Some(\"\")");
    child(6, "Alive, exit None", "Some(7), terminal Some(\"pts/3\")");
    child(7, "Zombie, exit Some(0)", "None, terminal None");
}

/// The room of the only object.
#[track_caller]
fn check_room(run: &str, expected: Room) {
    let model = model(run);
    assert_eq!(model.header.objects.len(), 1);
    assert_eq!(
        room(&model, ObjectId::from_index(0).expect("an object")),
        expected
    );
}

#[test]
fn a_lock_has_room_for_its_longest_line() {
    check_room(
        "thread a of p
        thread b of p
        0 main begin
        1 main lock_acquire l 1
        2 a begin
        3 a lock_wait l
        4 main lock_release l 0
        5 a lock_acquire l 1
        6 main lock_wait l
        7 b begin
        8 b lock_wait l",
        Room {
            holders: 1,
            waiters: 2,
            ..Room::default()
        },
    );
}

#[test]
fn a_queue_has_room_on_both_sides() {
    check_room(
        "queue items 2
        thread a of p
        0 main begin
        1 a begin
        2 a get_wait items
        3 main put items 7
        4 main put items 8
        5 main put_wait items
        6 a get items 1",
        Room {
            waiters: 1,
            putters: 1,
            items: 2,
            ..Room::default()
        },
    );
}

#[test]
fn a_cell_has_room_for_stale_readers() {
    check_room(
        "thread a of p
        thread b of p
        0 main begin
        1 a begin
        2 b begin
        3 main read c 0
        4 a read c 0
        5 b read c 0
        6 a write c 1
        7 main read c 1",
        Room {
            stale: 2,
            ..Room::default()
        },
    );
}

/// A hundred locks that are taken in turn and given back, but for `lock-7`, on which one waits.
fn many() -> Model {
    let mut run = String::from("0 main begin\n0 a begin\n0 b begin\n");
    for lock in 0..100 {
        run.push_str(&format!("{lock} main lock_acquire lock-{lock} 1\n"));
        if lock != 7 {
            run.push_str(&format!("{lock} main lock_release lock-{lock} 0\n"));
        } else {
            run.push_str("7 a lock_wait lock-7\n");
        }
    }
    for print in 100..400 {
        run.push_str(&format!("{print} main print \"x\"\n"));
    }
    model(&run)
}

#[test]
fn of_many_objects_those_in_use_or_in_question_are_on_the_stage() {
    let run = many();
    let on_stage = |at, selection| {
        let stage = staged(&run, at, selection);
        assert_eq!(stage.cards.len() + stage.others, 100);
        assert!(stage.cards.len() <= MOST_CARDS);
        assert!(stage.cards.is_sorted_by_key(|card| card.object.id));
        let names = stage.cards.into_iter().map(|card| card.object.name);
        names.collect::<Vec<_>>().join(" ")
    };
    // Those that are used next.
    assert_eq!(
        on_stage(0, Selection::None),
        "lock-0 lock-1 lock-2 lock-3 lock-4 lock-5 lock-6 lock-7 lock-8"
    );
    // Those that were used last, and the one that is waited on.
    let names = on_stage(203, Selection::None);
    assert!(
        names.starts_with("lock-7 lock-77 lock-78 ") && names.ends_with(" lock-99"),
        "{names}"
    );
    // Long after: what is held.
    assert_eq!(on_stage(450, Selection::None), "lock-7");
    let selected = ObjectId::from_index(42).map_or(Selection::None, Selection::Object);
    assert_eq!(on_stage(450, selected), "lock-7 lock-42");
}

#[test]
fn an_object_is_found_by_its_name() {
    let run = many();
    let cast = Cast::new(&run);
    let find = |text, most| {
        let found = cast.find(&run, text, most).into_iter();
        found
            .map(|object| run.object_name(object).to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(find(" LOCK-9", 5), "lock-9 lock-90 lock-91 lock-92 lock-93");
    assert_eq!(find("k-42", 5), "lock-42");
    assert_eq!(find("queue", 5), "");
    assert_eq!(find(" ", 5), "");
}
