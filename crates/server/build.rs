//! Embeds the page: every file of `target/web`, compressed once, at build time.
//!
//! A fresh clone has no page yet. It builds all the same, and the server says how to build the page.

use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> io::Result<()> {
    let variable = |name: &str| std::env::var(name).map_err(io::Error::other);
    let page = Path::new(&variable("CARGO_MANIFEST_DIR")?).join("../../target/web");
    let out = PathBuf::from(variable("OUT_DIR")?);
    // Cargo runs a build script again and again that waits for a folder which is not there.
    fs::create_dir_all(&page)?;
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", page.display());

    let mut files = Vec::new();
    collect(&page, "", &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for (number, (name, path)) in files.iter().enumerate() {
        let bytes = fs::read(path)?;
        let packed = out.join(format!("{number}.gz"));
        fs::write(&packed, gzip(&bytes)?)?;
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "    File {{ name: {name:?}, etag: \"\\\"{:016x}\\\"\", gzip: include_bytes!({:?}) }},",
            hasher.finish(),
            packed
        );
    }
    table.push(']');
    fs::write(out.join("page.rs"), table)
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

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
