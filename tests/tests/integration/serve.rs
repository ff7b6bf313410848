//! `laneway serve`.

use std::io::Read as _;
use std::net::TcpStream;

use flate2::read::GzDecoder;
use serde_json::Value as Json;

use crate::http::Served;
use crate::traces::two_holders;
use crate::workdir::Workdir;

const ANYWHERE: [&str; 4] = ["serve", "--no-open", "--addr", "127.0.0.1:0"];

#[test]
fn lessons_and_runs_are_those_of_the_folder() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    let has_run = || -> Vec<(String, bool)> {
        let answer = served.get("/api/lessons.json");
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "application/json")
        );
        let lessons: Vec<Json> = serde_json::from_slice(&answer.body).expect("an array");
        let id = |lesson: &Json| lesson["id"].as_str().expect("an id").to_owned();
        lessons
            .iter()
            .map(|lesson| (id(lesson), lesson["run"].as_bool().expect("run")))
            .collect()
    };
    assert!(has_run().iter().all(|(_, run)| !run));
    assert_eq!(served.get("/runs/deadlock.lane").status, 404);

    // What is recorded while it serves is seen.
    workdir.write("deadlock.lane", two_holders());
    let lessons: Json = serde_json::from_slice(&served.get("/api/lessons.json").body).expect("JSON");
    let looks = lessons.as_array().expect("an array").iter();
    let looks: Vec<_> = looks.filter(|lesson| !lesson["thumbnail"].is_null()).collect();
    assert_eq!((looks.len(), &looks[0]["id"]), (1, &Json::from("deadlock")));
    assert!(looks[0]["thumbnail"]["lanes"].as_u64() > Some(1));
    let with: Vec<_> = has_run().into_iter().filter(|(_, run)| *run).collect();
    assert_eq!(with, [("deadlock".to_owned(), true)]);
    let run = served.get("/runs/deadlock.lane");
    assert_eq!((run.status, run.body), (200, two_holders()));
}

#[test]
fn the_list_is_that_of_the_command_with_whether_there_is_a_run() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    let mut lessons: Vec<Json> =
        serde_json::from_slice(&served.get("/api/lessons.json").body).expect("JSON");
    for lesson in &mut lessons {
        let fields = lesson.as_object_mut().expect("an object");
        assert_eq!(fields.remove("run"), Some(Json::Bool(false)));
        assert_eq!(fields.remove("thumbnail"), Some(Json::Null));
        for variant in fields["variants"].as_array_mut().expect("variants") {
            let fields = variant.as_object_mut().expect("an object");
            assert_eq!(fields.remove("run_id"), Some(Json::Null));
        }
    }
    let listed = workdir.laneway(&["list", "--json"]).stdout;
    assert_eq!(
        Json::Array(lessons),
        serde_json::from_str::<Json>(&listed).expect("JSON")
    );
}

#[test]
fn courses_are_those_of_the_command() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    let answer = served.get("/api/courses.json");
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/json")
    );
    let listed = workdir.laneway(&["course", "--json"]).stdout;
    assert_eq!(
        serde_json::from_slice::<Json>(&answer.body).expect("JSON"),
        serde_json::from_str::<Json>(&listed).expect("JSON")
    );
}

