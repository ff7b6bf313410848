//! A named pipe: senders write lines into it, the receiver reads them.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

use laneway::process::Messages;
use rustix::fs::{CWD, Mode, mkfifoat};
use rustix::io::ioctl_fionread;
use serde::{Deserialize, Serialize};

use super::transport::{Inbox, Listening, Outbox};

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct NamedPipe {
    path: PathBuf,
    messages: Messages<String>,
}

struct WriteEnd {
    pipe: File,
    messages: Messages<String>,
}

struct ReadEnd {
    pipe: BufReader<File>,
    messages: Messages<String>,
}

impl NamedPipe {
    /// A pipe with a name in this folder.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let path = folder.join("messages");
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR)?;
        let messages = Messages::pipe("messages");
        Ok(Self { path, messages })
    }

    /// Opening it waits for somebody who opens the other end.
    pub(super) fn write_end(&self) -> io::Result<Box<dyn Outbox>> {
        let pipe = OpenOptions::new().write(true).open(&self.path)?;
        let messages = self.messages.clone();
        Ok(Box::new(WriteEnd { pipe, messages }))
    }
}

impl Listening for NamedPipe {
    fn meet(self: Box<Self>) -> io::Result<Box<dyn Inbox>> {
        let pipe = BufReader::new(File::open(&self.path)?);
        let messages = self.messages;
        Ok(Box::new(ReadEnd { pipe, messages }))
    }
}

impl Outbox for WriteEnd {
    /// What is so short goes into the pipe in one piece, whoever else writes.
    fn send(&mut self, message: String) -> io::Result<()> {
        let Self { pipe, messages } = self;
        messages.put(&message, |line| pipe.write_all(format!("{line}\n").as_bytes()))
    }
}

impl Inbox for ReadEnd {
    fn receive(&mut self) -> io::Result<String> {
        let Self { pipe, messages } = self;
        messages.get(pipe, line_if_any, next_line)
    }
}

fn line_if_any(pipe: &mut BufReader<File>) -> io::Result<Option<String>> {
    let is_empty = pipe.buffer().is_empty() && ioctl_fionread(pipe.get_ref())? == 0;
    if is_empty { Ok(None) } else { next_line(pipe).map(Some) }
}

/// Sleeps until there is one.
fn next_line(pipe: &mut BufReader<File>) -> io::Result<String> {
    let mut line = String::new();
    match pipe.read_line(&mut line)? {
        0 => Err(ErrorKind::UnexpectedEof.into()),
        _ => Ok(line),
    }
}
