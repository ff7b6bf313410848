//! Messages that something else carries.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use laneway::process::{Builder, Messages};
use laneway_l10n::Language;
use laneway_trace::{Ending, EventKind, Value};

use crate::Case;
use crate::sync::Run;

pub const CASES: &[Case] = &[
    Case::new("messages_tell_their_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        for kind in ["pipe", "socket", "queue", "topic"] {
            assert_eq!(
                run.story(kind, Language::English),
                format!(
                    "main puts hello into the {kind} {kind}\n\
                     main takes hello from the {kind} {kind}\n\
                     main finds the {kind} {kind} empty\n\
                     main waits for an item in the {kind} {kind}\n\
                     main finds the {kind} {kind} empty and closed"
                )
            );
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("messages_of_several_processes_have_one_order", several, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let (mut put, mut taken) = (Vec::new(), Vec::new());
        for (_, event) in run.on("lines") {
            match event.kind {
                EventKind::PUT => put.push(Value::Int(event.sequence.into())),
                EventKind::GET => taken.push(event.value),
                _ => {}
            }
        }
        assert_eq!(put.len(), SENDERS * MESSAGES);
        assert_eq!(put, taken);
    }),
];

/// What is put is taken; then there is nothing, and what carries it says that nothing more comes.
fn story() -> ExitCode {
    laneway::run(|| {
        for messages in [
            Messages::pipe("pipe"),
            Messages::socket("socket"),
            Messages::queue("queue"),
            Messages::topic("topic"),
        ] {
            let mut lines = VecDeque::new();
            let hello = "hello".to_owned();
            messages
                .put(&hello, |line| {
                    lines.push_back(line.to_owned());
                    Ok(())
                })
                .unwrap();
            assert_eq!(messages.try_get(|| Ok(lines.pop_front())).unwrap(), Some(hello));
            assert_eq!(messages.try_get(|| Ok(lines.pop_front())).unwrap(), None);
            let none = messages.get(
                &mut lines,
                |lines| Ok(lines.pop_front()),
                |_| Err(ErrorKind::UnexpectedEof.into()),
            );
            assert_eq!(none.unwrap_err().kind(), ErrorKind::UnexpectedEof);
        }
    })
}

const SENDERS: usize = 3;
const MESSAGES: usize = 50;

/// Several append to a file at once.
fn several() -> ExitCode {
    laneway::run(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        File::create(&path).unwrap();
        let messages = Messages::queue("lines");
        let start = |_| Builder::new("sender").start(append, (messages.clone(), path.clone()));
        let senders: Vec<_> = (0..SENDERS).map(|number| start(number).unwrap()).collect();
        assert!(senders.iter().all(|sender| sender.join() == 0));
        for line in BufReader::new(File::open(&path).unwrap()).lines() {
            messages.try_get(|| line.map(Some)).unwrap().unwrap();
        }
    })
}

fn append((messages, path): (Messages<usize>, PathBuf)) {
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    for number in 0..MESSAGES {
        messages.put(&number, |line| writeln!(file, "{line}")).unwrap();
    }
}
