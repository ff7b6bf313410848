//! The CPythons of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest version that the lessons speak of.
const OLDEST: (u32, u32) = (3, 8);
/// The newest version that is looked for by its name on the path.
const NEWEST_MINOR: u32 = 20;

/// A CPython.
#[derive(Clone)]
pub struct Python {
    pub program: PathBuf,
    pub version: (u32, u32),
}

/// One of each version that is found, the oldest first: `python3` and `python3.N` of the path, and pyenv's.
pub fn pythons() -> Vec<Python> {
    let mut pythons: Vec<Python> = Vec::new();
    for python in programs().into_iter().filter_map(Python::at) {
        let is_new = pythons.iter().all(|other| other.version != python.version);
        if python.version >= OLDEST && is_new {
            pythons.push(python);
        }
    }
    pythons.sort_by_key(|python| python.version);
    pythons
}

fn programs() -> Vec<PathBuf> {
    let named = (OLDEST.1..=NEWEST_MINOR).map(|minor| format!("python3.{minor}").into());
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".pyenv")));
    let versions = root.and_then(|root| root.join("versions").read_dir().ok());
    let versions = versions.into_iter().flatten().flatten();
    let of_pyenv = versions.map(|version| version.path().join("bin/python3"));
    let on_path = std::iter::once(PathBuf::from("python3")).chain(named);
    on_path.chain(of_pyenv).collect()
}

impl Python {
    /// The program, if it is a CPython that runs.
    fn at(program: PathBuf) -> Option<Self> {
        let about = "import sys; print(sys.implementation.name, *sys.version_info[:2])";
        let output = Command::new(&program).args(["-c", about]).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let mut words = text.strip_prefix("cpython ")?.split_whitespace();
        let mut number = || words.next()?.parse().ok();
        let version = (number()?, number()?);
        Some(Self { program, version })
    }
}
