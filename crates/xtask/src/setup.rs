//! What building and testing needs and Cargo does not bring.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::axe;
use crate::packages;
use crate::rustup::rustup;
use crate::stages::Stages;
use crate::toolchain::{WasmCompiler, sysroot};
use crate::workspace::{Workspace, on_path};

/// The names under which distributions install Chromium.
pub(crate) const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];

/// Debian's Firefox, in which the core of the browser tests runs, too.
pub(crate) const FIREFOX: [&str; 1] = ["firefox-esr"];

/// Everything: what `test` needs. What is missing of the last four leaves the other checks to be made.
/// Only where the set-up is to be complete is it a failure that there is no Firefox.
pub(crate) fn all(
    workspace: &Workspace,
    stages: &mut Stages,
    is_complete: bool,
) -> Result<WasmCompiler> {
    let compiler = wasm(stages)?;
    stages.check("set-up: rustfmt and clippy", components);
    stages.check("set-up: browser", browser);
    stages.check("set-up: Firefox", || match firefox() {
        Err(reason) if !is_complete => {
            eprintln!("  the page will not be checked in Firefox: {reason:#}");
            Ok(())
        }
        done => done,
    });
    stages.check("set-up: axe-core", || {
        axe::set_up(workspace);
        Ok(())
    });
    Ok(compiler)
}

/// What the page's build needs.
pub(crate) fn wasm(stages: &Stages) -> Result<WasmCompiler> {
    stages.run("set-up: compiler for WebAssembly", || {
        let compiler = WasmCompiler::find_or_install()?;
        eprintln!("  {}", compiler.description());
        Ok(compiler)
    })
}

/// What `cargo xtask lint` calls; rustup's minimal profile is without.
fn components() -> Result<()> {
    let programs = sysroot()?.join("bin");
    let missing: Vec<&str> = [("rustfmt", "rustfmt"), ("cargo-clippy", "clippy")]
        .into_iter()
        .filter_map(|(program, component)| (!programs.join(program).is_file()).then_some(component))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    rustup(&[&["component", "add"], missing.as_slice()].concat())
        .with_context(|| format!("this toolchain lacks {}", missing.join(" and ")))
}

/// Chromium, and a font with Chinese glyphs.
pub(crate) fn browser() -> Result<()> {
    let has_browser = on_path(&BROWSERS).is_some();
    let has_font = has_chinese_font();
    let missing: Vec<&str> = [(has_browser, "chromium"), (has_font, "fonts-noto-cjk")]
        .iter()
        .filter_map(|&(there, package)| (!there).then_some(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if let Err(error) = packages::install(&missing) {
        bail!(
            "the browser tests need Chromium on the search path and a font with Chinese glyphs \
             (Debian's packages: {}): {error:#}",
            missing.join(" ")
        );
    }
    Ok(())
}

/// Without it, the tests say that nothing was checked in it.
fn firefox() -> Result<()> {
    if on_path(&FIREFOX).is_some() {
        return Ok(());
    }
    packages::install(&FIREFOX)
}

fn has_chinese_font() -> bool {
    // Without fontconfig there is no font that Chromium could find.
    let fonts = Command::new("fc-list").args([":lang=zh", "family"]).output();
    fonts.is_ok_and(|out| !out.stdout.trim_ascii().is_empty())
}
