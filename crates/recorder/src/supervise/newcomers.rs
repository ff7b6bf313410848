//! Finds processes and threads that are new, without asking for all that there are.

use super::processes::{all_pids, newest_id, process_of};

/// More ids than this are not asked for one by one.
const FEW: u32 = 256;

/// Which ids were given since.
///
/// Linux gives ids in ascending order, and says which it gave last. Where it does not, all processes there
/// are count as new, every time.
#[derive(Default)]
pub(super) struct Newcomers {
    newest: u32,
    /// The newest one at the call before.
    before: u32,
    /// Those that were given, and of which there was nothing to be seen yet.
    invisible: Vec<u32>,
    /// False if the system does not say which id it gave last.
    is_told: bool,
}

impl Newcomers {
    /// Everybody after this process, which was just started.
    pub fn since(program: u32) -> Self {
        Self {
            newest: program,
            before: program,
            invisible: Vec::new(),
            // In some containers the number is one that somebody made up.
            is_told: newest_id().is_some_and(|newest| (program..program + FEW).contains(&newest)),
        }
    }

    /// The ids of those who may have come since the last call, at least, the older ones first as a rule; of
    /// threads, too. Empty if nobody came.
    pub fn come(&mut self) -> Vec<u32> {
        let newest = newest_id().unwrap_or(0);
        let before = std::mem::replace(&mut self.newest, newest);
        self.before = before;
        let mut ids = std::mem::take(&mut self.invisible);
        if self.is_told && newest >= before && newest - before <= FEW {
            ids.extend(before + 1..=newest);
        } else {
            ids = all_pids().collect();
            ids.sort_unstable();
        }
        ids
    }

    /// There is nobody with this id. One that was given a moment ago is asked for once more.
    pub fn is_invisible(&mut self, id: u32) {
        if self.is_told && id > self.before {
            self.invisible.push(id);
        }
    }

    /// True if this is the id of a process, and not of one of its other threads.
    pub fn is_process(id: u32) -> bool {
        process_of(id) == Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_is_found_and_who_is_not_there_is_asked_for_twice() {
        let mut newcomers = Newcomers::since(std::process::id());
        newcomers.come();
        let mut child = std::process::Command::new("true").spawn().expect("a process");
        let ids = newcomers.come();
        assert!(ids.contains(&child.id()));
        if newcomers.is_told {
            newcomers.is_invisible(child.id());
            assert!(newcomers.come().contains(&child.id()));
            newcomers.is_invisible(child.id());
            assert!(!newcomers.come().contains(&child.id()));
        }
        assert!(Newcomers::is_process(std::process::id()));
        child.wait().expect("its end");
    }

    #[test]
    fn ids_that_began_anew_are_all_asked_for() {
        let mut newcomers = Newcomers::since(u32::MAX - FEW);
        assert!(newcomers.come().contains(&std::process::id()));
    }
}
