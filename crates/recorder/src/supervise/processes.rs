//! What the kernel says of processes: `/proc/<pid>/stat` and its threads.

use std::collections::{HashMap, HashSet};
use std::fs;

/// One row of `/proc`: a process or a thread at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stat {
    pub pid: u32,
    pub parent: u32,
    /// Its process group.
    pub group: u32,
    /// `R` running, `S` sleeping, `D` in the disk's hands, `T` stopped, `Z` zombie, ...
    pub state: u8,
    /// Clock ticks from boot to its start: with the pid it names a process for good.
    pub started: u64,
    /// The status a `wait` would give; 0 while it lives, and where the kernel will not tell.
    pub wait_status: i32,
}

impl Stat {
    /// The process with this pid; `None` if there is none.
    pub fn of(pid: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// The threads of a process; empty if it is gone.
    pub fn threads_of(pid: u32) -> Vec<Self> {
        numbered(&format!("/proc/{pid}/task"))
            .filter_map(|tid| {
                Self::parse(&fs::read_to_string(format!("/proc/{pid}/task/{tid}/stat")).ok()?)
            })
            .collect()
    }

    /// The fields of proc_pid_stat(5). The second is the program's name in parentheses and may hold
    /// anything, so the rest is counted from the last closing one.
    fn parse(line: &str) -> Option<Self> {
        let pid = line.split_once(' ')?.0.parse().ok()?;
        let fields: Vec<&str> = line.rsplit_once(')')?.1.split_ascii_whitespace().collect();
        let field = |number: usize| fields.get(number - 3).copied();
        Some(Self {
            pid,
            parent: field(4)?.parse().ok()?,
            group: field(5)?.parse().unwrap_or(0),
            state: *field(3)?.as_bytes().first()?,
            started: field(22)?.parse().ok()?,
            wait_status: field(52).and_then(|text| text.parse().ok()).unwrap_or(0),
        })
    }

    /// True if it is dead and only waits to be reaped.
    pub fn is_zombie(&self) -> bool {
        matches!(self.state, b'Z' | b'X')
    }

    /// Its exit code, as in Python negative for a signal; only for a zombie.
    pub fn exit_code(&self) -> Option<i32> {
        self.is_zombie().then(|| exit_code(self.wait_status))
    }
}

/// The exit code in a wait status: `status >> 8`, or the negated signal in the low seven bits.
pub(super) fn exit_code(wait_status: i32) -> i32 {
    match wait_status & 0x7f {
        0 => (wait_status >> 8) & 0xff,
        signal => -signal,
    }
}

/// How often this thread was put off its core, of its own will or not. Grows whenever it runs and stops
/// running; `None` if it is gone.
pub(super) fn context_switches(pid: u32, tid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/task/{tid}/status")).ok()?;
    let counts = status
        .lines()
        .filter(|line| line.contains("voluntary_ctxt_switches:"))
        .filter_map(|line| line.rsplit_once(':')?.1.trim().parse::<u64>().ok());
    Some(counts.sum())
}

/// All descendants of a process, each after its parent. Reads all of `/proc`, about 10 µs a process of
/// the machine: `/proc/<pid>/task/<tid>/children` would be cheaper, but many kernels are built without it.
pub(super) fn descendants_of(ancestor: u32) -> Vec<Stat> {
    let mut children: HashMap<u32, Vec<Stat>> = HashMap::new();
    for stat in numbered("/proc").filter_map(Stat::of) {
        children.entry(stat.parent).or_default().push(stat);
    }
    let mut found = children.remove(&ancestor).unwrap_or_default();
    let mut next = 0;
    while let Some(stat) = found.get(next) {
        found.extend(children.remove(&stat.pid).unwrap_or_default());
        next += 1;
    }
    found
}

/// Those of the descendants that are not of these families (pid and start of their heads).
pub(super) fn descendants_without(ancestor: u32, spared: &HashSet<(u32, u64)>) -> Vec<Stat> {
    let mut below = HashSet::new();
    let mut found = descendants_of(ancestor);
    found.retain(|stat| {
        let spare = spared.contains(&(stat.pid, stat.started)) || below.contains(&stat.parent);
        if spare {
            below.insert(stat.pid);
        }
        !spare
    });
    found
}

/// The entries of a folder whose names are numbers.
fn numbered(folder: &str) -> impl Iterator<Item = u32> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_hold_anything() {
        let rest = "R 7 6 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 99";
        let stat = Stat::parse(&format!("42 (a) Z 1 (b) {rest} 0\n")).expect("a stat");
        assert_eq!(
            (stat.pid, stat.parent, stat.group, stat.state, stat.started),
            (42, 7, 6, b'R', 99)
        );
        assert_eq!(Stat::parse("42 (a"), None);
        assert_eq!(Stat::parse(""), None);
    }

    #[test]
    fn exit_codes_are_those_of_python() {
        assert_eq!(exit_code(0), 0);
        assert_eq!(exit_code(3 << 8), 3);
        assert_eq!(exit_code(9), -9);
        assert_eq!(exit_code(11 | 0x80), -11, "with a core dump");
    }

    #[test]
    fn this_process_is_found() {
        let own = Stat::of(std::process::id()).expect("this process");
        // Its state may be another one by now.
        let is_own = |stat: &Stat| (stat.pid, stat.started) == (own.pid, own.started);
        assert!(own.parent == 0 || descendants_of(own.parent).iter().any(is_own));
        assert!(!Stat::threads_of(own.pid).is_empty());
        assert!(context_switches(own.pid, own.pid).is_some());
    }
}
