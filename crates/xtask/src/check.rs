//! `cargo xtask test`: everything that checks the project.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::brokers;
use crate::lint;
use crate::setup;
use crate::stages::{Stages, call};
use crate::trunk;
use crate::web;
use crate::workspace::Workspace;

pub(crate) fn test(
    workspace: &Workspace,
    mut stages: Stages,
    with_trunk: bool,
    with_brokers: bool,
) -> Result<()> {
    let compiler = setup::all(workspace, &mut stages, with_brokers)?;
    if with_brokers {
        brokers::set_up(workspace, &mut stages);
    }
    lint::lint(workspace, &mut stages, &compiler);
    web::build(workspace, &stages, &compiler)?;
    if with_trunk {
        stages.check("the page by Trunk", || trunk::check(workspace, &compiler));
    }
    // The browser tests start this program; Cargo has no way to say that they depend on it.
    stages.run("laneway: build for the tests", || {
        call(workspace.cargo().args(["build", "--package", "laneway-cli"]))
    })?;
    let mut tally = Tally::default();
    stages.check("tests", || {
        let mut cargo = workspace.cargo();
        cargo
            .args(["test", "--workspace", "--no-fail-fast", "--", "--quiet"])
            .env("LANEWAY_BIN", workspace.target.join("debug/laneway"));
        brokers::tell(workspace, &mut cargo, with_brokers)?;
        run_and_count(&mut cargo, &mut tally)
    });
    stages.finish(&format!(
        "all checks passed ({} tests, {} ignored)",
        tally.passed, tally.ignored
    ))
}

/// How many tests ended how.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
    ignored: u64,
}

/// What test programs said of their failures: told once more at the end, since some thousand lines may come between.
#[derive(Debug, Default)]
struct Failures {
    lines: Vec<String>,
    /// Between the heading and the result of a program.
    is_open: bool,
    /// How many lines the present test has had, once one has begun.
    of_test: Option<usize>,
}

/// So many lines of what one test said: its message, and no backtrace.
const LINES_OF_TEST: usize = 12;

impl Failures {
    /// Takes the next line of a test program: with the heading `failures:` its failures begin, with `---- NAME` one of
    /// them, and a second heading stands over their names.
    fn add(&mut self, line: &str) {
        if line == "failures:" {
            (self.is_open, self.of_test) = (true, None);
        } else if line.starts_with("test result: ") {
            self.is_open = false;
        } else if line.starts_with("---- ") {
            self.of_test = Some(0);
        }
        if !self.is_open || line.is_empty() {
            return;
        }
        if let Some(lines) = &mut self.of_test {
            *lines += 1;
            if *lines > LINES_OF_TEST {
                return;
            }
        }
        self.lines.push(line.to_owned());
    }
}

impl Tally {
    /// Adds what a test program says in its last line, such as
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out`.
    fn add(&mut self, line: &str) {
        let Some((_, counts)) = line
            .strip_prefix("test result: ")
            .and_then(|it| it.split_once(". "))
        else {
            return;
        };
        for count in counts.split("; ") {
            let Some((number, what)) = count.split_once(' ') else {
                continue;
            };
            let number = number.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

/// Runs `cargo test`, passes on what it prints, and counts.
fn run_and_count(cargo: &mut Command, tally: &mut Tally) -> Result<()> {
    let mut child = cargo
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start cargo")?;
    let stdout = child.stdout.take().context("a child without its stdout")?;
    let mut failures = Failures::default();
    for line in BufReader::new(stdout).lines() {
        let line = line?;
        println!("{line}");
        tally.add(&line);
        failures.add(&line);
    }
    let status = child.wait()?;
    if !status.success() {
        if !failures.lines.is_empty() {
            eprintln!("\n» what failed, once more\n{}\n", failures.lines.join("\n"));
        }
        bail!(
            "cargo test ended with {status}: {} passed, {} failed",
            tally.passed,
            tally.failed
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_added_up() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
            "test result: FAILED. 20 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
            "test result: odd",
        ] {
            tally.add(line);
        }
        let expected = Tally {
            passed: 23,
            failed: 2,
            ignored: 1,
        };
        assert_eq!(tally, expected);
    }

    #[test]
    fn failures_are_kept_with_their_messages_and_names() {
        let mut failures = Failures::default();
        let backtrace = "  10: core::ops\n".repeat(LINES_OF_TEST);
        let said = format!(
            "test a ... FAILED\n\nfailures:\n\n---- a ----\nit is 2\n{backtrace}\n---- b ----\nit is 3\n\n\nfailures:\n    \
             a\n    b\n\ntest result: FAILED. 0 passed; 2 failed\nrunning 1 test\n"
        );
        said.lines().for_each(|line| failures.add(line));
        let kept = failures.lines.len();
        failures.lines.retain(|line| !line.contains("core::ops"));
        // The heading and the message are lines, too.
        assert_eq!(kept - failures.lines.len(), LINES_OF_TEST - 2);
        let expected = [
            "failures:",
            "---- a ----",
            "it is 2",
            "---- b ----",
            "it is 3",
            "failures:",
            "    a",
            "    b",
        ];
        assert_eq!(failures.lines, expected);
    }

    #[test]
    fn a_failing_runner_fails_and_its_tests_are_counted() {
        let mut tally = Tally::default();
        let mut runner = Command::new("sh");
        runner.args(["-c", "echo 'test result: ok. 2 passed; 0 failed'; exit 101"]);
        run_and_count(&mut runner, &mut tally).expect_err("its status is not 0");
        assert_eq!(tally.passed, 2);
    }
}
