//! Which events are of which kind, and which printed which text.

use laneway_model::EventRows;

use crate::notation::model;

/// `print 0 2, lock_acquire 1; "hello" 0 2`.
#[track_caller]
fn check(run: &str, expected: &str) {
    let model = model(run);
    let rows = EventRows::new(&model);
    let list = |name: String, rows: &[u32]| {
        let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
        format!("{name} {}", rows.join(" "))
    };
    let name = |kind| model.header.vocabulary.event_name(kind).unwrap_or("?").to_owned();
    let kinds = rows
        .kinds()
        .iter()
        .map(|&kind| list(name(kind), rows.of_kind(kind)));
    let texts = rows.texts().iter().map(|&text| {
        let name = format!("{:?}", model.texts[text.index()]);
        list(name, rows.of_text(text))
    });
    let told = [
        kinds.collect::<Vec<_>>().join(", "),
        texts.collect::<Vec<_>>().join(", "),
    ]
    .join("; ");
    assert_eq!(told, expected);
}

#[test]
fn every_event_is_found_by_its_kind_and_prints_by_their_text() {
    check(
        "0 main begin\n1 main print \"hello\"\n2 main print \"bye\"\n3 main begin\n4 main print \"hello\"\n",
        "begin 0 3, print 1 2 4; \"hello\" 1 4, \"bye\" 2",
    );
}

#[test]
fn a_text_that_is_not_printed_is_none_that_was_printed() {
    check(
        "0 main note \"hello\"\n1 main print \"bye\"\n",
        "print 1, note 0; \"bye\" 1",
    );
}

#[test]
fn a_run_without_events_has_none() {
    check("", "; ");
}
