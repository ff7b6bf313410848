//! What the speaker's window is told, and what it says back: as JSON from window to window.

use laneway_view::KeyPress;
use serde_json::{Value, json};

/// What the speaker sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Talk {
    /// What the run is called.
    pub title: String,
    /// Where one is: "Step 2 of 7".
    pub place: String,
    /// What is said here.
    pub said: String,
    /// What is said at the next step; empty after the last one.
    pub next: String,
    /// The question that is near, if one is.
    pub question: Option<Asked>,
    /// What the note stands at, as a key of its own.
    pub note_at: String,
    /// The lecturer's note.
    pub note: String,
    /// When presenting began, in milliseconds of the system's clock.
    pub since_ms: f64,
    /// True while the hall's screen is black.
    pub blank: bool,
}

/// A question with what the hall is not to see yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    pub question: String,
    /// The options, each with why it is right or wrong.
    pub options: Vec<[String; 2]>,
    pub right: u32,
    /// Why the right one is right, where options have no reasons of their own.
    pub why: String,
}

/// What the speaker does.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The window is there.
    Here,
    /// A key was pressed.
    Press(KeyPress),
    /// Something was noted at a place with this key.
    Note { at: String, note: String },
    /// The timer starts anew.
    Restart,
}

impl Talk {
    pub fn to_json(&self) -> String {
        let question = self.question.as_ref().map(|asked| {
            json!({
                "question": asked.question, "options": asked.options, "right": asked.right, "why": asked.why,
            })
        });
        let talk = json!({
            "title": self.title, "place": self.place, "said": self.said, "next": self.next, "question": question,
            "note_at": self.note_at, "note": self.note, "since_ms": self.since_ms, "blank": self.blank,
        });
        talk.to_string()
    }

    /// Reads what was told; `None` if it is something else.
    pub fn parse(told: &str) -> Option<Self> {
        let told: Value = serde_json::from_str(told).ok()?;
        let question = told.get("question").filter(|question| !question.is_null());
        Some(Self {
            title: text(&told, "title")?,
            place: text(&told, "place")?,
            said: text(&told, "said")?,
            next: text(&told, "next")?,
            question: question.and_then(Asked::read),
            note_at: text(&told, "note_at")?,
            note: text(&told, "note")?,
            since_ms: told.get("since_ms")?.as_f64()?,
            blank: told.get("blank")?.as_bool()?,
        })
    }
}

impl Asked {
    fn read(told: &Value) -> Option<Self> {
        let options = told.get("options")?.as_array()?.iter().map(|option| {
            let part = |index: usize| Some(option.get(index)?.as_str()?.to_owned());
            Some([part(0)?, part(1)?])
        });
        Some(Self {
            question: text(told, "question")?,
            options: options.collect::<Option<_>>()?,
            right: u32::try_from(told.get("right")?.as_u64()?).ok()?,
            why: text(told, "why")?,
        })
    }
}

impl Said {
    pub fn to_json(&self) -> String {
        let said = match self {
            Self::Here => json!({ "here": true }),
            Self::Restart => json!({ "restart": true }),
            Self::Note { at, note } => json!({ "at": at, "note": note }),
            Self::Press(press) => json!({ "code": press.code, "key": press.key, "shift": press.shift }),
        };
        said.to_string()
    }

    /// Reads what was said; `None` if it is something else.
    pub fn parse(said: &str) -> Option<Self> {
        let said: Value = serde_json::from_str(said).ok()?;
        if said.get("here").is_some() {
            return Some(Self::Here);
        }
        if said.get("restart").is_some() {
            return Some(Self::Restart);
        }
        if let (Some(at), Some(note)) = (text(&said, "at"), text(&said, "note")) {
            return Some(Self::Note { at, note });
        }
        Some(Self::Press(KeyPress {
            code: text(&said, "code")?,
            key: text(&said, "key")?,
            shift: said.get("shift")?.as_bool()?,
            ..KeyPress::default()
        }))
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    Some(value.get(name)?.as_str()?.to_owned())
}

/// A time as a clock shows it: `7:05`, `1:02:03`.
pub fn clock_text(elapsed_ms: f64) -> String {
    let seconds = (elapsed_ms.max(0.0) / 1000.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_heard() {
        let check = |talk: &Talk| assert_eq!(Talk::parse(&talk.to_json()).as_ref(), Some(talk));
        let mut talk = Talk {
            title: "Tickets".into(),
            place: "Step 2".into(),
            said: "\"One\" is left.\n\nWho takes it?".into(),
            next: "…".into(),
            note_at: "step sale".into(),
            since_ms: 1_700_000_000_000.0,
            ..Talk::default()
        };
        check(&talk);
        talk.question = Some(Asked {
            question: "谁？".into(),
            options: vec![["Ann".into(), "No.".into()], ["Bob".into(), "Yes.".into()]],
            right: 1,
            why: String::new(),
        });
        check(&talk);
        assert_eq!(Talk::parse("{}"), None);
        assert_eq!(Talk::parse("hello"), None);
    }

    #[test]
    fn what_is_said_is_heard() {
        let check = |said: Said| assert_eq!(Said::parse(&said.to_json()), Some(said));
        check(Said::Here);
        check(Said::Restart);
        check(Said::Note {
            at: "start".into(),
            note: String::new(),
        });
        check(Said::Press(KeyPress {
            code: "KeyB".into(),
            key: "b".into(),
            ..KeyPress::default()
        }));
        assert_eq!(Said::parse("[]"), None);
    }

    #[test]
    fn time_is_shown_as_on_a_clock() {
        let check = |ms, expected: &str| assert_eq!(clock_text(ms), expected);
        check(-5.0, "0:00");
        check(425_900.0, "7:05");
        check(3_723_000.0, "1:02:03");
    }
}
