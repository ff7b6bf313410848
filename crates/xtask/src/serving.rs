//! `laneway serve` as a child process, for the tests, the pictures and the page's benches.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// A server on a free port of loopback. Dropping it ends it.
pub struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts `laneway serve` over a folder of recorded runs and waits until it says its address.
    ///
    /// # Errors
    /// When it does not start, or ends instead of serving; the text holds what it printed.
    pub fn start(laneway: &Path, runs: &Path) -> Result<Self> {
        let mut command = Command::new(laneway);
        command
            .args(["serve", "--no-open", "--addr", "127.0.0.1:0", "--runs"])
            .arg(runs);
        let (child, url) = spawn(&mut command)?;
        Ok(Self { child, url })
    }

    /// The address of the page, with a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The id of the server's process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already: then there is nobody to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a server, passes on what it prints, and returns once it has printed its address.
pub(crate) fn spawn(command: &mut Command) -> Result<(Child, String)> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let stdout = child.stdout.take().context("a child without its stdout")?;
    let mut lines = BufReader::new(stdout).lines();
    let mut printed = String::new();
    while let Some(line) = lines.next().transpose()? {
        if let Some(url) = address(&line) {
            let url = url.to_string();
            // Whoever prints into a closed pipe dies of it: keep reading.
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
            return Ok((child, url));
        }
        printed.push_str(&line);
        printed.push('\n');
    }
    let status = child.wait()?;
    bail!("{program} ended with {status} and did not serve; it printed:\n{printed}")
}

/// The address in a line such as `serving http://127.0.0.1:8377/ (stop with Ctrl+C)`.
fn address(line: &str) -> Option<&str> {
    let from = &line[line.find("http://")?..];
    from.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found() {
        let check = |line, expected| assert_eq!(address(line), expected);
        check(
            "serving http://127.0.0.1:8377/ (stop with Ctrl+C)",
            Some("http://127.0.0.1:8377/"),
        );
        check("http://[::1]:1/", Some("http://[::1]:1/"));
        check("10 lessons", None);
    }

    #[test]
    fn a_server_that_ends_is_an_error_with_its_words() {
        let error = spawn(Command::new("echo").arg("the port is taken")).expect_err("no server");
        assert!(error.to_string().contains("the port is taken"), "{error}");
    }
}