#[test]
fn the_page_is_there_or_how_to_build_it() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    let plain = served.get("/");
    assert_eq!(
        (plain.status, plain.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    if plain.text().contains("cargo xtask start") {
        assert_eq!(served.get("/index.html").status, 404);
        return;
    }
    assert!(plain.text().contains("<div id=\"app\">"), "{}", plain.text());
    // Every lesson in both languages, before the page's program runs.
    assert_eq!(
        plain
            .text()
            .matches("<a class=\"card-link\" href=\"#/run/deadlock\">")
            .count(),
        2
    );
    let smallest = served.ask("GET", "/", &[("Accept-Encoding", "br, gzip")]);
    assert_eq!(smallest.header("content-encoding"), "br");
    let packed = served.ask("GET", "/", &[("Accept-Encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(packed.header("vary"), "accept-encoding");
    let mut tags = [&plain, &smallest, &packed].map(|answer| answer.header("etag"));
    tags.sort_unstable();
    assert!(tags[0] != tags[1] && tags[1] != tags[2], "{tags:?}");
    let mut unpacked = Vec::new();
    GzDecoder::new(&packed.body[..])
        .read_to_end(&mut unpacked)
        .expect("gzip");
    assert_eq!(unpacked, plain.body);
    let module = served.ask("HEAD", "/laneway-web_bg.wasm", &[]);
    assert_eq!(
        (module.status, module.header("content-type")),
        (200, "application/wasm")
    );
    assert_eq!(module.body, b"");
}

#[test]
fn every_answer_says_what_the_page_may_do() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    for path in ["/", "/api/lessons.json", "/nothing"] {
        let answer = served.get(path);
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[test]
fn an_unchanged_run_is_not_sent_again() {
    let workdir = Workdir::new();
    workdir.write("deadlock.lane", two_holders());
    let served = Served::start(&workdir, &ANYWHERE);
    let first = served.get("/runs/deadlock.lane");
    let tag = first.header("etag");
    let again = served.ask("GET", "/runs/deadlock.lane", &[("If-None-Match", tag)]);
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), tag);
    workdir.write("deadlock.lane", [two_holders(), two_holders()].concat());
    let changed = served.ask("GET", "/runs/deadlock.lane", &[("If-None-Match", tag)]);
    assert_eq!(changed.status, 200);
}

#[test]
fn nothing_but_runs_can_be_had() {
    let workdir = Workdir::new();
    std::fs::create_dir(workdir.path("runs")).expect("a folder");
    workdir.write("secret.lane", "secret");
    let served = Served::start(&workdir, &[&ANYWHERE[..], &["--runs", "runs"]].concat());
    for path in [
        "/runs/../secret.lane",
        "/runs/..%2fsecret.lane",
        "/runs/%2e%2e/secret.lane",
        "/runs//secret.lane",
        "/../secret.lane",
        "/runs/secret.lane",
        "/secret.lane",
    ] {
        let answer = served.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
}

#[test]
fn other_sites_and_other_methods_are_refused() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    let rebound = served.ask("GET", "/api/lessons.json", &[("Host", "evil.example")]);
    assert_eq!(rebound.status, 403);
    assert!(rebound.text().contains("localhost"), "{}", rebound.text());
    assert_eq!(served.ask("GET", "/", &[("Host", "localhost:1")]).status, 200);
    let post = served.ask("POST", "/api/lessons.json", &[("Content-Length", "0")]);
    assert_eq!((post.status, post.header("allow")), (405, "GET, HEAD"));
}

#[test]
fn who_connects_and_says_nothing_holds_up_nobody() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    let _silent = TcpStream::connect(served.authority()).expect("it listens");
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn a_port_in_use_is_told_with_what_to_do() {
    let workdir = Workdir::new();
    let served = Served::start(&workdir, &ANYWHERE);
    let address = served.authority();
    workdir.refuses(
        &["serve", "--no-open", "--addr", address],
        &format!(
            "{address} is in use: is `laneway serve` running already? choose another port by --addr, \
             such as --addr 127.0.0.1:0 for any free one"
        ),
    );
}

#[test]
fn an_address_or_a_folder_that_is_none_is_told() {
    let workdir = Workdir::new();
    workdir.refuses(
        &["serve", "--no-open", "--addr", "8377"],
        "cannot serve on 8377: invalid socket address; \
         give --addr HOST:PORT, such as --addr 127.0.0.1:8377",
    );
    workdir.refuses(
        &["serve", "--no-open", "--runs", "none"],
        "the folder of the runs, none, cannot be read: No such file or directory (os error 2); \
         name another by --runs",
    );
    workdir.write("run.lane", two_holders());
    workdir.refuses(
        &["serve", "--no-open", "--runs", "run.lane"],
        "run.lane is no folder; `laneway view run.lane` shows a single run",
    );
}
