//! Invariant 8: what a kind means is written in `trace` alone. The others name no kind, but ask the tables
//! for its mechanism and its effect.
//!
//! Clippy has no lint for associated constants, so this goes over the tokens. It does not see who compares
//! the *name* of a kind.

mod tokens;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use tokens::{Alias, Tokens};

/// Who goes by mechanisms and effects.
const FOLDERS: [&str; 4] = [
    "crates/model/src",
    "crates/view/src",
    "crates/l10n/src",
    "web/src",
];
/// The types whose constants are the kinds.
const TYPES: [&str; 2] = ["EventKind", "ObjectKind"];

/// Everything in the sources under `root` that names a kind, in words.
pub(crate) fn violations(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let files = read(&root.join(folder))?;
        for (path, line, name) in kinds(&files) {
            let path = path.strip_prefix(root).unwrap_or(path).display();
            found.push(format!("invariant 8: {path}:{line} names {name}"));
        }
    }
    Ok(found)
}

/// The places in a crate's files that name a kind: file, line, and the name.
fn kinds(files: &[(PathBuf, Tokens)]) -> Vec<(&Path, usize, String)> {
    // What one file calls the types may be what another one imports, and calls something else.
    let types = closure(TYPES.map(str::to_owned).into(), |types| {
        let aliases = files.iter().flat_map(|(_, tokens)| tokens.aliases(types));
        aliases.filter(|alias| alias.public).collect()
    });
    let mut found = Vec::new();
    for (path, tokens) in files {
        let types = closure(types.clone(), |types| tokens.aliases(types));
        let constants = tokens.constants(&types).into_iter();
        found.extend(constants.map(|(line, name)| (path.as_path(), line, name)));
    }
    found
}

/// These names of types and their aliases, and the aliases of those.
fn closure(
    mut types: BTreeSet<String>,
    aliases: impl Fn(&BTreeSet<String>) -> Vec<Alias>,
) -> BTreeSet<String> {
    loop {
        let before = types.len();
        let more = aliases(&types);
        types.extend(more.into_iter().map(|alias| alias.name));
        if types.len() == before {
            return types;
        }
    }
}

/// All Rust files below a folder, in a fixed order, but for modules that are all tests.
fn read(folder: &Path) -> Result<Vec<(PathBuf, Tokens)>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let is_test = path.to_string_lossy().ends_with("tests.rs");
        if path.is_dir() {
            files.extend(read(&path)?);
        } else if path.extension().is_some_and(|it| it == "rs") && !is_test {
            let tokens = Tokens::read(&fs::read_to_string(&path)?);
            files.push((path.clone(), tokens.with_context(|| path.display().to_string())?));
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the files of a crate, by their names, name.
    fn named(files: &[(&str, &str)]) -> Vec<String> {
        let read =
            |(name, text): &(&str, &str)| (PathBuf::from(name), Tokens::read(text).expect("Rust"));
        let files: Vec<_> = files.iter().map(read).collect();
        let found = kinds(&files).into_iter();
        found
            .map(|(path, line, name)| format!("{}:{line} {name}", path.display()))
            .collect()
    }

    fn check(text: &str, expected: &[&str]) {
        let expected: Vec<String> = expected.iter().map(|name| format!("a.rs:{name}")).collect();
        assert_eq!(named(&[("a.rs", text)]), expected, "{text}");
    }

    #[test]
    fn kinds_are_found_however_they_are_written() {
        check(
            "fn f(k: EventKind) { k == EventKind::LOCK_WAIT }",
            &["1 EventKind::LOCK_WAIT"],
        );
        check(
            "f(laneway_trace::ObjectKind\n  ::\n  FILE)",
            &["1 ObjectKind::FILE"],
        );
        check(
            "matches!(kind, EventKind::PUT | EventKind::GET)",
            &["1 EventKind::PUT", "1 EventKind::GET"],
        );
        check("f(<EventKind>::PUT)", &["1 EventKind::PUT"]);
        check("f(r#EventKind::r#PUT)", &["1 EventKind::PUT"]);
        check(
            "use laneway_trace::ObjectKind::{self, Lock};",
            &["1 ObjectKind::{"],
        );
        check("use laneway_trace::ObjectKind::*;", &["1 ObjectKind::*"]);
        check("if kind == EventKind(12) {}", &["1 EventKind(..)"]);
        check(
            "html! { <p class={f(EventKind::PUT)}>{ \"x\" }</p> }",
            &["1 EventKind::PUT"],
        );
    }

    #[test]
    fn kinds_are_found_under_another_name() {
        check(
            "use laneway_trace::{ActorId, EventKind as Kind};\nf(Kind::PUT)",
            &["2 Kind::PUT"],
        );
        check(
            "type Verb = laneway_trace::EventKind;\nf(Verb::PUT)",
            &["2 Verb::PUT"],
        );
        check(
            "fn f() { use EventKind as K; use K as L; g(L::PUT) }",
            &["1 L::PUT"],
        );
        check(
            "impl Look for EventKind { fn look(self) -> bool { self == Self::PUT } }",
            &["1 Self::PUT"],
        );
        let public = ("a.rs", "pub(crate) use laneway_trace::{EventKind as Kind};");
        let other = ("b.rs", "use crate::a::Kind as Verb; f(Verb::PUT)");
        assert_eq!(named(&[public, other]), ["b.rs:1 Verb::PUT"]);
        let private = ("a.rs", "use laneway_trace::EventKind as Kind;");
        let own = ("b.rs", "pub enum Kind { Big } f(Kind::Big)");
        assert_eq!(named(&[private, own]), <[&str; 0]>::default());
    }

    #[test]
    fn what_names_no_kind_is_left_alone() {
        check(
            "for row in EventKind::ALL { f(EventKind::from_name(row.name)) }",
            &[],
        );
        check(
            "// EventKind::PUT\n/* EventKind::PUT */ f(\"EventKind::PUT\")",
            &[],
        );
        check(
            "/// [`EventKind::PUT`]\nfn f(kind: EventKind, other: (EventKind)) {}",
            &[],
        );
        check("impl Other { fn f() -> Self { Self::NEW } }", &[]);
        check("fn f(x: impl Into<EventKind>) -> EventKind { Self::X }", &[]);
        check("f(<EventKind as Default>::default(), Default::default())", &[]);
        check(
            "#[cfg(test)]\nmod tests { use super::*; f([EventKind::PUT; 1]) }",
            &[],
        );
        check(
            "#[cfg(test)] #[allow(x)] const X: [EventKind; 1] = [EventKind::PUT];",
            &[],
        );
        check(
            "#[cfg(test)]\nmod tests { f(EventKind::PUT) }\nf(EventKind::GET)",
            &["3 EventKind::GET"],
        );
    }
}
