//! Definitions: one line says what one id stands for, as a JSON object with one key:
//! `{"thread":{"actor":5,"tid":130}}`. A text for which there was no room has the id 0.
//!
//! They stand in `definitions.jsonl`, which all append to and the supervisor follows. A thread that has many
//! objects, texts and places puts these into files of its own ([`Lines`](super::lines::Lines)), which the merge
//! reads.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use laneway_trace::{ActorKind, ObjectKind, StartMethod};
use serde::{Deserialize, Serialize};

use super::{SessionError, at, lines, private};

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Definition {
    /// An actor, by whoever starts it, before it starts.
    Actor(ActorDefinition),
    /// An object, before the first event on it.
    Object(ObjectDefinition),
    /// A process says who it is, before it runs any code of the program.
    Attached(AttachedDefinition),
    /// A thread says its tid, before its first event.
    Thread(ThreadDefinition),
    /// A text, before the first event with it.
    Text(TextDefinition),
    /// A place in the source, before the thread's first event with its key.
    Location(LocationDefinition),
    /// A parent took the exit status of a child, before its `reap` event.
    Reaped(ReapedDefinition),
}

impl Definition {
    /// Appends its line.
    pub(crate) fn write_line(&self, out: &mut Vec<u8>) -> io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.push(b'\n');
        Ok(())
    }
}

/// An actor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorDefinition {
    /// Its id in the session.
    pub id: u32,
    /// Process, thread or task.
    pub kind: ActorKind,
    /// What the program calls it.
    pub name: String,
    /// A task's thread; a thread's process; a process's parent process.
    pub parent: Option<u32>,
    /// True if it is cut off when the program ends.
    pub daemon: bool,
    /// How a process was started; none for the first one, and for who is no process.
    pub start_method: Option<StartMethod>,
}

/// An object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectDefinition {
    /// Its id in the session.
    pub id: u32,
    /// Lock, queue, cell, ...
    pub kind: ObjectKind,
    /// What the program calls it.
    pub name: String,
    /// The most items of a queue, the workers of a pool.
    pub capacity: Option<u64>,
    /// The pool of a future.
    pub parent: Option<u32>,
    /// True if it is shared between processes.
    pub shared: bool,
}

/// A process says who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedDefinition {
    /// Its actor.
    pub actor: u32,
    /// Its process id.
    pub pid: u32,
    /// The thread id of its main thread.
    pub tid: u32,
    /// The process id of its parent as the process itself saw it.
    pub parent_pid: u32,
    /// The actor of its main thread.
    pub thread: u32,
    /// The program that it runs, if that is known.
    pub program: Option<ProgramFile>,
    /// By what to tell whether it still is the same one, if that is known.
    pub image: Option<Image>,
}

/// Where the code and the arguments of a program lie: no two programs that a process turns into have both at
/// the same place, because the kernel moves the stack, on top of which the arguments are, by chance. (Where
/// the rest of the stack begins is told twice in the course of an `exec`, and not the same.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Where its code begins.
    pub code: u64,
    /// Where its arguments begin.
    pub arguments: u64,
}

impl Image {
    /// What a line of `/proc/<pid>/stat` says: `None` where the kernel does not tell, of the dead, and in the
    /// middle of an `exec`, when the arguments are there before the code.
    pub fn in_stat(line: &str) -> Option<Self> {
        // The fields are counted from 1; the second is a name, in parentheses, that may hold anything.
        let mut fields = line.rsplit_once(')')?.1.split_ascii_whitespace().skip(26 - 3);
        let code = fields.next()?.parse().ok()?;
        let arguments = fields.nth(48 - 26 - 1)?.parse().ok()?;
        (code != 0 && arguments != 0).then_some(Self { code, arguments })
    }

    /// That of this process.
    pub fn of_this_process() -> Option<Self> {
        Self::in_stat(&std::fs::read_to_string("/proc/self/stat").ok()?)
    }
}

