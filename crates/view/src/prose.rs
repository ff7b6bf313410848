//! The texts of lessons: plain, but for `backticks`, which mark code.

/// So much of an idea fits on a card, in letters; a Chinese character is as wide as two.
const MOST_LETTERS: usize = 150;

/// The first sentences of a text, as many as fit on a card, but at least one.
pub fn opening(text: &str) -> &str {
    let mut letters = 0;
    let mut end = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        letters += if character.is_ascii() { 1 } else { 2 };
        if letters > MOST_LETTERS && end.is_some() {
            break;
        }
        let parted = characters.peek().is_none_or(|(_, next)| next.is_whitespace());
        if "。！？".contains(character) || (".!?".contains(character) && parted) {
            end = Some(at + character.len_utf8());
        }
    }
    &text[..end.unwrap_or(text.len())]
}

/// Text by turns outside and inside of backticks; true for code. A backtick without its fellow is itself.
pub fn pieces(text: &str) -> Vec<(bool, &str)> {
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
    fn a_card_has_whole_sentences() {
        let check = |text: &str, expected: &str| assert_eq!(opening(text), expected);
        check("", "");
        check("no end", "no end");
        check("One. Two at 1.5 s! Three?", "One. Two at 1.5 s! Three?");
        let long = "a".repeat(100);
        check(&format!("{long}. {long}."), &format!("{long}."));
        check(&format!("{long}{long}. {long}."), &format!("{long}{long}."));
        let chinese = "泳".repeat(50);
        check(&format!("{chinese}。{chinese}。"), &format!("{chinese}。"));
    }
}
