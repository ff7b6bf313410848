//! What the library does not see is seen from outside, and nothing else is.
//!
//! Programs that are to be observed block until they are ended: however slow the machine is, they were
//! looked at by then.

use std::io::Read;
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use laneway::queue::Queue;
use laneway::thread;
use laneway_trace::{ActorId, ActorKind, Ending, Event, EventKind, Value};

use crate::extremes::once_more;
use crate::{Case, Seen};

/// Some eighty looks.
const OBSERVED: Duration = Duration::from_secs(4);

pub const CASES: &[Case] = &[
    Case {
        plan: |plan| plan.timeout = Some(OBSERVED),
        ..Case::new("sleeps_that_nobody_recorded", sleeps, |seen| {
            assert_eq!(seen.trace().header.ending, Ending::Timeout);
            let unseen = ["left", "right", "condition", "child", "pipe", "futex", "foreign"];
            for name in unseen {
                let last = seen.events_of(name).pop().expect("an event");
                assert_eq!(last.kind, EventKind::SEEN_ASLEEP, "{name}");
            }
            for (name, wait) in [
                ("getter", EventKind::GET_WAIT),
                ("sleeper", EventKind::SLEEP),
                ("main/main", EventKind::JOIN_WAIT),
            ] {
                let last = seen.events_of(name).pop().expect("an event");
                assert_eq!(last.kind, wait, "{name}");
            }
        })
    },
    Case {
        plan: |plan| plan.timeout = Some(OBSERVED),
        ..Case::new("threads_that_nobody_started_end", foreign_ends, |seen| {
            for name in ["printing", "endless", "scoped"] {
                let last = seen.events_of(name).pop().expect("an event");
                assert_eq!(last.kind, EventKind::SEEN_END, "{name}");
            }
            // It said so itself.
            let ended = seen.events_of("library");
            assert_eq!(ended.last().expect("an event").kind, EventKind::END);
            assert!(ended.iter().all(|event| event.kind != EventKind::SEEN_END));
        })
    },
    Case::new("a_command_that_was_waited_for", commands, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let waited = seen.actor("sh -c sleep 1; exit 3");
        let exit = seen.only(EventKind::EXIT, |event| event.actor == waited);
        let reap = seen.only(EventKind::REAP, |event| event.value == Value::Actor(waited));
        assert!(exit < reap);
        let actor = |id: ActorId| &seen.trace().header.actors[id.index()];
        assert_eq!(seen.event(reap).actor, seen.actor("main"));
        assert_eq!(actor(waited).parent, Some(seen.actor("main")));
        assert_eq!(actor(waited).kind, ActorKind::Process);
        match seen.event(exit).value {
            Value::None => seen.says_unseen("The exit code of"),
            code => assert_eq!(code, Value::Int(3)),
        }
        seen.says_unseen("seen from outside only");
    }),
    Case::new("a_program_turns_into_others", turns, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let program = seen.actor("main");
        let actors = &seen.trace().header.actors;
        let pid = actors[program.index()].pid;
        let same: Vec<&str> = actors
            .iter()
            .filter(|actor| actor.kind == ActorKind::Process && actor.pid == pid)
            .map(|actor| actor.name.as_str())
            .collect();
        assert_eq!(same.len(), 3, "{same:?}");
        let shell = |name: &&str| name.starts_with("sh -c sleep 1; exec");
        assert!(same.iter().any(shell), "{same:?}");
        // What it was has ended, and is not dead: only the last one is.
        let left = seen.events_of("main/main").pop().expect("an event");
        assert_eq!(left.kind, EventKind::SEEN_END);
        let exit = seen.only(EventKind::EXIT, |event| actors[event.actor.index()].pid == pid);
        let last = seen.event(exit).actor;
        let print = seen.only(EventKind::PRINT, |_| true);
        assert_eq!(actors[seen.event(print).actor.index()].parent, Some(last));
    }),
    Case::new("a_program_without_the_library", no_library, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let unseen = &seen.trace().header.unseen;
        assert_eq!(
            unseen[0],
            "No process of this run used the laneway library: all that is shown was seen from outside."
        );
        let child = seen.actor("sleep 1");
        let main = &seen.trace().header.actors[child.index() + 1];
        assert_eq!(
            (main.name.as_str(), main.parent, main.tid),
            ("main", Some(child), main.pid)
        );
        let states = seen.events_of("sleep 1/main");
        assert!(states.iter().any(|event| event.kind == EventKind::SEEN_ASLEEP));
    }),
];

