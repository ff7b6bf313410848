//! The kinds of event: the verbs of a trace.
//!
//! A kind is a number, so that a file written by a newer Laneway survives a read and a write by this
//! one. What is known of a kind is one row of the table below; nothing else in the project matches on
//! kinds to find out what they do. Rows are only ever added: a number, once released, keeps its meaning.

use serde::{Deserialize, Serialize};

use super::{Awaits, Effect, Mode};

/// What kind of fact an event records. Unknown numbers are kept as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventKind(pub u16);

/// What the value of an event means; its Rust type is [`Value`](crate::Value).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Nothing: the value is [`Value::None`](crate::Value::None).
    Nothing,
    /// An actor: whom the event is about.
    Actor,
    /// A length of time in nanoseconds.
    DurationNs,
    /// The exit code of a process: negative means "killed by that signal", as in Python.
    ExitCode,
    /// How a thread or task ended: 0 in order, 1 by a panic or an exception.
    Outcome,
    /// How often the holder now holds the lock (after the event).
    Depth,
    /// An item, as a number or a text.
    Item,
    /// The `sequence` of the put that brought the item.
    PutSequence,
    /// The `sequence` of the call that is served.
    CallSequence,
    /// The value of a cell or file, as a number or a text.
    Content,
    /// Text for people.
    Text,
    /// A number of events or of actors.
    Count,
    /// A process id of the operating system.
    Pid,
    /// The number of a link: both its ends have it.
    Link,
    /// Something of a newer version.
    #[serde(skip)]
    Unknown,
}

/// The sign of an event in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// A value is read.
    Read,
    /// A value is written.
    Write,
    /// Something is printed.
    Print,
    /// A note of the program's author.
    Note,
    /// A process is dead.
    Exit,
    /// Somebody is asked to end.
    Terminate,
    /// Somebody is ended by force.
    Kill,
    /// Events are missing.
    Lost,
    /// A process is in a session of its own.
    Session,
    /// Something went wrong: a panic, a call to the system that failed.
    Failure,
}

/// What is known of a kind of event. Aligned so that it is copied as one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(8))]
pub struct EventFacts {
    /// What it does.
    pub effect: Effect,
    /// For effects of waiting: what is waited for.
    pub awaits: Option<Awaits>,
    /// True for waits that give up after a while, so that they cannot be stuck.
    pub limited: bool,
    /// For effects of a holding: in which way the actor is inside, or wants to be.
    pub mode: Mode,
    /// What the value means.
    pub value: Meaning,
    /// Its sign in the picture, if it has one.
    pub sign: Option<Sign>,
    /// True if it is always worth a stop.
    pub stop: bool,
}

impl EventFacts {
    /// Of a kind that nobody has told anything about.
    pub const UNKNOWN: Self = does(Effect::Unknown, Meaning::Unknown);

    const fn limited(mut self) -> Self {
        self.limited = true;
        self
    }

    const fn shared(mut self) -> Self {
        self.mode = Mode::Shared;
        self
    }

    const fn stop(mut self) -> Self {
        self.stop = true;
        self
    }

    const fn sign(mut self, sign: Sign) -> Self {
        self.sign = Some(sign);
        self
    }

    const fn of(mut self, awaits: Awaits) -> Self {
        self.awaits = Some(awaits);
        self
    }
}

/// One row of the table: a kind that this version knows.
#[derive(Clone, Copy, Debug)]
pub struct KnownEvent {
    /// The kind.
    pub kind: EventKind,
    /// Its name in `.jsonl` and in step predicates.
    pub name: &'static str,
    /// What is known of it.
    pub facts: EventFacts,
}

const fn does(effect: Effect, value: Meaning) -> EventFacts {
    EventFacts {
        effect,
        awaits: None,
        limited: false,
        mode: Mode::Exclusive,
        value,
        sign: None,
        stop: false,
    }
}

const fn waits(awaits: Awaits, value: Meaning) -> EventFacts {
    does(Effect::Wait, value).of(awaits)
}

const fn refuses(awaits: Awaits) -> EventFacts {
    does(Effect::Refuse, Meaning::Nothing).of(awaits).stop()
}

/// A wait that had a limit is given up when that is reached.
const fn times_out(awaits: Awaits, value: Meaning) -> EventFacts {
    does(Effect::GiveUp, value).of(awaits).limited().stop()
}