/// The file of a program, and by what to tell whether it is still the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProgramFile {
    /// Where it was when the process attached.
    pub path: String,
    /// The device that it lies on.
    pub device: u64,
    /// Its number there.
    pub inode: u64,
    /// When it was last written: seconds since 1970-01-01 UTC, and nanoseconds.
    pub modified: (i64, i64),
}

impl ProgramFile {
    /// The program at this path; `None` if it cannot be looked at, or its name is no text.
    pub fn at(path: &Path) -> Option<Self> {
        let about = std::fs::metadata(path).ok()?;
        Some(Self {
            path: path.to_str()?.to_owned(),
            device: about.dev(),
            inode: about.ino(),
            modified: (about.mtime(), about.mtime_nsec()),
        })
    }

    /// The one that this process runs.
    pub fn of_this_process() -> Option<Self> {
        Self::at(&std::env::current_exe().ok()?)
    }

    /// True if this is what the system says of the same file, unchanged.
    pub fn is_same(&self, about: &Metadata) -> bool {
        let now = (about.dev(), about.ino(), (about.mtime(), about.mtime_nsec()));
        now == (self.device, self.inode, self.modified)
    }
}

/// A thread says its tid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadDefinition {
    /// Its actor.
    pub actor: u32,
    /// Its thread id.
    pub tid: u32,
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextDefinition {
    /// Its id in the session.
    pub id: u32,
    /// What it says.
    pub text: String,
}

/// A place in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocationDefinition {
    /// The thread whose key it is.
    pub actor: u32,
    /// The key, which means this only in that thread's events.
    pub key: u32,
    /// The file as the compiler names it.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// A parent took the exit status of a child.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReapedDefinition {
    /// The child.
    pub actor: u32,
    /// Its exit code; negative for the signal that killed it.
    pub exit_code: i32,
}

/// Appends lines, each by one `write`, so that a killed process leaves whole lines and the lines of
/// several processes never mix.
#[derive(Debug)]
pub struct DefinitionWriter {
    path: PathBuf,
    file: File,
    /// Device and inode of the file.
    identity: (u64, u64),
}

impl DefinitionWriter {
    /// Opens the file at [`Folder::definitions`](super::Folder::definitions).
    pub fn open(path: &Path) -> Result<Self, SessionError> {
        let file = open_to_append(path).map_err(at(path))?;
        let identity = identity(&file.metadata().map_err(at(path))?);
        Ok(Self {
            path: path.to_owned(),
            file,
            identity,
        })
    }

    /// Appends a line, with an empty one before it: should another one have been cut short (by a full
    /// disk, or by a SIGKILL at a page's end), it stays the only unreadable one. Costs three calls to the system,
    /// some 2 µs.
    ///
    /// # Errors
    /// What the system says: a full disk, mostly.
    pub fn append(&self, definition: &Definition) -> io::Result<()> {
        let mut line = vec![b'\n'];
        definition.write_line(&mut line)?;
        // A program may close all descriptors that it does not know; the number then stands for a file of
        // its own, which is not to be written into.
        let about = self.file.metadata();
        let written = match about.ok().filter(|about| identity(about) == self.identity) {
            Some(about) => private::append_unsignalled(&self.file, about.len(), &line)?,
            None => {
                let file = open_to_append(&self.path)?;
                private::append_unsignalled(&file, file.metadata()?.len(), &line)?
            }
        };
        if written < line.len() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }
}

fn open_to_append(path: &Path) -> io::Result<File> {
    private::open(path, OpenOptions::new().append(true))
}

fn identity(about: &Metadata) -> (u64, u64) {
    (about.dev(), about.ino())
}

/// The longest line that is one: a text of 4096 bytes, each of them spelled out in six.
const LONGEST_LINE: usize = 32 << 10;
/// The most that is read of a session. Some million names and places; a run that defines more is cut short.
const MOST_BYTES: u64 = 256 << 20;

