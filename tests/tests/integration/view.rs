//! `laneway view`.

use rustix::process::{Pid, Signal, kill_process};

use crate::http::Served;
use crate::place::Place;
use crate::traces::two_holders;

#[test]
fn one_run_is_served_where_the_page_looks_for_it() {
    let place = Place::new();
    place.record_lesson("process-start", "my run.lane");
    let served = Served::start(&place, &["view", "--no-open", "my run.lane"]);
    assert!(served.url.ends_with("/#/run/file"), "{}", served.url);
    assert_eq!(served.get("/").status, 200);
    let run = served.get("/runs/file.lane");
    assert_eq!((run.status, run.body), (200, place.read("my run.lane")));
    assert_eq!(served.get("/runs/process-start.lane").status, 404);
}

#[test]
fn a_run_as_text_is_served_too() {
    let place = Place::new();
    place.write("run.lane", two_holders());
    let export = place.laneway(&["export", "run.lane", "--to", "jsonl", "-o", "run.jsonl"]);
    assert_eq!(export.status, Some(0), "{}", export.stderr);
    let served = Served::start(&place, &["view", "--no-open", "run.jsonl"]);
    assert_eq!(served.get("/runs/file.lane").body, place.read("run.jsonl"));
}

#[test]
fn without_a_browser_the_address_is_enough() {
    let place = Place::new();
    place.write("run.lane", two_holders());
    let mut command = place.command(&["view", "run.lane"]);
    // Whatever could open a browser is out of reach.
    let mut child = command
        .env("PATH", place.path(""))
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
