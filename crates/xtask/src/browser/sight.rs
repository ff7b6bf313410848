//! What one sees of a page by asking it, whatever browser shows it.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::Value;

/// Waits until a JavaScript expression is true; the deadline is for failures only.
pub(crate) fn wait_for(
    condition: &str,
    deadline: Duration,
    mut evaluate: impl FnMut(&str) -> Result<Value>,
) -> Result<()> {
    let started = Instant::now();
    loop {
        // While a page loads, its script context comes and goes: an error is not the end.
        let last = evaluate(condition);
        if last.as_ref().is_ok_and(|value| *value == true) {
            return Ok(());
        }
        if started.elapsed() > deadline {
            let last = last.map_or_else(|error| format!("{error:#}"), |value| value.to_string());
            bail!("after {deadline:?} still {last}: {condition}");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The middle of the first element that matches a CSS selector, scrolled into view.
pub(crate) fn middle_of(
    selector: &str,
    mut evaluate: impl FnMut(&str) -> Result<Value>,
) -> Result<(f64, f64)> {
    let at = evaluate(&format!(
        "(() => {{ const it = document.querySelector({});
           if (!it) return null;
           it.scrollIntoView({{block: 'nearest', inline: 'nearest', behavior: 'instant'}});
           const box = it.getBoundingClientRect();
           return [box.x + box.width / 2, box.y + box.height / 2, box.width * box.height]; }})()",
        Value::from(selector)
    ))?;
    let (Some(x), Some(y)) = (at[0].as_f64(), at[1].as_f64()) else {
        bail!("nothing matches {selector}");
    };
    if at[2] == 0.0 {
        bail!("{selector} has no size on the page");
    }
    Ok((x, y))
}
