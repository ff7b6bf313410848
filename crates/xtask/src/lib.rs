//! Set-up, web build, tests, pictures and benches: the project's only script language.
//!
//! The library is there for the browser tests, which use `browser`, `firefox`, `serving` and `axe`; the rest is
//! behind [`run`].

pub mod axe;
#[cfg(feature = "browser")]
mod bench;
#[cfg(feature = "bindgen")]
mod bindgen;
mod brokers;
#[cfg(feature = "browser")]
pub mod browser;
mod check;
mod command;
mod deny;
#[cfg(feature = "browser")]
pub mod firefox;
mod golden;
mod kinds;
mod layering;
mod lint;
#[cfg(feature = "browser")]
mod many_locks;
mod matrix;
mod packages;
mod page;
#[cfg(feature = "browser")]
mod page_bench;
#[cfg(feature = "browser")]
mod peer;
#[cfg(feature = "browser")]
mod perfetto;
mod rerun;
mod rustup;
pub mod serving;
mod setup;
#[cfg(feature = "browser")]
mod shots;
mod stages;
mod start;
mod toolchain;
mod tools;
mod trunk;
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
    let mut stages = Stages::new();
    match command {
        Command::Help => Ok(()),
        Command::Start { open, addr } => start::start(&workspace, stages, open, addr.as_deref()),
        Command::Test {
            with_trunk,
            with_brokers,
        } => check::test(&workspace, stages, with_trunk, with_brokers),
        Command::Setup { with_brokers } => {
            setup::all(&workspace, &mut stages, with_brokers)?;
            if with_brokers {
                brokers::set_up(&workspace, &mut stages);
            }
            stages.finish("everything is there")
        }
        Command::Web => {
            let compiler = setup::wasm(&stages)?;
            web::build(&workspace, &stages, &compiler)?;
            stages.finish("the page is in target/web")
        }
        Command::Lint => {
            let compiler = setup::wasm(&stages)?;
            lint::lint(&workspace, &mut stages, &compiler);
            stages.finish("nothing to complain about")
        }
        Command::Matrix => matrix::print(&workspace),
        Command::Golden => golden::write(&workspace, &stages),
        // These need what a bare build has not.
        #[cfg(feature = "bindgen")]
        Command::Bindgen { wasm, out } => bindgen::generate(&wasm, &out),
        #[cfg(not(feature = "bindgen"))]
        Command::Bindgen { .. } => stages::call(rerun::with("bindgen", &workspace).args(arguments)),
        #[cfg(feature = "browser")]
        Command::Shots(shots) => shots::take(&workspace, stages, &shots),
        #[cfg(feature = "browser")]
        Command::Bench { page_only } => bench::bench(&workspace, stages, page_only),
        #[cfg(feature = "browser")]
        Command::Opens { url } => trunk::opens(&url),
        #[cfg(not(feature = "browser"))]
        Command::Shots(_) | Command::Bench { .. } | Command::Opens { .. } => {
            stages::call(rerun::with("browser", &workspace).args(arguments))
        }
    }
}
