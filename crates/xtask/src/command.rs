//! What was asked for: the words after `cargo xtask`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

pub(crate) const HELP: &str = "\
cargo xtask SUBCOMMAND

  setup                     install what building and testing needs
  web                       build the page into target/web
";

/// One call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Setup,
    Web,
    /// Internal: the step of `web` that runs in a build of its own, see `rerun.rs`.
    Bindgen {
        wasm: PathBuf,
        out: PathBuf,
    },
}

impl Command {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut rest = arguments.iter().map(String::as_str);
        let command = match rest.next() {
            None | Some("help" | "-h" | "--help") => return Ok(Self::Help),
            Some("setup") => Self::Setup,
            Some("web") => Self::Web,
            Some("bindgen") => Self::Bindgen {
                wasm: rest.next().context("bindgen needs a .wasm file")?.into(),
                out: rest.next().context("bindgen needs a folder")?.into(),
            },
            Some(other) => bail!("no subcommand `{other}`; there are:\n\n{HELP}"),
        };
        if let Some(extra) = rest.next() {
            bail!("`{extra}` is one argument too many; see `cargo xtask help`");
        }
        Ok(command)
    }
}
