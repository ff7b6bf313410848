//! In which session processes are, and which terminal they have: told of those in another session than the run.

use nix::unistd::getsid;

use super::super::kill;
use super::super::observed::Observed;
use super::super::processes::Stat;
use super::Family;

/// What a process has by its session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    session: u32,
    terminal: u32,
}

impl Standing {
    pub fn of_this_process() -> Self {
        Stat::of(std::process::id()).map_or_else(Self::default, Self::of)
    }

    fn of(stat: Stat) -> Self {
        Self {
            session: stat.session,
            terminal: stat.terminal,
        }
    }
}

impl Family {
    /// Looks at all that live. Of one that is in the run's session nothing else is asked.
    pub(super) fn look_at_sessions(&mut self) {
        for index in 0..self.processes.len() {
            let process = &self.processes[index];
            let session = getsid(Some(kill::as_pid(process.pid)));
            let is_own = session.is_ok_and(|session| session != kill::as_pid(self.standing.session));
            if is_own && !process.is_dead {
                self.look_at_session(index);
            }
        }
    }

    /// Looks at one, which may have died.
    pub(super) fn look_at_session(&mut self, index: usize) {
        let process = &self.processes[index];
        let is_same = |stat: &Stat| process.started.is_none_or(|started| stat.started == started);
        if let Some(stat) = Stat::of(process.pid).filter(is_same) {
            self.stands(index, &stat);
        }
    }

    /// Tells what is new of a process in its row of the system's table.
    pub(super) fn stands(&mut self, index: usize, stat: &Stat) {
        let (now, process) = (Standing::of(*stat), &mut self.processes[index]);
        // Who leads a session gives the terminal back as it dies.
        let is_over = stat.is_dying && now.session == stat.pid;
        let is_new = now.session != process.standing.session;
        if now.session == self.standing.session || now == process.standing || (is_over && !is_new) {
            return;
        }
        let (id, ticks) = (process.id, self.observer.clock.ticks());
        process.standing = now;
        if is_new {
            let leader = now.session;
            self.observer.facts.push(Observed::Session { id, ticks, leader });
        }
        if !is_over {
            let name = terminal_name(now.terminal);
            self.observer.facts.push(Observed::Terminal { id, ticks, name });
        }
    }
}

/// The name of a terminal by its device number, as `ps` shows it; `None` for no terminal.
fn terminal_name(device: u32) -> Option<String> {
    let major = device >> 8 & 0xfff;
    let minor = (device & 0xff) | (device >> 12 & 0xfff00);
    match (major, minor) {
        (0, 0) => None,
        (4, 0..64) => Some(format!("tty{minor}")),
        (4, _) => Some(format!("ttyS{}", minor - 64)),
        // Each major number has 256 pseudo-terminals, in kernels that give them several.
        (136..=143, _) => Some(format!("pts/{}", (major - 136) * 256 + minor)),
        _ => Some(format!("{major}:{minor}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_are_called_as_by_ps() {
        let name = |device| terminal_name(device).unwrap_or_default();
        assert_eq!(name(0), "");
        assert_eq!(name(34816), "pts/0");
        // 1000 is 0x3e8.
        assert_eq!(name(0x8800 | 0xe8 | 0x3 << 20), "pts/1000");
        assert_eq!([name(0x401), name(0x440), name(0x501)], ["tty1", "ttyS0", "5:1"]);
    }
}
