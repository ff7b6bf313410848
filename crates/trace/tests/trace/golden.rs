//! The golden files in `tests/golden`: each trace as `.lane` and as `.jsonl`, by format version.

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use laneway_trace::{
    Actor, ActorId, Event, EventKind, FORMAT_VERSION, Limits, Trace, Value, read, read_header, to_bytes,
    to_jsonl,
};

use crate::checks;

/// The files that are released, with the CRC-32 of the `.lane` and of the `.jsonl`: people have such files, so
/// these never change. What comes later goes into [`NEWER`].
const RELEASED: [(&str, u32, u32); 4] = [
    ("v1/deadlock", 0x807e_7e65, 0x9afc_5c81),
    ("v1/deadlock-lean", 0x4ebb_0cdc, 0x34a6_532b),
    ("v1/everything", 0x3c0e_761d, 0x577f_98c6),
    ("v1/process-start", 0x98fb_466c, 0x917a_5413),
];

/// The trace that `cargo xtask golden` gives an event of each kind that no released one has.
const NEWER: &str = "newer-kinds.jsonl";

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

fn is_released(file: &Path) -> bool {
    RELEASED
        .iter()
        .any(|(released, ..)| golden().join(released) == file.with_extension(""))
}

/// `cargo xtask golden` sets `UPDATE_GOLDEN`: then the files of the current version that are not released are
/// written anew from their `.jsonl`, which is where to change one or to add one.
#[test]
fn golden_files_say_the_same_in_both_forms_and_come_back() {
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    if update {
        add_missing_kinds();
    }
    for (version, lane_file, jsonl_file) in pairs() {
        let of_jsonl = load(&jsonl_file);
        if update && version == FORMAT_VERSION && !is_released(&lane_file) {
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

/// Writes a trace with an event of each kind that no released one has, if there is such a kind.
fn add_missing_kinds() {
    let released = pairs().into_iter().filter(|(_, lane, _)| is_released(lane));
    let kinds: BTreeSet<EventKind> = released
        .flat_map(|(_, lane, _)| load(&lane).events.kind)
        .collect();
    let mut trace = Trace::default();
    trace.header.title = "Kinds of events that came later".into();
    trace.header.actors.push(Actor::default());
    for known in EventKind::ALL.iter().filter(|known| !kinds.contains(&known.kind)) {
        trace.events.push(Event {
            time_ns: trace.events.len() as u64,
            actor: ActorId::new(1).expect("not zero"),
            kind: known.kind,
            object: None,
            sequence: 0,
            value: Value::None,
            location: None,
        });
    }
    if !trace.events.is_empty() {
        trace.header.events = trace.events.len() as u64;
        let file = golden().join(format!("v{FORMAT_VERSION}/{NEWER}"));
        fs::write(file, jsonl(&trace)).expect("writes");
    }
}

#[test]
fn released_golden_files_stay_as_they_are() {
    for (file, lane, jsonl) in RELEASED {
        for (extension, expected) in [("lane", lane), ("jsonl", jsonl)] {
            let path = golden().join(file).with_extension(extension);
            let mut crc = flate2::Crc::new();
            crc.update(&fs::read(&path).expect("a golden file"));
            let found = crc.sum();
            assert_eq!(
                found, expected,
                "{file}.{extension} is released and has changed ({found:#010x}): put it back; a new shape \
                 needs a new version with an upgrader (docs/FORMAT.md)"
            );
        }
    }
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
