//! Where things are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::stages::output;

/// The folders of this checkout.
pub(crate) struct Workspace {
    /// The folder of the root Cargo.toml.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the user wants it.
    pub(crate) target: PathBuf,
}

impl Workspace {
    pub(crate) fn find() -> Result<Self> {
        // Cargo sets the variable when it runs this; the path of the build is for a bare call.
        let manifest_dir = std::env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_string());
        let root = Path::new(&manifest_dir)
            .ancestors()
            .nth(2)
            .context("xtask is not in crates/xtask of a checkout")?
            .to_path_buf();
        let metadata =
            output(
                cargo()
                    .current_dir(&root)
                    .args(["metadata", "--no-deps", "--format-version", "1"]),
            )?;
        let metadata: serde_json::Value =
            serde_json::from_str(&metadata).context("cargo metadata printed no JSON")?;
        let target = metadata["target_directory"]
            .as_str()
            .context("cargo metadata names no target_directory")?
            .into();
        Ok(Self { root, target })
    }

    /// The page as built: what the server embeds. It does not follow `CARGO_TARGET_DIR`, because
    /// the server's source names it.
    pub(crate) fn page(&self) -> PathBuf {
        self.root.join("target/web")
    }

    /// One recorded run of every lesson.
    pub(crate) fn runs(&self) -> PathBuf {
        self.root.join("target/runs")
    }

    /// Programs of others that checks run, with a `bin` folder.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join("target/tools")
    }

    /// The release build of the `laneway` command.
    pub(crate) fn laneway(&self) -> PathBuf {
        self.target
            .join("release")
            .join(format!("laneway{}", std::env::consts::EXE_SUFFIX))
    }

    /// The cargo that runs this, started in the root.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The first program of these names on the search path.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names.iter().find_map(|name| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}
