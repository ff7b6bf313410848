//! What the supervisor sees and tells the guardian: lines of JSON through a pipe. What was told before
//! the supervisor was killed is in the pipe and not lost.

use std::fs::File;
use std::io::{self, Read, Write};

use laneway_trace::Ending;
use serde::{Deserialize, Serialize};

/// One fact. `ticks` are the session's clock; actors are the session's.
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
    /// A process is dead. The code is not known if somebody had reaped it before it was asked for.
    Exit {
        actor: u32,
        ticks: u64,
        exit_code: Option<i32>,
    },
    /// A process lost its parent and was adopted by the process with the pid `by`.
    Adopt { actor: u32, ticks: u64, by: u32 },
    /// The run is over. What lives still is killed next.
    Ended(Ended),
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
}

/// Tells one fact in one write.
pub(super) fn tell(pipe: &mut File, fact: &Observed) -> io::Result<()> {
    let mut line = serde_json::to_vec(fact)?;
    line.push(b'\n');
    pipe.write_all(&line)
}

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
            facts.extend(serde_json::from_slice::<Observed>(&line).ok());
        }
        Ok(length > 0)
    }
}
