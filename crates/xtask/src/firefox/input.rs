//! The user: mouse, wheel, finger and keyboard.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::page::Page;
use crate::browser::keys;

/// Moves between the ends of a drag; enough for a page to see that it is one.
const DRAG_MOVES: u32 = 8;

/// Coordinates are CSS pixels from the viewport's upper left corner.
impl Page {
    /// A click of the left button.
    ///
    /// # Errors
    /// When Firefox has gone; so for all of these.
    pub fn click(&mut self, x: f64, y: f64) -> Result<()> {
        self.act(&[pointer("mouse", &[move_to(x, y), down(), up()])])
    }

    /// A click in the middle of the first element that matches a CSS selector.
    ///
    /// # Errors
    /// When nothing matches, or what matches cannot be seen.
    pub fn click_on(&mut self, selector: &str) -> Result<()> {
        let (x, y) = self.middle_of(selector)?;
        self.click(x, y)
    }

    /// A tap of one finger.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn tap(&mut self, x: f64, y: f64) -> Result<()> {
        self.act(&[pointer("touch", &[move_to(x, y), down(), up()])])
    }

    /// Moves the pointer.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn hover(&mut self, x: f64, y: f64) -> Result<()> {
        self.act(&[pointer("mouse", &[move_to(x, y)])])
    }

    /// Presses the left button at one place, moves, and releases it at another.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        let on_the_way = (1..=DRAG_MOVES).map(|step| {
            let part = f64::from(step) / f64::from(DRAG_MOVES);
            move_to(from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
        });
        let actions: Vec<Value> = [move_to(from.0, from.1), down()]
            .into_iter()
            .chain(on_the_way)
            .chain([up()])
            .collect();
        self.act(&[pointer("mouse", &actions)])
    }

    /// Turns the wheel over a place; positive `delta_y_px` scrolls down.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn wheel(&mut self, at: (f64, f64), delta_px: (f64, f64), with_control: bool) -> Result<()> {
        let scroll = json!({"type": "scroll", "x": at.0.round(), "y": at.1.round(),
            "deltaX": delta_px.0.round(), "deltaY": delta_px.1.round()});
        let control = |what| if with_control { key(what, CONTROL) } else { pause() };
        self.act(&[
            json!({"type": "key", "id": "keyboard", "actions": [control("keyDown"), pause(), control("keyUp")]}),
            json!({"type": "wheel", "id": "wheel", "actions": [pause(), scroll]}),
        ])
    }

    /// Presses and releases a key by its name: `a`, `Shift+ArrowRight`, `Control+Shift+P`, `?`.
    ///
    /// # Errors
    /// When there is no such key, or as [`Page::click`].
    pub fn key(&mut self, name: &str) -> Result<()> {
        self.act(&[json!({"type": "key", "id": "keyboard", "actions": press(name)?})])
    }

    /// Types a text of any language into what has the focus.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn type_text(&mut self, text: &str) -> Result<()> {
        let letters = text.chars().map(String::from);
        let actions: Vec<Value> = letters
            .flat_map(|it| [key("keyDown", &it), key("keyUp", &it)])
            .collect();
        self.act(&[json!({"type": "key", "id": "keyboard", "actions": actions})])
    }

    fn act(&mut self, sources: &[Value]) -> Result<()> {
        let params = json!({"context": self.context, "actions": sources});
        self.connection.call("input.performActions", params)?;
        // Or two clicks in a row would be a double click, however much came between.
        self.connection
            .call("input.releaseActions", json!({"context": self.context}))?;
        Ok(())
    }
}

fn pointer(kind: &str, actions: &[Value]) -> Value {
    json!({"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": actions})
}

fn move_to(x: f64, y: f64) -> Value {
    json!({"type": "pointerMove", "x": x, "y": y})
}

fn down() -> Value {
    json!({"type": "pointerDown", "button": 0})
}

fn up() -> Value {
    json!({"type": "pointerUp", "button": 0})
}

fn pause() -> Value {
    json!({"type": "pause"})
}

fn key(what: &str, value: &str) -> Value {
    json!({"type": what, "value": value})
}

const CONTROL: &str = "\u{e009}";

/// The presses and releases of `Control+Shift+P`.
fn press(name: &str) -> Result<Vec<Value>> {
    let (held, pressed) = keys::split(name);
    let held = held.into_iter().chain([pressed]).map(|it| {
        let letter = (it.chars().count() == 1).then(|| it.to_owned());
        letter
            .or_else(|| code_point(it))
            .with_context(|| format!("no key `{it}` in `{name}`"))
    });
    let values = held.collect::<Result<Vec<String>>>()?;
    let downs = values.iter().map(|it| key("keyDown", it));
    let ups = values.iter().rev().map(|it| key("keyUp", it));
    Ok(downs.chain(ups).collect())
}

/// The character by which WebDriver names a key that types none.
fn code_point(name: &str) -> Option<String> {
    const NAMED: [(&str, &str); 18] = [
        ("Alt", "\u{e00a}"),
        ("ArrowDown", "\u{e015}"),
        ("ArrowLeft", "\u{e012}"),
        ("ArrowRight", "\u{e014}"),
        ("ArrowUp", "\u{e013}"),
        ("Backspace", "\u{e003}"),
        ("Control", CONTROL),
        ("Delete", "\u{e017}"),
        ("End", "\u{e010}"),
        ("Enter", "\u{e006}"),
        ("Escape", "\u{e00c}"),
        ("Home", "\u{e011}"),
        ("Meta", "\u{e03d}"),
        ("PageDown", "\u{e00f}"),
        ("PageUp", "\u{e00e}"),
        ("Shift", "\u{e008}"),
        ("Space", " "),
        ("Tab", "\u{e004}"),
    ];
    let found = NAMED.iter().find(|(it, _)| *it == name);
    found.map(|(_, value)| (*value).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: &[(&str, &str)]) {
        let expected: Vec<Value> = expected.iter().map(|(what, value)| key(what, value)).collect();
        assert_eq!(press(name).expect("a key"), expected, "{name}");
    }

    #[test]
    fn keys_are_pressed_while_others_are_held() {
        check("?", &[("keyDown", "?"), ("keyUp", "?")]);
        check("Space", &[("keyDown", " "), ("keyUp", " ")]);
        check(
            "Control++",
            &[
                ("keyDown", CONTROL),
                ("keyDown", "+"),
                ("keyUp", "+"),
                ("keyUp", CONTROL),
            ],
        );
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for name in ["", "Hyper+a", "ArrowSideways"] {
            assert!(press(name).is_err(), "{name}");
        }
    }
}
