//! Trunk, for those who want live reload: the same index.html builds and starts with it.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::rerun;
use crate::stages::call;
use crate::toolchain::WasmCompiler;
use crate::tools;
use crate::workspace::Workspace;

const TRUNK: &str = "0.21.14";

/// Builds the page with `trunk build`, serves it with `trunk serve`, and starts it in Chromium.
pub(crate) fn check(workspace: &Workspace, compiler: &WasmCompiler) -> Result<()> {
    tools::install(workspace, "trunk", TRUNK)?;
    tools::install(workspace, "wasm-bindgen-cli", &locked_wasm_bindgen(workspace)?)?;
    call(trunk(workspace, compiler).arg("build"))?;

    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut serve = trunk(workspace, compiler)
        .args(["serve", "--no-autoreload", "--address", "127.0.0.1"])
        .args(["--port", &address.port().to_string()])
        .stdin(Stdio::null())
        .spawn()?;
    let opened = wait_until_it_listens(&mut serve, address).and_then(|()| {
        let mut opens = rerun::with("browser", workspace);
        call(opens.args(["opens", &format!("http://{address}/")]))
    });
    // When it could not serve, it has ended already.
    let _ = serve.kill();
    serve.wait()?;
    opened
}

/// Trunk compiles the page before it listens; it ends when it cannot.
fn wait_until_it_listens(serve: &mut Child, address: SocketAddr) -> Result<()> {
    while TcpStream::connect(address).is_err() {
        if let Some(status) = serve.try_wait()? {
            bail!("trunk serve ended with {status}");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// Trunk in the root, with its tools found and nothing fetched but crates.
fn trunk(workspace: &Workspace, compiler: &WasmCompiler) -> Command {
    let tools = workspace.tools().join("bin");
    let mut command = Command::new(tools.join("trunk"));
    compiler.set_environment(&mut command, &[&tools]);
    command
        .current_dir(&workspace.root)
        .env("CARGO_TARGET_DIR", workspace.target.join("wasm"))
        // Trunk 0.21 reads the variable as an option of its own, and knows only true and false.
        .env_remove("NO_COLOR");
    command
}

fn locked_wasm_bindgen(workspace: &Workspace) -> Result<String> {
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock"))?;
    version_in(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")
}

/// The version of a package in the text of Cargo.lock.
fn version_in(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("\nname = \"{package}\"\nversion = \""))?;
    Some(rest.split('"').next()?.to_string())
}

/// Starts the page at an address in Chromium; an error says what hinders it.
#[cfg(feature = "browser")]
pub(crate) fn opens(url: &str) -> Result<()> {
    use crate::browser::{Browser, Viewport};

    let browser = Browser::launch()?;
    let mut page = browser.open(url, Viewport::DESKTOP)?;
    // The app replaces the line that stands there while it loads.
    page.wait_for(
        "!document.getElementById('boot') && document.body.childElementCount > 0",
        Duration::from_secs(60),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locked_versions_are_read() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"0.2.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.117\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.117"));
        assert_eq!(version_in(lock, "yew"), None);
    }
}
