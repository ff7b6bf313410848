//! The tokens of a Rust file, and which constants of certain types they name.

use std::collections::BTreeSet;
use std::ops::Range;
use std::str::FromStr as _;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The constant that is the table of all kinds, and none itself.
const TABLE: &str = "ALL";

/// A file's tokens in their order, without comments and without what is compiled for tests alone.
#[derive(Default)]
pub(super) struct Tokens {
    /// Words, literals, and single signs.
    texts: Vec<String>,
    /// The line of each, from 1.
    lines: Vec<usize>,
}

/// What a file calls a type.
pub(super) struct Alias {
    pub(super) name: String,
    /// Whether other files may call it so, too.
    pub(super) public: bool,
}

impl Tokens {
    /// # Errors
    /// The text is no Rust.
    pub(super) fn read(text: &str) -> Result<Self> {
        let mut tokens = Self::default();
        tokens.add(TokenStream::from_str(text).map_err(|error| anyhow!("{error}"))?);
        Ok(tokens.without_tests())
    }

    fn add(&mut self, stream: TokenStream) {
        for tree in stream {
            let line = tree.span().start().line;
            match tree {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        // Macros alone make these.
                        Delimiter::None => ("", ""),
                    };
                    self.push(open, line);
                    let end = group.span_close().start().line;
                    self.add(group.stream());
                    self.push(close, end);
                }
                // A raw word is the same word.
                other => self.push(other.to_string().trim_start_matches("r#"), line),
            }
        }
    }

    fn push(&mut self, text: &str, line: usize) {
        self.texts.push(text.to_owned());
        self.lines.push(line);
    }

    fn texts(&self) -> Vec<&str> {
        self.texts.iter().map(String::as_str).collect()
    }

    /// These without each item behind `#[cfg(test)]`.
    fn without_tests(&self) -> Self {
        let texts = self.texts();
        let mut kept = Self::default();
        let mut at = 0;
        while at < texts.len() {
            if texts[at..].starts_with(&["#", "[", "cfg", "(", "test", ")", "]"]) {
                at = end_of_item(&texts, at + 7);
            } else {
                kept.push(texts[at], self.lines[at]);
                at += 1;
            }
        }
        kept
    }

    /// Other names of the types with these names: of `use T as Name` and `type Name = T`.
    pub(super) fn aliases(&self, types: &BTreeSet<String>) -> Vec<Alias> {
        let texts = self.texts();
        let mut aliases = Vec::new();
        let mut public = false;
        let mut before = "";
        for at in 0..texts.len() {
            let name = match &texts[at..] {
                // That of a trait.
                _ if before == "<" => None,
                [name, "as", alias, ..] if types.contains(*name) => Some(*alias),
                ["type", alias, rest @ ..] => {
                    let last = rest.iter().take_while(|text| **text != ";").last();
                    last.is_some_and(|name| types.contains(*name)).then_some(*alias)
                }
                _ => None,
            };
            aliases.extend(name.map(|name| Alias {
                name: name.to_owned(),
                public,
            }));
            match texts[at] {
                "pub" => public = true,
                ";" | "}" => public = false,
                // Not that of a list of imports.
                "{" if before != ":" => public = false,
                _ => {}
            }
            before = texts[at];
        }
        aliases
    }

    /// Where a constant or a variant of the types with these names is named, or made from its number: the
    /// line, and the name.
    pub(super) fn constants(&self, types: &BTreeSet<String>) -> Vec<(usize, String)> {
        let texts = self.texts();
        let own = impls(&texts, types);
        let is_type = |at: usize| match texts[at] {
            "Self" => own.iter().any(|range| range.contains(&at)),
            name => types.contains(name),
        };
        let constant = |at: usize| {
            let name = match &texts[at + 1..] {
                [":", ":", name, ..] | [">", ":", ":", name, ..] if is_constant(name) => {
                    format!("{}::{name}", texts[at])
                }
                ["(", ..] => format!("{}(..)", texts[at]),
                _ => return None,
            };
            is_type(at).then(|| (self.lines[at], name))
        };
        (0..texts.len()).filter_map(constant).collect()
    }
}

/// Whether this is a constant or a variant, or a list of such, and not a function.
fn is_constant(name: &str) -> bool {
    name != TABLE && (name.starts_with(char::is_uppercase) || matches!(name, "{" | "*"))
}

/// The bodies of what is implemented for the types with these names.
fn impls(texts: &[&str], types: &BTreeSet<String>) -> Vec<Range<usize>> {
    let mut bodies = Vec::new();
    for at in 0..texts.len() {
        let is_item = at == 0 || matches!(texts[at - 1], "}" | ";" | "]" | "{" | "unsafe");
        if texts[at] != "impl" || !is_item {
            continue;
        }
        let header = texts[at..]
            .iter()
            .take_while(|text| !matches!(**text, "{" | "where"));
        if header.last().is_some_and(|name| types.contains(*name)) {
            bodies.push(at..end_of_item(texts, at));
        }
    }
    bodies
}

/// Where the item that begins here ends: behind its first `;` or its first braces, whichever comes first.
fn end_of_item(texts: &[&str], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, text) in texts.iter().enumerate().skip(start) {
        match *text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(*text, ";" | "}") {
            return at + 1;
        }
    }
    texts.len()
}
