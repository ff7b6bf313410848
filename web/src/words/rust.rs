//! What stands out in Rust source: keywords and comments. Without hue: hue means state.

/// How a piece of source is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    Plain,
    Keyword,
    Comment,
}

/// A line in pieces that are set alike.
pub type Line = Vec<(Tint, String)>;

const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type", "unsafe",
    "use", "where", "while",
];

/// The lines of a source file; what is not Rust is plain.
pub fn lines(file: &str, source: &str) -> Vec<Line> {
    let mut lines = vec![Line::new()];
    let mut rest = source;
    while !rest.is_empty() {
        let (tint, len) = if file.ends_with(".rs") {
            next(rest)
        } else {
            (Tint::Plain, rest.len())
        };
        let (piece, after) = rest.split_at(len);
        rest = after;
        for (index, part) in piece.split('\n').enumerate() {
            if index > 0 {
                lines.push(Line::new());
            }
            append(&mut lines, tint, part.trim_end_matches('\r'));
        }
    }
    // The end of the last line is not the start of another.
    if lines.len() > 1 && lines.last().is_some_and(Vec::is_empty) {
        lines.pop();
    }
    lines
}

fn append(lines: &mut [Line], tint: Tint, part: &str) {
    let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) else {
        return;
    };
    match line.last_mut() {
        Some((last, text)) if *last == tint => text.push_str(part),
        _ => line.push((tint, part.to_owned())),
    }
}

/// The next piece of Rust, and its length in bytes: at least one character.
fn next(rest: &str) -> (Tint, usize) {
    if rest.starts_with("//") {
        return (Tint::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Tint::Comment, block_comment(rest));
    }
    let word = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    if let Some(len) = literal(rest, word) {
        return (Tint::Plain, len);
    }
    match rest.chars().next() {
        Some(_) if word > 0 && KEYWORDS.contains(&&rest[..word]) => (Tint::Keyword, word),
        Some(_) if word > 0 => (Tint::Plain, word),
        Some(first) => (Tint::Plain, first.len_utf8()),
        None => (Tint::Plain, rest.len()),
    }
}

/// Comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(found) = rest[at..].find(['/', '*']) {
        at += found;
        let two = rest.get(at..at + 2).unwrap_or_default();
        at += if matches!(two, "/*" | "*/") { 2 } else { 1 };
        depth += i32::from(two == "/*") - i32::from(two == "*/");
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The length of the literal that begins here, behind a prefix of `word` bytes; `None` if there is none.
fn literal(rest: &str, word: usize) -> Option<usize> {
    let (prefix, body) = rest.split_at(word);
    match prefix {
        "" | "b" | "c" if body.starts_with('"') => Some(word + quoted(body, '"')),
        "" | "b" if body.starts_with('\'') => character(body).map(|len| word + len),
        "r" | "br" | "cr" => {
            let hashes = body.len() - body.trim_start_matches('#').len();
            let text = body[hashes..].strip_prefix('"')?;
            let end = format!("\"{}", &body[..hashes]);
            let len = text.find(&end).map_or(text.len(), |at| at + end.len());
            Some(word + hashes + 1 + len)
        }
        _ => None,
    }
}

/// From a quote to its fellow; a backslash takes the meaning from the next character.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = true;
    for (at, c) in text.char_indices() {
        if escaped {
            // The quote at the start is no end, either.
            escaped = false;
        } else if c == quote {
            return at + c.len_utf8();
        } else {
            escaped = c == '\\';
        }
    }
    text.len()
}

/// A character, and not a lifetime.
fn character(text: &str) -> Option<usize> {
    let mut chars = text.chars().skip(1);
    let first = chars.next()?;
    (first == '\\' || chars.next() == Some('\'')).then(|| quoted(text, '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One letter a tint before each piece.
    fn told(source: &str) -> Vec<String> {
        let letter = |tint| match tint {
            Tint::Plain => 'p',
            Tint::Keyword => 'k',
            Tint::Comment => 'c',
        };
        let line = |line: &Line| {
            let pieces: Vec<String> = line
                .iter()
                .map(|(tint, text)| format!("{}[{text}]", letter(*tint)))
                .collect();
            pieces.concat()
        };
        lines("a.rs", source).iter().map(line).collect()
    }

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        assert_eq!(told(source), expected);
    }

    #[test]
    fn keywords_are_whole_words() {
        check("let letter = 1;", &["k[let]p[ letter = 1;]"]);
    }

    #[test]
    fn comments_and_strings_hide_what_is_in_them() {
        check("a // let \"x\"\nb", &["p[a ]c[// let \"x\"]", "p[b]"]);
        check("\"// no \\\" if\" fn", &["p[\"// no \\\" if\" ]k[fn]"]);
        check("/* a /* b */\nc */ if", &["c[/* a /* b */]", "c[c */]p[ ]k[if]"]);
        check(
            "r#\"if\"if\"# for b\"if\"",
            &["p[r#\"if\"if\"# ]k[for]p[ b\"if\"]"],
        );
    }

    #[test]
    fn lifetimes_are_not_characters() {
        check("'\"' if 'a' '\\'' for", &["p['\"' ]k[if]p[ 'a' '\\'' ]k[for]"]);
        check("<'a> if '锁' for", &["p[<'a> ]k[if]p[ '锁' ]k[for]"]);
    }

    #[test]
    fn what_never_ends_ends_with_the_file() {
        check("\"if", &["p[\"if]"]);
        check("/* if", &["c[/* if]"]);
        check("r#\"if\"", &["p[r#\"if\"]"]);
        check("'", &["p[']"]);
        check("", &[""]);
        check("a\r\n\n", &["p[a]", ""]);
    }

    #[test]
    fn other_languages_are_plain() {
        assert_eq!(lines("a.py", "if x:"), [vec![(Tint::Plain, "if x:".to_owned())]]);
    }
}
