//! From what a run left in its session folder, and what its supervisor saw, to a trace.
//!
//! Whatever is there is kept, and what is missing is told: a folder that a killed run left behind, or that
//! the program has tampered with, merges like any other, in bounded time and memory.

mod built;
mod by_id;
mod exits;
mod failures;
mod rings;
mod seen;
mod sessions;
mod sources;
mod tables;
mod time;
mod unseen;

use laneway_trace::{Ending, Events, Header, Host, Ordered, Trace, order};

use crate::supervise::{Ended, Observed, OwnedFolder, Plan, Progress, Recording};
use tables::Tables;
use time::Time;
use unseen::Unseen;

/// Whoever waits for the merge: hears how far it is, and may have enough of it.
pub(crate) struct Listener<'a> {
    pub told: &'a mut dyn FnMut(Progress),
    /// True once the merge is to end with what it has.
    pub has_enough: &'a mut dyn FnMut() -> bool,
}

impl Listener<'_> {
    /// Tells how far the merge is, and asks whether it is to go on.
    fn hears(&mut self, done: usize, total: usize) -> bool {
        (self.told)(Progress::Merging { done, total });
        !(self.has_enough)()
    }
}

/// What the supervisor saw, of what there is one in a run.
#[derive(Default)]
struct Seen {
    started_ticks: Option<u64>,
    /// None if the run was ended before the program.
    exit_code: Option<i32>,
    /// None if the supervisor did not live to say it.
    ended: Option<Ended>,
}

impl Seen {
    fn new(facts: &[Observed]) -> Self {
        let mut seen = Self::default();
        for fact in facts {
            match fact {
                Observed::Started { ticks } => seen.started_ticks = Some(*ticks),
                Observed::ProgramExit { exit_code, .. } => seen.exit_code = Some(*exit_code),
                Observed::Ended(ended) => seen.ended = Some(ended.clone()),
                _ => {}
            }
        }
        seen
    }
}

/// Merges what a run left at its place. The plan's header is what is known beforehand.
pub(crate) fn merge(
    folder: &mut OwnedFolder,
    plan: &Plan,
    facts: &[Observed],
    listener: &mut Listener<'_>,
) -> Recording {
    let seen = Seen::new(facts);
    let time = Time::new(folder.settings.clock, folder.start, seen.started_ticks);
    let account = folder.account();
    let mut tables = Tables::new();
    let (definitions, ids) = tables.read(folder, facts, listener);
    let mut streams = rings::read(&folder.folder, &folder.settings, &mut tables, &time, listener);

    let sessions = sessions::events(&mut tables, facts, &ids, &time);
    let exits = exits::events(&tables, facts, &ids, &time, &streams.events, sessions);
    seen::add_states(&mut streams.events, &tables, facts, &ids, &time);
    let all_exits = exits.iter().flat_map(Events::iter);
    let unknown_codes = all_exits.filter(exits::has_no_code).count() as u64;
    streams.events.extend(exits);

    let files = tables.files();
    let mut header = plan.header.clone();
    header.actors = std::mem::take(&mut tables.actors);
    header.objects = std::mem::take(&mut tables.objects);
    header.locations = std::mem::take(&mut tables.locations);
    let ordered = order(&std::mem::take(&mut streams.events), &header);
    fill_in(&mut header, plan, &seen, &time, &ordered);
    header.vocabulary.complete(&header.objects, &ordered.events);
    // Who gives sources gives those that matter.
    let missing_sources = if header.sources.is_empty() {
        sources::add(&mut header.sources, &files)
    } else {
        Vec::new()
    };
    let unseen = Unseen {
        keep: folder.settings.keep,
        recorded: tables.defined_actors > 0,
        unknown_codes,
        ended: seen.ended.as_ref(),
        account: account.as_ref().ok(),
        definitions: &definitions,
        tables: &tables,
        streams: &streams,
        contradictions: ordered.broken,
        missing_sources: &missing_sources,
    };
    header.lost = unseen.lost_events();
    header.unseen.extend(unseen.sentences());
    let failures = failures::sentences(&ordered.events, &tables.texts);
    header.unseen.extend(failures);
    Recording {
        trace: Trace {
            header,
            texts: tables.texts,
            events: ordered.events,
            ..Trace::default()
        },
        program_status: seen.exit_code,
    }
}

/// What the header says of the run as a whole.
fn fill_in(header: &mut Header, plan: &Plan, seen: &Seen, time: &Time, ordered: &Ordered) {
    header.recorder = concat!("laneway ", env!("CARGO_PKG_VERSION")).to_owned();
    if header.command.is_empty() {
        let words = plan.program.iter();
        header.command = words.map(|word| word.to_string_lossy().into_owned()).collect();
    }
    header.host = host();
    header.started_unix_ms = time.started_unix_ms;
    let last_ns = ordered.events.time_ns.last().copied().unwrap_or(0);
    let ended = seen.ended.as_ref();
    header.duration_ns = ended.map_or(0, |ended| time.ns(ended.ticks)).max(last_ns);
    header.ending = ended.map_or(Ending::Interrupted, |ended| ended.ending.clone());
    header.events = ordered.events.len() as u64;
    header.times_corrected = ordered.corrected;
}

fn host() -> Host {
    Host {
        os: std::env::consts::OS.into(),
        arch: std::env::consts::ARCH.into(),
        cores: std::thread::available_parallelism()
            .map_or(0, |cores| u32::try_from(cores.get()).unwrap_or(u32::MAX)),
        ..Host::default()
    }
}
