//! What a link to the page carries: the part of the address behind the `#`.
//!
//! `#/run/ticket-lock?lang=zh&theme=dark&at=120&clock=wall&select=actor-3`, `#/?course=ninety-minutes`

use std::fmt;

use crate::{ClockKind, Language, Pick, Theme};

/// Where a link leads and how the page looks there. What is `None` is left to the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Which page.
    pub route: Route,
    /// `lang`.
    pub language: Option<Language>,
    /// `theme`.
    pub theme: Option<Theme>,
    /// `course`: the id of a course.
    pub course: Option<String>,
    /// `at`.
    pub at: Option<At>,
    /// `clock`.
    pub clock: Option<ClockKind>,
    /// `curtain=up`: all is shown; `curtain=down`: what has not been played is hidden.
    pub curtain: Option<bool>,
    /// `select`.
    pub selection: Option<Pick>,
    /// `present=1`: as it is shown in a hall.
    pub present: bool,
    /// `bench=1`: the page measures itself.
    pub bench: bool,
}

/// The pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// `#/`: the lessons.
    #[default]
    Gallery,
    /// `#/run/<lesson id>`: a recorded run of a lesson.
    Run(String),
    /// `#/beside/<run id>/<run id>`: two recorded runs beside each other.
    Beside(String, String),
    /// `#/speaker`: what the speaker sees, in step with the window that opened it.
    Speaker,
    /// `#/file/<name>`: the file of this name that the user opened; without a name, none.
    File(Option<String>),
}

/// A moment in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Before the first event.
    Start,
    /// In the middle, by the clock of the page.
    Middle,
    /// After the last event.
    End,
    /// Right after the event in this row.
    Row(u32),
}

impl Address {
    /// Reads the part of an address behind the `#`, with or without it. What is unknown or cannot be read
    /// is ignored: a link of a newer version still leads somewhere.
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let mut address = Self {
            route: parse_route(path),
            ..Self::default()
        };
        for part in query.split('&') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let value = decode(value);
            match name {
                "lang" => address.language = Language::from_code(&value),
                "theme" => address.theme = Theme::from_name(&value),
                "course" => address.course = Some(value).filter(|id| !id.is_empty()),
                "at" => address.at = parse_at(&value),
                "clock" => address.clock = ClockKind::from_name(&value),
                "curtain" => address.curtain = parse_curtain(&value),
                "select" => address.selection = value.parse().ok(),
                "present" => address.present = value == "1",
                "bench" => address.bench = value == "1",
                _ => {}
            }
        }
        address
    }
}

impl fmt::Display for Address {
    /// The part of the address from the `#` on. [`Address::parse`] gives the same address back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.route {
            Route::Gallery => write!(f, "#/")?,
            Route::Run(lesson) => write!(f, "#/run/{}", encode(lesson))?,
            Route::Beside(one, other) => write!(f, "#/beside/{}/{}", encode(one), encode(other))?,
            Route::Speaker => write!(f, "#/speaker")?,
            Route::File(None) => write!(f, "#/file")?,
            Route::File(Some(name)) => write!(f, "#/file/{}", encode(name))?,
        }
        let at = self.at.map(|at| match at {
            At::Start => "start".to_owned(),
            At::Middle => "middle".to_owned(),
            At::End => "end".to_owned(),
            At::Row(row) => row.to_string(),
        });
        let parameters = [
            ("lang", self.language.map(|language| language.code().to_owned())),
            ("theme", self.theme.map(|theme| theme.name().to_owned())),
            ("course", self.course.clone()),
            ("clock", self.clock.map(|clock| clock.name().to_owned())),
            ("at", at),
            (
                "curtain",
                self.curtain
                    .map(|down| if down { "down" } else { "up" }.to_owned()),
            ),
            ("select", self.selection.as_ref().map(Pick::to_string)),
            ("present", self.present.then(|| "1".to_owned())),
            ("bench", self.bench.then(|| "1".to_owned())),
        ];
        let mut separator = '?';
        for (name, value) in parameters {
            if let Some(value) = value {
                write!(f, "{separator}{name}={}", encode(&value))?;
                separator = '&';
            }
        }
        Ok(())
    }
}

fn parse_route(path: &str) -> Route {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.next(), parts.next()) {
        (Some("run"), Some(lesson), _) => Route::Run(decode(lesson)),
        (Some("beside"), Some(one), Some(other)) => Route::Beside(decode(one), decode(other)),
        (Some("speaker"), ..) => Route::Speaker,
        (Some("file"), name, _) => Route::File(name.map(decode)),
        _ => Route::Gallery,
    }
}

