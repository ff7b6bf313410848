//! A user at a page: what they do and what they see. Whatever goes wrong is a failed test.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use xtask::browser::Page;
use xtask::firefox;

/// Only a failure takes that long.
const DEADLINE: Duration = Duration::from_secs(30);

pub struct Visit {
    page: Shown,
    server: String,
}

/// A page in one browser or the other.
pub enum Shown {
    Chromium(Box<Page>),
    Firefox(firefox::Page),
}

/// Calls what the pages of both browsers have.
macro_rules! page {
    ($visit:ident.$call:ident($($argument:expr),*)) => {
        match &mut $visit.page {
            Shown::Chromium(page) => page.$call($($argument),*),
            Shown::Firefox(page) => page.$call($($argument),*),
        }
    };
}

impl Visit {
    pub fn new(page: Shown, server: &str) -> Self {
        Self {
            page,
            server: server.to_owned(),
        }
    }

    /// The driver, for what few tests do, which Firefox is spared.
    pub fn page(&mut self) -> &mut Page {
        match &mut self.page {
            Shown::Chromium(page) => page,
            Shown::Firefox(_) => panic!("this test is for Chromium"),
        }
    }

    #[track_caller]
    pub fn run_first(&mut self, script: &str) {
        page!(self.run_first(script)).expect("a script for later");
    }

    #[track_caller]
    pub fn go(&mut self, url: &str) {
        page!(self.navigate(url)).expect("it loads");
    }

    /// Goes elsewhere within the page, which loads nothing but runs, and waits until it is complete.
    /// `fragment` is not where the page is.
    #[track_caller]
    pub fn turn_to(&mut self, fragment: &str) {
        // It was complete before it heard of the new address.
        self.value("document.body.removeAttribute('data-ready')");
        let url = format!("{}#{fragment}", self.server);
        self.go(&url);
        self.ready();
    }

    #[track_caller]
    pub fn reload(&mut self) {
        page!(self.reload()).expect("it loads again");
        self.ready();
    }

    /// Waits until the page shows all that it has to show.
    #[track_caller]
    pub fn ready(&mut self) {
        self.until("document.body?.dataset.ready === 'true'");
    }

    /// Waits until a JavaScript condition holds. `asking.js` has words for it.
    #[track_caller]
    pub fn until(&mut self, condition: &str) {
        if let Err(error) = page!(self.wait_for(condition, DEADLINE)) {
            panic!("{error:#}");
        }
    }

