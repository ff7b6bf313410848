//! One page: where it is, and what it says.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use super::connection::Connection;
use super::values;
use crate::browser::{Viewport, sight};

/// An open page. Dropping it closes it.
pub struct Page {
    pub(super) connection: Arc<Connection>,
    /// Its window, as the protocol names it.
    pub(super) context: Value,
    /// Whose storage it has.
    user: Value,
    errors: Vec<String>,
}

impl Page {
    pub(super) fn new(connection: Arc<Connection>, context: Value, user: Value) -> Self {
        Self {
            connection,
            context,
            user,
            errors: Vec::new(),
        }
    }

    /// Runs a script in each document that is loaded from now on, before any script of its own. What it declares is its
    /// own; what it puts into `window` is everybody's.
    ///
    /// # Errors
    /// When Firefox has gone; so for all of these.
    pub fn run_first(&mut self, script: &str) -> Result<()> {
        let params =
            json!({"functionDeclaration": format!("() => {{ {script}\n}}"), "contexts": [self.context]});
        self.connection.call("script.addPreloadScript", params)?;
        Ok(())
    }

    /// Loads an address and waits until it has loaded. A change of the fragment alone loads nothing.
    ///
    /// # Errors
    /// When the address cannot be loaded.
    pub fn navigate(&mut self, url: &str) -> Result<()> {
        let params = json!({"context": self.context, "url": url, "wait": "complete"});
        self.connection.call("browsingContext.navigate", params)?;
        Ok(())
    }

    /// Loads the page anew and waits until it has loaded.
    ///
    /// # Errors
    /// As [`Page::run_first`].
    pub fn reload(&mut self) -> Result<()> {
        let params = json!({"context": self.context, "wait": "complete"});
        self.connection.call("browsingContext.reload", params)?;
        Ok(())
    }

    /// Changes the size of the page.
    ///
    /// # Errors
    /// As [`Page::run_first`].
    pub fn set_viewport(&mut self, viewport: Viewport) -> Result<()> {
        let size = json!({"width": viewport.width_px, "height": viewport.height_px});
        let params =
            json!({"context": self.context, "viewport": size, "devicePixelRatio": viewport.scale});
        self.connection.call("browsingContext.setViewport", params)?;
        Ok(())
    }

    /// The value of a JavaScript expression, as JSON; a promise is awaited.
    ///
    /// # Errors
    /// When the expression throws; the text holds the exception.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        self.remote_value(expression).map(|value| values::plain(&value))
    }

    /// The value of a JavaScript expression, as the protocol describes it.
    fn remote_value(&mut self, expression: &str) -> Result<Value> {
        let params = json!({"expression": expression, "target": {"context": self.context},
            "awaitPromise": true, "resultOwnership": "none"});
        let mut answer = self.connection.call("script.evaluate", params)?;
        if answer["type"] == "exception" {
            let text = answer["exceptionDetails"]["text"]
                .as_str()
                .unwrap_or("an exception");
            bail!("{text} in: {expression}");
        }
        Ok(answer["result"].take())
    }

    /// Waits until a JavaScript expression is true; the deadline is for failures only.
    ///
    /// # Errors
    /// When the deadline passes; the text holds the last value and the page's errors.
    pub fn wait_for(&mut self, condition: &str, deadline: Duration) -> Result<()> {
        sight::wait_for(condition, deadline, |it| self.evaluate(it)).map_err(|error| {
            let errors = self.console_errors().unwrap_or_default();
            anyhow!("{error:#}; the page's errors: {errors:#?}")
        })
    }

    /// The middle of the first element that matches a CSS selector, scrolled into view.
    ///
    /// # Errors
    /// When nothing matches, or what matches cannot be seen.
    pub fn middle_of(&mut self, selector: &str) -> Result<(f64, f64)> {
        sight::middle_of(selector, |it| self.evaluate(it))
    }

    /// Gives files to an `<input type="file">`, as if chosen in its dialog.
    ///
    /// # Errors
    /// When nothing matches the CSS selector.
    pub fn set_files(&mut self, selector: &str, files: &[&Path]) -> Result<()> {
        let element =
            self.remote_value(&format!("document.querySelector({})", Value::from(selector)))?;
        let Some(id) = element["sharedId"].as_str() else {
            bail!("nothing matches {selector}");
        };
        let params = json!({"context": self.context, "element": {"sharedId": id}, "files": files});
        self.connection.call("input.setFiles", params)?;
        Ok(())
    }

    /// What one sees, as PNG.
    ///
    /// # Errors
    /// As [`Page::run_first`].
    pub fn screenshot(&mut self) -> Result<Vec<u8>> {
        let params = json!({"context": self.context});
        let answer = self
            .connection
            .call("browsingContext.captureScreenshot", params)?;
        let text = answer["data"].as_str().context("Firefox sent no picture")?;
        Ok(data_encoding::BASE64.decode(text.as_bytes())?)
    }

    /// Exceptions that nobody caught and calls of `console.error`, since the page was opened. What the browser itself
    /// complains of (a refused script, a missing file) the protocol does not tell.
    ///
    /// # Errors
    /// As [`Page::run_first`].
    pub fn console_errors(&mut self) -> Result<Vec<String>> {
        // Events come in order: after this answer, all earlier ones are here.
        self.evaluate("0")?;
        let context = &self.context;
        let new = self.connection.take_events(|event| error_text(event, context));
        self.errors.extend(new);
        Ok(self.errors.clone())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // With its storage its window closes. Its browser may have ended already: then it is closed.
        let params = json!({"userContext": self.user});
        let _ = self.connection.call("browser.removeUserContext", params);
    }
}

/// The text of an event that is an error in this window. The connection hears of all windows.
fn error_text(event: &Value, context: &Value) -> Option<String> {
    let entry = &event["params"];
    let is_error = event["method"] == "log.entryAdded" && entry["level"] == "error";
    (is_error && entry["source"]["context"] == *context)
        .then(|| entry["text"].as_str().map(str::to_owned))
        .flatten()
}
