//! The names of lanes in the gutter: what may be cut of them, because most of their siblings have it too, and a number
//! for those that have the same name.

use std::borrow::Cow;
use std::ops::Range;

use laneway_model::{Model, sort_by_key};

use crate::Font;
use crate::metrics::{fit, fit_ends, text_px};
use crate::names::lane_label;

/// Worked out once for a model.
#[derive(Clone, Debug, Default)]
pub(crate) struct LaneNames {
    alike: Vec<Alike>,
    lane_numbers: Vec<u32>,
    process_numbers: Vec<u32>,
}

/// What a name has in common with most of its siblings: so many bytes at its beginning and at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alike {
    start: usize,
    end: usize,
}

impl Alike {
    /// The same where so many bytes stand before the name, which may be cut as well.
    pub fn behind(self, bytes: usize) -> Self {
        Self {
            start: self.start + bytes,
            ..self
        }
    }
}

impl LaneNames {
    /// Siblings are the lanes of a process, and all processes with a single lane. O(lanes × log lanes), and linear in
    /// what they are called.
    pub fn new(model: &Model) -> Self {
        let processes = model.processes.iter();
        let process_names: Vec<&str> =
            processes.map(|process| model.actor_name(process.actor)).collect();
        let mut names = Self {
            alike: vec![Alike::default(); model.lanes.len()],
            lane_numbers: vec![0; model.lanes.len()],
            process_numbers: numbers(&process_names),
        };
        let mut alone = Vec::new();
        for (process, facts) in model.processes.iter().enumerate() {
            let lanes = facts.lanes.clone();
            if lanes.len() == 1 {
                names.lane_numbers[lanes.start as usize] = names.process_numbers[process];
                alone.push(lanes.start);
            } else {
                names.tell_apart(model, lanes);
            }
        }
        let labels: Vec<&str> = alone.iter().map(|&lane| lane_label(model, lane)).collect();
        for (lane, alike) in alone.into_iter().zip(alike(&labels)) {
            names.alike[lane as usize] = alike;
        }
        names
    }

    fn tell_apart(&mut self, model: &Model, lanes: Range<u32>) {
        let labels: Vec<&str> = lanes.clone().map(|lane| lane_label(model, lane)).collect();
        let rows = lanes.start as usize..lanes.end as usize;
        self.alike[rows.clone()].copy_from_slice(&alike(&labels));
        self.lane_numbers[rows].copy_from_slice(&numbers(&labels));
    }

    /// What may be cut of the label of a lane.
    pub fn alike(&self, lane: u32) -> Alike {
        self.alike.get(lane as usize).copied().unwrap_or_default()
    }

    /// Which of its siblings of the same name a lane is, such as "#2"; `None` where there is but one.
    pub fn lane_number(&self, lane: u32) -> Option<String> {
        number(&self.lane_numbers, lane as usize)
    }

    /// The same of a process among all processes.
    pub fn process_number(&self, process: usize) -> Option<String> {
        number(&self.process_numbers, process)
    }
}

fn number(numbers: &[u32], at: usize) -> Option<String> {
    let number = numbers.get(at).filter(|&&number| number > 0)?;
    Some(format!("#{number}"))
}

/// The names that there are more than once, numbered from 1 in their order; 0 for all others.
fn numbers(names: &[&str]) -> Vec<u32> {
    let mut numbers = vec![0; names.len()];
    let mut order: Vec<usize> = (0..names.len()).collect();
    sort_by_key(&mut order, |&at| names[at]);
    for same in order.chunk_by(|&one, &other| names[one] == names[other]) {
        if same.len() > 1 {
            for (&at, number) in same.iter().zip(1..) {
                numbers[at] = number;
            }
        }
    }
    numbers
}

/// What each name has in common with more than half of them all, in whole words. Something else is left of every name.
fn alike(names: &[&str]) -> Vec<Alike> {
    let starts = common(names);
    let reversed: Vec<String> = names.iter().map(|name| name.chars().rev().collect()).collect();
    let reversed: Vec<&str> = reversed.iter().map(String::as_str).collect();
    let both = names.iter().zip(starts.into_iter().zip(common(&reversed)));
    both.map(|(name, (start, end))| match name.len() {
        all if start + end < all => Alike { start, end },
        all if start < all => Alike { start, end: 0 },
        _ => Alike::default(),
    })
    .collect()
}

/// How long the beginning is that more than half of the names have in common; 0 for a name that does not begin so.
fn common(names: &[&str]) -> Vec<usize> {
    if names.len() < 2 {
        return vec![0; names.len()];
    }
    // Sorted, those that begin alike stand together: if they are more than half, then also in the middle.
    let mut sorted = names.to_vec();
    sort_by_key(&mut sorted, |&name| name);
    let middle = sorted[names.len() / 2];
    let lengths: Vec<usize> = names.iter().map(|name| common_length(name, middle)).collect();
    let mut in_order = lengths.clone();
    sort_by_key(&mut in_order, |&length| length);
    let most = last_word_end(middle, in_order[(names.len() - 1) / 2]);
    lengths
        .into_iter()
        .map(|length| if length >= most { most } else { 0 })
        .collect()
}

