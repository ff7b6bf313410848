//! Keys by name, as `Input.dispatchKeyEvent` wants them described.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// The bit of Shift among the modifiers.
pub(super) const SHIFT: u8 = 8;

/// The keys that are held in `Control+Shift+P`, and the one that is pressed.
pub(crate) fn split(name: &str) -> (Vec<&str>, &str) {
    let mut held = Vec::new();
    let mut key = name;
    while let Some((modifier, rest)) = key.split_once('+').filter(|(_, rest)| !rest.is_empty()) {
        held.push(modifier);
        key = rest;
    }
    (held, key)
}

/// The description of a key press such as `a`, `Shift+ArrowRight`, `Control+Shift+P` or `?`, on a
/// keyboard of the United States.
pub(super) fn describe(name: &str) -> Result<Value> {
    let (held, key) = split(name);
    let mut modifiers: u8 = 0;
    for modifier in held {
        modifiers |= match modifier {
            "Alt" => 1,
            "Control" => 2,
            "Meta" => 4,
            "Shift" => SHIFT,
            _ => bail!("no modifier `{modifier}` in the key `{name}`"),
        };
    }
    let (code, virtual_code) = code(key).with_context(|| format!("no key `{name}`"))?;
    let mut description = json!({
        "key": if key == "Space" { " " } else { key },
        "code": code,
        "modifiers": modifiers,
        "windowsVirtualKeyCode": virtual_code,
    });
    // A text makes the key type something; with Control, Alt or Meta it is a command instead.
    let text = match key {
        "Enter" => Some("\r"),
        "Space" => Some(" "),
        _ => (key.chars().count() == 1).then_some(key),
    };
    if let Some(text) = text.filter(|_| modifiers & 0b0111 == 0) {
        description["text"] = text.into();
    }
    Ok(description)
}

/// The place of a key on the keyboard, and its number on Windows.
fn code(key: &str) -> Option<(String, u32)> {
    const NAMED: [(&str, &str, u32); 32] = [
        ("ArrowDown", "ArrowDown", 40),
        ("ArrowLeft", "ArrowLeft", 37),
        ("ArrowRight", "ArrowRight", 39),
        ("ArrowUp", "ArrowUp", 38),
        ("Backspace", "Backspace", 8),
        ("Delete", "Delete", 46),
        ("End", "End", 35),
        ("Enter", "Enter", 13),
        ("Escape", "Escape", 27),
        ("F3", "F3", 114),
        ("Home", "Home", 36),
        ("PageDown", "PageDown", 34),
        ("PageUp", "PageUp", 33),
        ("Space", "Space", 32),
        (" ", "Space", 32),
        ("Tab", "Tab", 9),
        (",", "Comma", 188),
        ("<", "Comma", 188),
        (".", "Period", 190),
        (">", "Period", 190),
        ("/", "Slash", 191),
        ("?", "Slash", 191),
        ("[", "BracketLeft", 219),
        ("{", "BracketLeft", 219),
        ("]", "BracketRight", 221),
        ("}", "BracketRight", 221),
        ("-", "Minus", 189),
        ("_", "Minus", 189),
        ("=", "Equal", 187),
        ("+", "Equal", 187),
        (";", "Semicolon", 186),
        (":", "Semicolon", 186),
    ];
    if let Some((_, code, number)) = NAMED.iter().find(|(name, ..)| *name == key) {
        return Some(((*code).to_string(), *number));
    }
    let mut characters = key.chars();
    let (first, None) = (characters.next()?, characters.next()) else {
        return None;
    };
    let upper = first.to_ascii_uppercase();
    match first {
        'a'..='z' | 'A'..='Z' => Some((format!("Key{upper}"), upper.into())),
        '0'..='9' => Some((format!("Digit{first}"), first.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, key: &str, code: &str, modifiers: u32, text: Option<&str>) {
        let it = describe(name).expect("a key");
        assert_eq!(
            (it["key"].as_str(), it["code"].as_str()),
            (Some(key), Some(code)),
            "{name}"
        );
        assert_eq!(
            (it["modifiers"].as_u64(), it["text"].as_str()),
            (Some(modifiers.into()), text)
        );
    }

    #[test]
    fn keys_are_described() {
        check("a", "a", "KeyA", 0, Some("a"));
        check("Shift+A", "A", "KeyA", 8, Some("A"));
        check("Control+Shift+P", "P", "KeyP", 10, None);
        check("Space", " ", "Space", 0, Some(" "));
        check("Shift+ArrowRight", "ArrowRight", "ArrowRight", 8, None);
        check("+", "+", "Equal", 0, Some("+"));
        check("Control++", "+", "Equal", 2, None);
        check("?", "?", "Slash", 0, Some("?"));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for name in ["", "Hyper+a", "ArrowSideways", "ä"] {
            assert!(describe(name).is_err(), "{name}");
        }
    }
}