impl Seen {
    /// The actor with this name, or with this name in the process before the slash.
    fn actor(&self, path: &str) -> ActorId {
        let actors = &self.trace().header.actors;
        let (process, name) = match path.rsplit_once('/') {
            Some((process, name)) => (Some(process), name),
            None => (None, path),
        };
        let is_it = |index: &usize| {
            let actor = &actors[*index];
            let parent = actor.parent.map(|parent| actors[parent.index()].name.as_str());
            actor.name == name && process.is_none_or(|process| parent == Some(process))
        };
        let index = (0..actors.len()).find(is_it);
        let names: Vec<&str> = actors.iter().map(|actor| actor.name.as_str()).collect();
        let index = index.unwrap_or_else(|| panic!("no {path} among {names:?}"));
        ActorId::from_index(index).expect("an actor")
    }

    pub fn events_of(&self, path: &str) -> Vec<Event> {
        let actor = self.actor(path);
        let events = self.trace().events.iter();
        events.filter(|event| event.actor == actor).collect()
    }

    /// The row of the only event like this.
    fn only(&self, kind: EventKind, is_it: impl Fn(&Event) -> bool) -> usize {
        let events = self.trace().events.iter().enumerate();
        let rows: Vec<usize> = events
            .filter(|(_, event)| event.kind == kind && is_it(event))
            .map(|(row, _)| row)
            .collect();
        assert_eq!(rows.len(), 1, "{kind:?} in rows {rows:?}");
        rows[0]
    }

    fn event(&self, row: usize) -> Event {
        self.trace().events.iter().nth(row).expect("a row")
    }
}

fn start(name: &str, code: impl FnOnce() + Send + 'static) -> thread::JoinHandle<()> {
    let builder = thread::Builder::new().name(name);
    builder.spawn(code).expect("a thread")
}

/// A command that lives until its input is closed.
fn cat() -> Command {
    let mut cat = Command::new("cat");
    cat.stdin(Stdio::piped()).stdout(Stdio::piped());
    cat
}

fn sleeps() -> ExitCode {
    laneway::run(|| {
        let locks = [Arc::new(Mutex::new(())), Arc::new(Mutex::new(()))];
        let both = Arc::new(std::sync::Barrier::new(2));
        let mut threads = Vec::new();
        for (name, first) in [("left", 0), ("right", 1)] {
            let (locks, both) = (locks.clone(), both.clone());
            threads.push(start(name, move || {
                let _one = locks[first].lock();
                both.wait();
                let _other = locks[1 - first].lock();
            }));
        }
        threads.push(start("condition", || {
            let never = Condvar::new();
            let lock = Mutex::new(());
            let guard = lock.lock().expect("nobody panics");
            drop(never.wait_while(guard, |()| true));
        }));
        threads.push(start("child", || {
            let mut child = cat().spawn().expect("cat");
            let _input = child.stdin.take();
            child.wait().expect("its end");
        }));
        threads.push(start("pipe", || {
            let mut child = cat().spawn().expect("cat");
            let mut output = child.stdout.take().expect("a pipe");
            output.read_to_end(&mut Vec::new()).expect("nothing");
            child.wait().expect("its end");
        }));
        threads.push(start("futex", || {
            let word = AtomicU32::new(0);
            // SAFETY: the word lives across the call, which waits while it is 0.
            unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAIT, 0, 0) };
        }));
        let foreign = std::thread::Builder::new().name("foreign".into());
        foreign.spawn(std::thread::park).expect("a thread");
        let queue = Queue::<u64>::new("items", None);
        threads.push(start("getter", move || {
            queue.get();
        }));
        threads.push(start("sleeper", || laneway::sleep(Duration::from_secs(3600))));
        for thread in threads {
            thread.join().expect("never");
        }
    })
}

fn foreign_ends() -> ExitCode {
    laneway::run(|| {
        let named = |name: &str| std::thread::Builder::new().name(name.into());
        // Begins to record and ends, be it between two looks.
        let printing = named("printing").spawn(|| laneway::println!("hello"));
        printing.expect("a thread").join().expect("its end");
        start("library", || ()).join().expect("its end");
        // These never record, and live long enough to be seen.
        let endless = named("endless").spawn(|| std::thread::sleep(OBSERVED / 2));
        endless.expect("a thread").join().expect("its end");
        std::thread::scope(|scope| {
            let scoped = named("scoped").spawn_scoped(scope, || {
                std::thread::sleep(OBSERVED / 4);
            });
            scoped.expect("a thread");
        });
        // While the process lives on, their ends are seen.
        std::thread::park();
    })
}

fn commands() -> ExitCode {
    laneway::run(|| {
        let status = Command::new("sh").args(["-c", "sleep 1; exit 3"]).status();
        assert_eq!(status.expect("a shell").code(), Some(3));
    })
}

fn turns() -> ExitCode {
    use std::os::unix::process::CommandExt;
    once_more(|program, again| {
        let error = Command::new("sh")
            .args(["-c", "sleep 1; exec \"$0\" program"])
            .arg(program)
            .env(again, "1")
            .exec();
        panic!("{error}");
    })
}

fn no_library() -> ExitCode {
    let status = Command::new("sleep").arg("1").status();
    assert!(status.expect("sleep").success());
    ExitCode::SUCCESS
}
