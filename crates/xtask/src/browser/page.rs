//! One page: where it is, what it says, what it looks like.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};

use super::Viewport;
use super::connection::Connection;
use super::sight;

/// A line to the server.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// How much goes over it, both ways.
    pub bits_per_s: f64,
    /// From a question to the beginning of its answer.
    pub latency_ms: f64,
}

/// An open page. Dropping it closes it.
pub struct Page {
    pub(super) connection: Connection,
    errors: Vec<String>,
}

impl Page {
    pub(super) fn new(connection: Connection, viewport: Viewport) -> Result<Self> {
        let mut page = Self {
            connection,
            errors: Vec::new(),
        };
        for domain in [
            "Page.enable",
            "Runtime.enable",
            "Log.enable",
            "Performance.enable",
        ] {
            page.connection.call(domain, json!({}))?;
        }
        page.set_viewport(viewport)?;
        // One page of several has the focus of the system; each of them is to behave as if it had.
        page.connection
            .call("Emulation.setFocusEmulationEnabled", json!({"enabled": true}))?;
        Ok(page)
    }

    /// Runs a script in each document that is loaded from now on, before any script of its own.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn run_first(&mut self, script: &str) -> Result<()> {
        self.connection
            .call("Page.addScriptToEvaluateOnNewDocument", json!({"source": script}))?;
        Ok(())
    }

    /// Loads an address and waits for its load event. A change of the fragment alone loads nothing.
    ///
    /// # Errors
    /// When the address cannot be loaded.
    pub fn navigate(&mut self, url: &str) -> Result<()> {
        self.connection.forget_events("Page.loadEventFired");
        let answer = self.connection.call("Page.navigate", json!({"url": url}))?;
        if let Some(error) = answer["errorText"].as_str() {
            bail!("cannot load {url}: {error}");
        }
        // Only a new document has a loader.
        if answer.get("loaderId").is_some() {
            self.connection.wait_for_event("Page.loadEventFired")?;
        }
        Ok(())
    }

    /// Loads the page anew and waits for its load event.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn reload(&mut self) -> Result<()> {
        self.connection.forget_events("Page.loadEventFired");
        self.connection.call("Page.reload", json!({}))?;
        self.connection.wait_for_event("Page.loadEventFired")?;
        Ok(())
    }

    /// Takes the network away from the page, or gives it back.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn set_offline(&mut self, offline: bool) -> Result<()> {
        self.connection.call("Network.enable", json!({}))?;
        self.connection.call(
            "Network.emulateNetworkConditions",
            json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}),
        )?;
        Ok(())
    }

    /// Makes the network as slow as this, for what is loaded from now on, and keeps nothing of it.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn set_line(&mut self, line: Line) -> Result<()> {
        self.connection.call("Network.enable", json!({}))?;
        self.connection
            .call("Network.setCacheDisabled", json!({"cacheDisabled": true}))?;
        let bytes_per_s = line.bits_per_s / 8.0;
        self.connection.call(
            "Network.emulateNetworkConditions",
            json!({"offline": false, "latency": line.latency_ms, "downloadThroughput": bytes_per_s, "uploadThroughput": bytes_per_s}),
        )?;
        Ok(())
    }

    /// Changes the size of the page.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn set_viewport(&mut self, viewport: Viewport) -> Result<()> {
        let Viewport {
            width_px,
            height_px,
            scale,
            mobile,
        } = viewport;
        self.connection.call(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width_px, "height": height_px, "deviceScaleFactor": scale, "mobile": mobile}),
        )?;
        self.connection
            .call("Emulation.setTouchEmulationEnabled", json!({"enabled": mobile}))?;
        Ok(())
    }

    /// What the system asks pages for: a dark look, less motion.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn set_media(&mut self, dark: bool, reduced_motion: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let motion = if reduced_motion { "reduce" } else { "no-preference" };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]);
        self.connection
            .call("Emulation.setEmulatedMedia", json!({"features": features}))?;
        Ok(())
    }

    /// The value of a JavaScript expression, as JSON; a promise is awaited.
    ///
    /// # Errors
    /// When the expression throws; the text holds the exception.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let mut answer = self.connection.call("Runtime.evaluate", params)?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            bail!("{} in: {expression}", exception_text(thrown));
        }
        Ok(answer["result"]["value"].take())
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

    /// Gives files to an `<input type="file">`, as if chosen in its dialog.
    ///
    /// # Errors
    /// When nothing matches the CSS selector.
    pub fn set_files(&mut self, selector: &str, files: &[&std::path::Path]) -> Result<()> {
        let document = self.connection.call("DOM.getDocument", json!({"depth": 0}))?;
        let query = json!({"nodeId": document["root"]["nodeId"], "selector": selector});
        let node = self.connection.call("DOM.querySelector", query)?["nodeId"].take();
        if node == 0 {
            bail!("nothing matches {selector}");
        }
        self.connection
            .call("DOM.setFileInputFiles", json!({"nodeId": node, "files": files}))?;
        Ok(())
    }

    /// What one sees, as PNG.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn screenshot(&mut self) -> Result<Vec<u8>> {
        let answer = self
            .connection
            .call("Page.captureScreenshot", json!({"format": "png"}))?;
        let text = answer["data"].as_str().context("Chromium sent no picture")?;
        Ok(data_encoding::BASE64.decode(text.as_bytes())?)
    }

    /// Exceptions that nobody caught, calls of `console.error`, and errors that the browser itself
    /// logged (a refused script, a missing file), since the page was opened.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn console_errors(&mut self) -> Result<Vec<String>> {
        // Events come in order: after this answer, all earlier ones are here.
        self.connection
            .call("Runtime.evaluate", json!({"expression": "0"}))?;
        let new = self.connection.take_events(error_text);
        self.errors.extend(new);
        Ok(self.errors.clone())
    }

    /// Chromium's counters of this page: `ScriptDuration` and `TaskDuration` in seconds,
    /// `JSHeapUsedSize` in bytes, and others.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn metrics(&mut self) -> Result<BTreeMap<String, f64>> {
        let answer = self.connection.call("Performance.getMetrics", json!({}))?;
        let metrics = answer["metrics"].as_array().context("Chromium sent no metrics")?;
        let pair = |it: &Value| Some((it["name"].as_str()?.to_string(), it["value"].as_f64()?));
        Ok(metrics.iter().filter_map(pair).collect())
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Its browser may have ended already: then it is closed.
        let _ = self.connection.call("Page.close", json!({}));
    }
}

