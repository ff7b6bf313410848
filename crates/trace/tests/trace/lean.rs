//! Lean traces: what is left out, and what a reader puts in again.

use laneway_trace::{Content, Limits, Trace, fill, make_lean, read, to_bytes};

use crate::golden::recorded;

/// The trace as it comes out of a lean file.
fn lean(trace: &Trace) -> (Trace, usize) {
    let mut lean = trace.clone();
    make_lean(&mut lean);
    let bytes = to_bytes(&lean).expect("a trace");
    let (again, diagnostics) = read(&bytes, &Limits::default()).expect("what was just written");
    assert_eq!((&again, diagnostics), (&lean, Vec::new()));
    (again, bytes.len())
}

fn content(trace: &Trace) -> Content {
    Content {
        lesson: trace.header.lesson.clone().expect("a lesson's run"),
        sources: trace.header.sources.clone(),
    }
}

#[test]
fn what_was_left_out_is_put_in_again() {
    for full in recorded() {
        let (mut trace, bytes) = lean(&full);
        assert!(bytes <= 1_480, "{bytes} bytes");
        assert!(trace.header.vocabulary.is_empty() && trace.header.sources.is_empty());
        let said = fill(&mut trace, |id, parameters| {
            let content = content(&full);
            assert_eq!(
                (id, parameters),
                (&*content.lesson.id, &content.lesson.parameters)
            );
            Some(content)
        });
        assert_eq!(said, None);
        // Everything is as it was, but for the times.
        let unit_ns = trace.header.time_unit_ns;
        assert!(unit_ns * 10_000 <= full.header.duration_ns);
        let times = trace.events.time_ns.iter().zip(&full.events.time_ns);
        for (rounded_ns, time_ns) in times {
            assert_eq!(*rounded_ns, time_ns / unit_ns * unit_ns);
        }
        let mut expected = full.clone();
        expected.header.time_unit_ns = unit_ns;
        expected.header.duration_ns = trace.header.duration_ns;
        assert_eq!(trace.header, expected.header);
        assert_eq!(trace.events.sequence, full.events.sequence);
        assert_eq!(trace.events.kind, full.events.kind);
    }
}

#[test]
fn what_the_catalogue_does_not_have_is_said() {
    let full = recorded().pop().expect("a golden file");
    let id = content(&full).lesson.id;
    let check = |found: Option<Content>, kept: &str| {
        let (mut trace, _) = lean(&full);
        let said = fill(&mut trace, |_, _| found).expect("what is missing is said");
        let what = format!("the text and the source of the lesson `{id}` are not in the file");
        assert_eq!(said.to_string(), format!("header: {what}; {kept}"));
        let lesson = trace.header.lesson.expect("its id is there");
        assert_eq!((&lesson.id, lesson.texts.len()), (&id, 0));
    };
    check(
        None,
        "there is no catalogue here that has them; the run is shown without",
    );
    let mut other = content(&full);
    other.sources.clear();
    check(
        Some(other),
        "the catalogue has them in another edition; the run is shown without",
    );
}