fn parse_curtain(value: &str) -> Option<bool> {
    match value {
        "down" => Some(true),
        "up" => Some(false),
        _ => None,
    }
}

fn parse_at(value: &str) -> Option<At> {
    match value {
        "start" => Some(At::Start),
        "middle" => Some(At::Middle),
        "end" => Some(At::End),
        row => row.parse().ok().map(At::Row),
    }
}

/// Percent-encodes everything but what never has a meaning in an address.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The text that was percent-encoded; what is not valid stays or becomes a replacement character.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use laneway_trace::{ActorId, ObjectId};

    use super::*;

    #[track_caller]
    fn check(address: &Address, expected: &str) {
        assert_eq!(address.to_string(), expected);
        assert_eq!(&Address::parse(expected), address);
    }

    #[test]
    fn addresses_are_read_as_they_were_written() {
        check(&Address::default(), "#/");
        check(
            &Address {
                route: Route::File(None),
                bench: true,
                ..Address::default()
            },
            "#/file?bench=1",
        );
        check(
            &Address {
                route: Route::File(Some("票 1.lane".into())),
                ..Address::default()
            },
            "#/file/%E7%A5%A8%201.lane",
        );
        check(
            &Address {
                route: Route::Run("ticket-lock".into()),
                language: Some(Language::Chinese),
                theme: Some(Theme::Dark),
                course: Some("ninety-minutes".into()),
                at: Some(At::Row(120)),
                clock: Some(ClockKind::Folded),
                curtain: Some(false),
                selection: ActorId::new(3).map(Pick::Actor),
                present: true,
                bench: false,
            },
            "#/run/ticket-lock?lang=zh&theme=dark&course=ninety-minutes&clock=folded&at=120&curtain=up&select=actor-3&present=1",
        );
        check(
            &Address {
                route: Route::Speaker,
                ..Address::default()
            },
            "#/speaker",
        );
        check(
            &Address {
                route: Route::Beside("ticket-race".into(), "a/b".into()),
                ..Address::default()
            },
            "#/beside/ticket-race/a%2Fb",
        );
        check(
            &Address {
                route: Route::Run("a/b ?&泳".into()),
                at: Some(At::End),
                ..Address::default()
            },
            "#/run/a%2Fb%20%3F%26%E6%B3%B3?at=end",
        );
    }

    #[test]
    fn what_is_selected_is_read_as_it_was_written() {
        #[track_caller]
        fn selects(selection: Pick, expected: &str) {
            let address = Address {
                selection: Some(selection),
                ..Address::default()
            };
            check(&address, &format!("#/?select={expected}"));
        }
        let actor = |number| ActorId::new(number).unwrap();
        let object = |number| ObjectId::new(number).unwrap();
        selects(Pick::Actor(actor(3)), "actor-3");
        selects(Pick::Phase(actor(3), 120), "phase-3-120");
        selects(Pick::Hold(object(2), 0), "hold-2-0");
        selects(Pick::Event(7), "event-7");
        selects(Pick::Object(object(u32::MAX)), "object-4294967295");
        let finding = |actors, objects| Pick::Finding {
            kind: "lost_update".into(),
            row: 9,
            actors,
            objects,
        };
        selects(
            finding(vec![actor(1), actor(2)], vec![object(5)]),
            "finding-lost_update-9-1.2-5",
        );
        selects(finding(Vec::new(), Vec::new()), "finding-lost_update-9--");
    }

    #[test]
    fn what_no_version_selects_is_ignored() {
        #[track_caller]
        fn check(select: &str) {
            let address = Address::parse(&format!("#/file?select={select}&at=3"));
            assert_eq!(address.to_string(), "#/file?at=3", "{select}");
        }
        // Rows of the model, as links had them before there were any.
        check("lane-3");
        check("phase-3");
        check("finding-0");
        check("");
        check("actor-0");
        check("actor--1");
        check("actor-4294967296");
        check("hold-1-x");
        check("event-1-2");
        check("finding-deadlock-9-1.x-2");
        check("finding-deadlock-9-1..2-");
        check("star-7");
    }

    #[test]
    fn what_is_unknown_is_ignored() {
        #[track_caller]
        fn check(hash: &str, expected: &str) {
            assert_eq!(Address::parse(hash).to_string(), expected);
        }
        check("", "#/");
        check("#", "#/");
        check(
            "#/nowhere/else?x=y&course=&lang=fr&theme=pink&at=soon&select=actor-x",
            "#/",
        );
        check(
            "/run/deadlock?lang=zh-CN&&at=middle&new=1",
            "#/run/deadlock?lang=zh&at=middle",
        );
        check("#/beside/one", "#/");
        check("#/run/%zz%4?select=object-0", "#/run/%25zz%254");
    }
}
