//! Headless Chromium, driven over the Chrome DevTools Protocol.
//!
//! Plain and synchronous: one WebSocket a page, one call at a time, and what the page prints to its
//! console is collected on the way. The protocol: <https://chromedevtools.github.io/devtools-protocol/>.
//!
//! ```no_run
//! use std::time::Duration;
//! use xtask::browser::{Browser, Viewport};
//!
//! # fn main() -> anyhow::Result<()> {
//! let browser = Browser::launch()?;
//! let mut page = browser.open("http://127.0.0.1:7007/", Viewport::DESKTOP)?;
//! page.wait_for("document.body.dataset.ready === 'true'", Duration::from_secs(20))?;
//! page.click_on("button.play")?;
//! page.key("Shift+ArrowRight")?;
//! assert_eq!(page.console_errors()?, Vec::<String>::new());
//! std::fs::write("page.png", page.screenshot()?)?;
//! # Ok(())
//! # }
//! ```

mod connection;
mod input;
pub(crate) mod keys;
mod page;
pub(crate) mod process;
pub(crate) mod sight;

use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use serde_json::json;

use connection::Connection;
pub use page::{Line, Page};
use process::Process;

/// A running Chromium with an empty profile. Dropping it ends the whole process tree.
pub struct Browser {
    // The connection goes first: it is closed before its other end is killed.
    connection: Mutex<Connection>,
    #[cfg_attr(not(test), expect(dead_code, reason = "it is held for its end"))]
    process: Process,
    port: u16,
}

/// The size of a page as CSS sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// Width in CSS pixels.
    pub width_px: u32,
    /// Height in CSS pixels.
    pub height_px: u32,
    /// Device pixels to a CSS pixel.
    pub scale: f64,
    /// A phone: touch instead of a mouse, and the page's viewport tag counts.
    pub mobile: bool,
}

impl Viewport {
    /// A projector or a small notebook.
    pub const DESKTOP: Self = Self {
        width_px: 1280,
        height_px: 720,
        scale: 1.0,
        mobile: false,
    };
    /// A full-HD screen.
    pub const FULL_HD: Self = Self {
        width_px: 1920,
        height_px: 1080,
        scale: 1.0,
        mobile: false,
    };
    /// A phone, upright.
    pub const PHONE: Self = Self {
        width_px: 390,
        height_px: 844,
        scale: 2.0,
        mobile: true,
    };
}

impl Browser {
    /// Starts the Chromium that is on the search path; takes about a second.
    ///
    /// # Errors
    /// When there is none, or it does not come up; the text holds what it said.
    pub fn launch() -> Result<Self> {
        let (process, (port, path)) = Process::chromium()?;
        let connection = Connection::open(port, &path).context("Chromium's DevTools do not answer")?;
        Ok(Self {
            connection: Mutex::new(connection),
            process,
            port,
        })
    }

    /// The ids of the processes in which pages are.
    ///
    /// # Errors
    /// When Chromium has gone.
    pub fn renderers(&self) -> Result<Vec<u32>> {
        let mut browser = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = browser.call("SystemInfo.getProcessInfo", json!({}))?;
        let all = answer["processInfo"].as_array().into_iter().flatten();
        let renderers = all.filter(|process| process["type"] == "renderer");
        Ok(renderers
            .filter_map(|process| process["id"].as_u64()?.try_into().ok())
            .collect())
    }

    /// Opens a page with storage of its own and waits until it has loaded.
    ///
    /// # Errors
    /// When the address cannot be loaded, or Chromium has gone.
    pub fn open(&self, url: &str, viewport: Viewport) -> Result<Page> {
        // A poisoned lock only says that another test failed in here.
        let mut browser = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let context = browser.call("Target.createBrowserContext", json!({}))?;
        let target = browser.call(
            "Target.createTarget",
            json!({"url": "about:blank", "browserContextId": context["browserContextId"]}),
        )?;
        drop(browser);
        let id = target["targetId"].as_str().context("Chromium opened no page")?;
        let connection = Connection::open(self.port, &format!("/devtools/page/{id}"))?;
        let mut page = Page::new(connection, viewport)?;
        page.navigate(url)?;
        Ok(page)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use super::*;

    const DEADLINE: Duration = Duration::from_secs(30);

    /// A page with something of everything.
    pub(crate) const PAGE: &str = "data:text/html,<input id=text><input id=file type=file>\
        <button onclick=\"document.title = 'clicked'\">go</button>\
        <script>addEventListener('keydown', event => window.last = event.code);\
        setTimeout(() => { console.error('lost', 3); undefinedFunction(); }, 0)</script>";

    #[test]
    fn a_page_is_driven_and_seen() {
        let browser = Browser::launch().expect("Chromium: see `cargo xtask setup`");
        let mut page = browser.open(PAGE, Viewport::PHONE).expect("opens");
        assert_eq!(
            page.evaluate("innerWidth").expect("a number"),
            980,
            "no viewport tag: as phones do"
        );
        page.set_viewport(Viewport::DESKTOP).expect("resizes");
        assert_eq!(
            page.evaluate("Promise.resolve(innerHeight)").expect("a number"),
            720
        );

        page.click_on("button").expect("clicks");
        page.wait_for("document.title === 'clicked'", DEADLINE)
            .expect("the click arrived");
        page.click_on("#text").expect("clicks");
        page.key("a").expect("presses");
        page.type_text("泳道").expect("types");
        page.key("Shift+ArrowRight").expect("presses");
        let typed = page.evaluate("[document.querySelector('#text').value, window.last]");
        assert_eq!(typed.expect("values"), json!(["a泳道", "ArrowRight"]));

        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        page.set_files("#file", &[&file]).expect("sets");
        let name = page.evaluate("document.querySelector('#file').files[0].name");
        assert_eq!(name.expect("a name"), "Cargo.toml");

        page.set_media(true, true).expect("emulates");
        let dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
        assert_eq!(dark.expect("a truth"), true);

        let errors = page.console_errors().expect("errors");
        assert_eq!(errors[0], "lost 3");
        assert!(
            errors[1].starts_with("ReferenceError: undefinedFunction"),
            "{errors:?}"
        );
        assert!(
            page.evaluate("nothing.at.all")
                .expect_err("throws")
                .to_string()
                .contains("nothing")
        );
        assert!(page.screenshot().expect("a picture").starts_with(b"\x89PNG"));
        assert!(page.metrics().expect("metrics").contains_key("ScriptDuration"));
    }

    /// Every process of the browser names its profile or stems from one that does.
    #[test]
    fn nothing_is_left_behind() {
        let browser = Browser::launch().expect("Chromium: see `cargo xtask setup`");
        let page = browser
            .open("data:text/html,hello", Viewport::DESKTOP)
            .expect("opens");
        let leaves_nothing = browser.process.leaves_nothing();
        drop((page, browser));
        leaves_nothing();
    }
}
