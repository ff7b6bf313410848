//! `laneway info`.

use serde_json::{Value as Json, json};

use crate::workdir::{Workdir, recorded_program};

fn keys(object: &Json) -> Vec<&str> {
    let mut keys: Vec<&str> = object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

#[test]
fn the_json_has_the_fields_that_scripts_rely_on() {
    let workdir = Workdir::new();
    workdir.record_lesson("deadlock", "run.lane");
    let info = workdir.info("run.lane");
    assert_eq!(
        keys(&info),
        [
            "actors",
            "duration_ns",
            "ending",
            "events",
            "findings",
            "format",
            "lesson",
            "lost",
            "objects",
            "outcome",
            "parameters",
            "provenance",
            "seen"
        ]
    );
    assert_eq!(info["format"], 1);
    assert_eq!(info["provenance"], "recorded");
    assert_eq!(info["lesson"], "deadlock");
    assert_eq!(info["parameters"], json!({"philosophers": 2, "scale": 0.01}));
    assert_eq!(info["ending"], "stuck");
    assert_eq!(info["lost"], 0);
    assert!(info["duration_ns"].as_u64() > Some(0));
    assert!(info["events"].as_u64() > Some(0));

    let actors = info["actors"].as_array().expect("actors");
    let names: Vec<&str> = actors.iter().filter_map(|actor| actor["name"].as_str()).collect();
    assert_eq!(names, ["main", "main", "philosopher-1", "philosopher-2"]);
    for (row, actor) in actors.iter().enumerate() {
        assert_eq!(
            keys(actor),
            [
                "daemon",
                "ended_ns",
                "ending",
                "exit_code",
                "id",
                "kind",
                "name",
                "parent",
                "pid",
                "started_ns",
                "tid"
            ]
        );
        assert_eq!(actor["id"], row + 1);
        assert_eq!(actor["pid"], actors[0]["pid"]);
        assert_eq!(actor["ending"], "open");
    }
    assert_eq!(actors[0]["kind"], "process");
    assert_eq!(actors[0]["parent"], Json::Null);
    assert_eq!(actors[2]["kind"], "thread");
    assert_eq!(actors[2]["parent"], 1);

    assert_eq!(
        info["objects"],
        json!([
            {"id": 1, "kind": "lock", "name": "chopstick-1"},
            {"id": 2, "kind": "lock", "name": "chopstick-2"},
        ])
    );
    let findings = info["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1);
    assert_eq!(
        keys(&findings[0]),
        ["actors", "at_ns", "certainty", "kind", "objects"]
    );
    assert_eq!(findings[0]["kind"], "deadlock");
    assert_eq!(findings[0]["certainty"], "happened");
    let mut dead: Vec<u64> = findings[0]["actors"]
        .as_array()
        .expect("actors")
        .iter()
        .filter_map(Json::as_u64)
        .collect();
    dead.sort_unstable();
    assert_eq!(dead, [3, 4]);
}

#[test]
fn actors_end_each_in_their_own_way() {
    let workdir = Workdir::new();
    workdir.record_lesson("process-daemon", "run.lane");
    let info = workdir.info("run.lane");
    let actors = info["actors"].as_array().expect("actors");
    let of = |name: &str, kind: &str| {
        let found = actors
            .iter()
            .find(|actor| actor["name"] == name && actor["kind"] == kind);
        found.unwrap_or_else(|| panic!("{name}: {actors:?}"))
    };
    let ticker = of("ticker", "process");
    assert_eq!(
        (&ticker["daemon"], &ticker["ending"], &ticker["exit_code"]),
        (&json!(true), &json!("killed"), &json!(-15))
    );
    assert!(ticker["started_ns"].as_u64() < ticker["ended_ns"].as_u64());
    let counter = of("counter", "process");
    assert_eq!(
        (&counter["daemon"], &counter["ending"], &counter["exit_code"]),
        (&json!(false), &json!("finished"), &json!(0))
    );
    let thread = actors.iter().find(|actor| actor["parent"] == ticker["id"]);
    assert_eq!(thread.expect("its main thread")["ending"], "cut_off");
}

#[test]
fn the_summary_lines_up_and_speaks_both_languages() {
    let workdir = Workdir::new();
    workdir.record_lesson("deadlock", "run.lane");
    let english = workdir.laneway(&["info", "run.lane"]);
    assert_eq!((english.status, english.stderr.as_str()), (Some(0), ""));
    let lines: Vec<&str> = english.stdout.lines().collect();
    assert_eq!(lines[0], "The dining philosophers");
    assert_eq!(lines[1], "  lesson      deadlock");
    assert_eq!(lines[2], "  parameters  philosophers=2 scale=0.01");
    assert_eq!(
        lines[3],
        "  command     laneway run deadlock --set scale=0.01 --set philosophers=2"
    );
    assert_eq!(
        lines[5],
        "  ending      it got stuck: nobody could ever move again"
    );
    let header = lines.iter().position(|line| *line == "Actors").expect("actors") + 1;
    let kind = lines[header].find("kind").expect("a column");
    assert_eq!(&lines[header + 1][kind..kind + 7], "process");
    assert_eq!(&lines[header + 3][..17], "    philosopher-1");
    assert_eq!(&lines[header + 3][kind..kind + 6], "thread");

    // The finding: when and what, then a sentence for the circle and for each of the two who wait.
    let findings = lines
        .iter()
        .position(|line| *line == "Findings")
        .expect("findings")
        + 1;
    let told = &lines[findings..];
    assert_eq!(told.len(), 4, "{told:?}");
    let (time, title) = told[0].split_once(" s  ").expect("a time and a title");
    assert!(
        time.trim().parse::<f64>().is_ok() && !title.is_empty(),
        "{told:?}"
    );
    assert!(
        told[1..].iter().all(|line| line.starts_with("      ")),
        "{told:?}"
    );

    let chinese = workdir.laneway(&["info", "run.lane", "--lang", "zh"]).stdout;
    for words in ["课程", "执行体", "卡死：谁也无法再前进", "发现"] {
        assert!(chinese.contains(words), "{words}: {chinese}");
    }
}

#[test]
fn a_program_is_called_by_its_name() {
    let workdir = Workdir::new();
    let said = workdir.laneway(&["record", "-o", "run.lane", "--", recorded_program(), "greet"]);
    assert_eq!(said.status, Some(0), "{}", said.stderr);
    let summary = workdir.laneway(&["info", "run.lane"]).stdout;
    assert!(summary.starts_with("recorded-program\n  command "), "{summary}");
    assert!(summary.ends_with("Findings\n  none\n"), "{summary}");
}

#[test]
fn both_forms_of_a_run_say_the_same() {
    let workdir = Workdir::new();
    workdir.record_lesson("producer-consumer", "run.lane");
    let export = workdir.laneway(&["export", "run.lane", "--to", "jsonl", "-o", "run.jsonl"]);
    assert_eq!(export.status, Some(0), "{}", export.stderr);
    assert_eq!(workdir.info("run.jsonl"), workdir.info("run.lane"));
}
