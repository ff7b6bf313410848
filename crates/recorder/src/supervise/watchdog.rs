//! Whether anybody can ever move again.
//!
//! A run is stuck when every living thread has recorded that it waits, without a time limit, for another
//! of them, and the kernel agrees: all sleep, and none has run for a while. Where anything is not known,
//! a process or thread that does not record, nobody is called stuck: the time limit is for those.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::processes::{Stat, context_switches, descendants_of};
use crate::session::{Folder, newest_event};

/// How often a run must look the same, at the least, within the time that makes it stuck.
const SAMPLES: u32 = 4;
/// The longest time between two looks, whatever the plan says: a poll takes no more than 24 days.
const LONGEST_PERIOD: Duration = Duration::from_secs(3600);

pub(super) struct Watchdog {
    folder: Folder,
    stuck_after: Duration,
    /// Actors by tid. Tids are given again, so that the newest thread with it counts.
    threads: HashMap<u32, u32>,
    next_look: Instant,
    /// How the run looked since when, and how often.
    still: Option<(Look, Instant, u32)>,
}

/// Everything that changes when a thread moves: for each, its tid, the events it recorded, and how often
/// it left its core.
#[derive(PartialEq, Eq)]
struct Look(Vec<(u32, u64, u64)>);

impl Watchdog {
    pub fn new(folder: Folder, stuck_after: Duration) -> Self {
        Self {
            folder,
            stuck_after,
            threads: HashMap::new(),
            next_look: Instant::now(),
            still: None,
        }
    }

    /// How long the supervisor may sleep between two looks.
    pub fn period(&self) -> Duration {
        (self.stuck_after / SAMPLES).min(LONGEST_PERIOD)
    }

    /// There is a thread that records.
    pub fn thread(&mut self, actor: u32, tid: u32) {
        self.threads.insert(tid, actor);
    }

    /// True if nobody can ever move again. Looks once in a period, however often it is asked.
    pub fn is_stuck(&mut self, attached: &[u32]) -> bool {
        let now = Instant::now();
        if now < self.next_look {
            return false;
        }
        self.next_look = now + self.period();
        let Some(look) = self.look(attached) else {
            self.still = None;
            return false;
        };
        match &mut self.still {
            Some((before, since, times)) if *before == look => {
                *times += 1;
                *times >= SAMPLES && now - *since >= self.stuck_after
            }
            still => {
                *still = Some((look, now, 1));
                false
            }
        }
    }

    /// How the run looks now, if it may be stuck: the cheap questions first, because most of the time
    /// somebody moves.
    fn look(&self, attached: &[u32]) -> Option<Look> {
        let mut rows = Vec::new();
        for &pid in attached {
            let threads = Stat::threads_of(pid);
            if threads.is_empty() {
                // It has just died, or cannot be looked at.
                return None;
            }
            for stat in threads {
                let actor = *self.threads.get(&stat.pid)?;
                if stat.state != b'S' {
                    return None;
                }
                // The last one is there whatever was lost.
                let (events, last) = newest_event(&self.folder, actor)?;
                let facts = &last.kind.known()?.facts;
                if facts.begins().is_none() || facts.limited {
                    return None;
                }
                rows.push((stat.pid, events, context_switches(pid, stat.pid)?));
            }
        }
        // A helper that does not record may wake somebody yet.
        let helper = descendants_of(std::process::id())
            .iter()
            .any(|stat| !stat.is_zombie() && !attached.contains(&stat.pid));
        (!rows.is_empty() && !helper).then(|| {
            rows.sort_unstable();
            Look(rows)
        })
    }
}
