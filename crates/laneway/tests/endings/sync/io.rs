//! Sockets: read blocking, again and again, and when they are ready.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::process::ExitCode;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use laneway::io::{Readiness, Watched};
use laneway_l10n::{Language, Localizer};
use laneway_trace::{Ending, EventKind};
use laneway_view::narrate;

use super::{Run, start};
use crate::newest::until_somebody;
use crate::{Case, Seen};

pub const CASES: &[Case] = &[
    Case::new("a_socket_is_read_in_three_ways", three_ways, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let told = story(seen, Language::English);
        let mut told = told.iter().map(String::as_str).peekable();
        assert_eq!(told.next(), Some("main waits for input or output: read news"));
        assert_eq!(told.next(), Some("main goes on: input or output is done"));
        // How often it tries is up to the cores.
        let tries = "main tries to read news, which is not ready, and does not wait";
        let mut tried = 0;
        while told.next_if_eq(&tries).is_some() {
            tried += 1;
        }
        assert!(tried > 0);
        let rest: Vec<&str> = told.collect();
        assert_eq!(
            rest,
            [
                "main waits for input or output: read news, other",
                "main goes on: input or output is done",
                "main tries to read news, other, which is not ready, and does not wait",
                "main waits for input or output: read news, other",
                "main tries to read news, other, which is not ready, and does not wait",
            ]
        );
        let last = story(seen, Language::Chinese).pop();
        assert_eq!(
            last.as_deref(),
            Some("main 尝试 read news, other：尚未就绪，不等待")
        );
    }),
    Case::new("a_conversation_over_tcp", tcp, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        assert_eq!(run.findings(), "");
        let kinds = &seen.trace().events.kind;
        let count = |kind| kinds.iter().filter(|&&other| other == kind).count();
        assert_eq!(count(EventKind::IO_WAIT), count(EventKind::IO_DONE));
    }),
];

/// What the main thread says of input and output.
fn story(seen: &Seen, language: Language) -> Vec<String> {
    let (run, l10n) = (Run::new(seen), Localizer::new(language));
    let rows = 0..seen.trace().events.len() as u32;
    let of_io = rows.filter(|&row| {
        let event = seen.trace().events.get(row as usize).expect("a row");
        [EventKind::IO_WAIT, EventKind::IO_DONE, EventKind::IO_REFUSE].contains(&event.kind)
    });
    let told = of_io.filter_map(|row| narrate(&run.model, row));
    told.map(|message| l10n.say(&message)).collect()
}

/// A byte each time; who writes does so once it is told to, or once it is known that somebody waits.
fn three_ways() -> ExitCode {
    laneway::run(|| {
        let ((news, mut from_news), (other, _from_other)) =
            (UnixStream::pair().unwrap(), UnixStream::pair().unwrap());
        let (mut news, other) = (Watched::new("news", news), Watched::new("other", other));
        let (ask, asked) = mpsc::channel();
        let writer = start("writer", move || {
            for () in asked {
                from_news.write_all(b"x").unwrap();
            }
        });
        let byte = &mut [0];

        once_it_waits(&ask);
        assert_eq!(news.read(byte).unwrap(), 1);

        news.set_nonblocking(true).unwrap();
        assert_eq!(news.read(byte).unwrap_err().kind(), ErrorKind::WouldBlock);
        ask.send(()).unwrap();
        while news.read(byte).is_err() {}

        let readiness = Readiness::new()
            .unwrap()
            .add(&news, 7)
            .unwrap()
            .add(&other, 8)
            .unwrap();
        once_it_waits(&ask);
        assert_eq!(readiness.wait(None).unwrap(), [7]);
        assert_eq!(readiness.wait(None).unwrap(), [7], "it was not read");
        assert_eq!(news.read(byte).unwrap(), 1);
        assert!(readiness.wait(Some(Duration::ZERO)).unwrap().is_empty());
        assert!(readiness.wait(Some(Duration::from_millis(1))).unwrap().is_empty());
        drop(ask);
        writer.join().unwrap();
    })
}

/// Has something written once this thread, which goes on to wait, does so.
fn once_it_waits(ask: &Sender<()>) {
    let ask = ask.clone();
    std::thread::spawn(move || {
        until_somebody(EventKind::IO_WAIT);
        ask.send(()).unwrap();
    });
}

/// A server that takes one caller, and answers each line with its length.
fn tcp() -> ExitCode {
    laneway::run(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = start("server", move || {
            let listener = Watched::new("callers", listener);
            let (caller, _) = listener.input(TcpListener::accept).unwrap();
            let mut answers = caller.try_clone().unwrap();
            for line in BufReader::new(Watched::new("questions", caller)).lines() {
                writeln!(answers, "{}", line.unwrap().len()).unwrap();
            }
        });
        let stream = TcpStream::connect(address).unwrap();
        let mut questions = Watched::new("questions", stream.try_clone().unwrap());
        let mut answers = BufReader::new(Watched::new("answers", stream)).lines();
        for length in [3, 5, 8] {
            writeln!(questions, "{}", "x".repeat(length)).unwrap();
            assert_eq!(answers.next().unwrap().unwrap(), length.to_string());
        }
        questions.shutdown(Shutdown::Write).unwrap();
        assert!(answers.next().is_none());
        server.join().unwrap();
    })
}
