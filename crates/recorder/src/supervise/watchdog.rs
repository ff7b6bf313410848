//! Whether anybody can ever move again.
//!
//! A run is stuck when every living thread has recorded that it waits, without a time limit, for another
//! of them, and the kernel agrees: all sleep, and none has run for a while. Where anything is not known,
//! a process or thread that does not record or events that were lost, nobody is called stuck: the time
//! limit is for those.

use std::time::{Duration, Instant};

use super::processes::{Stat, context_switches, descendants_of};
use super::registry::{Does, Registry};

/// How often a run must look the same, at the least, within the time that makes it stuck.
const SAMPLES: u32 = 4;
/// The longest time between two looks, whatever the plan says: a poll takes no more than 24 days.
const LONGEST_PERIOD: Duration = Duration::from_secs(3600);

pub(super) struct Watchdog {
    stuck_after: Duration,
    next_look: Instant,
    /// How the run looked since when, and how often.
    still: Option<(Look, Instant, u32)>,
}

/// Everything that changes when a thread moves: for each, its tid, the events it recorded, and how often
/// it left its core.
#[derive(PartialEq, Eq)]
struct Look(Vec<(u32, u64, u64)>);

impl Watchdog {
    pub fn new(stuck_after: Duration) -> Self {
        Self {
            stuck_after,
            next_look: Instant::now(),
            still: None,
        }
    }

    /// How long the supervisor may sleep between two looks.
    pub fn period(&self) -> Duration {
        (self.stuck_after / SAMPLES).min(LONGEST_PERIOD)
    }

    /// True if nobody can ever move again. Looks once in a period, however often it is asked, and only if it
    /// is given the pids of all that live: of a process that does not record nobody knows what it waits for.
    pub fn is_stuck(&mut self, registry: &mut Registry, recording: Option<&[u32]>) -> bool {
        let now = Instant::now();
        if now < self.next_look {
            return false;
        }
        self.next_look = now + self.period();
        let Some(look) = recording.and_then(|pids| look(registry, pids)) else {
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
}

/// How the run looks now, if it may be stuck: the cheap questions first, because most of the time somebody
/// moves.
fn look(registry: &mut Registry, recording: &[u32]) -> Option<Look> {
    let mut rows = Vec::new();
    for &pid in recording {
        let threads = Stat::threads_of(pid);
        if threads.is_empty() {
            // It has just died, or cannot be looked at.
            return None;
        }
        for stat in threads {
            let recorded = registry.recorded(stat.pid, false)?;
            if stat.state != b'S' || recorded.does != (Does::Waits { limited: false }) {
                return None;
            }
            rows.push((stat.pid, recorded.events, context_switches(pid, stat.pid)?));
        }
    }
    // A helper that does not record may wake somebody yet, and be too new to be known.
    let helper = descendants_of(std::process::id())
        .iter()
        .any(|stat| !stat.is_zombie() && !recording.contains(&stat.pid));
    (!rows.is_empty() && !helper).then(|| {
        rows.sort_unstable();
        Look(rows)
    })
}