macro_rules! kinds {
    ($($(#[$doc:meta])+ $number:literal $constant:ident $name:literal $facts:expr;)+) => {
        impl EventKind {
            $($(#[$doc])+ pub const $constant: Self = Self($number);)+

            /// Every kind this version knows, by number.
            pub const ALL: &'static [KnownEvent] = &[$(KnownEvent {
                kind: Self($number),
                name: $name,
                facts: $facts,
            }),+];
        }
    };
}

use {Awaits as For, Effect as Does, Meaning as Is};

kinds! {
    // Lives: 1 to 29.
    /// The actor started another actor, the value.
    1 START "start" does(Does::Start, Is::Actor).stop();
    /// The actor's first event, recorded by itself.
    2 BEGIN "begin" does(Does::Begin, Is::Nothing);
    /// The actor's last event, recorded by itself. A lane without it was cut off.
    3 END "end" does(Does::End, Is::Outcome).stop();
    /// The operating system reported that the process (the actor) is dead; seen by the supervisor.
    4 EXIT "exit" does(Does::Exit, Is::ExitCode).sign(Sign::Exit).stop();
    /// The actor took the exit status of a dead child, the value: the zombie is gone.
    5 REAP "reap" does(Does::Reap, Is::Actor).stop();
    /// The process (the actor) lost its parent and was adopted by the process with this pid.
    6 ADOPT "adopt" does(Does::Adopt, Is::Pid);
    /// The code of the process's main thread is over; what follows is the process putting its house in
    /// order: joining threads, ending daemons, joining children.
    7 CODE_END "code_end" does(Does::CodeEnd, Is::Nothing).stop();
    /// The start of the actor in the value failed: it never lived.
    8 START_FAILED "start_failed" does(Does::StartFailed, Is::Actor).sign(Sign::Failure).stop();
    /// The actor panicked, or raised an exception that nobody caught; the value is its message.
    9 PANIC "panic" does(Does::Panic, Is::Text).sign(Sign::Failure).stop();
    /// The actor waits for the end of the actor in the value.
    10 JOIN_WAIT "join_wait" waits(For::End, Is::Actor);
    /// As `join_wait`, and gives up after a while.
    11 JOIN_WAIT_TIMED "join_wait_timed" waits(For::End, Is::Actor).limited();
    /// The actor in the value has ended, and this actor knows.
    12 JOIN "join" does(Does::Join, Is::Actor);
    /// The wait for the actor in the value was given up.
    13 JOIN_TIMEOUT "join_timeout" times_out(For::End, Is::Actor);
    /// The actor asked the process in the value to end (SIGTERM).
    14 TERMINATE "terminate" does(Does::Signal, Is::Actor).sign(Sign::Terminate).stop();
    /// The actor ended the process in the value by force (SIGKILL).
    15 KILL "kill" does(Does::Signal, Is::Actor).sign(Sign::Kill).stop();
    /// The actor asked whether the actor in the value lives: it did.
    16 SAW_ALIVE "saw_alive" does(Does::Look, Is::Actor);
    /// The actor asked whether the actor in the value lives: it did not.
    17 SAW_DEAD "saw_dead" does(Does::Look, Is::Actor);
    /// The thread goes on with the task in the value: what it records from here on is that task's.
    18 RESUME "resume" does(Does::Resume, Is::Actor);
    /// The thread lays the task in the value aside.
    19 SUSPEND "suspend" does(Does::Suspend, Is::Actor);
    /// The actor asked the task in the value to end.
    20 CANCEL "cancel" does(Does::Signal, Is::Actor).sign(Sign::Terminate).stop();
    /// The process (the actor) is in another session than the run, the one that the process with this pid has begun.
    21 NEW_SESSION "new_session" does(Does::Session, Is::Pid).sign(Sign::Session);
    /// The process (the actor), which is in another session than the run, has no controlling terminal.
    22 NO_TERMINAL "no_terminal" does(Does::Terminal, Is::Nothing);
    /// The process (the actor), which is in another session than the run, has this controlling terminal.
    23 TERMINAL "terminal" does(Does::Terminal, Is::Text);

    // Holdings: 30 to 49. Sequence numbers are taken inside.
    /// The actor waits for the lock. No sequence number: it does not have the lock.
    30 LOCK_WAIT "lock_wait" waits(For::Permit, Is::Nothing);
    /// As `lock_wait`, and gives up after the time in the value.
    31 LOCK_WAIT_TIMED "lock_wait_timed" waits(For::Permit, Is::DurationNs).limited();
    /// The actor has the lock.
    32 LOCK_ACQUIRE "lock_acquire" does(Does::Enter, Is::Depth);
    /// The actor gives the lock back; the depth is what is left.
    33 LOCK_RELEASE "lock_release" does(Does::Leave, Is::Depth);
    /// An attempt that does not wait found the lock taken.
    34 LOCK_REFUSE "lock_refuse" refuses(For::Permit);
    /// The wait for the lock was given up.
    35 LOCK_TIMEOUT "lock_timeout" times_out(For::Permit, Is::Nothing);
    /// A holder panicked, and what the lock protects may be broken.
    36 LOCK_POISON "lock_poison" does(Does::Poison, Is::Nothing).sign(Sign::Failure).stop();
    /// As `lock_wait`, to share it with others.
    40 SHARED_WAIT "shared_wait" waits(For::Permit, Is::Nothing).shared();
    /// As `shared_wait`, and gives up after the time in the value.
    41 SHARED_WAIT_TIMED "shared_wait_timed" waits(For::Permit, Is::DurationNs).limited().shared();
    /// The actor has the lock, together with others who share it.
    42 SHARED_ACQUIRE "shared_acquire" does(Does::Enter, Is::Depth).shared();
    /// The actor gives its share back; the depth is what is left of it.
    43 SHARED_RELEASE "shared_release" does(Does::Leave, Is::Depth).shared();
    /// An attempt to share that does not wait found the lock taken.
    44 SHARED_REFUSE "shared_refuse" refuses(For::Permit).shared();
    /// The wait for a share was given up.
    45 SHARED_TIMEOUT "shared_timeout" times_out(For::Permit, Is::Nothing).shared();

    // Stores: 50 to 69. Sequence numbers are taken inside.
    /// The queue is full; the actor waits for room.
    50 PUT_WAIT "put_wait" waits(For::Room, Is::Nothing);
    /// As `put_wait`, and gives up after the time in the value.
    51 PUT_WAIT_TIMED "put_wait_timed" waits(For::Room, Is::DurationNs).limited();
    /// The item is in the queue. Its identity is the sequence number of this event.
    52 PUT "put" does(Does::Put, Is::Item);
    /// A put that does not wait found the queue full.
    53 PUT_REFUSE "put_refuse" refuses(For::Room);
    /// The wait for room was given up.
    54 PUT_TIMEOUT "put_timeout" times_out(For::Room, Is::Nothing);
    /// The queue is empty; the actor waits for an item.
    55 GET_WAIT "get_wait" waits(For::Item, Is::Nothing);
    /// As `get_wait`, and gives up after the time in the value.
    56 GET_WAIT_TIMED "get_wait_timed" waits(For::Item, Is::DurationNs).limited();
    /// The actor took the item that the put with that sequence number brought.
    57 GET "get" does(Does::Take, Is::PutSequence);
    /// A get that does not wait found the queue empty.
    58 GET_REFUSE "get_refuse" refuses(For::Item);
    /// The wait for an item was given up.
    59 GET_TIMEOUT "get_timeout" times_out(For::Item, Is::Nothing);
    /// Nothing more comes into the queue.
    60 CLOSE "close" does(Does::Close, Is::Nothing).stop();
    /// A put found the queue closed.
    61 PUT_CLOSED "put_closed" refuses(For::Room);
    /// A get found the queue empty and closed.
    62 GET_CLOSED "get_closed" refuses(For::Item);
    /// The item is in the queue, but the rest of its bytes has no room yet; the actor waits for that.
    63 FLUSH_WAIT "flush_wait" waits(For::Room, Is::Nothing);
    /// All of the actor's item is in the queue.
    64 FLUSH "flush" does(Does::Wake, Is::Nothing).of(For::Room);

    // Registers: 70 to 79.
    /// The actor read the value.
    70 READ "read" does(Does::Read, Is::Content).sign(Sign::Read);
    /// The actor wrote the value.
    71 WRITE "write" does(Does::Write, Is::Content).sign(Sign::Write);

    // Tasks: 80 to 99. The object is the future, but for `task_wait`, `task_give_up` and `shutdown`.
    /// The actor gave the pool a task; the future stands for it.
    80 SUBMIT "submit" does(Does::Submit, Is::Nothing);
    /// A worker waits for a task of the pool (the object).
    81 TASK_WAIT "task_wait" waits(For::Task, Is::Nothing);
    /// A worker runs the task of the future.
    82 TASK_BEGIN "task_begin" does(Does::TaskBegin, Is::Nothing);
    /// The task is over and the future has its result. If the worker's process is dead, or nobody has begun the
    /// task, somebody else may say that it failed.
    83 TASK_END "task_end" does(Does::TaskEnd, Is::Outcome);
    /// The actor waits for the result of the future.
    84 RESULT_WAIT "result_wait" waits(For::Result, Is::Nothing);
    /// As `result_wait`, and gives up after the time in the value.
    85 RESULT_WAIT_TIMED "result_wait_timed" waits(For::Result, Is::DurationNs).limited();
    /// The actor has the result of the future.
    86 RESULT "result" does(Does::Answer, Is::Nothing);
    /// The wait for the result was given up.
    87 RESULT_TIMEOUT "result_timeout" times_out(For::Result, Is::Nothing);
    /// The actor told the pool (the object) that no more tasks will come.
    88 SHUTDOWN "shutdown" does(Does::Close, Is::Nothing);
    /// A worker waits for tasks of the pool (the object) no longer.
    89 TASK_GIVE_UP "task_give_up" does(Does::GiveUp, Is::Nothing).of(For::Task);
    /// The task of the future was called off before it began.
    90 TASK_CANCEL "task_cancel" does(Does::Cancel, Is::Nothing).stop();
    /// The actor runs a callback of the future; the value is what it is called.
    91 CALLBACK_BEGIN "callback_begin" does(Does::CallbackBegin, Is::Text);
    /// The callback is over.
    92 CALLBACK_END "callback_end" does(Does::CallbackEnd, Is::Outcome);

    // Gates: 100 to 119. Sequence numbers are taken inside.
    /// The actor waits until it may pass.
    100 GATE_WAIT "gate_wait" waits(For::Gate, Is::Nothing);
    /// As `gate_wait`, and gives up after the time in the value.
    101 GATE_WAIT_TIMED "gate_wait_timed" waits(For::Gate, Is::DurationNs).limited();
    /// The actor has passed.
    102 GATE_PASS "gate_pass" does(Does::Pass, Is::Nothing);
    /// The wait was given up.
    103 GATE_TIMEOUT "gate_timeout" times_out(For::Gate, Is::Nothing);
    /// The actor is one more of those who are needed.
    104 GATE_ARRIVE "gate_arrive" does(Does::Arrive, Is::Nothing);
    /// The gate is open for all.
    105 GATE_OPEN "gate_open" does(Does::Open, Is::Nothing).stop();
    /// The gate is closed.
    106 GATE_CLOSE "gate_close" does(Does::Shut, Is::Nothing).stop();
    /// As many of those who wait as the value says may pass.
    107 NOTIFY "notify" does(Does::Notify, Is::Count).stop();
    /// All those who wait may pass.
    108 NOTIFY_ALL "notify_all" does(Does::NotifyAll, Is::Nothing).stop();
    /// The gate is broken, and the actor waits no longer: it does not pass.
    109 GATE_BROKEN "gate_broken" does(Does::GiveUp, Is::Nothing).of(For::Gate).stop();
    /// The actor found the gate broken.
    110 GATE_REFUSE "gate_refuse" refuses(For::Gate);

    // Calls: 120 to 139. The sequence number of `call` is its identity.
    /// The actor asks, as the value says, and waits for the reply.
    120 CALL "call" waits(For::Reply, Is::Text);
    /// The callee begins with the call in the value.
    121 SERVE "serve" does(Does::Serve, Is::CallSequence);
    /// The callee has answered the call in the value.
    122 REPLY "reply" does(Does::Reply, Is::CallSequence);
    /// The caller has the reply.
    123 RETURN "return" does(Does::Return, Is::Nothing);
    /// The wait for the reply was given up.
    124 CALL_TIMEOUT "call_timeout" times_out(For::Reply, Is::Nothing);
    /// The callee is gone, and the actor waits for the reply no longer.
    125 CALL_BROKEN "call_broken" does(Does::GiveUp, Is::Nothing).of(For::Reply).stop();
    /// The callee waits for a call.
    126 SERVE_WAIT "serve_wait" waits(For::Task, Is::Nothing);

    // Spans and links: 140 to 149.
    /// A stretch begins that is called as the value says.
    140 SPAN_OPEN "span_open" does(Does::SpanOpen, Is::Text);
    /// The actor's newest open stretch ends.
    141 SPAN_CLOSE "span_close" does(Does::SpanClose, Is::Nothing);
    /// A link with this number leads from here.
    142 LINK_FROM "link_from" does(Does::LinkFrom, Is::Link);
    /// The link with this number has led here.
    143 LINK_TO "link_to" does(Does::LinkTo, Is::Link);

    // Input and output: 150 to 159.
    /// The actor waits for input or output; the value says which. With an object it comes from others of the run.
    150 IO_WAIT "io_wait" waits(For::Io, Is::Text);
    /// The input or output is done.
    151 IO_DONE "io_done" does(Does::Wake, Is::Nothing).of(For::Io);
    /// There was nothing to read, or no room to write; the value says where.
    152 IO_REFUSE "io_refuse" does(Does::Refuse, Is::Text).of(For::Io).stop();

    // Seen from outside, by the supervisor: 180 to 189. The actor is the thread that was seen.
    /// The thread sleeps, and nothing that it recorded says in what.
    180 SEEN_ASLEEP "seen_asleep" does(Does::SeenAsleep, Is::Nothing);
    /// The thread could run and has no core.
    181 SEEN_READY "seen_ready" does(Does::SeenReady, Is::Nothing);
    /// The thread runs.
    182 SEEN_RUNNING "seen_running" does(Does::SeenRunning, Is::Nothing);
    /// The thread is gone.
    183 SEEN_END "seen_end" does(Does::SeenEnd, Is::Nothing);

    // Everything else: 200 and up.
    /// The actor sleeps for the time in the value.
    200 SLEEP "sleep" waits(For::Time, Is::DurationNs).limited();
    /// The sleep is over.
    201 WAKE "wake" does(Does::Wake, Is::Nothing).of(For::Time);
    /// The actor printed the text.
    202 PRINT "print" does(Does::Print, Is::Text).sign(Sign::Print).stop();
    /// The program's author left a note.
    203 NOTE "note" does(Does::Note, Is::Text).sign(Sign::Note).stop();
    /// From here on, this many events of the actor were lost: there was no room for them.
    204 LOST "lost" does(Does::Lost, Is::Count).sign(Sign::Lost);
    /// A call to the system failed, as the value says.
    205 FAILURE "failure" does(Does::Note, Is::Text).sign(Sign::Failure).stop();
}

impl EventKind {
    /// What this version knows of the kind; `None` for a kind of a newer version.
    pub fn known(self) -> Option<&'static KnownEvent> {
        // The numbers are small and sorted: one binary search over some ninety rows.
        let row = Self::ALL.binary_search_by_key(&self, |row| row.kind).ok()?;
        Some(&Self::ALL[row])
    }

    /// The kind with this name in `.jsonl`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|row| row.name == name).map(|row| row.kind)
    }

    /// The name in `.jsonl`; `None` for a kind of a newer version.
    pub fn name(self) -> Option<&'static str> {
        self.known().map(|row| row.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_of_the_format_lists_every_kind() {
        let page = include_str!("../../../../docs/FORMAT.md");
        let (_, table) = page
            .split_once("| ---: | --- | --- | --- | --- |\n")
            .expect("the table of kinds");
        let rows: Vec<&str> = table.lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(rows.len(), EventKind::ALL.len());
        for (row, known) in rows.iter().zip(EventKind::ALL) {
            let expected = format!(
                "| {} | `{}` | {} | ",
                known.kind.0,
                known.name,
                said(&known.facts)
            );
            assert!(row.starts_with(&expected), "{row}\n{expected}");
        }
    }

    /// The effect of a row and its settings as the description says them, by the words of the file.
    fn said(facts: &EventFacts) -> String {
        let word = |word: serde_json::Value| word.as_str().unwrap_or_default().to_owned();
        let mut words = vec![word(serde_json::json!(facts.effect))];
        words.extend(facts.awaits.map(|awaits| word(serde_json::json!(awaits))));
        words.extend(facts.limited.then(|| "limited".to_owned()));
        words.extend((facts.mode == Mode::Shared).then(|| "shared".to_owned()));
        words.join(" ")
    }

    #[test]
    fn numbers_and_names_are_unique_and_numbers_sorted() {
        assert!(EventKind::ALL.windows(2).all(|pair| pair[0].kind < pair[1].kind));
        for known in EventKind::ALL {
            assert_eq!(EventKind::from_name(known.name), Some(known.kind));
            assert_eq!(known.kind.name(), Some(known.name));
        }
    }

    #[test]
    fn effects_of_waiting_say_what_is_awaited() {
        for known in EventKind::ALL {
            let effect = known.facts.effect;
            let waiting = [Effect::Wait, Effect::Refuse, Effect::GiveUp, Effect::Wake].contains(&effect);
            assert_eq!(known.facts.awaits.is_some(), waiting, "{}", known.name);
        }
    }
}
