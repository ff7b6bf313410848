//! Search: actors, objects, printed texts, kinds of events and findings that have some letters in what they are
//! called.
//!
//! What is searched are the tables of a run, never its events: a text that was printed a million times is one text.

use laneway_model::{Model, Moment};
use laneway_trace::{ActorId, EventKind, ObjectId, TextId};

use crate::messages::{Argument, Message};
use crate::names::actor_label;
use crate::sentences::{ALWAYS, UNKNOWN, UNNAMED, effect_id, event_id};
use crate::{Timeline, Trail, describe_finding, finding_title};

/// So many of a group are listed; all are counted.
pub const MOST_LISTED: usize = 12;

/// Something that can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FoundItem {
    /// An actor, which has a lane.
    Actor(ActorId),
    /// An object to which something happens.
    Object(ObjectId),
    /// A text that is printed.
    Text(TextId),
    /// A kind of event.
    Kind(EventKind),
    /// A row of `model.findings`: the first of those that say the same.
    Finding(u32),
}

impl FoundItem {
    /// What can be followed from moment to moment.
    pub const fn trail(self) -> Option<Trail> {
        match self {
            Self::Text(text) => Some(Trail::Text(text)),
            Self::Kind(kind) => Some(Trail::Kind(kind)),
            _ => None,
        }
    }

    /// True if it has been seen at a moment.
    fn is_known(self, model: &Model, timeline: &Timeline, known: Moment) -> bool {
        let seen = |rows: &[u32]| rows.first().is_some_and(|&row| row < known.0);
        match self {
            Self::Actor(actor) => model
                .lane_of(actor)
                .is_some_and(|lane| model.lanes[lane as usize].begin_row < known.0),
            Self::Object(object) => seen(model.object_rows(object)),
            Self::Text(text) => seen(Trail::Text(text).rows(model, timeline)),
            Self::Kind(kind) => seen(Trail::Kind(kind).rows(model, timeline)),
            Self::Finding(finding) => model
                .findings
                .get(finding as usize)
                .is_some_and(|finding| finding.at <= known),
        }
    }
}

/// What was found among things of one sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The id of the message with the title: `search-actors`.
    pub title: &'static str,
    /// How many there are.
    pub count: usize,
    /// The first [`MOST_LISTED`] of them.
    pub items: Vec<FoundItem>,
}

/// What can be found in a run, by words of one language. Made once, when the first search begins; takes some 20 bytes
/// an entry, and its letters.
#[derive(Clone, Debug, Default)]
pub struct Search {
    groups: Vec<Group>,
    /// What is said of each kind of event.
    kinds: Vec<(EventKind, String)>,
}

#[derive(Clone, Debug, Default)]
struct Group {
    title: &'static str,
    items: Vec<FoundItem>,
    names: Names,
}

impl Group {
    fn new(title: &'static str, entries: impl Iterator<Item = (FoundItem, String)>) -> Self {
        let (mut items, mut names) = (Vec::new(), Names::default());
        for (item, name) in entries {
            items.push(item);
            names.push(&name);
        }
        Self { title, items, names }
    }
}

impl Search {
    /// `say` puts a sentence into words. Linear in what can be found; the first call for a run takes time linear in
    /// events as well.
    pub fn new(model: &Model, timeline: &Timeline, say: impl Fn(&Message) -> String) -> Self {
        let rows = timeline.event_rows(model);
        let told = |kind: &&EventKind| {
            let facts = model.header.vocabulary.event(**kind);
            !facts.effect.is_seen_from_outside()
        };
        let kinds: Vec<(EventKind, String)> = rows
            .kinds()
            .iter()
            .filter(told)
            .map(|&kind| (kind, kind_words(model, kind, &say)))
            .collect();
        let kind_names = kinds.iter().map(|(kind, words)| {
            let name = model.header.vocabulary.event_name(*kind).unwrap_or_default();
            let name = format!("{name} {} {words}", name.replace('_', " "));
            (FoundItem::Kind(*kind), name)
        });
        let texts = rows
            .texts()
            .iter()
            .map(|&text| (FoundItem::Text(text), model.texts[text.index()].clone()));
        let objects = (0..model.header.objects.len())
            .filter_map(ObjectId::from_index)
            .filter(|&object| !model.object_rows(object).is_empty())
            .map(|object| (FoundItem::Object(object), model.object_name(object).to_owned()));
        let groups = vec![
            Group::new("search-actors", actors(model).into_iter()),
            Group::new("search-objects", objects),
            Group::new("search-findings", findings(model, &say).into_iter()),
            Group::new("search-texts", texts),
            Group::new("search-kinds", kind_names),
        ];
        Self { groups, kinds }
    }

    /// What is said of a kind of event, without who and what.
    pub fn kind_words(&self, kind: EventKind) -> &str {
        let found = self.kinds.iter().find(|(of, _)| *of == kind);
        found.map_or("", |(_, words)| words)
    }

    /// What has these letters in its name, small or capital, of what has been seen at a moment. Groups in which there
    /// is nothing are left out. Linear in the letters of all names.
    pub fn find(&self, model: &Model, timeline: &Timeline, sought: &str, known: Moment) -> Vec<Found> {
        let sought = folded(sought.trim());
        let found = |group: &Group| {
            let all = group.names.find(&sought);
            let mut found = Found {
                title: group.title,
                ..Found::default()
            };
            for index in all {
                let item = group.items[index];
                if item.is_known(model, timeline, known) {
                    found.count += 1;
                    if found.items.len() < MOST_LISTED {
                        found.items.push(item);
                    }
                }
            }
            found
        };
        let found = self.groups.iter().map(found);
        found.filter(|found| found.count > 0).collect()
    }
}

