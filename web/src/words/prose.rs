//! The text of a lesson: plain text in which a blank line parts paragraphs and `backticks` mark code.

use yew::prelude::*;

/// Paragraphs.
pub fn prose(text: &str) -> Html {
    paragraphs(text)
        .map(|paragraph| html! { <p>{ inline(paragraph) }</p> })
        .collect()
}

/// A line of text, with its code set as code.
pub fn inline(text: &str) -> Html {
    pieces(text)
        .into_iter()
        .map(|(code, text)| {
            let text = text.to_owned();
            if code {
                html! { <code>{ text }</code> }
            } else {
                html! { {text} }
            }
        })
        .collect()
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
}

/// Text by turns outside and inside of backticks; true for code. A backtick without its fellow is itself.
fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, code, after)) = first_code(rest) {
        pieces.push((false, before));
        pieces.push((true, code));
        rest = after;
    }
    pieces.push((false, rest));
    pieces.retain(|(_, text)| !text.is_empty());
    pieces
}

fn first_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    Some((before, code, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_mark_code() {
        let check = |text: &str, expected: &[(bool, &str)]| assert_eq!(pieces(text), expected);
        check("", &[]);
        check("plain", &[(false, "plain")]);
        check("`a`", &[(true, "a")]);
        check(
            "take `a`, then `b`.",
            &[
                (false, "take "),
                (true, "a"),
                (false, ", then "),
                (true, "b"),
                (false, "."),
            ],
        );
        check("one ` alone", &[(false, "one ` alone")]);
        check("`a` and ` alone", &[(true, "a"), (false, " and ` alone")]);
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        let found: Vec<&str> = paragraphs("one\nstill one\n\n\n\ntwo\n").collect();
        assert_eq!(found, ["one\nstill one", "two"]);
    }
}
