//! What a run says first of the calls to the system that failed: they may be why it ended as it did.

use laneway_trace::{EventKind, Events, Value};

/// More than these are counted.
const MOST: usize = 3;

/// A sentence each for the first failures that differ.
pub(super) fn sentences(events: &Events, texts: &[String]) -> Vec<String> {
    let rows = (0..events.len()).filter(|&row| events.kind[row] == EventKind::FAILURE);
    let said = rows.filter_map(|row| match events.get(row)?.value {
        Value::Text(text) => texts.get(text.index()),
        _ => None,
    });
    let mut calls: Vec<&String> = Vec::new();
    for text in said {
        if !calls.contains(&text) {
            calls.push(text);
        }
        if calls.len() > MOST {
            break;
        }
    }
    let told = calls.iter().take(MOST);
    let mut sentences: Vec<String> = told
        .map(|call| format!("A call to the system failed: {call}."))
        .collect();
    if calls.len() > MOST {
        sentences.push("More calls to the system failed.".to_owned());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use laneway_trace::{ActorId, Event, TextId};

    use super::*;

    fn check(calls: &[&str], expected: &[&str]) {
        let (mut events, mut texts) = (Events::default(), Vec::<String>::new());
        let actor = ActorId::new(1).expect("a number");
        for call in calls {
            let known = texts.iter().position(|text| text == call);
            let index = known.unwrap_or(texts.len());
            if known.is_none() {
                texts.push((*call).to_owned());
            }
            events.push(Event {
                time_ns: 0,
                actor,
                kind: EventKind::FAILURE,
                object: None,
                sequence: 0,
                value: Value::Text(TextId::from_index(index).expect("a number")),
                location: None,
            });
        }
        assert_eq!(sentences(&events, &texts), expected);
    }

    #[test]
    fn each_failure_is_told_once_and_the_first_of_them_only() {
        check(&[], &[]);
        check(&["a", "a"], &["A call to the system failed: a."]);
        check(
            &["a", "b", "a", "c", "d", "e"],
            &[
                "A call to the system failed: a.",
                "A call to the system failed: b.",
                "A call to the system failed: c.",
                "More calls to the system failed.",
            ],
        );
    }
}
