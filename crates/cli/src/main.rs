//! The `laneway` command.
#![forbid(unsafe_code)]
#![warn(clippy::disallowed_macros, clippy::disallowed_methods)]

mod arguments;
mod catalogue;
mod command;
mod failure;
mod front;
mod input;
mod output;
mod progress;
mod terminal;
mod words;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use arguments::{Arguments, Command};
use failure::Failure;

/// `check` found something.
const FOUND: u8 = 1;
/// What was asked for could not be done. clap uses the same for arguments that it cannot read.
const FAILED: u8 = 2;

const HELP_INSTEAD: ErrorKind = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;

fn main() -> ExitCode {
    let Arguments { lang, command } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version are no errors; help in place of a command is none in words.
        Err(error) if !error.use_stderr() || error.kind() == HELP_INSTEAD => help(&error),
        Err(error) => {
            let words = error.to_string();
            terminal::say_lines(words.strip_prefix("error: ").unwrap_or(&words).trim_end());
            return ExitCode::from(FAILED);
        }
    };
    let result = match command {
        // A process of a recorded run: what it prints and how it ends is its own.
        Command::Lesson(lesson) => return command::lesson(&lesson),
        Command::List(list) => command::list(&list, lang),
        Command::Course(course) => command::course(&course, lang),
        Command::Run(run) => command::run(&run, lang),
        Command::Record(record) => command::record(&record, lang),
        Command::View(view) => command::view(&view),
        Command::Serve(serve) => command::serve(&serve),
        Command::Info(info) => command::info(&info, lang),
        Command::Check(check) => command::check(&check),
        Command::Export(export) => command::export(&export, lang),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found) => ExitCode::from(FOUND),
        // Whoever reads the output has had enough of it.
        Err(Failure::Stdout(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            terminal::say(&failure.to_string());
            ExitCode::from(FAILED)
        }
    }
}

/// Prints help, or the version, and ends.
#[expect(
    clippy::disallowed_methods,
    reason = "these are clap's words and ours; nothing of them comes from elsewhere"
)]
fn help(error: &clap::Error) -> ! {
    error.exit()
}
