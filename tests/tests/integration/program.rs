//! The program under test.

use std::path::PathBuf;

/// The program under test.
pub fn program() -> PathBuf {
    if let Some(path) = std::env::var_os("LANEWAY_BIN") {
        return path.into();
    }
    let path = built("laneway");
    assert!(
        path.is_file(),
        "{} is not there: run `cargo build` first, or `cargo xtask test`, or name the program by LANEWAY_BIN",
        path.display()
    );
    path
}

/// A program of this workspace, beside the folder of the tests.
fn built(name: &str) -> PathBuf {
    let tests = std::env::current_exe().expect("the path of this test");
    let target = tests.ancestors().nth(2).expect("it is in target/debug/deps");
    target.join(name)
}
