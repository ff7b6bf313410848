//! The view's sentences, with what comes from the run set apart: names of actors and objects, and what the
//! program itself says.

use laneway_view::{Message, shown};
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
}

/// Noncharacters of Unicode, which no text may contain, around what is set apart.
const OPEN: [(char, Part); 3] = [
    ('\u{fdd0}', Part::Actor),
    ('\u{fdd1}', Part::Object),
    ('\u{fdd2}', Part::Said),
];
const CLOSE: char = '\u{fdd3}';

/// A name of so many bytes is not broken at the end of a line.
const MOST_UNBROKEN: usize = 32;

/// More of a name is not said in a sentence; nor of what was printed, of which the console has all.
const MOST_OF_NAME: usize = 80;
const MOST_SAID: usize = 240;

/// A sentence of the view as a line of text and elements.
pub fn sentence(settings: &Settings, message: &Message) -> Html {
    parts(&settings.l10n().say_with(message, mark))
        .into_iter()
        .map(|(part, text)| {
            let text = text.to_owned();
            match part {
                Part::Words => html! { {text} },
                Part::Actor => {
                    let long = text.len() > MOST_UNBROKEN;
                    html! { <b class={classes!("word-actor", long.then_some("is-long"))}>{ text }</b> }
                }
                Part::Object => html! { <code class="word-object">{ text }</code> },
                Part::Said => html! { <code class="word-said">{ text }</code> },
            }
        })
        .collect()
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
    let is_mark = |c: char| c == CLOSE || OPEN.iter().any(|&(open, _)| open == c);
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

/// Takes the marks out again.
fn parts(marked: &str) -> Vec<(Part, &str)> {
    let mut parts = Vec::new();
    let mut rest = marked;
    while !rest.is_empty() {
        let open = rest.char_indices().find_map(|(at, c)| {
            OPEN.iter()
                .find(|&&(open, _)| open == c)
                .map(|&(_, part)| (at, c, part))
        });
        let Some((at, mark, part)) = open else {
            parts.push((Part::Words, rest));
            break;
        };
        let (before, marked) = rest.split_at(at);
        if !before.is_empty() {
            parts.push((Part::Words, before));
        }
        let marked = &marked[mark.len_utf8()..];
        let (inside, after) = marked.split_once(CLOSE).unwrap_or((marked, ""));
        parts.push((part, inside));
        rest = after;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_again_and_a_run_cannot_forge_them() {
        let check = |text: &str, expected: &[(Part, &str)]| assert_eq!(parts(text), expected);
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
}