/// How many bytes two names have in common at their beginning.
fn common_length(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    pairs
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum()
}

/// The last place up to `until` that does not divide a word or a number.
fn last_word_end(name: &str, until: usize) -> usize {
    let mut places = name.char_indices().map(|(at, _)| at).filter(|&at| at <= until);
    places.rfind(|&at| divides_words(name, at)).unwrap_or(0)
}

/// True where one word ends and another begins: behind a sign, and before a number.
fn divides_words(name: &str, at: usize) -> bool {
    let (before, behind) = (name[..at].chars().next_back(), name[at..].chars().next());
    match (before, behind) {
        (Some(before), Some(behind)) => {
            !before.is_alphanumeric() || (!before.is_ascii_digit() && behind.is_ascii_digit())
        }
        _ => false,
    }
}

/// The name if it fits; else cut where it is like its siblings, at the beginning first, and between words if possible.
/// `None` if not even three characters fit.
pub(crate) fn fit_name(name: &str, alike: Alike, font: Font, room_px: f32) -> Option<Cow<'_, str>> {
    if text_px(name, font) <= room_px {
        return fit(name, font, room_px);
    }
    let (start, rest) = name.split_at(alike.start);
    let (own, end) = rest.split_at(rest.len() - alike.end);
    let short = if end.is_empty() { "" } else { "…" };
    for (end, by_words) in [(end, true), (short, true), (short, false)] {
        let room_px = room_px - text_px(own, font) - text_px(end, font);
        if let Some(start) = fit_tail(start, font, room_px, by_words) {
            return Some(Cow::Owned(format!("{start}{own}{end}")));
        }
    }
    fit_ends(own, font, room_px)
}

/// The text if it fits, or an ellipsis and its end: `by_words` at least its last word.
fn fit_tail(text: &str, font: Font, room_px: f32, by_words: bool) -> Option<Cow<'_, str>> {
    if text_px(text, font) <= room_px {
        return Some(Cow::Borrowed(text));
    }
    let mut room_px = room_px - text_px("…", font);
    let mut from = (!by_words && room_px >= 0.0).then_some(text.len());
    for (at, character) in text.char_indices().rev() {
        room_px -= text_px(&text[at..at + character.len_utf8()], font);
        if room_px < 0.0 {
            break;
        }
        if !by_words || divides_words(text, at) {
            from = Some(at);
        }
    }
    from.map(|from| Cow::Owned(format!("…{}", &text[from..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_most_siblings_share_may_be_cut() {
        #[track_caller]
        fn check(names: &[&str], expected: &[&str]) {
            let parted = names.iter().zip(alike(names)).map(|(name, alike)| {
                let (start, rest) = name.split_at(alike.start);
                let (own, end) = rest.split_at(rest.len() - alike.end);
                format!("{start}|{own}|{end}")
            });
            assert_eq!(parted.collect::<Vec<_>>(), expected);
        }
        check(&[], &[]);
        check(&["main"], &["|main|"]);
        check(
            &["com.shop.stock-1", "com.shop.stock-2"],
            &["com.shop.stock-|1|", "com.shop.stock-|2|"],
        );
        check(
            &[
                "main",
                "shop.stock-1-thread",
                "shop.stock-10-thread",
                "shop.order-1-thread",
            ],
            &[
                "|main|",
                "shop.|stock-1|-thread",
                "shop.|stock-10|-thread",
                "shop.|order-1|-thread",
            ],
        );
        // A number is not divided, and stands for itself.
        check(&["worker11", "worker12"], &["worker|11|", "worker|12|"]);
        // What is cut would make these alike.
        check(
            &["a.pool.worker-1", "b.pool.worker-1"],
            &["|a|.pool.worker-1", "|b|.pool.worker-1"],
        );
        check(&["worker", "worker"], &["|worker|", "|worker|"]);
        check(&["工人-一", "工人-二"], &["工人-|一|", "工人-|二|"]);
    }

    #[test]
    fn names_are_cut_where_they_are_alike() {
        #[track_caller]
        fn check(room_px: f32, expected: Option<&str>) {
            let names = ["com.shop.stock-3-thread", "com.shop.stock-13-thread"];
            let fitted = fit_name(names[0], alike(&names)[0], Font::regular(10), room_px);
            assert_eq!(fitted.as_deref(), expected);
            if let Some(fitted) = fitted {
                assert!(text_px(&fitted, Font::regular(10)) <= room_px, "{room_px}");
            }
        }
        check(150.0, Some("com.shop.stock-3-thread"));
        check(118.0, Some("…shop.stock-3-thread"));
        check(100.0, Some("…stock-3-thread"));
        check(64.0, Some("…stock-3…"));
        check(37.0, Some("…k-3…"));
        check(27.0, Some("…3…"));
        check(5.0, None);
    }

    #[test]
    fn those_of_the_same_name_are_numbered() {
        #[track_caller]
        fn check(names: &[&str], expected: &[u32]) {
            assert_eq!(numbers(names), expected);
        }
        check(&[], &[]);
        check(&["b", "a", "b", "c", "b"], &[1, 0, 2, 0, 3]);
    }
}
