//! A counterpart: how it is run, and what it said.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use laneway_lessons::Lesson;
use laneway_lessons::server::{self, Server};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::found::Python;

/// A fact: its name, and a check that panics where it does not hold.
pub type Fact = (&'static str, fn(&Said));

/// Lists functions as facts of the same name.
macro_rules! facts {
    ($($fact:ident),+ $(,)?) => { &[$((stringify!($fact), $fact as fn(&crate::script::Said))),+] };
}
pub(crate) use facts;

/// A script of a lesson's folder, and what must hold of a run of it.
pub struct Counterpart {
    /// The file, and the arguments it is given. The name of a server in braces, `{redis}`, is the address of one that
    /// is there for this run.
    pub command: &'static [&'static str],
    /// The first version that has what it needs.
    pub since: (u32, u32),
    pub ends: Ends,
    pub facts: &'static [Fact],
}

/// How a run ends.
#[allow(dead_code, reason = "lessons use what they need")]
pub enum Ends {
    /// By itself, with status 0.
    InOrder,
    /// By itself, with another status.
    Failed,
    /// Never: it prints so many lines, perhaps a few more, and then no more.
    Stuck { lines: usize },
}

/// What a run printed.
#[allow(dead_code, reason = "lessons use what they need")]
pub struct Said {
    /// Of Python: `(3, 12)`.
    pub version: (u32, u32),
    /// On standard output.
    pub lines: Vec<String>,
    /// On standard error: tracebacks, warnings.
    pub errors: String,
    /// How long it took.
    pub took: Duration,
}

/// Whoever takes longer than this to say something hangs.
const PATIENCE: Duration = Duration::from_secs(60);
/// Who says nothing for so long, and says enough before, is stuck.
const SILENCE: Duration = Duration::from_secs(3);

impl Counterpart {
    /// Runs it in a folder of its own; all that it started are ended with it.
    pub fn run(&self, lesson: &Lesson, python: &Python) -> Result<Said, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let server = self.server_name().map(|name| Server::for_run(name, ""));
        let server = server.transpose().map_err(|error| error.to_string())?.flatten();
        let address = server.map(|server| (server.address().to_string(), server));
        let (file, arguments) = self.command.split_first().ok_or("a counterpart without a file")?;
        let text = lesson
            .counterparts
            .iter()
            .find(|(name, _)| name.rsplit('/').next() == Some(file));
        let (_, text) = text.ok_or_else(|| format!("the lesson has no file {file}"))?;
        fs::write(folder.path().join(file), text).map_err(|error| error.to_string())?;
        let errors =
            fs::File::create(folder.path().join("errors")).map_err(|error| error.to_string())?;
        // `-E`: as on a machine where nobody has set anything.
        let child = Command::new(&python.program)
            .args(["-E", "-B", file])
            .args(arguments.iter().map(|argument| match &address {
                Some((address, _)) if argument.starts_with('{') => address,
                _ => *argument,
            }))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(errors)
            .process_group(0)
            .spawn();
        let mut running = Running::new(child.map_err(|error| error.to_string())?);
        let ended = self.follow(&mut running);
        let errors = || fs::read_to_string(folder.path().join("errors")).unwrap_or_default();
        ended.map_err(|why| format!("{why}\n{}\n{}", running.lines.join("\n"), errors()))?;
        Ok(Said {
            version: python.version,
            lines: std::mem::take(&mut running.lines),
            errors: errors(),
            took: running.start.elapsed(),
        })
    }

    /// The server that it talks to.
    fn server_name(&self) -> Option<&'static str> {
        let names = self.command.iter();
        names
            .filter_map(|word| word.strip_prefix('{')?.strip_suffix('}'))
            .next()
    }

    /// What is not here that it needs.
    pub fn missing(&self) -> Option<String> {
        server::check(self.server_name()?, "")
            .err()
            .map(|error| error.to_string())
    }

    /// Waits for its end, or sees that it has none.
    fn follow(&self, running: &mut Running) -> Result<(), String> {
        if let Ends::Stuck { lines } = self.ends {
            loop {
                let enough = running.lines.len() >= lines;
                match running.hear(if enough { SILENCE } else { PATIENCE }) {
                    Ok(true) => {}
                    Ok(false) => return Err("it ended, and should be stuck".to_owned()),
                    Err(_) if enough => return Ok(()),
                    Err(silence) => return Err(silence),
                }
            }
        }
        while running.hear(PATIENCE)? {}
        let status = running.child.wait().map_err(|error| error.to_string())?;
        if status.success() == matches!(self.ends, Ends::InOrder) {
            Ok(())
        } else {
            Err(format!("it ended with {status}"))
        }
    }
}

/// A script that runs.
struct Running {
    child: Child,
    start: Instant,
    /// Its lines as they come.
    heard: mpsc::Receiver<String>,
    lines: Vec<String>,
}

impl Running {
    fn new(mut child: Child) -> Self {
        let (tell, heard) = mpsc::channel();
        let output = child.stdout.take().expect("a pipe");
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            let mut line = Vec::new();
            while output.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                if tell.send(text).is_err() {
                    // Nobody listens: what is left is read so that nobody waits for room in the pipe.
                    let _ = output.read_to_end(&mut line);
                    break;
                }
                line.clear();
            }
        });
        Self {
            child,
            start: Instant::now(),
            heard,
            lines: Vec::new(),
        }
    }

    /// Takes its next line; false if there is none, since nobody has its output any more.
    fn hear(&mut self, patience: Duration) -> Result<bool, String> {
        match self.heard.recv_timeout(patience) {
            Ok(line) => {
                self.lines.push(line);
                Ok(true)
            }
            Err(RecvTimeoutError::Disconnected) => Ok(false),
            Err(RecvTimeoutError::Timeout) => Err(format!("it says nothing for {patience:?}")),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = Pid::from_raw(self.child.id() as i32) {
            // Gone already, mostly.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

#[allow(dead_code, reason = "facts ask what they need")]
impl Said {
    /// Where this line stands.
    pub fn line(&self, text: &str) -> usize {
        let place = self.lines.iter().position(|line| line == text);
        place.unwrap_or_else(|| panic!("`{text}` is never printed:\n{}", self.lines.join("\n")))
    }

    /// How many lines contain this.
    pub fn lines_with(&self, part: &str) -> usize {
        self.lines.iter().filter(|line| line.contains(part)).count()
    }

    /// What follows this at the beginning of a line, the first one that begins so.
    pub fn after(&self, start: &str) -> &str {
        let rest = self.lines.iter().find_map(|line| line.strip_prefix(start));
        rest.unwrap_or_else(|| panic!("no line begins with `{start}`:\n{}", self.lines.join("\n")))
    }

    /// The number that follows this at the beginning of a line.
    pub fn number_after(&self, start: &str) -> i64 {
        let rest = self.after(start);
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(rest.len());
        rest[..end]
            .parse()
            .unwrap_or_else(|_| panic!("no number follows `{start}`: {rest}"))
    }
}
