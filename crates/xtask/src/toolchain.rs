//! The compiler for WebAssembly.
//!
//! A rustup toolchain gets the target from rustup. Where rustup's server cannot be reached,
//! Debian's `rustc-web` (kept current for building browsers) compiles std from `rust-web-src`,
//! and the linker is the one that every rustup toolchain carries: Debian's own is another 100 MB.
//! To try that way on a machine that has the other:
//! `RUSTUP_DIST_SERVER=http://127.0.0.1:1 RUSTUP_TOOLCHAIN=<one without the target> cargo xtask web`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::packages;
use crate::rustup::rustup;
use crate::stages::output;
use crate::workspace::on_path;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// The workspace's own minimum (`rust-version` in Cargo.toml).
const MINIMUM_MINOR: u32 = 85;

/// A cargo that can build for [`TARGET`].
pub(crate) enum WasmCompiler {
    /// The cargo that runs this: its toolchain has the target.
    Own,
    /// Debian's, with the linker to use.
    Debian { linker: PathBuf },
}

impl WasmCompiler {
    /// What is there already.
    pub(crate) fn find() -> Option<Self> {
        let sysroot = sysroot().ok()?;
        let has_target = sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir();
        if has_target {
            return Some(Self::Own);
        }
        let linker = linker(&sysroot)?;
        debian_is_ready().then_some(Self::Debian { linker })
    }

    /// What is there, or else what can be installed; an error says what the user can do.
    pub(crate) fn find_or_install() -> Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        if let Err(error) = rustup(&["target", "add", TARGET]) {
            eprintln!("  {error:#}");
            if let Err(error) = packages::install(&DEBIAN_PACKAGES) {
                eprintln!("  {}: {error:#}", DEBIAN_PACKAGES.join(" "));
            }
        }
        let Some(found) = Self::find() else {
            bail!(
                "no compiler for WebAssembly: run `rustup target add {TARGET}`, or install Debian's \
                 packages {} beside a rustup toolchain",
                DEBIAN_PACKAGES.join(", ")
            );
        };
        Ok(found)
    }

    /// The program to call as cargo.
    pub(crate) fn cargo(&self) -> Command {
        let program = match self {
            Self::Own => std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            Self::Debian { .. } => "/usr/bin/cargo".into(),
        };
        let mut command = Command::new(program);
        self.set_environment(&mut command, &[]);
        command
    }

    /// Makes `command`, and the cargo that it may call, use this compiler, and find programs in
    /// these folders first.
    pub(crate) fn set_environment(&self, command: &mut Command, folders: &[&Path]) {
        let mut path: Vec<PathBuf> = folders.iter().map(|folder| folder.to_path_buf()).collect();
        if let Self::Debian { linker } = self {
            path.push("/usr/bin".into());
            // Left over from the cargo that runs this: they would lead to its own compiler.
            for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
                command.env_remove(name);
            }
            command
                .env("RUSTC", "/usr/bin/rustc")
                // Building std is an unstable feature of cargo. Lists in the environment go by blanks.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std panic_abort")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        if !path.is_empty() {
            let rest = std::env::var_os("PATH").unwrap_or_default();
            path.extend(std::env::split_paths(&rest));
            // Only a folder with a colon in its name cannot be joined: then the search path stays.
            command.envs(std::env::join_paths(path).map(|path| ("PATH", path)));
        }
    }

    pub(crate) fn description(&self) -> &'static str {
        match self {
            Self::Own => "the toolchain's own",
            Self::Debian { .. } => "Debian's rustc-web, std from source",
        }
    }
}

/// Where the toolchain of this call lives.
pub(crate) fn sysroot() -> Result<PathBuf> {
    Ok(output(rustc().args(["--print", "sysroot"]))?.trim().into())
}

/// The minor version of the toolchain of this call: 85 of 1.85.
pub(crate) fn own_minor() -> Result<u32> {
    minor(&output(rustc().arg("-V"))?).context("rustc does not say its version")
}

fn rustc() -> Command {
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// The linker of the rustup toolchain, under the name of its host.
fn linker(sysroot: &Path) -> Option<PathBuf> {
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    let mut candidates = hosts
        .filter_map(|host| Some(host.ok()?.path().join("bin/rust-lld")))
        .collect::<Vec<_>>();
    candidates.sort();
    candidates
        .into_iter()
        .find(|file| file.is_file())
        .or_else(|| on_path(&["wasm-ld"]))
}

fn debian_is_ready() -> bool {
    let cargo = Path::new("/usr/bin/cargo").is_file();
    let source = Path::new("/usr/lib/rustlib/src/rust/library").is_dir();
    let version = Command::new("/usr/bin/rustc")
        .env_remove("LD_LIBRARY_PATH")
        .arg("-V")
        .output();
    let version = version.map(|out| String::from_utf8_lossy(&out.stdout).into_owned());
    cargo && source && version.ok().and_then(|text| minor(&text)) >= Some(MINIMUM_MINOR)
}

/// 85 of `rustc 1.85.0 (...)`.
fn minor(version: &str) -> Option<u32> {
    version.strip_prefix("rustc 1.")?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_versions_are_read() {
        let check = |text, expected| assert_eq!(minor(text), expected);
        check(
            "rustc 1.85.0 (4d91de4e4 2025-02-17) (built from a source tarball)",
            Some(85),
        );
        check("rustc 1.100.0-nightly", Some(100));
        check("gcc 12", None);
        check("", None);
    }
}
