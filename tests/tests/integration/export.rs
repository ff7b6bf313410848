//! `laneway export`.

use crate::traces::two_holders;
use crate::workdir::Workdir;

#[test]
fn a_run_converts_both_ways_without_loss() {
    let workdir = Workdir::new();
    workdir.record_lesson("thread-pool", "run.lane");
    let export = |from: &str, form: &str, to: &str| {
        let said = workdir.laneway(&["export", from, "--to", form, "-o", to]);
        assert_eq!(
            (said.status, said.stdout.as_str(), said.stderr.as_str()),
            (Some(0), "", "")
        );
    };
    export("run.lane", "jsonl", "run.jsonl");
    export("run.jsonl", "lane", "again.lane");
    assert_eq!(workdir.read("again.lane"), workdir.read("run.lane"));
    let said = workdir.laneway(&["export", "run.lane", "--to", "jsonl"]);
    assert_eq!(said.stdout.as_bytes(), workdir.read("run.jsonl"));
}

#[test]
fn a_lean_run_fits_into_a_link_and_is_whole_again_when_it_is_read() {
    let workdir = Workdir::new();
    workdir.record_lesson("deadlock", "run.lane");
    let export = |more: &[&str]| {
        let said = workdir.laneway(&[&["export"][..], more].concat());
        assert_eq!(
            (said.status, said.stdout.as_str(), said.stderr.as_str()),
            (Some(0), "", "")
        );
    };
    export(&["run.lane", "--to", "lane", "--lean", "-o", "lean.lane"]);
    assert!(workdir.read("lean.lane").len() <= 1_480);
    export(&["lean.lane", "--to", "jsonl", "-o", "whole.jsonl"]);
    export(&["run.lane", "--to", "jsonl", "-o", "run.jsonl"]);
    let sources_and_texts = |file: &str| {
        let text = String::from_utf8(workdir.read(file)).expect("JSON is UTF-8");
        let first = text.lines().next().expect("a first line");
        let from = first.find(r#""lesson""#).expect("a lesson");
        let rows: Vec<String> = text
            .lines()
            .filter(|line| line.starts_with(r#"{"define""#))
            .map(str::to_owned)
            .collect();
        (first[from..].to_owned(), rows)
    };
    assert!(sources_and_texts("whole.jsonl") == sources_and_texts("run.jsonl"));
    // Once lean, it does not change any more.
    export(&["lean.lane", "--to", "lane", "--lean", "-o", "again.lane"]);
    assert_eq!(workdir.read("again.lane"), workdir.read("lean.lane"));
}

#[test]
fn what_a_lean_run_does_not_have_is_said() {
    let workdir = Workdir::new();
    workdir.record_lesson("deadlock", "run.lane");
    let said = workdir.laneway(&["export", "run.lane", "--to", "jsonl", "--lean"]);
    let unknown = said.stdout.replace(r#""id":"deadlock""#, r#""id":"juggling""#);
    workdir.write("run.jsonl", unknown.into_bytes());
    let said = workdir.laneway(&["export", "run.jsonl", "--to", "lane", "-o", "again.lane"]);
    assert_eq!(said.status, Some(0));
    assert!(
        said.stderr
            .contains("the text and the source of the lesson `juggling` are not in the file"),
        "{}",
        said.stderr
    );
    workdir.refuses(
        &["export", "run.lane", "--to", "svg", "--lean"],
        "a picture cannot be --lean: only a trace can",
    );
}

#[test]
fn a_picture_has_the_size_the_theme_and_the_lanes_asked_for() {
    let workdir = Workdir::new();
    workdir.record_lesson("deadlock", "run.lane");
    let picture = |more: &[&str]| {
        let said = workdir.laneway(&[&["export", "run.lane", "--to", "svg"][..], more].concat());
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
        assert!(
            said.stdout
                .starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        );
        assert!(said.stdout.ends_with("</svg>\n"));
        said.stdout
    };
    let light = picture(&["--width", "800", "--height", "300"]);
    assert!(
        light.contains(" width=\"800\" height=\"300\" "),
        "{}",
        &light[..200]
    );
    for name in ["philosopher-1", "philosopher-2"] {
        assert!(light.contains(name), "{name}");
    }
    assert_ne!(
        picture(&["--width", "800", "--height", "300", "--theme", "dark"]),
        light
    );
    assert_ne!(
        picture(&["--width", "800", "--height", "300", "--clock", "wall"]),
        light
    );
    assert_eq!(
        picture(&["--width", "800", "--height", "300", "--clock", "steps"]),
        light
    );
}

#[test]
fn a_picture_grows_until_it_has_every_lane() {
    let workdir = Workdir::new();
    let settings = ["--set", "buyers=20", "--set", "scale=0.01"];
    let said = workdir.laneway(&[&["run", "ticket-lock", "-o", "run.lane"][..], &settings].concat());
    assert_eq!(said.status, Some(0));
    let picture = workdir.laneway(&["export", "run.lane", "--to", "svg"]).stdout;
    for buyer in 1..=20 {
        assert!(picture.contains(&format!(">user-{buyer}<")), "user-{buyer}");
    }
}

#[test]
fn a_picture_does_not_take_the_place_of_a_run() {
    let workdir = Workdir::new();
    workdir.write("run.lane", two_holders());
    let before = workdir.read("run.lane");
    let said = workdir.laneway(&["export", "run.lane", "--to", "svg", "-o", "run.lane"]);
    assert_eq!(said.status, Some(2));
    assert!(
        said.stderr.contains("is there already and is something else"),
        "{}",
        said.stderr
    );
    assert_eq!(workdir.read("run.lane"), before);

    for _ in 0..2 {
        let said = workdir.laneway(&["export", "run.lane", "--to", "svg", "-o", "run.svg"]);
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
    }
}

#[test]
fn options_out_of_range_are_told_with_the_range() {
    let workdir = Workdir::new();
    let more = "\n\nFor more information, try '--help'.";
    workdir.refuses(
        &["export", "run.lane", "--to", "pdf"],
        &format!("invalid value 'pdf' for '--to <FORM>'\n  [possible values: lane, jsonl, svg]{more}"),
    );
    workdir.refuses(
        &["export", "run.lane", "--to", "svg", "--width", "3"],
        &format!("invalid value '3' for '--width <PX>': 3 is not in 320..=8000{more}"),
    );
    workdir.refuses(
        &["export", "run.lane", "--to", "svg", "--theme", "pink"],
        &format!(
            "invalid value 'pink' for '--theme <THEME>': the themes are light, dark, contrast{more}"
        ),
    );
    workdir.refuses(
        &["export", "run.lane", "--to", "svg", "--clock", "moon"],
        &format!("invalid value 'moon' for '--clock <CLOCK>': the clocks are steps, wall, folded{more}"),
    );
}
