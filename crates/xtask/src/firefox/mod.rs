//! Headless Firefox, driven over WebDriver BiDi by its remote port: what [`crate::browser`] is for Chromium, as far as
//! the core of the browser tests needs it. The protocol: <https://w3c.github.io/webdriver-bidi/>.

mod connection;
mod input;
mod page;
mod values;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::browser::Viewport;
use crate::browser::process::Process;
use crate::setup::FIREFOX;
use crate::workspace::on_path;
use connection::Connection;
pub use page::Page;

/// What is set besides what Firefox itself sets for a browser that is driven.
const PREFERENCES: &str = r#"
// One window of several has the focus of the system; each page is to behave as if it had.
user_pref("focusmanager.testmode", true);
// It starts no process before a page asks for one.
user_pref("dom.ipc.processPrelaunch.enabled", false);
"#;

/// A running Firefox with an empty profile. Dropping it ends the whole process tree.
pub struct Firefox {
    connection: Arc<Connection>,
    #[cfg_attr(not(test), expect(dead_code, reason = "it is held for its end"))]
    process: Process,
}

impl Firefox {
    /// Whether it can be started: not everybody has it.
    #[must_use]
    pub fn is_installed() -> bool {
        on_path(&FIREFOX).is_some()
    }

    /// Starts the Firefox that is on the search path; takes some seconds.
    ///
    /// # Errors
    /// When there is none, or it does not come up; the text holds what it said.
    pub fn launch() -> Result<Self> {
        let program = on_path(&FIREFOX).context("no firefox-esr on the search path")?;
        let (process, port) = Process::start(&program, prepare, |profile| {
            let text = std::fs::read_to_string(profile.join("WebDriverBiDiServer.json")).ok()?;
            let place: Value = serde_json::from_str(&text).ok()?;
            place["ws_port"].as_u64()?.try_into().ok()
        })?;
        let connection = Connection::open(port).context("Firefox's BiDi does not answer")?;
        connection.call("session.new", json!({"capabilities": {}}))?;
        connection.call("session.subscribe", json!({"events": ["log.entryAdded"]}))?;
        Ok(Self {
            connection: Arc::new(connection),
            process,
        })
    }

    /// Opens a page with storage of its own and waits until it has loaded.
    ///
    /// # Errors
    /// When the address cannot be loaded, or Firefox has gone.
    pub fn open(&self, url: &str, viewport: Viewport) -> Result<Page> {
        let call = |method, params| self.connection.call(method, params);
        let user = call("browser.createUserContext", json!({}))?["userContext"].take();
        // In a window of its own: a tab behind another one has no animation frames.
        let params = json!({"type": "window", "userContext": user});
        let context = call("browsingContext.create", params)?["context"].take();
        let mut page = Page::new(Arc::clone(&self.connection), context, user);
        page.set_viewport(viewport)?;
        page.navigate(url)?;
        Ok(page)
    }
}

fn prepare(command: &mut Command, profile: &Path) -> Result<()> {
    std::fs::write(profile.join("user.js"), PREFERENCES)?;
    command
        .args([
            "--headless",
            "--no-remote",
            "--remote-debugging-port",
            "0",
            "--profile",
        ])
        .arg(profile)
        // Caches and what else it keeps at home go with the profile.
        .env("HOME", profile)
        .env_remove("XDG_CACHE_HOME")
        .env_remove("XDG_CONFIG_HOME")
        // Nothing is written outside; the helper that would do so leaves the process group, but ends with Firefox.
        .env("MOZ_CRASHREPORTER_DISABLE", "1");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::browser::tests::PAGE;

    const DEADLINE: Duration = Duration::from_secs(30);

    /// `None` where there is none.
    fn launched() -> Option<Firefox> {
        if !Firefox::is_installed() {
            println!("not checked in Firefox: install firefox-esr");
            return None;
        }
        Some(Firefox::launch().expect("Firefox starts"))
    }

    #[test]
    fn a_page_is_driven_and_seen() {
        let Some(firefox) = launched() else { return };
        let mut page = firefox.open("about:blank", Viewport::PHONE).expect("opens");
        page.run_first("window.first = 'here';").expect("a script");
        page.navigate(PAGE).expect("loads");
        assert_eq!(page.evaluate("first").expect("a text"), "here");
        let size = "[innerWidth, innerHeight, devicePixelRatio]";
        assert_eq!(page.evaluate(size).expect("numbers"), json!([390, 844, 2]));
        page.set_viewport(Viewport::DESKTOP).expect("resizes");
        let size = page.evaluate(&format!("Promise.resolve({size})"));
        assert_eq!(size.expect("numbers"), json!([1280, 720, 1]));
        let frame = "new Promise(done => requestAnimationFrame(() => done(true)))";
        let mut other = firefox
            .open("data:text/html,<input>", Viewport::DESKTOP)
            .expect("opens");
        for page in [&mut page, &mut other] {
            assert_eq!(page.evaluate(frame).expect("a frame"), true);
        }

        page.click_on("button").expect("clicks");
        page.wait_for("document.title === 'clicked'", DEADLINE)
            .expect("the click arrived");
        page.click_on("#text").expect("clicks");
        page.key("a").expect("presses");
        page.type_text("泳道").expect("types");
        page.key("Shift+ArrowRight").expect("presses");
        other.click_on("input").expect("clicks");
        other.key("b").expect("presses");
        let typed = other.evaluate("document.querySelector('input').value");
        assert_eq!(typed.expect("a text"), "b");
        let typed = page.evaluate("[document.querySelector('#text').value, window.last]");
        assert_eq!(typed.expect("values"), json!(["a泳道", "ArrowRight"]));

        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        page.set_files("#file", &[&file]).expect("sets");
        let name = page.evaluate("document.querySelector('#file').files[0].name");
        assert_eq!(name.expect("a name"), "Cargo.toml");

        assert!(page.screenshot().expect("a picture").starts_with(b"\x89PNG"));

        let errors = page.console_errors().expect("errors");
        assert_eq!(errors[0], "lost 3");
        assert!(
            errors[1].contains("undefinedFunction is not defined"),
            "{errors:?}"
        );
        assert_eq!(other.console_errors().expect("errors"), [""; 0]);
        let thrown = page.evaluate("nothing.at.all").expect_err("throws").to_string();
        assert!(thrown.contains("nothing"), "{thrown}");
    }

    /// Every process of the browser names its profile or stems from one that does.
    #[test]
    fn nothing_is_left_behind() {
        let Some(firefox) = launched() else { return };
        let page = firefox
            .open("data:text/html,hello", Viewport::DESKTOP)
            .expect("opens");
        let leaves_nothing = firefox.process.leaves_nothing();
        drop((page, firefox));
        leaves_nothing();
    }
}
