//! What a program says, and when it sleeps.

use std::fmt;
use std::io::Write;
use std::panic::Location;
use std::time::Duration;

use laneway_recorder::client::{Value, record};
use laneway_trace::EventKind;

use crate::operation;

/// Prints a line, as [`std::println!`], and records it.
///
/// The line goes to the standard output whole, so that lines of several threads and processes do not
/// mix. An output that is closed is no error: the line is still recorded.
#[macro_export]
macro_rules! println {
    ($($arguments:tt)*) => {
        $crate::print_line($crate::Stream::Output, $crate::__text!($($arguments)*))
    };
}

/// Prints a text, as [`std::print!`], and records it.
#[macro_export]
macro_rules! print {
    ($($arguments:tt)*) => {
        $crate::print_text($crate::Stream::Output, $crate::__text!($($arguments)*))
    };
}

/// Prints a line to the standard error, as [`std::eprintln!`], and records it.
#[macro_export]
macro_rules! eprintln {
    ($($arguments:tt)*) => {
        $crate::print_line($crate::Stream::Error, $crate::__text!($($arguments)*))
    };
}

/// Prints a text to the standard error, as [`std::eprint!`], and records it.
#[macro_export]
macro_rules! eprint {
    ($($arguments:tt)*) => {
        $crate::print_text($crate::Stream::Error, $crate::__text!($($arguments)*))
    };
}

/// The arguments of a macro that prints: `println!()` has none.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    () => {
        ::std::format_args!("")
    };
    ($($arguments:tt)+) => {
        ::std::format_args!($($arguments)+)
    };
}

/// Where to print.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    Output,
    Error,
}

/// Records a line for whoever reads the run; prints nothing.
#[macro_export]
macro_rules! note {
    ($($arguments:tt)*) => {
        $crate::note(::std::format_args!($($arguments)*))
    };
}

/// What [`println!`](crate::println!) and [`eprintln!`](crate::eprintln!) call.
#[doc(hidden)]
#[track_caller]
pub fn print_line(stream: Stream, line: fmt::Arguments<'_>) {
    let mut line = line.to_string();
    say(&line, Location::caller());
    line.push('\n');
    write(stream, &line);
}

/// What [`print!`](crate::print!) and [`eprint!`](crate::eprint!) call.
#[doc(hidden)]
#[track_caller]
pub fn print_text(stream: Stream, text: fmt::Arguments<'_>) {
    let text = text.to_string();
    let line = text.strip_suffix('\n').unwrap_or(&text);
    if !line.is_empty() {
        say(line, Location::caller());
    }
    write(stream, &text);
}

fn say(line: &str, location: &'static Location<'static>) {
    if operation::begin_recorded() {
        record(EventKind::PRINT, 0, 0, Value::text(line), location);
    }
}

/// Nobody may listen: that is no fault of the program.
fn write(stream: Stream, text: &str) {
    let _ = match stream {
        // A line that is whole goes out by one write.
        Stream::Output => std::io::stdout().lock().write_all(text.as_bytes()),
        Stream::Error => std::io::stderr().lock().write_all(text.as_bytes()),
    };
}

/// What [`note!`](crate::note!) calls.
#[doc(hidden)]
#[track_caller]
pub fn note(line: fmt::Arguments<'_>) {
    let location = Location::caller();
    if operation::begin_recorded() {
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
    operation::begin();
    record(EventKind::SLEEP, 0, 0, Value::duration(duration), location);
    std::thread::sleep(duration);
    record(EventKind::WAKE, 0, 0, Value::NONE, location);
}
