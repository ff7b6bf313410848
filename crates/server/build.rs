//! Embeds the page: every file of `target/web`, compressed once, at build time.
//!
//! A fresh clone has no page yet. It builds all the same, and the server says how to build the page.

use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};

#[path = "src/pack.rs"]
mod pack;

/// As small as brotli gets: it takes seconds, once for each content of a file.
const QUALITY: i32 = 11;

fn main() -> io::Result<()> {
    let variable = |name: &str| std::env::var(name).map_err(io::Error::other);
    let page = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("../../target/web");
    let out = PathBuf::from(variable("OUT_DIR")?);
    // Cargo runs a build script again and again that waits for a folder which is not there.
    fs::create_dir_all(&page)?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/pack.rs");
    println!("cargo::rerun-if-changed={}", page.display());

    let mut files = Vec::new();
    collect(&page, "", &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for (name, path) in &files {
        let bytes = fs::read(path)?;
        let mut hasher = DefaultHasher::new();
        (&bytes, include_str!("src/pack.rs")).hash(&mut hasher);
        let hash = format!("{:016x}", hasher.finish());
        let brotli = keep(out.join(format!("{hash}.br")), || pack::brotli(&bytes, QUALITY))?;
        let gzip = keep(out.join(format!("{hash}.gz")), || pack::gzip(&bytes))?;
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "    File {{ name: {name:?}, hash: {hash:?}, brotli: include_bytes!({brotli:?}), \
             gzip: include_bytes!({gzip:?}) }},",
        );
    }
    table.push(']');
    fs::write(out.join("page.rs"), table)
}

/// Makes a file that is not there from an earlier build.
fn keep(file: PathBuf, make: impl FnOnce() -> io::Result<Vec<u8>>) -> io::Result<PathBuf> {
    if !file.is_file() {
        // Named when it is complete: a build may be interrupted.
        let part = file.with_extension("part");
        fs::write(&part, make()?)?;
        fs::rename(&part, &file)?;
    }
    Ok(file)
}

/// The files of a folder, by their names under it with slashes.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string();
        let name = name.map_err(|name| io::Error::other(format!("a name of the page: {name:?}")))?;
        let name = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, entry.path()));
        }
    }
    Ok(())
}
