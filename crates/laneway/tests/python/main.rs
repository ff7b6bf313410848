//! What a program does here it does in CPython: the same random programs run in both.
//!
//! Every CPython from 3.8 on that is found is asked: the `python3` of the path, and pyenv's. Where there is none, the
//! tests say so and compare nothing.

mod at_once;
mod in_turn;
mod tasks;
mod timeouts;

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{LazyLock, OnceLock};

use laneway::process::{Manager, StartMethod};
use libtest_mimic::{Arguments, Trial};

/// The manager of all lists. It ends with this process.
static MANAGER: OnceLock<Manager> = OnceLock::new();

fn main() -> ExitCode {
    // First: it forks, which needs a process with one thread.
    let manager = Manager::start("manager", StartMethod::Fork).expect("a manager");
    let _ = MANAGER.set(manager);
    let trial = |name, test: fn()| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    };
    let trials = vec![
        trial(
            "operations_return_what_they_do_in_python",
            in_turn::operations_return_what_they_do_in_python,
        ),
        trial(
            "tasks_take_turns_as_in_python",
            tasks::tasks_take_turns_as_in_python,
        ),
        trial(
            "who_gives_up_goes_on_after_last_turns_as_in_python",
            timeouts::who_gives_up_goes_on_after_last_turns_as_in_python,
        ),
        trial(
            "outcomes_are_those_that_python_has",
            at_once::outcomes_are_those_that_python_has,
        ),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The oldest version that is asked.
const OLDEST: (u32, u32) = (3, 8);

/// A CPython.
struct Python {
    program: PathBuf,
    version: (u32, u32),
}

impl fmt::Display for Python {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.version;
        write!(formatter, "Python {major}.{minor}")
    }
}

/// One of each version that is found.
static PYTHONS: LazyLock<Vec<Python>> = LazyLock::new(|| {
    let mut pythons: Vec<Python> = Vec::new();
    for python in programs().into_iter().filter_map(Python::at) {
        let is_new = pythons.iter().all(|other| other.version != python.version);
        if python.version >= OLDEST && is_new {
            pythons.push(python);
        }
    }
    if pythons.is_empty() {
        println!("there is no Python from 3.8 on to compare with");
    }
    pythons
});

fn programs() -> Vec<PathBuf> {
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".pyenv")));
    let versions = root.and_then(|root| root.join("versions").read_dir().ok());
    let versions = versions.into_iter().flatten().flatten();
    let of_pyenv = versions.map(|version| version.path().join("bin/python3"));
    [PathBuf::from("python3")].into_iter().chain(of_pyenv).collect()
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

    /// What a script prints for this input, a line each.
    fn run(&self, script: &str, input: &str) -> Vec<String> {
        let mut child = Command::new(&self.program)
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it ran before");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input.as_bytes()).expect("it reads all");
        drop(stdin);
        let output = child.wait_with_output().expect("its output");
        assert!(output.status.success(), "{self}: {}", output.status);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.lines().map(str::to_owned).collect()
    }
}
