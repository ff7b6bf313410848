//! The lecturer's own notes and stops of a run, as the browser keeps them.

use std::collections::BTreeMap;

use laneway_model::Moment;
use laneway_trace::Header;
use serde_json::{Map, Value};

use crate::storage;

/// Notes by what they stand at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnNotes(BTreeMap<At, String>);

/// What a note stands at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The start of the run.
    Start,
    /// A step of the lesson, by its id: a new recording of the lesson has it, too.
    Step(String),
    /// A stop of one's own.
    Stop(Moment),
}

impl At {
    /// Its name among what is kept.
    pub fn key(&self) -> String {
        match self {
            Self::Start => "start".to_owned(),
            Self::Step(id) => format!("step {id}"),
            Self::Stop(moment) => format!("stop {}", moment.0),
        }
    }

    /// What has this name.
    pub fn parse(key: &str) -> Option<Self> {
        match key.split_once(' ') {
            None => (key == "start").then_some(Self::Start),
            Some(("step", id)) => Some(Self::Step(id.to_owned())),
            Some(("stop", row)) => Some(Self::Stop(Moment(row.parse().ok()?))),
            Some(_) => None,
        }
    }
}

impl OwnNotes {
    /// What the browser has kept for a run. Notes of a lesson are for each run of it; stops of one's own are for the
    /// run that they were set in.
    pub fn of(header: &Header) -> Self {
        let kept = |key: Option<String>| {
            key.and_then(|key| storage::recall(&key))
                .map_or_else(Self::default, |kept| Self::parse(&kept))
        };
        let mut notes = kept(lesson_key(header));
        notes.0.extend(kept(Some(run_key(header))).0);
        notes
    }

    /// Has the browser keep them.
    pub fn keep(&self, header: &Header) {
        let (of_lesson, of_run) = match lesson_key(header) {
            Some(key) => {
                let is_of_run = |at: &At| matches!(at, At::Stop(_));
                let of_lesson = self.only(|at| !is_of_run(at));
                (Some((key, of_lesson)), self.only(is_of_run))
            }
            None => (None, self.clone()),
        };
        for (key, notes) in of_lesson.into_iter().chain([(run_key(header), of_run)]) {
            if notes.0.is_empty() {
                storage::forget(&key);
            } else {
                storage::remember(&key, &notes.text());
            }
        }
    }

    fn only(&self, wanted: impl Fn(&At) -> bool) -> Self {
        let notes = self.0.iter().filter(|(at, _)| wanted(at));
        Self(notes.map(|(at, note)| (at.clone(), note.clone())).collect())
    }

    /// The stops, in their order.
    pub fn stops(&self) -> Vec<Moment> {
        let stop = |at: &At| match at {
            At::Stop(moment) => Some(*moment),
            At::Start | At::Step(_) => None,
        };
        self.0.keys().filter_map(stop).collect()
    }

    /// With these stops and no others. A stop that goes takes its note with it.
    pub fn with_stops(mut self, stops: &[Moment]) -> Self {
        self.0
            .retain(|at, _| !matches!(at, At::Stop(moment) if !stops.contains(moment)));
        for stop in stops {
            self.0.entry(At::Stop(*stop)).or_default();
        }
        self
    }

    /// What is noted there; empty if nothing is.
    pub fn at(&self, at: &At) -> &str {
        self.0.get(at).map_or("", String::as_str)
    }

    /// What the hall is told at a stop of one's own: the note's first paragraph.
    pub fn told_at(&self, moment: Moment) -> String {
        let note = self.at(&At::Stop(moment)).trim();
        note.split("\n\n").next().unwrap_or_default().to_owned()
    }

    /// Changes what the browser keeps for a run.
    pub fn change(header: &Header, change: impl FnOnce(&mut Self)) {
        let mut notes = Self::of(header);
        change(&mut notes);
        notes.keep(header);
    }

    /// Notes something.
    pub fn note(&mut self, at: At, note: String) {
        if note.is_empty() && !matches!(at, At::Stop(_)) {
            self.0.remove(&at);
        } else {
            self.0.insert(at, note);
        }
    }

    /// Takes others: in the place of what is noted where they stand.
    pub fn take(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Reads what [`to_json`](Self::to_json) made. What is something else is passed over.
    pub fn from_json(notes: &Value) -> Self {
        let notes = notes.as_object().into_iter().flatten();
        let notes = notes.filter_map(|(at, note)| Some((At::parse(at)?, note.as_str()?.to_owned())));
        Self(notes.collect())
    }

    /// An object: notes by what they stand at.
    pub fn to_json(&self) -> Value {
        let notes = self.0.iter();
        let notes = notes.map(|(at, note)| (at.key(), Value::from(note.as_str())));
        Value::Object(notes.collect::<Map<_, _>>())
    }

    fn parse(kept: &str) -> Self {
        serde_json::from_str(kept).map_or_else(|_| Self::default(), |kept| Self::from_json(&kept))
    }

    fn text(&self) -> String {
        self.to_json().to_string()
    }
}

fn lesson_key(header: &Header) -> Option<String> {
    let lesson = header.lesson.as_ref()?;
    Some(format!("notes-lesson-{}", lesson.id))
}

/// A run is told from others by when it began and how much happened.
fn run_key(header: &Header) -> String {
    format!("notes-run-{}-{}", header.started_unix_ms, header.events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again() {
        let mut notes = OwnNotes::default();
        notes.note(At::Step("second sale".into()), "Ask Ann.\n\"Why?\"".into());
        notes.note(At::Start, "你好".into());
        let notes = notes.with_stops(&[Moment(7), Moment(12)]);
        let expected =
            r#"{"start":"你好","step second sale":"Ask Ann.\n\"Why?\"","stop 12":"","stop 7":""}"#;
        assert_eq!(notes.text(), expected);
        assert_eq!(OwnNotes::parse(expected), notes);
        assert_eq!(notes.stops(), [Moment(7), Moment(12)]);
        assert_eq!(OwnNotes::parse("[]"), OwnNotes::default());
        assert_eq!(
            OwnNotes::parse(r#"{"later 3":"x","stop x":"y"}"#),
            OwnNotes::default()
        );
    }

    #[test]
    fn a_stop_that_goes_takes_its_note_with_it() {
        let mut notes = OwnNotes::default().with_stops(&[Moment(3)]);
        notes.note(At::Stop(Moment(3)), "here\n\nfor me".into());
        assert_eq!(notes.told_at(Moment(3)), "here");
        let notes = notes.with_stops(&[Moment(4)]);
        assert_eq!(notes.at(&At::Stop(Moment(3))), "");
        assert_eq!(notes.stops(), [Moment(4)]);
    }
}
