//! The text of a lesson: plain text in which a blank line parts paragraphs and `backticks` mark code.

use laneway_view::pieces;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs() {
        let found: Vec<&str> = paragraphs("one\nstill one\n\n\n\ntwo\n").collect();
        assert_eq!(found, ["one\nstill one", "two"]);
    }
}
