//! A file: senders append lines, the receiver reads on from where it was.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use laneway::process::Messages;
use laneway::sleep;
use serde::{Deserialize, Serialize};

use super::transport::{Inbox, Listening, Outbox};

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct FileOfLines {
    path: PathBuf,
    messages: Messages<String>,
}

struct Append {
    file: File,
    messages: Messages<String>,
}

struct Follow {
    file: BufReader<File>,
    /// The beginning of a line of which the end has not been written.
    line: String,
    messages: Messages<String>,
    pause: Duration,
}

impl FileOfLines {
    /// An empty file in this folder.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let path = folder.join("messages.txt");
        File::create(&path)?;
        let messages = Messages::queue("messages.txt");
        Ok(Self { path, messages })
    }

    pub(super) fn append(&self) -> io::Result<Box<dyn Outbox>> {
        let file = OpenOptions::new().append(true).open(&self.path)?;
        let messages = self.messages.clone();
        Ok(Box::new(Append { file, messages }))
    }

    pub(super) fn follow(&self, pause: Duration) -> io::Result<Box<dyn Listening>> {
        Ok(Box::new(Follow {
            file: BufReader::new(File::open(&self.path)?),
            line: String::new(),
            messages: self.messages.clone(),
            pause,
        }))
    }
}

impl Outbox for Append {
    fn send(&mut self, message: String) -> io::Result<()> {
        let Self { file, messages } = self;
        messages.put(&message, |line| writeln!(file, "{line}"))
    }
}

impl Inbox for Follow {
    /// A read at the end of a file is back at once; nobody is told when the file grows.
    fn receive(&mut self) -> io::Result<String> {
        loop {
            let Self { file, line, messages, .. } = self;
            if let Some(message) = messages.try_get(|| next_line(file, line))? {
                return Ok(message);
            }
            sleep(self.pause);
        }
    }
}

/// A line, if all of it is there.
fn next_line(file: &mut impl BufRead, line: &mut String) -> io::Result<Option<String>> {
    file.read_line(line)?;
    Ok(line.ends_with('\n').then(|| std::mem::take(line)))
}