/// Reads lines as they come: each call of [`read_new`](Self::read_new) gives those written since the
/// last one. Whatever the file is made into, this takes bounded memory and time, and never waits.
#[derive(Debug)]
pub struct DefinitionReader {
    path: PathBuf,
    file: File,
    /// How far it was read.
    offset: u64,
    /// How far it may be read.
    end: u64,
    /// Bytes read after the last end of a line.
    rest: Vec<u8>,
    /// What is being read belongs to a line that is too long to be one.
    in_long_line: bool,
    /// Lines that could not be understood: cut short by a full disk.
    unreadable: u64,
}

impl DefinitionReader {
    /// Opens the file at [`Folder::definitions`](super::Folder::definitions).
    pub fn open(path: &Path) -> Result<Self, SessionError> {
        let file = private::open(path, OpenOptions::new().read(true)).map_err(at(path))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            offset: 0,
            end: MOST_BYTES,
            rest: Vec::new(),
            in_long_line: false,
            unreadable: 0,
        })
    }

    /// Opens a file of [`Folder::all_lines`](super::Folder::all_lines), to be read as far as its thread has come.
    ///
    /// # Errors
    /// It cannot be read, or is another one.
    pub fn open_lines(path: &Path) -> Result<Self, SessionError> {
        let mut reader = Self::open(path)?;
        let committed = lines::committed(&reader.file).map_err(at(path))?;
        let committed = committed.ok_or_else(|| SessionError::Foreign {
            path: path.to_owned(),
            what: "file of definitions",
        })?;
        reader.offset = lines::HEADER_BYTES as u64;
        reader.end = reader.offset.saturating_add(committed);
        Ok(reader)
    }

    /// How many bytes are still to be read, at most.
    pub(crate) fn left(&self) -> u64 {
        self.end - self.offset
    }

    /// Reads at most so many bytes more.
    pub(crate) fn limit(&mut self, bytes: u64) {
        self.end = self.end.min(self.offset.saturating_add(bytes));
    }

    /// The definitions of all whole lines that were not given yet.
    pub fn read_new(&mut self) -> Result<Vec<Definition>, SessionError> {
        let mut definitions = Vec::new();
        self.for_each_new(|definition| {
            definitions.push(definition);
            true
        })?;
        Ok(definitions)
    }

    /// Gives the definitions of all whole lines that were not given yet, until it is told to stop by
    /// `false`, after which there is nothing more to be had from it.
    pub fn for_each_new(
        &mut self,
        mut each: impl FnMut(Definition) -> bool,
    ) -> Result<(), SessionError> {
        let mut buffer = vec![0; LONGEST_LINE];
        while self.offset < self.end {
            let most = buffer.len().min(self.left() as usize);
            let length = match self.file.read_at(&mut buffer[..most], self.offset) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(at(&self.path)(error)),
            };
            self.offset += length as u64;
            let buffer = &buffer[..length];
            // Quick where there are no lines at all: in the hole of a file that somebody made longer.
            if !buffer.contains(&b'\n') {
                self.take(buffer);
                continue;
            }
            for piece in buffer.split_inclusive(|&byte| byte == b'\n') {
                if !self.take(piece).is_none_or(&mut each) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Takes a piece of a line, which ends where the piece does if that is an end of a line.
    fn take(&mut self, piece: &[u8]) -> Option<Definition> {
        let (end, part) = match piece.split_last() {
            Some((b'\n', part)) => (true, part),
            _ => (false, piece),
        };
        if self.rest.len() + part.len() > LONGEST_LINE {
            self.in_long_line = true;
            self.rest.clear();
        }
        if !self.in_long_line {
            self.rest.extend_from_slice(part);
        }
        if !end {
            return None;
        }
        let line = std::mem::take(&mut self.rest);
        let too_long = std::mem::take(&mut self.in_long_line);
        if line.is_empty() && !too_long {
            return None;
        }
        let definition = serde_json::from_slice(&line).ok().filter(|_| !too_long);
        self.unreadable += u64::from(definition.is_none());
        definition
    }

    /// Lines met that could not be understood.
    pub fn unreadable(&self) -> u64 {
        self.unreadable
    }

    /// True if there is more in the file than is read of any.
    pub(crate) fn is_too_long(&self) -> bool {
        self.offset >= MOST_BYTES
    }

    /// True if the file was deleted, or another one has its name.
    pub(crate) fn is_gone(&self) -> bool {
        self.file.metadata().is_ok_and(|about| about.nlink() == 0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::session::Lines;

    fn check(definition: &Definition, line: &str) {
        assert_eq!(serde_json::to_string(definition).unwrap(), line);
        assert_eq!(serde_json::from_str::<Definition>(line).unwrap(), *definition);
    }

    #[test]
    fn a_process_in_the_middle_of_an_exec_has_no_image() {
        let check = |code: u64, arguments: u64, expected: Option<Image>| {
            for stack in [8080, 7000] {
                let (before, between) = ("0 ".repeat(26 - 4), "0 ".repeat(48 - 29));
                let line = format!("42 (a) b) R {before}{code} 0 {stack} {between}{arguments} 0");
                assert_eq!(Image::in_stat(&line), expected);
            }
        };
        check(
            4096,
            8192,
            Some(Image {
                code: 4096,
                arguments: 8192,
            }),
        );
        check(0, 8192, None);
        check(0, 0, None);
        assert_eq!(Image::in_stat("42 (a) R 1"), None);
    }

    #[test]
    fn lines_read_as_documented() {
        check(
            &Definition::Actor(ActorDefinition {
                id: 2,
                kind: ActorKind::Process,
                name: "child".into(),
                parent: Some(1),
                daemon: false,
                start_method: Some(StartMethod::Fork),
            }),
            r#"{"actor":{"id":2,"kind":"process","name":"child","parent":1,"daemon":false,"start_method":"fork"}}"#,
        );
        check(
            &Definition::Object(ObjectDefinition {
                id: 1,
                kind: ObjectKind::LOCK,
                name: "tickets".into(),
                capacity: None,
                parent: None,
                shared: true,
            }),
            r#"{"object":{"id":1,"kind":"lock","name":"tickets","capacity":null,"parent":null,"shared":true}}"#,
        );
        let attached = AttachedDefinition {
            actor: 2,
            pid: 123,
            tid: 123,
            parent_pid: 99,
            thread: 3,
            program: Some(ProgramFile {
                path: "/bin/program".into(),
                device: 1,
                inode: 7,
                modified: (1_700_000_000, 5),
            }),
            image: Some(Image {
                code: 4096,
                arguments: 8192,
            }),
        };
        check(
            &Definition::Attached(attached),
            r#"{"attached":{"actor":2,"pid":123,"tid":123,"parent_pid":99,"thread":3,"program":{"path":"/bin/program","device":1,"inode":7,"modified":[1700000000,5]},"image":{"code":4096,"arguments":8192}}}"#,
        );
        check(
            &Definition::Thread(ThreadDefinition { actor: 5, tid: 130 }),
            r#"{"thread":{"actor":5,"tid":130}}"#,
        );
        check(
            &Definition::Text(TextDefinition {
                id: 7,
                text: "hello".into(),
            }),
            r#"{"text":{"id":7,"text":"hello"}}"#,
        );
        let location = LocationDefinition {
            actor: 3,
            key: 812,
            file: "src/main.rs".into(),
            line: 3,
            column: 5,
        };
        check(
            &Definition::Location(location),
            r#"{"location":{"actor":3,"key":812,"file":"src/main.rs","line":3,"column":5}}"#,
        );
        check(
            &Definition::Reaped(ReapedDefinition {
                actor: 2,
                exit_code: -15,
            }),
            r#"{"reaped":{"actor":2,"exit_code":-15}}"#,
        );
    }

    #[test]
    fn a_reader_gives_every_whole_line_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("definitions.jsonl");
        private::create(&path).unwrap();
        let thread = |tid| Definition::Thread(ThreadDefinition { actor: 1, tid });
        let writer = DefinitionWriter::open(&path).unwrap();
        let mut reader = DefinitionReader::open(&path).unwrap();
        assert_eq!(reader.read_new().unwrap(), []);
        writer.append(&thread(1)).unwrap();
        writer.append(&thread(2)).unwrap();
        (&writer.file).write_all(br#"{"thread":{"actor":1,"#).unwrap();
        assert_eq!(reader.read_new().unwrap(), [thread(1), thread(2)]);
        assert_eq!(reader.read_new().unwrap(), []);
        (&writer.file)
            .write_all(b"\"tid\":3}}\nnot a line of ours\n")
            .unwrap();
        assert_eq!(reader.read_new().unwrap(), [thread(3)]);
        assert_eq!(reader.unreadable(), 1);
    }

    #[test]
    fn the_lines_of_a_thread_are_read_as_far_as_they_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines-1-0");
        let thread = |tid| Definition::Thread(ThreadDefinition { actor: 1, tid });
        let mut lines = Lines::create(&path, 4096).unwrap();
        let mut appended = Vec::new();
        let mut append = |tid| {
            let mut line = Vec::new();
            thread(tid).write_line(&mut line).unwrap();
            lines.append(&line)
        };
        for tid in (100..).take_while(|&tid| append(tid)) {
            appended.push(thread(tid));
        }
        let line_bytes = r#"{"thread":{"actor":1,"tid":100}} "#.len();
        assert_eq!(appended.len(), (4096 - 16) / line_bytes);
        let mut reader = DefinitionReader::open_lines(&path).unwrap();
        assert_eq!(reader.read_new().unwrap(), appended);
        assert_eq!((reader.unreadable(), reader.left()), (0, 0));

        let mut reader = DefinitionReader::open_lines(&path).unwrap();
        reader.limit(50);
        assert_eq!(reader.read_new().unwrap(), [thread(100)], "no more than it may");

        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all_at(&u64::MAX.to_ne_bytes(), 8).unwrap();
        let mut reader = DefinitionReader::open_lines(&path).unwrap();
        assert_eq!(reader.read_new().unwrap(), appended, "whatever it claims");
        file.set_len(10).unwrap();
        let mut reader = DefinitionReader::open_lines(&path).unwrap();
        assert_eq!(
            reader.read_new().unwrap(),
            [],
            "its thread was killed while it made it"
        );
        file.set_len(0).unwrap();
        file.set_len(4096).unwrap();
        let mut reader = DefinitionReader::open_lines(&path).unwrap();
        assert_eq!(reader.read_new().unwrap(), [], "and so it was here");
        file.write_all_at(&[b'x'; 100], 0).unwrap();
        assert!(DefinitionReader::open_lines(&path).is_err(), "another file");
    }

    #[test]
    fn a_line_that_is_too_long_is_one_that_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("definitions.jsonl");
        let file = private::create(&path).unwrap();
        let thread = Definition::Thread(ThreadDefinition { actor: 1, tid: 1 });
        // Longer than is read at once, and mostly not there: a hole.
        (&file).write_all(&[b'x'; 2 * LONGEST_LINE]).unwrap();
        file.set_len(10 << 20).unwrap();
        DefinitionWriter::open(&path).unwrap().append(&thread).unwrap();
        let mut reader = DefinitionReader::open(&path).unwrap();
        assert_eq!(reader.read_new().unwrap(), [thread]);
        assert_eq!((reader.unreadable(), reader.is_too_long()), (1, false));
    }

    #[test]
    fn no_more_is_read_than_a_run_may_define() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("definitions.jsonl");
        private::create(&path).unwrap().set_len(4 << 30).unwrap();
        let mut reader = DefinitionReader::open(&path).unwrap();
        assert_eq!(reader.read_new().unwrap(), []);
        assert!(reader.is_too_long() && reader.rest.len() <= LONGEST_LINE);
    }
}
