//! What a program says, and when it sleeps.

use std::fmt;
use std::io::Write;
use std::panic::Location;
use std::time::Duration;

use laneway_recorder::client::{self, Value, record};
use laneway_trace::EventKind;

/// Prints a line, as [`std::println!`], and records it.
///
/// The line goes to the standard output whole, so that lines of several threads and processes do not
/// mix. An output that is closed is no error: the line is still recorded.
#[macro_export]
macro_rules! print {
    ($($arguments:tt)*) => {
        $crate::print(::std::format_args!($($arguments)*))
    };
}

/// Records a line for whoever reads the run; prints nothing.
#[macro_export]
macro_rules! note {
    ($($arguments:tt)*) => {
        $crate::note(::std::format_args!($($arguments)*))
    };
}

/// What [`print!`](crate::print!) calls.
#[doc(hidden)]
#[track_caller]
pub fn print(line: fmt::Arguments<'_>) {
    let location = Location::caller();
    let mut line = line.to_string();
    if client::epoch() != 0 {
        record(EventKind::PRINT, 0, 0, Value::text(&line), location);
    }
    line.push('\n');
    let mut stdout = std::io::stdout().lock();
    // A line that is whole goes out by one write. Nobody may listen: that is no fault of the program.
    let _ = stdout.write_all(line.as_bytes()).and_then(|()| stdout.flush());
}

/// What [`note!`](crate::note!) calls.
#[doc(hidden)]
#[track_caller]
pub fn note(line: fmt::Arguments<'_>) {
    let location = Location::caller();
    if client::epoch() != 0 {
        let text = line
            .as_str()
            .map_or_else(|| Value::text(&line.to_string()), Value::text);
        record(EventKind::NOTE, 0, 0, text, location);
    }
}

/// Sleeps, as [`std::thread::sleep`].
#[track_caller]
pub fn sleep(duration: Duration) {
    let location = Location::caller();
    record(EventKind::SLEEP, 0, 0, Value::duration(duration), location);
    std::thread::sleep(duration);
    record(EventKind::WAKE, 0, 0, Value::NONE, location);
}
