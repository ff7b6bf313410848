//! Pure crates and the page do without what clippy.toml lists: docs/ARCHITECTURE.md, "Invariants".
//!
//! Clippy sees to it. These tests see that it does, however a thing is imported, and that those crates
//! have turned the lints on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Turns on what Cargo.toml has turned off for the crates that may do everything.
const LINTS: &str =
    "#![warn(clippy::disallowed_macros, clippy::disallowed_methods, clippy::disallowed_types)]";

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/xtask").to_path_buf()
}

/// Those of these lines of Rust in which clippy finds something that clippy.toml lists.
fn found<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let folder = tempfile::tempdir().expect("room for a folder");
    let code = format!("{LINTS} {}", lines.join("\n"));
    fs::write(folder.path().join("lib.rs"), code).expect("room for a file");
    // It stands beside the cargo that runs this.
    let cargo = PathBuf::from(std::env::var_os("CARGO").expect("cargo runs the tests"));
    let output = Command::new(cargo.with_file_name("clippy-driver"))
        .args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata"])
        .args(["--error-format", "short", "lib.rs"])
        .env("CLIPPY_CONF_DIR", root())
        .current_dir(folder.path())
        .output()
        .expect("clippy, which `rustup component add clippy` brings");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    // It tells of names in its list that nothing has.
    assert!(!said.contains("clippy.toml"), "{said}");
    let numbered = lines.iter().zip(1..);
    numbered
        .filter(|(_, number)| {
            let at = format!("lib.rs:{number}:");
            let mut about = said.lines().filter(|line| line.starts_with(&at));
            about.any(|line| line.contains("use of a disallowed"))
        })
        .map(|(line, _)| *line)
        .collect()
}

#[test]
fn what_a_pure_crate_does_without_is_found_however_it_is_imported() {
    let impure = [
        r#"mod list { use std::{fs, thread}; fn f() { drop(fs::read("x")); } }"#,
        r#"mod path { fn f() { drop(::std::fs::read("x")); } }"#,
        r#"mod glob { use std::fs::*; fn f() { drop(read("x")); } }"#,
        r#"mod renamed { use std as core; fn f() { drop(core::fs::read("x")); } }"#,
        r#"mod value { fn f() { drop(["x"].map(std::fs::read)); } }"#,
        r#"mod expanded { macro_rules! m { () => { std::fs::read("x") } } fn f() { drop(m!()); } }"#,
        r"mod file { use std::fs::File as Paper; }",
        r"mod method { fn f() -> bool { std::path::PathBuf::new().exists() } }",
        r"mod thread { use std::thread::{self, Thread}; }",
        r"mod spawn { use std::{fmt, thread as t}; fn f() { t::spawn(|| ()); } }",
        r"mod alias { type Clock = std::time::Instant; }",
        r"mod qualified { fn f() { <std::time::Instant>::now(); } }",
        r"mod unnamed { fn f() { drop(std::time::UNIX_EPOCH.elapsed()); } }",
        r"mod held { struct Since { time: Option<std::time::SystemTime> } }",
        r"mod bound { fn f(_: impl std::net::ToSocketAddrs) {} }",
        r#"mod by_trait { use std::net::*; fn f() { drop("a:1".to_socket_addrs()); } }"#,
        r"mod process { fn f() -> ! { std::process::exit(1) } }",
        r#"mod program { fn f() { drop(std::process::Command::new("x")); } }"#,
        r#"mod settings { fn f() { drop(std::env::var("x")); } }"#,
        r"mod input { use std::io; fn f() { drop(io::stdin()); } }",
        r#"mod output { fn f() { println!("x"); } }"#,
    ];
    assert_eq!(found(&impure), impure);
}

#[test]
fn what_is_only_named_like_it_is_not_found() {
    let pure = [
        "mod time { fn f() -> u128 { std::time::Duration::MAX.as_nanos() } }",
        "mod paths { fn f(p: &std::path::Path) { drop(p.join(\"std::fs::read\")); } }",
        "mod traits { use std::io::Read; fn f(mut r: impl Read) { drop(r.read(&mut [])); } }",
        "mod own { struct Instant; mod fs { pub fn read() {} } fn f(_: Instant) { fs::read() } }",
        "// std::fs::read and std::thread::spawn",
    ];
    assert_eq!(found(&pure), <[&str; 0]>::default());
}

#[test]
fn the_page_and_every_pure_crate_have_the_lints_on() {
    let without_blanks = |text: &str| text.split_whitespace().collect::<String>().replace(",)", ")");
    for file in [
        "crates/l10n/src/lib.rs",
        "crates/model/src/lib.rs",
        "crates/trace/src/lib.rs",
        "crates/view/src/lib.rs",
        "web/src/main.rs",
    ] {
        let code = fs::read_to_string(root().join(file)).expect("a crate");
        let has = without_blanks(&code).contains(&without_blanks(LINTS));
        assert!(has, "{file} lacks {LINTS}");
    }
}