/// Who has a lane, and the processes that have several, in the order of the lanes.
fn actors(model: &Model) -> Vec<(FoundItem, String)> {
    let mut actors = Vec::new();
    for process in &model.processes {
        let lanes = process.lanes.clone();
        let title = (lanes.len() > 1).then_some(process.actor);
        let acting = lanes.filter_map(|lane| model.lanes.get(lane as usize));
        for actor in title.into_iter().chain(acting.map(|lane| lane.actor)) {
            let item = FoundItem::Actor(actor);
            if actors.last().is_none_or(|(last, _)| *last != item) {
                actors.push((item, actor_label(model, actor).into_owned()));
            }
        }
    }
    actors
}

/// Findings in a row that say the same are one.
fn findings(model: &Model, say: &impl Fn(&Message) -> String) -> Vec<(FoundItem, String)> {
    let mut first = 0;
    let same = model.findings.chunk_by(|one, other| one == other);
    same.map(|same| {
        let finding = first as u32;
        first += same.len();
        let title = Message {
            id: finding_title(same[0].kind).into(),
            arguments: Vec::new(),
        };
        let told = describe_finding(model, finding);
        let words: Vec<String> = std::iter::once(&title).chain(&told).map(say).collect();
        (FoundItem::Finding(finding), words.join(" "))
    })
    .collect()
}

/// What is said of a kind of event, without who and what. `say` puts a sentence into words.
pub fn kind_words(model: &Model, kind: EventKind, say: impl Fn(&Message) -> String) -> String {
    without_gaps(&say(&kind_message(model, kind)))
}

/// What stands for everything that an event has beside its kind.
const GAP: &str = "…";

/// The sentence of a kind of event, with gaps where it names somebody or something.
fn kind_message(model: &Model, kind: EventKind) -> Message {
    const OTHERS: [&str; 8] = [
        "time", "code", "signal", "depth", "item", "count", "pid", "holders",
    ];
    let name = model.header.vocabulary.event_name(kind);
    let id = match (kind.known(), effect_id(&model.header.vocabulary.event(kind))) {
        (Some(known), _) => event_id(known.name),
        (None, UNKNOWN) if name.is_none() => UNNAMED.to_owned(),
        (None, id) => id.to_owned(),
    };
    let gaps = ALWAYS.into_iter().chain(OTHERS);
    let mut arguments: Vec<(&str, Argument)> = gaps.map(|name| (name, GAP.into())).collect();
    arguments.push(("counted", "no".into()));
    let number = || kind.0.to_string();
    arguments.push(("name", name.map_or_else(number, str::to_owned).into()));
    Message {
        id: id.into(),
        arguments,
    }
}

/// A sentence without the gap that it begins with, and with one gap for several in a row.
fn without_gaps(sentence: &str) -> String {
    let is_gap = |letter: char| GAP.contains(letter);
    let mut words = sentence
        .trim_start_matches(|letter| is_gap(letter) || letter == ' ')
        .to_owned();
    for double in ["… …", "……"] {
        while words.contains(double) {
            words = words.replace(double, GAP);
        }
    }
    words
}

/// Letters as they are compared.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.to_lowercase()
    }
}

/// Names, folded, one after the other, so that one pass finds all that have some letters.
#[derive(Clone, Debug, Default)]
struct Names {
    letters: String,
    /// Where each ends.
    ends: Vec<usize>,
}

/// Between two names. Nobody types it.
const BETWEEN: char = '\n';

impl Names {
    fn push(&mut self, name: &str) {
        self.letters.push_str(&folded(name));
        self.letters.push(BETWEEN);
        self.ends.push(self.letters.len());
    }

    /// The numbers of the names that have these letters, which are folded; none for no letters. One pass over the
    /// letters, whatever is found.
    fn find(&self, sought: &str) -> Vec<usize> {
        let (all, sought) = (self.letters.as_bytes(), sought.as_bytes());
        let mut found = Vec::new();
        let (Some(&first), false) = (sought.first(), sought.contains(&(BETWEEN as u8))) else {
            return found;
        };
        let (mut at, mut name) = (0, 0);
        while let Some(skip) = all[at..].iter().position(|&letter| letter == first) {
            at += skip;
            if !all[at..].starts_with(sought) {
                at += 1;
                continue;
            }
            while self.ends[name] <= at {
                name += 1;
            }
            found.push(name);
            at = self.ends[name];
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sought: &str, expected: &[usize]) {
        let mut names = Names::default();
        for name in ["user-1", "Tickets", "票 tickets", "", "USER-12", "Ärger"] {
            names.push(name);
        }
        assert_eq!(names.find(&folded(sought)), expected, "{sought}");
    }

    #[test]
    fn names_are_found_by_letters_small_or_capital() {
        check("user", &[0, 4]);
        check("User-12", &[4]);
        check("票", &[2]);
        check("tick", &[1, 2]);
        check("ä", &[5]);
        check("ärger", &[5]);
        check("t", &[1, 2]);
        check("tt", &[]);
    }

    #[test]
    fn nothing_is_found_across_two_names_or_for_nothing() {
        check("", &[]);
        check("1\nt", &[]);
        check("1tick", &[]);
    }

    #[test]
    fn gaps_are_few() {
        let check = |sentence, expected: &str| assert_eq!(without_gaps(sentence), expected);
        check("… waits for the … …", "waits for the …");
        check("… waits for the … …, held by …", "waits for the …, held by …");
        check("… 等待… …", "等待…");
        check("……开始", "开始");
    }
}
