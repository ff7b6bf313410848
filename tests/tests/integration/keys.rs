//! Programs that read from a terminal while they are recorded.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};

use rustix::process::{ioctl_tiocsctty, setsid};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::program::program;
use crate::workdir::{Workdir, recorded_program};

/// A command in a session of its own, on a terminal of its own.
struct Session {
    keys: File,
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Session {
    fn start(workdir: &Workdir, mut command: Command) -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&keys).and_then(|()| unlockpt(&keys)).expect("a terminal");
        let name = ptsname(&keys, Vec::new()).expect("a terminal");
        let name = std::ffi::OsStr::from_bytes(name.as_bytes());
        let terminal = OpenOptions::new().read(true).write(true).open(name);
        workdir.settle(&mut command);
        command
            .stdin(terminal.expect("a terminal"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // SAFETY: these are system calls.
        unsafe {
            command.pre_exec(|| {
                setsid()?;
                Ok(ioctl_tiocsctty(std::io::stdin().as_fd())?)
            });
        }
        let mut child = command.spawn().expect("it starts");
        Self {
            stdout: BufReader::new(child.stdout.take().expect("its output")),
            keys: keys.into(),
            child,
        }
    }

    fn laneway(workdir: &Workdir, role: &str) -> Self {
        let mut command = Command::new(program());
        command.args(["record", "-o", "run.lane", "--", recorded_program(), role]);
        Self::start(workdir, command)
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("a terminal");
    }

    /// The next line that it prints.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }

    /// How it ended, and what it said on standard error.
    fn end(mut self) -> (Option<i32>, String) {
        let mut stderr = String::new();
        let mut pipe = self.child.stderr.take().expect("its errors");
        pipe.read_to_string(&mut stderr).expect("UTF-8");
        (self.child.wait().expect("it ends").code(), stderr)
    }
}

#[test]
fn a_recorded_program_reads_from_the_terminal() {
    let workdir = Workdir::new();
    let mut session = Session::laneway(&workdir, "ask");
    assert_eq!(session.line(), "who?");
    session.press("laneway\n");
    assert_eq!(session.line(), "hello laneway true");
    let (status, stderr) = session.end();
    assert_eq!(status, Some(0), "{stderr}");
    assert_eq!(workdir.info("run.lane")["ending"], "finished");
}

#[test]
fn ctrl_c_interrupts_a_program_that_has_the_terminal() {
    let workdir = Workdir::new();
    let mut session = Session::laneway(&workdir, "wait");
    session.line();
    session.press("\x03");
    let (status, stderr) = session.end();
    assert_eq!(status, Some(0), "{stderr}");
    assert!(stderr.contains("it was interrupted"), "{stderr}");
    assert_eq!(workdir.info("run.lane")["ending"], "interrupted");
}

#[test]
fn ctrl_z_stops_nobody_where_no_shell_could_go_on() {
    let workdir = Workdir::new();
    let mut session = Session::laneway(&workdir, "ask");
    assert_eq!(session.line(), "who?");
    session.press("\x1a");
    session.press("laneway\n");
    assert_eq!(session.line(), "hello laneway true");
    assert_eq!(session.end().0, Some(0));
}

#[test]
fn a_shell_stops_a_recording_and_goes_on_with_it() {
    let workdir = Workdir::new();
    let mut shell = Command::new("sh");
    shell.args([
        "-m",
        "-c",
        "\"$0\" record -o run.lane -- \"$1\" ask; echo stopped; fg >&2",
    ]);
    shell.arg(program()).arg(recorded_program());
    let mut session = Session::start(&workdir, shell);
    assert_eq!(session.line(), "who?");
    session.press("\x1a");
    assert_eq!(session.line(), "stopped");
    session.press("laneway\n");
    let (status, stderr) = session.end();
    assert_eq!(status, Some(0), "{stderr}");
    assert_eq!(workdir.info("run.lane")["ending"], "finished");
    assert!(stderr.contains("it finished"), "{stderr}");
}

#[test]
fn the_terminal_comes_back() {
    let workdir = Workdir::new();
    let mut shell = Command::new("sh");
    shell.args([
        "-c",
        "\"$0\" record -o run.lane -- \"$1\" greet; read word; echo $word",
    ]);
    shell.arg(program()).arg(recorded_program());
    let mut session = Session::start(&workdir, shell);
    assert_eq!(session.line(), "hello");
    session.press("mine\n");
    assert_eq!(session.line(), "mine");
    assert_eq!(session.end().0, Some(0));
}
