//! Standard output and standard error. Whatever the command prints goes through here, where every text is
//! made fit for a terminal: nothing in a run, a file's name or an argument moves the cursor, changes
//! colours, turns the direction of writing or passes for another line.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, IsTerminal as _, Write};

use anstyle::Style;
use laneway_view::{is_hidden, shown};
use serde::Serialize;

use crate::failure::Failure;

/// Headings, and who speaks. Only a terminal shows it, and not with NO_COLOR.
const BOLD: Style = Style::new().bold();

/// A stream that people may read.
pub(crate) struct Terminal<W>(W);

impl Terminal<anstream::AutoStream<io::StdoutLock<'static>>> {
    /// Standard output.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub(crate) fn stdout() -> Self {
        Self(anstream::stdout().lock())
    }
}

impl<W: Write> Terminal<W> {
    /// A line of text.
    pub(crate) fn line(&mut self, words: impl fmt::Display) -> io::Result<()> {
        writeln!(self.0, "{}", printable(&words.to_string()))
    }

    /// A line that stands out.
    pub(crate) fn heading(&mut self, words: impl fmt::Display) -> io::Result<()> {
        let words = words.to_string();
        writeln!(self.0, "{BOLD}{}{BOLD:#}", printable(&words))
    }

    /// A value as JSON, with line ends and indents. It means the same with whatever is hidden as its code.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = serde_json::to_string_pretty(value).map_err(Failure::new)?;
        writeln!(self.0, "{}", printable_json(&json))?;
        Ok(())
    }

    /// Lets a program that waits for what was printed have it.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// True if standard output is a terminal and no file or pipe.
#[expect(clippy::disallowed_methods, reason = "it is only asked what it is")]
pub(crate) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Writes the bytes of a file to standard output. A form that is text has nothing hidden in it already.
#[expect(clippy::disallowed_methods, reason = "a file must come out as it is")]
pub(crate) fn write_file_to_stdout(bytes: &[u8]) -> io::Result<()> {
    io::stdout().lock().write_all(bytes)
}

/// Says a line on standard error, after the command's name.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub(crate) fn say(words: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{BOLD}laneway:{BOLD:#} {}", printable(words));
}

/// Says lines on standard error, after the command's name: where the words have their own ends of lines.
#[expect(clippy::disallowed_methods, reason = "this is the one place")]
pub(crate) fn say_lines(words: &str) {
    let lines: Vec<_> = words.split('\n').map(printable).collect();
    let _ = writeln!(anstream::stderr(), "{BOLD}laneway:{BOLD:#} {}", lines.join("\n"));
}

/// The most characters of a line: more than anybody reads.
const LINE: usize = 4_096;

/// A text as it may go to a terminal, on one line.
fn printable(text: &str) -> Cow<'_, str> {
    shown(text, LINE)
}

/// JSON that means the same, with each hidden character as its code. Outside of its strings, where a code
/// would mean something else, JSON has no hidden characters but ends of lines.
pub(crate) fn printable_json(json: &str) -> Cow<'_, str> {
    let hides = |character| character != '\n' && is_hidden(character);
    if !json.contains(hides) {
        return Cow::Borrowed(json);
    }
    let mut printable = String::with_capacity(json.len());
    for character in json.chars() {
        if hides(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                printable.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            printable.push(character);
        }
    }
    Cow::Owned(printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_drives_nothing() {
        #[track_caller]
        fn check(words: &str, expected: &str) {
            let mut terminal = Terminal(Vec::new());
            terminal.line(words).expect("memory takes it");
            assert_eq!(String::from_utf8_lossy(&terminal.0), expected);
        }
        check("泳道 user-1", "泳道 user-1\n");
        check("a\nlaneway: b", "a\\nlaneway: b\n");
        check("\u{1b}[1mred\u{1b}[0m", "\\u{1b}[1mred\\u{1b}[0m\n");
        check("a\u{202e}b\u{200b}\u{9b}J", "a\\u{202e}b\\u{200b}\\u{9b}J\n");
    }

    #[test]
    fn json_means_the_same_with_codes() {
        let value = serde_json::json!({"a\u{9b}": "\u{7f}\u{202e}\u{e0041}\u{1b}\n泳\"\\"});
        let mut terminal = Terminal(Vec::new());
        terminal.json(&value).expect("memory takes it");
        let json = String::from_utf8(terminal.0).expect("UTF-8");
        assert!(
            json.contains("\\u007f\\u202e\\udb40\\udc41\\u001b\\n泳"),
            "{json}"
        );
        assert!(!json.contains(|c| c != '\n' && is_hidden(c)), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read, value);
    }
}
