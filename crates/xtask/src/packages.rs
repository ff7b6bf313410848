//! Debian packages, where this user may install them.

use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::stages::output;
use crate::workspace::on_path;

/// Installs packages; an error says why it cannot. The package lists are fetched only when the
/// first attempt fails: on most machines they are there.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if on_path(&["apt-get"]).is_none() {
        bail!("this system has no apt-get");
    }
    let Some(prefix) = root_prefix() else {
        bail!("installing needs root or sudo without a password");
    };
    let apt = |arguments: &[&str]| {
        let mut words = prefix
            .iter()
            .chain(&["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        let mut command = Command::new(words.next().unwrap_or(&"env"));
        command.args(words).args(["--quiet=2", "--yes"]).args(arguments);
        // What is unpacked is of no interest; what goes wrong is on stderr.
        output(command.stdin(Stdio::null())).map(drop)
    };
    let install: Vec<&str> = ["install", "--no-install-recommends"]
        .iter()
        .chain(packages)
        .copied()
        .collect();
    eprintln!("  apt-get install {}", packages.join(" "));
    if apt(&install).is_ok() {
        return Ok(());
    }
    apt(&["update"])?;
    apt(&install)
}

/// The words before a command that needs root: none for root itself, `sudo` where it asks for no
/// password, nothing to be done elsewhere.
fn root_prefix() -> Option<&'static [&'static str]> {
    let user = Command::new("id").arg("-u").output().ok()?;
    if user.stdout.trim_ascii() == b"0" {
        return Some(&[]);
    }
    let sudo = Command::new("sudo")
        .args(["--non-interactive", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    sudo.is_ok_and(|status| status.success())
        .then_some(&["sudo", "--non-interactive"])
}