/// The text of an event that is an error.
fn error_text(event: &Value) -> Option<String> {
    let params = &event["params"];
    match event["method"].as_str()? {
        "Runtime.exceptionThrown" => Some(exception_text(&params["exceptionDetails"])),
        "Runtime.consoleAPICalled" if params["type"] == "error" => {
            let arguments = params["args"].as_array()?;
            let text = |it: &Value| {
                let value = &it["value"];
                let description = value.as_str().or(it["description"].as_str());
                description.map_or_else(|| value.to_string(), str::to_string)
            };
            Some(arguments.iter().map(text).collect::<Vec<_>>().join(" "))
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            let entry = &params["entry"];
            Some(format!(
                "{} {}",
                entry["text"].as_str()?,
                entry["url"].as_str().unwrap_or("")
            ))
        }
        _ => None,
    }
}

fn exception_text(details: &Value) -> String {
    let description = details["exception"]["description"].as_str();
    let text = details["text"].as_str().unwrap_or("an exception");
    description.unwrap_or(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_from_other_events() {
        let check = |event: Value, expected: Option<&str>| {
            assert_eq!(error_text(&event).as_deref(), expected);
        };
        check(
            json!({"method": "Runtime.consoleAPICalled", "params": {"type": "error",
                "args": [{"type": "string", "value": "lost"}, {"type": "number", "value": 3}]}}),
            Some("lost 3"),
        );
        check(
            json!({"method": "Runtime.consoleAPICalled", "params": {"type": "log", "args": []}}),
            None,
        );
        check(
            json!({"method": "Runtime.exceptionThrown", "params": {"exceptionDetails":
                {"text": "Uncaught", "exception": {"description": "Error: no"}}}}),
            Some("Error: no"),
        );
        check(
            json!({"method": "Log.entryAdded", "params": {"entry":
                {"level": "error", "text": "404", "url": "http://127.0.0.1/a"}}}),
            Some("404 http://127.0.0.1/a"),
        );
        check(json!({"method": "Page.loadEventFired", "params": {}}), None);
    }
}
