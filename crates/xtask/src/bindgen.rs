//! wasm-bindgen as a library, so that nobody needs to install its command at the right version.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// Writes `<name>_bg.wasm` and the ES module `<name>.js` for a module that cargo has built.
pub(crate) fn generate(wasm: &Path, out: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out)
        .with_context(|| format!("wasm-bindgen over {}", wasm.display()))
}
