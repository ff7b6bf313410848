//! Where a thread's definitions go.

use super::process::Session;
use crate::session::{Definition, Lines, PAGE_BYTES};

/// So many of a thread go into the file of all, by three calls to the system each: a file of its own costs as
/// much as some ten of them, and most threads need none.
const BY_CALLS: u32 = 32;
/// The pages of a thread's first file; each next one is four times as large, up to a megabyte.
const FIRST_FILE_PAGES: u32 = 16;

/// Where a thread's objects, texts and places are defined.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// How many there are.
    count: u32,
    /// The file that is being written, of its own.
    lines: Option<Lines>,
    /// Files made.
    made: u32,
    /// The bytes of a line, kept so that each need not be allocated.
    line: Vec<u8>,
}

impl Definitions {
    /// Appends a definition of this thread. Where that cannot be, false, and it is counted with its cause.
    /// Costs some 0.3 µs from the thread's [`BY_CALLS`]th on, 2 µs before.
    pub fn append(&mut self, session: &Session, actor: u32, definition: &Definition) -> bool {
        self.count = self.count.saturating_add(1);
        let in_own_file = self.count > BY_CALLS && self.append_mapped(session, actor, definition);
        // Where there is no room for a file, there may be some for a line; if not, that is told there.
        in_own_file || session.define(definition)
    }

    fn append_mapped(&mut self, session: &Session, actor: u32, definition: &Definition) -> bool {
        self.line.clear();
        if definition.write_line(&mut self.line).is_err() {
            return false;
        }
        let appended = |lines: &mut Lines| lines.append(&self.line);
        if self.lines.as_mut().is_some_and(appended) {
            return true;
        }
        let path = session.folder.lines(actor, self.made);
        let bytes = (FIRST_FILE_PAGES << (2 * self.made).min(4)) * PAGE_BYTES;
        let Ok(mut lines) = Lines::create(&path, bytes as usize) else {
            // Not to be tried again at each definition from now on.
            self.count = 0;
            return false;
        };
        self.made += 1;
        let appended = lines.append(&self.line);
        self.lines = Some(lines);
        appended
    }
}
