//! wasm-opt, where it is to be had: a smaller module; the page works without.

use std::path::Path;
use std::process::Command;

use crate::workspace::on_path;

/// What rustc puts into modules by default; wasm-opt refuses what it is not told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Optimizes a module in place; one that wasm-opt cannot read stays as it is. Debian's version 108
/// is one that cannot: wasm-bindgen writes `table.fill`. Little is lost, because rustc's own passes
/// have seen the whole module (measured with 108 on a module without that instruction: 6 % of its
/// size, nothing of its compressed size).
pub(crate) fn optimize(wasm: &Path) {
    let Some(program) = on_path(&["wasm-opt"]) else {
        eprintln!("  no wasm-opt here: the module stays as rustc wrote it");
        return;
    };
    let optimized = wasm.with_extension("optimized");
    let mut command = Command::new(program);
    command
        .args(FEATURES)
        .arg("-O3")
        .arg(wasm)
        .arg("-o")
        .arg(&optimized);
    let done = command.output().is_ok_and(|out| out.status.success());
    if !done || std::fs::rename(&optimized, wasm).is_err() {
        eprintln!("  this wasm-opt cannot read the module, which stays as rustc wrote it");
    }
}
