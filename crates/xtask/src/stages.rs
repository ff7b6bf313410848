//! What `cargo xtask` does, stage by stage, with the time that each one took.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The stages of one call. Everything is printed to stderr, among cargo's own lines.
pub(crate) struct Stages {
    started: Instant,
    failed: Vec<String>,
}

impl Stages {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            failed: Vec::new(),
        }
    }

    /// Runs a stage that the following ones need: an error ends the call.
    pub(crate) fn run<T>(&self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        eprintln!("» {name}");
        let started = Instant::now();
        let result = work();
        let mark = if result.is_ok() { '✓' } else { '✗' };
        eprintln!("{mark} {name}: {}", time(started.elapsed()));
        result.with_context(|| name.to_string())
    }

    /// Runs a stage that the following ones do not need: an error is printed and counts at the end.
    pub(crate) fn check(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        if let Err(error) = self.run(name, work) {
            eprintln!("  {error:#}");
            self.failed.push(name.to_string());
        }
    }

    /// The time since the call began.
    pub(crate) fn so_far(&self) -> String {
        time(self.started.elapsed())
    }

    /// Prints the closing line; an error names the checks that failed.
    pub(crate) fn finish(self, done: &str) -> Result<()> {
        let total = self.so_far();
        if self.failed.is_empty() {
            eprintln!("✓ {done} in {total}");
            return Ok(());
        }
        bail!("failed after {total}: {}", self.failed.join(", "))
    }
}

/// Runs a command with this terminal; an error says which command failed and how.
pub(crate) fn call(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs a command and returns what it printed to stdout; stderr stays on this terminal.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let out = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !out.status.success() {
        bail!("{} ended with {}", shown(command), out.status);
    }
    String::from_utf8(out.stdout).with_context(|| format!("{} printed no UTF-8", shown(command)))
}

/// The command as one would type it, for messages.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A duration for people: tenths of seconds below a minute, minutes and seconds above.
pub(crate) fn time(duration: Duration) -> String {
    let tenths = (duration.as_millis() + 50) / 100;
    if tenths < 600 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = (tenths + 5) / 10;
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        let check = |ms, expected| assert_eq!(time(Duration::from_millis(ms)), expected);
        check(0, "0.0 s");
        check(1_449, "1.4 s");
        check(59_949, "59.9 s");
        check(59_951, "1 min 00 s");
        check(125_400, "2 min 05 s");
    }

    #[test]
    fn a_failed_check_lets_the_others_run_and_fails_the_whole() {
        let mut stages = Stages::new();
        let mut ran = false;
        stages.check("first", || bail!("broken"));
        stages.check("second", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        let error = stages.finish("done").expect_err("one check failed").to_string();
        assert!(error.ends_with(": first"), "{error}");
    }
}
