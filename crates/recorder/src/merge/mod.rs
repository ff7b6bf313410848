//! From what a run left in its session folder, and what its supervisor saw, to a trace.
//!
//! Whatever is there is kept: a folder that a killed run left behind merges like any other.

mod exits;
mod rings;
mod sources;
mod tables;
mod time;

use std::path::Path;

use laneway_trace::{Actor, ActorKind, Ending, Host, Trace, order};

use crate::session::{Control, DefinitionReader, Folder, SessionError};
use crate::supervise::{Ended, Observed, Plan, Progress, Recording};
use rings::Streams;
use tables::Tables;
use time::Time;

/// Merges the folder. The plan's header is what is known beforehand.
pub(crate) fn merge(
    folder: &Folder,
    plan: &Plan,
    seen: &[Observed],
    progress: &mut dyn FnMut(Progress),
) -> Result<Recording, SessionError> {
    let control = Control::open(&folder.control())?;
    let started = seen.iter().find_map(|fact| match fact {
        Observed::Started { ticks } => Some(*ticks),
        _ => None,
    });
    let time = Time::new(&control, started.unwrap_or(control.start().ticks));
    let mut definitions = DefinitionReader::open(&folder.definitions())?;
    let mut tables = Tables::new(definitions.read_new()?);
    let told = |done, total| progress(Progress::Merging { done, total });
    let mut streams = rings::read(folder, &mut tables, &time, told)?;
    streams.lost += control.lost();
    let uses_the_library = !tables.actors.is_empty();
    if !uses_the_library {
        define_program(&mut tables, plan, seen);
    }
    streams
        .events
        .push(exits::events(&mut tables, seen, &time, &streams.events));

    let mut header = plan.header.clone();
    header.actors = std::mem::take(&mut tables.actors);
    header.objects = std::mem::take(&mut tables.objects);
    header.locations = std::mem::take(&mut tables.locations);
    let ordered = order(&streams.events, &header);
    let ended = seen.iter().find_map(|fact| match fact {
        Observed::Ended(ended) => Some(ended.clone()),
        _ => None,
    });
    let last_ns = ordered.events.time_ns.last().copied().unwrap_or(0);

    header.recorder = concat!("laneway ", env!("CARGO_PKG_VERSION")).to_owned();
    if header.command.is_empty() {
        header.command = plan
            .program
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
    }
    header.host = host();
    header.started_unix_ms = time.started_unix_ms;
    header.duration_ns = ended
        .as_ref()
        .map_or(0, |ended| time.ns(ended.ticks))
        .max(last_ns);
    header.ending = ended
        .as_ref()
        .map_or(Ending::Interrupted, |ended| ended.ending.clone());
    header.events = ordered.events.len() as u64;
    header.lost = streams.lost;
    header.times_corrected = ordered.corrected;
    header.vocabulary.complete(&header.objects, &ordered.events);
    // Who gives sources gives those that matter.
    let missing = if header.sources.is_empty() {
        sources::add(&mut header.sources, &header.locations, Path::new("."))
    } else {
        Vec::new()
    };
    let unseen = Unseen {
        uses_the_library,
        ended: ended.as_ref(),
        undefined: tables.undefined,
        cut_lines: definitions.unreadable(),
        contradictions: ordered.broken,
        disk_was_full: control.has_room(),
        streams: &streams,
        missing_sources: &missing,
    };
    header.unseen.extend(unseen.sentences());

    let program_status = seen.iter().find_map(|fact| match fact {
        Observed::ProgramExit { exit_code, .. } => Some(*exit_code),
        _ => None,
    });
    let trace = Trace {
        header,
        texts: tables.texts,
        events: ordered.events,
        ..Trace::default()
    };
    Ok(Recording {
        trace,
        program_status,
    })
}

/// The actors of a program that did not record: its process and its main thread, of which nothing is
/// known but the pid.
fn define_program(tables: &mut Tables, plan: &Plan, seen: &[Observed]) {
    let pid = seen.iter().find_map(|fact| match fact {
        Observed::Program { pid } => Some(*pid),
        _ => None,
    });
    let pid = pid.unwrap_or(0);
    let name = plan
        .program
        .first()
        .map(Path::new)
        .and_then(Path::file_name)
        .unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let process = tables.add_actor(Actor {
        name,
        pid,
        tid: pid,
        ..Actor::default()
    });
    let kind = ActorKind::Thread;
    tables.add_actor(Actor {
        kind,
        name: "main".into(),
        parent: Some(process),
        pid,
        tid: pid,
        ..Actor::default()
    });
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

/// What could not be seen, for [`laneway_trace::Header::unseen`].
struct Unseen<'a> {
    uses_the_library: bool,
    /// None if the supervisor did not live to say it.
    ended: Option<&'a Ended>,
    undefined: usize,
    cut_lines: u64,
    contradictions: u64,
    /// What was lost was lost within the budget.
    disk_was_full: bool,
    streams: &'a Streams,
    missing_sources: &'a [String],
}

impl Unseen<'_> {
    fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        let mut say = |count: u64, one: &str, many: &str| match count {
            0 => {}
            1 => sentences.push(one.to_owned()),
            _ => sentences.push(many.replace("{}", &count.to_string())),
        };
        let ended = self.ended.cloned().unwrap_or_default();
        say(
            u64::from(!self.uses_the_library),
            "The program did not use the laneway library: only its exit is seen.",
            "",
        );
        if self.uses_the_library {
            say(
                ended.unattached as u64,
                "1 process did not use the laneway library: what it did was not seen.",
                "{} processes did not use the laneway library: what they did was not seen.",
            );
        }
        say(
            u64::from(self.ended.is_none()),
            "The supervisor was killed: what happened to processes from then on was not seen.",
            "",
        );
        say(
            ended.outlived as u64,
            "1 process outlived the program and was ended.",
            "{} processes outlived the program and were ended.",
        );
        let (one, many) = if self.disk_was_full {
            (
                "1 event was lost because the disk was full; set XDG_RUNTIME_DIR to a folder with more room.",
                "{} events were lost because the disk was full; set XDG_RUNTIME_DIR to a folder with more room.",
            )
        } else {
            (
                "1 event was lost for lack of room; record with more room for events.",
                "{} events were lost for lack of room; record with more room for events.",
            )
        };
        say(self.streams.lost, one, many);
        say(
            self.undefined as u64 + self.cut_lines,
            "1 definition was cut short: a name is unknown.",
            "{} definitions were cut short: some names are unknown.",
        );
        say(
            self.contradictions,
            "1 event contradicts the order of the others.",
            "{} events contradict the order of the others.",
        );
        let unreadable = self
            .streams
            .unreadable
            .iter()
            .map(|error| format!("A part is unreadable: {error}."));
        let missing = self
            .missing_sources
            .iter()
            .map(|file| format!("The source of {file} was not found."));
        sentences.extend(unreadable.chain(missing));
        sentences
    }
}
