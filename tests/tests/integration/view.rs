//! `laneway view`.

use rustix::process::{Pid, Signal, kill_process};

use crate::http::Served;
use crate::traces::two_holders;
use crate::workdir::Workdir;

#[test]
fn one_run_is_served_where_the_page_looks_for_it() {
    let workdir = Workdir::new();
    workdir.record_lesson("process-start", "my run.lane");
    let served = Served::start(&workdir, &["view", "--no-open", "my run.lane"]);
    assert!(served.url.ends_with("/#/run/file"), "{}", served.url);
    assert_eq!(served.get("/").status, 200);
    let run = served.get("/runs/file.lane");
    assert_eq!((run.status, run.body), (200, workdir.read("my run.lane")));
    assert_eq!(served.get("/runs/process-start.lane").status, 404);
}

#[test]
fn a_lean_run_is_served_with_the_text_of_its_lesson() {
    let workdir = Workdir::new();
    workdir.record_lesson("process-start", "run.lane");
    let export = workdir.laneway(&["export", "run.lane", "--to", "lane", "--lean", "-o", "lean.lane"]);
    assert_eq!(export.status, Some(0), "{}", export.stderr);
    let served = Served::start(&workdir, &["view", "--no-open", "lean.lane"]);
    workdir.write("served.lane", served.get("/runs/file.lane").body);
    let header = |file: &str| {
        let limits = laneway_trace::Limits::default();
        laneway_trace::read_header(&workdir.read(file), &limits).expect("a trace")
    };
    let (full, lean, sent) = (header("run.lane"), header("lean.lane"), header("served.lane"));
    assert_ne!(lean.lesson, full.lesson);
    assert_eq!((sent.lesson, sent.sources), (full.lesson, full.sources));
}

#[test]
fn a_run_as_text_is_served_too() {
    let workdir = Workdir::new();
    workdir.write("run.lane", two_holders());
    let export = workdir.laneway(&["export", "run.lane", "--to", "jsonl", "-o", "run.jsonl"]);
    assert_eq!(export.status, Some(0), "{}", export.stderr);
    let served = Served::start(&workdir, &["view", "--no-open", "run.jsonl"]);
    assert_eq!(served.get("/runs/file.lane").body, workdir.read("run.jsonl"));
}

#[test]
fn without_a_browser_the_address_is_enough() {
    let workdir = Workdir::new();
    workdir.write("run.lane", two_holders());
    let mut command = workdir.command(&["view", "run.lane"]);
    // Whatever could open a browser is out of reach.
    let mut child = command
        .env("PATH", workdir.path(""))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("laneway starts");
    let mut words = String::new();
    let stderr = child.stderr.take().expect("its errors");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stderr), &mut words).expect("a line");
    kill_process(Pid::from_child(&child), Signal::INT).expect("it serves on");
    let status = child.wait().expect("it ends");
    assert!(
        words.starts_with("laneway: no browser could be opened ("),
        "{words}"
    );
    assert!(words.contains("/#/run/file yourself"), "{words}");
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(2));
}
