//! The role in which `laneway run` starts itself again, to be recorded: the program of a lesson.

use std::fs::OpenOptions;
use std::io;
use std::process::ExitCode;

use laneway_lessons::find;

use crate::arguments;
use crate::terminal::say;

/// The name of this file as the compiler spells it: the main thread of every lesson begins here.
pub(crate) const SOURCE: &str = file!();

/// The text of this file.
pub(crate) const SOURCE_TEXT: &str = include_str!("lesson.rs");

/// Runs a lesson's program in this process.
pub(crate) fn lesson(lesson: &arguments::Lesson) -> ExitCode {
    if lesson.silent {
        if let Err(error) = silence() {
            say(&format!("/dev/null cannot be opened: {error}"));
            return ExitCode::from(crate::FAILED);
        }
    }
    laneway::run(|| {
        let arguments = find(&lesson.id)
            .map_err(|error| error.to_string())
            .and_then(|found| {
                let arguments = found.arguments(&lesson.settings);
                Ok((found, arguments.map_err(|error| error.to_string())?))
            });
        match arguments {
            Ok((found, arguments)) => {
                found.run(&arguments);
                ExitCode::SUCCESS
            }
            Err(words) => {
                say(&words);
                ExitCode::from(crate::FAILED)
            }
        }
    })
}

/// From now on what is printed goes nowhere.
fn silence() -> io::Result<()> {
    let nowhere = OpenOptions::new().write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdout(nowhere)?;
    Ok(())
}
