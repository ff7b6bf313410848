//! The user: mouse, wheel, keyboard, files dropped on the page.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::keys;
use super::page::Page;
use super::sight;

/// Moves between the ends of a drag; enough for a page to see that it is one.
const DRAG_MOVES: u32 = 8;

/// Coordinates are CSS pixels from the viewport's upper left corner.
impl Page {
    /// A click of the left button.
    ///
    /// # Errors
    /// When Chromium has gone; so for all of these.
    pub fn click(&mut self, x: f64, y: f64) -> Result<()> {
        self.mouse("mouseMoved", x, y, false)?;
        self.mouse("mousePressed", x, y, true)?;
        self.mouse("mouseReleased", x, y, true)
    }

    /// A double click of the left button.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn double_click(&mut self, x: f64, y: f64) -> Result<()> {
        self.click(x, y)?;
        for kind in ["mousePressed", "mouseReleased"] {
            let params = mouse(kind, x, y, 2);
            self.connection.call("Input.dispatchMouseEvent", params)?;
        }
        Ok(())
    }

    /// A click in the middle of the first element that matches a CSS selector.
    ///
    /// # Errors
    /// When nothing matches, or what matches cannot be seen.
    pub fn click_on(&mut self, selector: &str) -> Result<()> {
        let (x, y) = self.middle_of(selector)?;
        self.click(x, y)
    }

    /// The middle of the first element that matches a CSS selector, scrolled into view.
    ///
    /// # Errors
    /// When nothing matches, or what matches cannot be seen.
    pub fn middle_of(&mut self, selector: &str) -> Result<(f64, f64)> {
        sight::middle_of(selector, |it| self.evaluate(it))
    }

    /// Moves the pointer.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn hover(&mut self, x: f64, y: f64) -> Result<()> {
        self.mouse("mouseMoved", x, y, false)
    }

    /// Presses the left button at one place, moves, and releases it at another.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        self.drag_with(from, to, 0)
    }

    /// A drag while Shift is held down.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn shift_drag(&mut self, from: (f64, f64), to: (f64, f64)) -> Result<()> {
        self.drag_with(from, to, keys::SHIFT)
    }

    fn drag_with(&mut self, from: (f64, f64), to: (f64, f64), modifiers: u8) -> Result<()> {
        let mut send = |mut params: Value| {
            params["modifiers"] = modifiers.into();
            self.connection.call("Input.dispatchMouseEvent", params).map(drop)
        };
        send(mouse("mouseMoved", from.0, from.1, 0))?;
        send(mouse("mousePressed", from.0, from.1, 1))?;
        for step in 1..=DRAG_MOVES {
            let part = f64::from(step) / f64::from(DRAG_MOVES);
            let at = |from: f64, to: f64| from + (to - from) * part;
            send(mouse("mouseMoved", at(from.0, to.0), at(from.1, to.1), 1))?;
        }
        send(mouse("mouseReleased", to.0, to.1, 1))
    }

    /// Turns the wheel over a place; positive `delta_y_px` scrolls down.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn wheel(&mut self, at: (f64, f64), delta_px: (f64, f64), with_control: bool) -> Result<()> {
        let modifiers = if with_control { 2 } else { 0 };
        let params = json!({"type": "mouseWheel", "x": at.0, "y": at.1, "modifiers": modifiers,
            "deltaX": delta_px.0, "deltaY": delta_px.1});
        self.connection.call("Input.dispatchMouseEvent", params)?;
        Ok(())
    }

    /// A tap of one finger.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn tap(&mut self, x: f64, y: f64) -> Result<()> {
        self.touch("touchStart", &[(x, y)])?;
        self.touch("touchEnd", &[])
    }

    /// Fingers on the screen, as the protocol's `touchStart`, `touchMove` or `touchEnd`.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn touch(&mut self, kind: &str, fingers: &[(f64, f64)]) -> Result<()> {
        let points: Vec<Value> = fingers
            .iter()
            .enumerate()
            .map(|(id, (x, y))| json!({"x": x, "y": y, "id": id}))
            .collect();
        let params = json!({"type": kind, "touchPoints": points});
        self.connection.call("Input.dispatchTouchEvent", params)?;
        Ok(())
    }

    /// Presses and releases a key by its name: `a`, `Shift+ArrowRight`, `Control+Shift+P`, `?`.
    ///
    /// # Errors
    /// When there is no such key, or as [`Page::click`].
    pub fn key(&mut self, name: &str) -> Result<()> {
        let mut params = keys::describe(name)?;
        let down = if params.get("text").is_some() {
            "keyDown"
        } else {
            "rawKeyDown"
        };
        params["type"] = down.into();
        self.connection.call("Input.dispatchKeyEvent", params.clone())?;
        params["type"] = "keyUp".into();
        self.connection.call("Input.dispatchKeyEvent", params)?;
        Ok(())
    }

    /// Types a text of any language into what has the focus.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn type_text(&mut self, text: &str) -> Result<()> {
        self.connection.call("Input.insertText", json!({"text": text}))?;
        Ok(())
    }

    /// Drops files on the page.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn drop_files(&mut self, x: f64, y: f64, files: &[&Path]) -> Result<()> {
        self.drag_files_over(x, y, files)?;
        self.files("drop", x, y, files)
    }

    /// Holds files over the page.
    ///
    /// # Errors
    /// As [`Page::click`].
    pub fn drag_files_over(&mut self, x: f64, y: f64, files: &[&Path]) -> Result<()> {
        self.files("dragEnter", x, y, files)?;
        self.files("dragOver", x, y, files)
    }

    fn files(&mut self, kind: &str, x: f64, y: f64, files: &[&Path]) -> Result<()> {
        let data = json!({"items": [], "files": files, "dragOperationsMask": 1});
        let params = json!({"type": kind, "x": x, "y": y, "data": data});
        self.connection.call("Input.dispatchDragEvent", params)?;
        Ok(())
    }

    fn mouse(&mut self, kind: &str, x: f64, y: f64, left: bool) -> Result<()> {
        let params = mouse(kind, x, y, u8::from(left));
        self.connection.call("Input.dispatchMouseEvent", params)?;
        Ok(())
    }
}

/// A mouse event: the left button is in it if it is one of a row of `clicks`.
fn mouse(kind: &str, x: f64, y: f64, clicks: u8) -> Value {
    let left = clicks > 0;
    json!({"type": kind, "x": x, "y": y, "button": if left { "left" } else { "none" },
        "buttons": u8::from(left && kind != "mouseReleased"), "clickCount": clicks})
}
