//! The view's sentences, with what comes from the run set apart: names of actors and objects, and what the
//! program itself says.

use std::cell::RefCell;

use laneway_view::{Action, Message, Told, shown};
use yew::prelude::*;

use crate::settings::Settings;

/// How a part of a sentence is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The language's own words.
    Words,
    /// The name of an actor.
    Actor,
    /// The name of an object.
    Object,
    /// An item, a value, what was printed.
    Said,
    /// A time that leads to its moment.
    Time,
}

/// Noncharacters of Unicode, which no text may contain, around what is set apart.
const OPEN: [(char, Part); 4] = [
    ('\u{fdd0}', Part::Actor),
    ('\u{fdd1}', Part::Object),
    ('\u{fdd2}', Part::Said),
    ('\u{fdd4}', Part::Time),
];
const CLOSE: char = '\u{fdd3}';

/// Others, which follow the first: that it leads somewhere, and which of the ways it is.
const WAYS: std::ops::RangeInclusive<char> = '\u{fde0}'..='\u{fdef}';

/// A name of so many bytes is not broken at the end of a line.
const MOST_UNBROKEN: usize = 32;

/// More of a name is not said in a sentence; nor of what was printed, of which the console has all.
const MOST_OF_NAME: usize = 80;
const MOST_SAID: usize = 240;

/// A sentence of the view as a line of text and elements.
pub fn sentence(settings: &Settings, message: &Message) -> Html {
    let marked = settings.l10n().say_with(message, mark);
    let parts = parts(&marked).into_iter();
    parts.map(|(part, _, text)| element(part, text, None)).collect()
}

/// The same, with names and times that can be clicked.
pub fn told(settings: &Settings, told: &Told, act: &Callback<Action>) -> Html {
    let ways: Vec<&str> = told.ways.iter().map(|way| way.name).collect();
    let taken = RefCell::new(vec![false; ways.len()]);
    let marked = settings.l10n().say_with(&told.message, |name, text| {
        mark_way(name, text, &ways, &mut taken.borrow_mut())
    });
    let parts = parts(&marked).into_iter();
    let action = |way: Option<usize>| way.and_then(|way| told.ways.get(way)).map(|way| way.action);
    let go = |action: Action| act.reform(move |_: MouseEvent| action);
    parts
        .map(|(part, way, text)| element(part, text, action(way).map(go)))
        .collect()
}

fn element(part: Part, text: &str, go: Option<Callback<MouseEvent>>) -> Html {
    let class = match part {
        Part::Words => return html! { { text.to_owned() } },
        Part::Actor => classes!("word-actor", (text.len() > MOST_UNBROKEN).then_some("is-long")),
        Part::Object => classes!("word-object"),
        Part::Said => classes!("word-said"),
        Part::Time => classes!("word-time"),
    };
    let text = text.to_owned();
    match (part, go) {
        (Part::Actor, None) => html! { <b {class}>{ text }</b> },
        (_, None) => html! { <code {class}>{ text }</code> },
        (_, Some(onclick)) => {
            html! { <button type="button" class={classes!("way", class)} {onclick}>{ text }</button> }
        }
    }
}

/// What is put into a sentence, between marks that say to which of the ways it leads.
fn mark_way(name: &str, text: &str, ways: &[&str], taken: &mut [bool]) -> String {
    let marked = mark(name, text);
    let free = (0..ways.len()).find(|&way| ways[way] == name && !taken[way]);
    let sign = free.and_then(|way| WAYS.clone().nth(way));
    let (Some(way), Some(sign), false) = (free, sign, text == "…") else {
        return marked;
    };
    taken[way] = true;
    let mut characters = marked.chars();
    match characters.next() {
        Some(open) if OPEN.iter().any(|&(mark, _)| mark == open) => {
            format!("{open}{sign}{}", characters.as_str())
        }
        _ => format!("{}{sign}{marked}{CLOSE}", OPEN[3].0),
    }
}

/// What is put into a sentence, between marks if it is set apart. Arguments are named by what they are: see
/// [`laneway_view::MESSAGES`].
fn mark(name: &str, text: &str) -> String {
    let part = match name {
        "who" | "whom" | "holder" | "holders" | "actors" => Part::Actor,
        "object" | "pool" | "name" => Part::Object,
        "item" | "value" => Part::Said,
        _ => Part::Words,
    };
    let is_mark = |c: char| ('\u{fdd0}'..='\u{fdef}').contains(&c);
    let most = if part == Part::Said {
        MOST_SAID
    } else {
        MOST_OF_NAME
    };
    let text = shown(text, most).replace(is_mark, "\u{fffd}");
    match OPEN.iter().find(|&&(_, of)| of == part) {
        Some((open, _)) => format!("{open}{text}{CLOSE}"),
        // A number stays with its unit; so do the few words that a kind has.
        None => text.replace(' ', "\u{a0}"),
    }
}

/// Takes the marks out again: what it is, which of the ways it leads, and the text.
fn parts(marked: &str) -> Vec<(Part, Option<usize>, &str)> {
    let mut parts = Vec::new();
    let mut rest = marked;
    while !rest.is_empty() {
        let open = rest.char_indices().find_map(|(at, c)| {
            OPEN.iter()
                .find(|&&(open, _)| open == c)
                .map(|&(_, part)| (at, c, part))
        });
        let Some((at, mark, part)) = open else {
            parts.push((Part::Words, None, rest));
            break;
        };
        let (before, marked) = rest.split_at(at);
        if !before.is_empty() {
            parts.push((Part::Words, None, before));
        }
        let marked = &marked[mark.len_utf8()..];
        let (inside, after) = marked.split_once(CLOSE).unwrap_or((marked, ""));
        let way = inside
            .chars()
            .next()
            .and_then(|sign| WAYS.clone().position(|it| it == sign));
        let inside = way.map_or(inside, |_| &inside[WAYS.start().len_utf8()..]);
        parts.push((part, way, inside));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_again_and_a_run_cannot_forge_them() {
        let check = |text: &str, expected: &[(Part, &str)]| {
            let found: Vec<(Part, &str)> = parts(text)
                .into_iter()
                .map(|(part, _, text)| (part, text))
                .collect();
            assert_eq!(found, expected);
        };
        let (who, lock) = (mark("who", "user-1"), mark("object", "\u{fdd1}a\u{fdd3}<b>"));
        check(
            &format!("{who} waits for {lock}."),
            &[
                (Part::Actor, "user-1"),
                (Part::Words, " waits for "),
                (Part::Object, "\u{fffd}a\u{fffd}<b>"),
                (Part::Words, "."),
            ],
        );
        check("", &[]);
        let long = mark("value", &"锁".repeat(1000));
        let cut = format!("{}…", "锁".repeat(MOST_SAID));
        check(&long, &[(Part::Said, &cut)]);
        check("\u{fdd0}open", &[(Part::Actor, "open")]);
    }

    #[test]
    fn names_and_times_know_their_ways() {
        let ways = ["holders", "holders", "since"];
        let mut taken = [false; 3];
        let mut put = |name, text| mark_way(name, text, &ways, &mut taken);
        let marked = [
            put("holders", "a"),
            put("holders", "b"),
            put("holders", "…"),
            put("since", "3 s"),
            put("held", "4 s"),
        ];
        assert_eq!(
            parts(&marked.concat()),
            [
                (Part::Actor, Some(0), "a"),
                (Part::Actor, Some(1), "b"),
                (Part::Actor, None, "…"),
                (Part::Time, Some(2), "3\u{a0}s"),
                (Part::Words, None, "4\u{a0}s"),
            ]
        );
    }
}
