//! rustup, where it runs this toolchain.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::workspace::on_path;

/// The largest part, the std of a target, is 25 MB; a server that cannot be reached is given up on
/// before a user is.
const LIMIT: Duration = Duration::from_secs(120);

/// Runs rustup for the toolchain of this call; an error says why it cannot.
pub(crate) fn rustup(arguments: &[&str]) -> Result<()> {
    // rustup sets the variable for what it starts.
    if on_path(&["rustup"]).is_none() || std::env::var_os("RUSTUP_TOOLCHAIN").is_none() {
        bail!("this toolchain is not rustup's");
    }
    let mut rustup = Command::new("rustup")
        .args(arguments)
        .stdin(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    while started.elapsed() < LIMIT {
        if let Some(status) = rustup.try_wait()? {
            if !status.success() {
                bail!("rustup {} ended with {status}", arguments.join(" "));
            }
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    rustup.kill()?;
    rustup.wait()?;
    bail!("rustup {} has no end after {LIMIT:?}", arguments.join(" "))
}
