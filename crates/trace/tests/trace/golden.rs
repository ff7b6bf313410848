//! The golden files in `tests/golden`: each trace as `.lane` and as `.jsonl`, by format version.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use laneway_trace::{
    Event, EventKind, FORMAT_VERSION, Limits, Trace, Value, read, read_header, to_bytes, to_jsonl,
};

use crate::checks;

/// The folder of all golden files.
fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden")
}

/// Every golden trace of every version: the version, the `.lane` file, the `.jsonl` file.
pub fn pairs() -> Vec<(u32, PathBuf, PathBuf)> {
    let mut pairs = Vec::new();
    for version in 0..=FORMAT_VERSION {
        let folder = golden().join(format!("v{version}"));
        for entry in fs::read_dir(&folder).expect("a folder for each version") {
            let jsonl = entry.expect("a file").path();
            if jsonl.extension().is_some_and(|extension| extension == "jsonl") {
                pairs.push((version, jsonl.with_extension("lane"), jsonl));
            }
        }
    }
    pairs.sort();
    pairs
}

/// The runs that were recorded, with what their kinds mean.
pub fn recorded() -> Vec<Trace> {
    let files = ["v1/deadlock.lane", "v1/process-start.lane"];
    let run = |file| {
        let mut run = load(&golden().join(file));
        run.header.vocabulary.complete(&run.header.objects, &run.events);
        run
    };
    files.map(run).into()
}

fn load(file: &Path) -> Trace {
    let bytes = fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let (trace, diagnostics) =
        read(&bytes, &Limits::default()).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert_eq!(diagnostics, [], "{}", file.display());
    let header = read_header(&bytes, &Limits::default()).expect("the header of a whole file");
    assert_eq!(header, trace.header);
    trace
}

fn jsonl(trace: &Trace) -> String {
    let mut bytes = Vec::new();
    to_jsonl(trace, &mut bytes).expect("a golden trace");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// `cargo xtask golden` sets `UPDATE_GOLDEN`: then the files of the current version are written anew from
/// their `.jsonl`, which is where to change one or to add one.
#[test]
fn golden_files_say_the_same_in_both_forms_and_come_back() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    for (version, lane_file, jsonl_file) in pairs() {
        let mut of_jsonl = load(&jsonl_file);
        if update && version == FORMAT_VERSION {
            if jsonl_file.ends_with("everything.jsonl") {
                add_missing_kinds(&mut of_jsonl);
            }
            fs::write(&lane_file, to_bytes(&of_jsonl).expect("a golden trace")).expect("writes");
            fs::write(&jsonl_file, jsonl(&of_jsonl)).expect("writes");
        }
        let of_lane = load(&lane_file);
        assert_eq!(of_lane, of_jsonl, "{}", lane_file.display());
        checks::survives(&of_lane);
        if version == FORMAT_VERSION {
            let expected = fs::read_to_string(&jsonl_file).expect("a golden file");
            assert!(
                jsonl(&of_lane) == expected,
                "{} is written otherwise",
                jsonl_file.display()
            );
        }
    }
}

/// Appends an event of each kind that the trace does not have.
fn add_missing_kinds(trace: &mut Trace) {
    for known in EventKind::ALL {
        let Some(last) = trace.events.iter().last() else {
            return;
        };
        if !trace.events.kind.contains(&known.kind) {
            trace.events.push(Event {
                kind: known.kind,
                ..last
            });
        }
    }
    trace.header.events = trace.events.len() as u64;
}

#[test]
fn golden_files_have_everything_that_the_version_knows_and_what_it_does_not() {
    let mut kinds = BTreeSet::new();
    let mut tags = BTreeSet::new();
    let current = pairs()
        .into_iter()
        .filter(|(version, ..)| *version == FORMAT_VERSION);
    for (_, lane, _) in current {
        let trace = load(&lane);
        kinds.extend(trace.events.kind);
        tags.extend(trace.events.value_tag);
    }
    for facts in EventKind::ALL {
        assert!(kinds.contains(&facts.kind), "{} is in no golden file", facts.name);
    }
    assert!(kinds.iter().any(|kind| kind.known().is_none()));
    for tag in [Value::NONE, Value::INT, Value::TEXT, Value::ACTOR] {
        assert!(tags.contains(&tag));
    }
    assert!(tags.iter().any(|&tag| tag > Value::ACTOR));
}

#[test]
fn version_0_is_upgraded() {
    let trace = load(&golden().join("v0/microseconds.lane"));
    assert_eq!(trace.header.command, ["./program", "--fast"]);
    assert_eq!(trace.header.duration_ns, 5_000_000);
    assert_eq!(trace.header.extra["weather"], "fair");
    let said: Vec<_> = trace
        .events
        .iter()
        .map(|event| (event.time_ns, event.kind.name(), event.value))
        .collect();
    assert_eq!(
        said,
        [
            (0, Some("begin"), Value::None),
            (1_000_000, Some("sleep"), Value::Int(3_000_000)),
            (4_000_000, Some("wake"), Value::None),
            (4_500_000, Some("write"), Value::Int(7)),
            (u64::MAX, Some("end"), Value::Int(0)),
        ]
    );
    assert!(jsonl(&trace).starts_with("{\"laneway\":1,"));
}
