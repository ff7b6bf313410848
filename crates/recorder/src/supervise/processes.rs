//! What the kernel says of processes: `/proc/<pid>/stat` and its threads.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read;

use crate::session::Image;

/// `PF_EXITING` of the kernel's `task_struct`: on its way out.
const EXITING: u64 = 4;
/// SIGKILL in a mask of signals.
const KILLED: u64 = 1 << 8;

/// One row of `/proc`: a process or a thread at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stat {
    pub pid: u32,
    pub parent: u32,
    /// Its process group.
    pub group: u32,
    /// Its session: the pid of the process that has begun it.
    pub session: u32,
    /// The device number of its controlling terminal; 0 for none.
    pub terminal: u32,
    /// `R` running, `S` sleeping, `D` in the disk's hands, `T` stopped, `Z` zombie, ...
    pub state: u8,
    /// Clock ticks from boot to its start: with the pid it names a process for good.
    pub started: u64,
    /// The program that it runs: another one after an `exec`. `None` where the kernel will not tell.
    pub image: Option<Image>,
    /// True if it is dead, or has been told to die and cannot refuse.
    pub is_dying: bool,
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

    /// The thread with this id of a process; `None` if there is none.
    pub fn of_thread(pid: u32, tid: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{pid}/task/{tid}/stat")).ok()?)
    }

    /// The fields of proc_pid_stat(5). The second is the program's name in parentheses and may hold
    /// anything, so the rest is counted from the last closing one.
    fn parse(line: &str) -> Option<Self> {
        let pid = line.split_once(' ')?.0.parse().ok()?;
        let fields: Vec<&str> = line.rsplit_once(')')?.1.split_ascii_whitespace().collect();
        let field = |number: usize| fields.get(number - 3).copied();
        let number = |at: usize| field(at).and_then(|text| text.parse::<u64>().ok());
        let state = *field(3)?.as_bytes().first()?;
        let flags = number(9).unwrap_or(0);
        let pending = number(31).unwrap_or(0);
        Some(Self {
            pid,
            parent: field(4)?.parse().ok()?,
            group: field(5)?.parse().unwrap_or(0),
            session: field(6)?.parse().unwrap_or(0),
            // It is told as a signed number.
            terminal: field(7)?.parse::<i32>().unwrap_or(0) as u32,
            state,
            started: number(22)?,
            image: Image::in_stat(line),
            is_dying: is_dead(state) || flags & EXITING != 0 || pending & KILLED != 0,
            wait_status: field(52).and_then(|text| text.parse().ok()).unwrap_or(0),
        })
    }

    /// True if it is dead and only waits to be reaped.
    pub fn is_zombie(&self) -> bool {
        is_dead(self.state)
    }

    /// Its exit code, as in Python negative for a signal; only for a zombie.
    pub fn exit_code(&self) -> Option<i32> {
        self.is_zombie().then(|| exit_code(self.wait_status))
    }
}

fn is_dead(state: u8) -> bool {
    matches!(state, b'Z' | b'X')
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

/// The longest command that is taken for a name, in characters.
const COMMAND: usize = 60;

/// What a process runs: the file name of its program and its arguments, on one line. Of a dead one only
/// the program is known, by its first 15 bytes.
pub(super) fn command_of(pid: u32) -> String {
    let mut bytes = Vec::new();
    let file = fs::File::open(format!("/proc/{pid}/cmdline"));
    // It is as long as the program likes. What cannot be read is as if it were empty.
    let _ = file.and_then(|file| file.take(4096).read_to_end(&mut bytes));
    let line = String::from_utf8_lossy(&bytes);
    let (program, arguments) = line.split_once('\0').unwrap_or((&line, ""));
    let program = program.rsplit_once('/').map_or(program, |(_, name)| name);
    if program.is_empty() {
        return thread_name(pid, pid).unwrap_or_else(|| "process".to_owned());
    }
    let words = [program, arguments.trim_end_matches('\0')];
    let command = words.join(" ").replace('\0', " ");
    let command = command.trim_end();
    match command.char_indices().nth(COMMAND) {
        Some((end, _)) => format!("{}…", &command[..end]),
        None => command.to_owned(),
    }
}

/// What a thread is called; `None` if it is gone.
pub(super) fn thread_name(pid: u32, tid: u32) -> Option<String> {
    let name = fs::read(format!("/proc/{pid}/task/{tid}/comm")).ok()?;
    Some(String::from_utf8_lossy(&name).trim_end_matches('\n').to_owned())
}

/// The ids of a process's threads; empty if it is gone.
pub(super) fn tids_of(pid: u32) -> Vec<u32> {
    numbered(&format!("/proc/{pid}/task")).collect()
}

/// The pids of all processes.
pub(super) fn all_pids() -> impl Iterator<Item = u32> {
    numbered("/proc")
}

/// The process that this id belongs to, be it a process's or a thread's.
pub(super) fn process_of(id: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("Tgid:"))?;
    line.trim().parse().ok()
}

/// The id that was given last, to a process or a thread of anybody; `None` where the system does not say.
pub(super) fn newest_id() -> Option<u32> {
    let line = fs::read_to_string("/proc/loadavg").ok()?;
    line.trim_end().rsplit_once(' ')?.1.parse().ok()
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
        assert!(own.image.is_some() && !own.is_dying);
        assert_eq!(process_of(own.pid), Some(own.pid));
        assert!(tids_of(own.pid).contains(&own.pid));
        assert_ne!(command_of(own.pid), "process");
    }
}
