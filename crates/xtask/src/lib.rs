//! Set-up, web build, tests, pictures and benches: the project's only script language.
//!
//! The library is there for the browser tests, which use [`browser`]; the rest is behind [`run`].

#[cfg(feature = "bindgen")]
mod bindgen;
#[cfg(feature = "browser")]
pub mod browser;
mod command;
mod packages;
mod page;
mod rerun;
mod setup;
mod stages;
mod toolchain;
mod wasm_opt;
mod web;
mod workspace;

use anyhow::Result;

use command::Command;
use stages::Stages;
use workspace::Workspace;

/// Runs one call of `cargo xtask`; `arguments` are those after the program's name.
///
/// # Errors
/// What went wrong, and what to do about it where that is known.
pub fn run(arguments: &[String]) -> Result<()> {
    let command = Command::parse(arguments)?;
    if command == Command::Help {
        print!("{}", command::HELP);
        return Ok(());
    }
    let workspace = Workspace::find()?;
    let stages = Stages::new();
    match command {
        Command::Help => Ok(()),
        Command::Setup => {
            setup::all(&stages)?;
            stages.finish("everything is there")
        }
        Command::Web => {
            web::build(&workspace, &stages)?;
            stages.finish("the page is in target/web")
        }
        Command::Bindgen { wasm, out } => rerun::bindgen(&workspace, &wasm, &out),
    }
}
