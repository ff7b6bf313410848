//! Which events are of which kind, and which printed which text.

use laneway_trace::{EventKind, TextId, Value};
use rustc_hash::FxHashMap;

use crate::Model;
use crate::index::{Grouped, Grouping, NONE};

/// For each kind of event its rows, and for each text the rows at which it was printed. Takes 4 bytes an event, and 4
/// a text.
#[derive(Clone, Debug, Default)]
pub struct EventRows {
    /// The kinds that the run has, ascending by number.
    kinds: Vec<EventKind>,
    by_kind: Grouped,
    prints: Prints,
}

impl EventRows {
    /// Linear in events and texts.
    pub fn new(model: &Model) -> Self {
        let (kinds, by_kind) = by_kind(model);
        Self {
            kinds,
            by_kind,
            prints: Prints::new(model),
        }
    }

    /// The kinds that the run has, ascending by number.
    pub fn kinds(&self) -> &[EventKind] {
        &self.kinds
    }

    /// What was printed, each text once, in the order in which it was first.
    pub fn texts(&self) -> &[TextId] {
        &self.prints.texts
    }

    /// The rows of a kind, ascending; none for one that the run does not have. O(log kinds).
    pub fn of_kind(&self, kind: EventKind) -> &[u32] {
        let found = self.kinds.binary_search(&kind);
        found.map_or(&[], |kind| self.by_kind.get(kind))
    }

    /// The rows at which a text was printed, or another with the same letters, ascending.
    pub fn of_text(&self, text: TextId) -> &[u32] {
        let group = self.prints.same.get(text.index());
        group.map_or(&[], |&group| self.prints.rows.get(group as usize))
    }
}

fn by_kind(model: &Model) -> (Vec<EventKind>, Grouped) {
    // There are few kinds, whatever their numbers.
    let mut sizes = vec![0_u32; 1 << u16::BITS];
    for kind in &model.events.kind {
        sizes[usize::from(kind.0)] += 1;
    }
    let kinds: Vec<EventKind> = (0..=u16::MAX)
        .filter(|&kind| sizes[usize::from(kind)] > 0)
        .map(EventKind)
        .collect();
    let mut group_of = vec![0_u16; 1 << u16::BITS];
    for (group, kind) in (0..).zip(&kinds) {
        group_of[usize::from(kind.0)] = group;
    }
    let sizes = kinds.iter().map(|kind| sizes[usize::from(kind.0)]);
    let mut rows = Grouping::new(sizes.collect());
    for (row, kind) in (0..).zip(&model.events.kind) {
        rows.push(usize::from(group_of[usize::from(kind.0)]), row);
    }
    (kinds, rows.finish())
}

/// What was printed, in the order in which it was first, and when.
#[derive(Clone, Debug, Default)]
struct Prints {
    texts: Vec<TextId>,
    /// For each text of the table which of `texts` has its letters; [`NONE`] for one that was not printed.
    same: Vec<u32>,
    rows: Grouped,
}

impl Prints {
    fn new(model: &Model) -> Self {
        let printed = || {
            model.console.iter().filter_map(|&row| match model.value(row) {
                Value::Text(text) if text.index() < model.texts.len() => Some((text, row)),
                _ => None,
            })
        };
        let (mut texts, mut sizes) = (Vec::new(), Vec::new());
        let mut same = vec![NONE; model.texts.len()];
        // Two processes that print the same have a text each.
        let mut known = FxHashMap::default();
        for (text, _) in printed() {
            let group = &mut same[text.index()];
            if *group == NONE {
                let letters = model.texts[text.index()].as_str();
                *group = *known.entry(letters).or_insert_with(|| {
                    texts.push(text);
                    sizes.push(0);
                    texts.len() as u32 - 1
                });
            }
            sizes[*group as usize] += 1;
        }
        let mut rows = Grouping::new(sizes);
        printed().for_each(|(text, row)| rows.push(same[text.index()] as usize, row));
        Self {
            texts,
            same,
            rows: rows.finish(),
        }
    }
}
