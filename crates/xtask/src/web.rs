//! The page's build: compile, wasm-bindgen, wasm-opt, and the files beside the module.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::page;
use crate::rerun;
use crate::stages::{Stages, call};
use crate::toolchain::{TARGET, WasmCompiler};
use crate::wasm_opt;
use crate::workspace::{Workspace, on_path};

/// Builds the page into `target/web`; what is up to date is left alone.
pub(crate) fn build(workspace: &Workspace, stages: &Stages, compiler: &WasmCompiler) -> Result<()> {
    let wasm = stages.run("page: compile", || compile(workspace, compiler))?;
    stages.run("page: wasm-bindgen, wasm-opt, files", || {
        assemble(workspace, &wasm)
    })
}

/// In a target folder of its own, so that another compiler's builds and this do not fight.
fn compile(workspace: &Workspace, compiler: &WasmCompiler) -> Result<PathBuf> {
    let target = workspace.target.join("wasm");
    let mut cargo = compiler.cargo();
    cargo
        .current_dir(&workspace.root)
        .args([
            "build",
            "--package",
            "laneway-web",
            "--target",
            TARGET,
            "--profile",
            "web",
        ])
        .arg("--target-dir")
        .arg(&target);
    call(&mut cargo)?;
    Ok(target.join(TARGET).join("web/laneway-web.wasm"))
}

fn assemble(workspace: &Workspace, wasm: &Path) -> Result<()> {
    let index = read(&workspace.root.join("index.html"))?;
    let index = String::from_utf8(index).context("index.html is not UTF-8")?;
    let page = page::from_index(&index)?;

    let mut files = BTreeMap::new();
    for path in &page.copies {
        collect(&workspace.root.join(path), Path::new(""), &mut files)?;
    }
    let mut style = Vec::new();
    for path in &page.styles {
        style.extend(read(&workspace.root.join(path))?);
    }
    files.insert(page::STYLE_NAME.into(), style);
    files.insert("index.html".into(), page.html.into_bytes());
    files.insert(page::BOOT_NAME.into(), page::BOOT.into());

    let made = workspace.target.join("wasm/page");
    let stamp = format!("{:016x}", fingerprint(&read(wasm)?));
    let stamp_file = made.join("stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|last| last == stamp) {
        eprintln!("  the module is up to date");
    } else {
        let _ = fs::remove_dir_all(&made);
        fs::create_dir_all(&made)?;
        let mut bindgen = rerun::with("bindgen", workspace);
        call(bindgen.arg("bindgen").arg(wasm).arg(made.join("glue")))?;
        wasm_opt::optimize(&made.join("glue/laneway-web_bg.wasm"));
        fs::write(&stamp_file, stamp)?;
    }
    for entry in fs::read_dir(made.join("glue"))? {
        collect(&entry?.path(), Path::new(""), &mut files)?;
    }
    let bytes: usize = files.values().map(Vec::len).sum();
    eprintln!("  {} files, {} kB before compression", files.len(), bytes / 1000);
    replace(&workspace.page(), &files)
}

/// What the module and its glue are made of: rustc's module, and the tools.
fn fingerprint(wasm: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    wasm.hash(&mut hasher);
    on_path(&["wasm-opt"]).hash(&mut hasher);
    include_str!("wasm_opt.rs").hash(&mut hasher);
    include_str!("bindgen.rs").hash(&mut hasher);
    include_str!("../Cargo.toml").hash(&mut hasher);
    hasher.finish()
}

/// Adds a file, or all files of a folder, under `folder`.
fn collect(from: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let name = folder.join(from.file_name().context("a path without a name")?);
    if !from.is_dir() {
        files.insert(name, read(from)?);
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        collect(&entry?.path(), &name, files)?;
    }
    Ok(())
}

/// Makes the folder hold these files and no others. Files that stay the same keep their time
/// stamps: the server's build embeds them and looks at those.
fn replace(folder: &Path, files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let mut old = BTreeMap::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            collect(&entry?.path(), Path::new(""), &mut old)?;
        }
    }
    for name in old.keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(name))?;
    }
    for (name, bytes) in files.iter().filter(|(name, bytes)| old.get(*name) != Some(bytes)) {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}
