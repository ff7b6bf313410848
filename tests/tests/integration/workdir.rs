//! A folder to run `laneway` in, and what came of it.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::program::program;

/// An empty folder to work in. Beside it is one for the sessions of recordings, which must be empty after
/// every command.
pub struct Workdir {
    root: TempDir,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    /// `None` if a signal ended it.
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The program that is there to be recorded.
pub fn recorded_program() -> &'static str {
    env!("CARGO_BIN_EXE_recorded-program")
}

impl Workdir {
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        for folder in ["work", "sessions", "temporary"] {
            fs::create_dir(root.path().join(folder)).expect("a folder in it");
        }
        Self { root }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    /// Where recordings meet.
    pub fn sessions(&self) -> PathBuf {
        self.root.path().join("sessions")
    }

    /// Where what fits nowhere else goes.
    pub fn temporary(&self) -> PathBuf {
        self.root.path().join("temporary")
    }

    /// Gives the folder, and those beside it, to another user.
    pub fn give_to(&self, user: u32) {
        let folders = [
            self.root.path().to_owned(),
            self.path(""),
            self.sessions(),
            self.temporary(),
        ];
        for folder in folders {
            chown(folder, Some(user), Some(user)).expect("we are root");
        }
    }

    /// The names of the files in the folder, sorted.
    pub fn names(&self) -> Vec<String> {
        names(&self.path(""))
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("written");
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect(name)
    }

    /// `laneway` with these arguments, in this folder and in English.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        self.settle(&mut command).args(arguments);
        command
    }

    /// Puts any command into this folder, where Ctrl+C and a terminal that closes end it. Tests that a shell
    /// runs in the background, or `nohup`, are started without regard for these, and would pass that on.
    pub fn settle<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let heed = || {
            for signal in [libc::SIGINT, libc::SIGQUIT, libc::SIGHUP] {
                // SAFETY: system calls on numbers.
                unsafe { libc::signal(signal, libc::SIG_DFL) };
            }
            Ok(())
        };
        // SAFETY: it makes system calls alone, which a process may do between fork and exec.
        unsafe { command.pre_exec(heed) };
        command
            .current_dir(self.path(""))
            .env("XDG_RUNTIME_DIR", self.sessions())
            .env("TMPDIR", self.temporary())
            .env("LC_ALL", "C")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
    }

    /// Runs `laneway` to its end.
    #[track_caller]
    pub fn laneway(&self, arguments: &[&str]) -> Said {
        self.said(self.command(arguments).output().expect("laneway starts"))
    }

    /// What a command said that ran in this folder. It may leave no session behind.
    #[track_caller]
    pub fn said(&self, output: Output) -> Said {
        assert_eq!(
            names(&self.sessions()),
            Vec::<String>::new(),
            "sessions left behind"
        );
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Said {
            status: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Runs `laneway`, which must fail with status 2, say exactly this, and leave the folder as it was.
    #[track_caller]
    pub fn refuses(&self, arguments: &[&str], words: &str) {
        let before = self.names();
        let said = self.laneway(arguments);
        assert_eq!(said.stderr, format!("laneway: {words}\n"));
        assert_eq!((said.status, said.stdout.as_str()), (Some(2), ""));
        assert_eq!(self.names(), before);
    }

    /// Records a short run of a lesson in a file of this folder.
    #[track_caller]
    pub fn record_lesson(&self, lesson: &str, file: &str) {
        let mut arguments = vec!["run", lesson, "--set", "scale=0.01", "-o", file];
        if lesson == "deadlock" {
            // Two are enough, and their findings are short.
            arguments.extend(["--set", "philosophers=2"]);
        }
        let said = self.laneway(&arguments);
        assert_eq!(said.status, Some(0), "{}", said.stderr);
    }

    /// What `info --json` says of a file of this folder.
    #[track_caller]
    pub fn info(&self, file: &str) -> serde_json::Value {
        let said = self.laneway(&["info", "--json", file]);
        assert_eq!((said.status, said.stderr.as_str()), (Some(0), ""));
        serde_json::from_str(&said.stdout).expect("JSON")
    }
}

pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}
