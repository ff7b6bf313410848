//! What the supervisor sees and tells the guardian: lines of JSON through a pipe. What was told before
//! the supervisor was killed is in the pipe and not lost.

use std::fs::File;
use std::io::{self, Read, Write};

use laneway_trace::Ending;
use serde::{Deserialize, Serialize};

/// One fact. `ticks` are the session's clock. `id`s are the supervisor's own, one for each process and
/// thread that it saw; [`Observed::Is`] says which of them are actors of the session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Observed {
    /// The program is about to be started.
    Started { ticks: u64 },
    /// It runs.
    Program { pid: u32 },
    /// It could not be started.
    NotStarted { os_error: Option<i32>, message: String },
    /// The program itself is dead.
    ProgramExit { ticks: u64, exit_code: i32 },
    /// There is a process, which runs this command. Told once more when it runs another one.
    Process {
        id: u32,
        parent: Option<u32>,
        pid: u32,
        name: String,
    },
    /// There is a thread in the process with this id.
    Thread {
        id: u32,
        process: u32,
        tid: u32,
        name: String,
    },
    /// A process or a thread is this actor of the session.
    Is { id: u32, actor: u32 },
    /// What a thread does: from then on it was seen to do so, whatever it recorded before.
    State { id: u32, ticks: u64, state: State },
    /// A process is dead. The code is not known if somebody had reaped it before it was asked for.
    Exit {
        id: u32,
        ticks: u64,
        exit_code: Option<i32>,
    },
    /// A dead process is gone: its parent took its exit status.
    Reap { id: u32, ticks: u64, parent: u32 },
    /// A process lost its parent and was adopted by the process with the pid `by`.
    Adopt { id: u32, ticks: u64, by: u32 },
    /// A process is in another session than the run, begun by the process with the pid `leader`.
    Session { id: u32, ticks: u64, leader: u32 },
    /// A process that is in another session has the controlling terminal with this name; `None` for none.
    Terminal {
        id: u32,
        ticks: u64,
        name: Option<String>,
    },
    /// Nobody moves, and nothing that was recorded says why. Some of their names, and how many more there
    /// are.
    AllAsleep { threads: Vec<String>, more: usize },
    /// The run is over. What lives still is killed next.
    Ended(Ended),
}

/// What the system's tables show of a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// It waits for something, or is stopped.
    Asleep,
    /// It could run, and has no core.
    Ready,
    /// It runs.
    Running,
    /// It is gone, and its process is not.
    Gone,
}

/// How the run ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub ending: Ending,
    pub ticks: u64,
    /// Processes that went on after the program's end for longer than allowed.
    pub outlived: usize,
    /// Processes seen that never said who they are.
    pub unattached: usize,
    /// States of threads that were seen and not told, because there were too many of them.
    pub untold: u64,
    /// True if the system has no table of how long a thread has run, so that nobody could be observed.
    pub unobserved: bool,
}

/// Tells facts in one write.
pub(super) fn tell(pipe: &mut File, facts: &[Observed]) -> io::Result<()> {
    let mut lines = Vec::new();
    for fact in facts {
        serde_json::to_writer(&mut lines, fact)?;
        lines.push(b'\n');
    }
    pipe.write_all(&lines)
}

/// The most facts that are believed of a run, and the longest line that is one.
const MOST_FACTS: usize = 1 << 20;
const LONGEST_LINE: usize = 1 << 20;

/// The other end of the pipe.
pub(super) struct Hearer {
    pub pipe: File,
    /// The beginning of a line whose end has not come.
    rest: Vec<u8>,
}

impl Hearer {
    pub fn new(pipe: File) -> Self {
        Self {
            pipe,
            rest: Vec::new(),
        }
    }

    /// Waits for more, appends the facts that are complete, and says whether there may be more to come:
    /// false when the supervisor is gone.
    pub fn hear(&mut self, facts: &mut Vec<Observed>) -> io::Result<bool> {
        let mut buffer = [0; 4096];
        let length = self.pipe.read(&mut buffer)?;
        self.rest.extend_from_slice(&buffer[..length]);
        while let Some(end) = self.rest.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.rest.drain(..=end).collect();
            if facts.len() < MOST_FACTS {
                facts.extend(serde_json::from_slice::<Observed>(&line).ok());
            }
        }
        // No fact is that long: somebody else has found the pipe.
        if self.rest.len() > LONGEST_LINE {
            self.rest.clear();
        }
        Ok(length > 0)
    }
}
