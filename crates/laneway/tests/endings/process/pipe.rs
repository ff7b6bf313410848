//! Pipes.

use std::io::ErrorKind;
use std::process::ExitCode;
use std::time::Duration;

use laneway::process::{Builder, Connection, Process, StartMethod, pipe};
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind, Value};

use crate::Case;
use crate::newest::until_somebody;
use crate::sync::Run;

pub const CASES: &[Case] = &[
    Case::new("messages_go_both_ways_through_a_pipe", both_ways, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for way in ["fork →", "fork ←", "spawn →", "spawn ←"] {
            check_way(&run, way, MESSAGES as usize);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_pipe_tells_its_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(
            run.story("news →", Language::English),
            "main puts hello into the channel news →\n\
             main takes hello from the channel news →\n\
             main finds the channel news → empty and closed"
        );
        assert_eq!(
            run.story("news ←", Language::English),
            "main wants to put into the channel news ←, which is closed"
        );
    }),
    Case::new("a_message_that_is_larger_than_its_pipe", large, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        check_way(&run, "large →", 1);
        let kinds: Vec<_> = run.on("large →").iter().map(|(_, event)| event.kind).collect();
        assert!(kinds.contains(&EventKind::FLUSH_WAIT) && kinds.contains(&EventKind::FLUSH));
    }),
    Case::new("who_sends_is_killed_in_the_middle", killed, |seen| {
        seen.ended(&Ending::Finished, Some(0));
    }),
    Case::new("both_ends_of_a_pipe_wait", both_wait, |seen| {
        seen.ended(&Ending::Stuck, None);
        assert_eq!(
            Run::new(seen).findings(),
            "waits_for_ever main on quiet ←\nwaits_for_ever main on quiet →"
        );
    }),
];

const MESSAGES: u32 = 40;

/// What is taken is what was put, in order.
fn check_way(run: &Run<'_>, name: &str, messages: usize) {
    let mut put = Vec::new();
    let mut taken = 0;
    for (_, event) in run.on(name) {
        match event.kind {
            EventKind::PUT => put.push(event.sequence),
            EventKind::GET => {
                assert_eq!(event.value, Value::Int(put[taken].into()), "{name}");
                taken += 1;
            }
            _ => assert_eq!(event.sequence, 0, "{name}"),
        }
    }
    assert_eq!((put.len(), taken), (messages, messages), "{name}");
}

fn start<A: serde::Serialize + serde::de::DeserializeOwned>(
    method: StartMethod,
    code: fn(A),
    argument: A,
) -> Process {
    let child = Builder::new("child").start_method(method);
    child.start(code, argument).unwrap()
}

/// Each message is answered by one that is as long as it says.
fn both_ways() -> ExitCode {
    laneway::run(|| {
        for (name, method) in [("fork", StartMethod::Fork), ("spawn", StartMethod::Spawn)] {
            let (ours, theirs) = pipe::<String>(name);
            let answer = |theirs: Connection<String>| {
                for _ in 0..MESSAGES {
                    let length = theirs.recv().unwrap().parse().unwrap();
                    theirs.send(&"x".repeat(length)).unwrap();
                }
            };
            let child = start(method, answer, theirs);
            for number in 0..MESSAGES {
                ours.send(&number.to_string()).unwrap();
                if number % 2 == 0 {
                    while !ours.poll(Duration::from_secs(60)).unwrap() {}
                    assert!(ours.poll(Duration::ZERO).unwrap());
                }
                assert_eq!(ours.recv().unwrap().len() as u32, number);
            }
            assert_eq!(child.join(), 0);
        }
    })
}

fn story() -> ExitCode {
    laneway::run(|| {
        let (first, second) = pipe::<String>("news");
        assert!(!second.poll(Duration::ZERO).unwrap());
        first.send(&"hello".to_owned()).unwrap();
        drop(first);
        assert_eq!(second.recv().unwrap(), "hello");
        assert_eq!(second.recv().unwrap_err().kind(), ErrorKind::UnexpectedEof);
        assert_eq!(
            second.send(&"late".to_owned()).unwrap_err().kind(),
            ErrorKind::BrokenPipe
        );
    })
}

const LARGE: usize = 4 << 20;

#[expect(
    clippy::needless_pass_by_value,
    reason = "what a process is started with is its own"
)]
fn send_large(end: Connection<String>) {
    end.send(&"x".repeat(LARGE)).unwrap();
}

fn large() -> ExitCode {
    laneway::run(|| {
        let (first, second) = pipe("large");
        let child = start(StartMethod::Fork, send_large, first);
        until_somebody(EventKind::FLUSH_WAIT);
        assert_eq!(second.recv().unwrap().len(), LARGE);
        assert_eq!(child.join(), 0);
    })
}

fn killed() -> ExitCode {
    laneway::run(|| {
        let (first, second) = pipe("large");
        let child = start(StartMethod::Spawn, send_large, first);
        until_somebody(EventKind::FLUSH_WAIT);
        child.kill().unwrap();
        assert_eq!(child.join(), -9);
        assert_eq!(second.recv().unwrap_err().kind(), ErrorKind::UnexpectedEof);
    })
}

fn both_wait() -> ExitCode {
    laneway::run(|| {
        let (first, second) = pipe::<i32>("quiet");
        let wait = |end: Connection<i32>| drop(end.recv());
        let child = start(StartMethod::Fork, wait, second);
        until_somebody(EventKind::GET_WAIT);
        drop(first.recv());
        child.join();
    })
}