    /// The value of a JavaScript expression.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        match page!(self.evaluate(expression)) {
            Ok(value) => value,
            Err(error) => panic!("{error:#}"),
        }
    }

    #[track_caller]
    pub fn is(&mut self, condition: &str) -> bool {
        self.value(condition).as_bool().expect("a truth")
    }

    #[track_caller]
    pub fn number(&mut self, expression: &str) -> f64 {
        self.value(expression).as_f64().expect("a number")
    }

    #[track_caller]
    pub fn strings(&mut self, expression: &str) -> Vec<String> {
        serde_json::from_value(self.value(expression)).expect("an array of strings")
    }

    /// The text of the first element that matches a CSS selector.
    #[track_caller]
    pub fn text(&mut self, selector: &str) -> String {
        let text = self.value(&format!("ask.text({})", Value::from(selector)));
        text.as_str()
            .unwrap_or_else(|| panic!("nothing matches {selector}"))
            .to_owned()
    }

    /// Waits until the first element that matches a CSS selector says this, among other words.
    #[track_caller]
    pub fn until_says(&mut self, selector: &str, words: &str) {
        let (selector, words) = (Value::from(selector), Value::from(words));
        self.until(&format!("(ask.text({selector}) ?? '').includes({words})"));
    }

    /// How many events have happened at the playhead.
    #[track_caller]
    pub fn row(&mut self) -> u64 {
        self.value("ask.row()").as_u64().expect("a row")
    }

    /// Waits until so many events have happened at the playhead.
    #[track_caller]
    pub fn until_row(&mut self, row: u64) {
        self.until(&format!("ask.row() === {row}"));
    }

    /// Goes through so many events, one by one; the values of a JavaScript expression before the first
    /// and after each.
    #[track_caller]
    pub fn walk(&mut self, events: usize, look: &str) -> Vec<Value> {
        let seen = self.value(&format!("ask.walk({events}, () => ({look}))"));
        seen.as_array().expect("what was seen").clone()
    }

    /// Waits until nothing moves any more and everything is drawn.
    #[track_caller]
    pub fn until_quiet(&mut self) {
        self.until("ask.quiet()");
    }

    /// Waits until what was done has had its effect: nothing moves any more, or the run plays.
    #[track_caller]
    fn until_done(&mut self) {
        self.until("ask.playing() || ask.quiet()");
    }

    /// What is drawn on the canvas in the first element that matches a CSS selector.
    #[track_caller]
    pub fn picture(&mut self, selector: &str) -> String {
        self.until_quiet();
        let canvas = Value::from(format!("{selector} canvas"));
        let picture = self.value(&format!("ask.find({canvas}).toDataURL()"));
        picture.as_str().expect("a picture").to_owned()
    }

    /// A point of the lanes, by parts of their width and height.
    #[track_caller]
    pub fn in_lanes(&mut self, x: f64, y: f64) -> (f64, f64) {
        let [left, top, width, height]: [f64; 4] =
            serde_json::from_value(self.value("ask.box('.lanes')")).expect("a box");
        ((left + x * width).round(), (top + y * height).round())
    }

    #[track_caller]
    pub fn press(&mut self, key: &str) {
        page!(self.key(key)).expect("a key");
        self.until_done();
    }

    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        if let Err(error) = page!(self.click_on(selector)) {
            panic!("{error:#}");
        }
        self.until_done();
    }

    /// Clicks on the button with this label.
    #[track_caller]
    pub fn click_button(&mut self, label: &str) {
        self.click(&format!("button[aria-label={}]", Value::from(label)));
    }

    #[track_caller]
    pub fn hover(&mut self, (x, y): (f64, f64)) {
        page!(self.hover(x, y)).expect("the mouse");
        self.until_done();
    }

    #[track_caller]
    pub fn click_at(&mut self, (x, y): (f64, f64)) {
        page!(self.click(x, y)).expect("the mouse");
        self.until_done();
    }

    #[track_caller]
    pub fn drag(&mut self, from: (f64, f64), to: (f64, f64)) {
        page!(self.drag(from, to)).expect("the mouse");
        self.until_done();
    }

    /// The middle of the first element that matches a CSS selector, scrolled into view.
    #[track_caller]
    pub fn middle_of(&mut self, selector: &str) -> (f64, f64) {
        page!(self.middle_of(selector)).expect("a place")
    }

    /// Turns the wheel while Control is held down; a negative way is away from oneself.
    #[track_caller]
    pub fn zoom_by_wheel(&mut self, at: (f64, f64), way_px: f64) {
        page!(self.wheel(at, (0.0, way_px), true)).expect("a wheel");
        self.until_done();
    }

    #[track_caller]
    pub fn tap(&mut self, (x, y): (f64, f64)) {
        page!(self.tap(x, y)).expect("a finger");
    }

    /// Types a text into what has the focus.
    #[track_caller]
    pub fn type_text(&mut self, text: &str) {
        page!(self.type_text(text)).expect("letters");
    }

    /// Chooses a file in the dialog of the button on top.
    #[track_caller]
    pub fn choose_file(&mut self, file: &Path) {
        let input = ".top-bar input[type=file]";
        page!(self.set_files(input, &[file])).expect("a file input");
    }

    /// What the page has complained about: errors in its console, and refusals of its security policy.
    #[track_caller]
    pub fn complaints(&mut self) -> Vec<String> {
        let mut complaints = self.strings("ask.violations");
        complaints.extend(page!(self.console_errors()).expect("a page"));
        complaints
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let place = page!(self.evaluate("[location.href, document.body.innerText]"));
            eprintln!("the page was {place:#?}");
            eprintln!("it had complained: {:#?}", page!(self.console_errors()));
        }
    }
}
