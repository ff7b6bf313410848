//! `laneway record`: any program, recorded.

use std::path::{Path, PathBuf};

use laneway_l10n::{Language, Localizer};
use laneway_recorder::supervise::{Plan, Progress, RecordError, Recording};
use laneway_trace::Ending;

use crate::arguments::Record;
use crate::failure::Failure;
use crate::output::Target;
use crate::progress::Bar;
use crate::terminal::say;
use crate::words::{ending, localizer};

pub(crate) fn record(record: &Record, lang: Option<Language>) -> Result<(), Failure> {
    let mut plan = Plan::new(&record.program);
    record.limits.limit(&mut plan);
    let name = match record.program.first() {
        Some(program) => file_name(Path::new(program)),
        None => return Err(Failure::new(RecordError::NothingToRun)),
    };
    let default = || PathBuf::from(format!("{name}.lane"));
    let output = record.output.clone().unwrap_or_else(default);
    record_and_save(&plan, &name, &output, lang)
}

fn file_name(path: &Path) -> String {
    let name = path.file_stem().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Records what is planned, saves it, and says on standard error how the run ended and where it is.
pub(super) fn record_and_save(
    plan: &Plan,
    name: &str,
    output: &Path,
    lang: Option<Language>,
) -> Result<(), Failure> {
    let target = Target::for_trace(output)?;
    let l10n = localizer(lang);
    let recording = with_progress(plan, &l10n).map_err(Failure::new)?;
    target.write_trace(&recording.trace)?;
    tell(&l10n, name, &recording, output);
    Ok(())
}

/// While the program runs, what it prints is what there is to see; a bar would get in between.
fn with_progress(plan: &Plan, l10n: &Localizer) -> Result<Recording, RecordError> {
    let mut bar = Bar::new("merging");
    laneway_recorder::record(plan, &mut |progress| match progress {
        Progress::Running { .. } => {}
        Progress::AllAsleep { threads, more } => tell_all_asleep(l10n, &threads, more),
        Progress::Merging { done, total } => bar.set(done as u64, total as u64),
    })
}

/// Says that the run may never end, and how to end it.
fn tell_all_asleep(l10n: &Localizer, threads: &[String], more: usize) {
    let mut names = threads.to_vec();
    if more > 0 {
        names.push(l10n.text("run-more-threads", &[("count", more.into())]));
    }
    say(&l10n.text("run-all-asleep", &[("threads", l10n.list(&names).into())]));
}

/// On standard error, so that standard output has what the program printed and nothing else.
fn tell(l10n: &Localizer, name: &str, recording: &Recording, output: &Path) {
    let header = &recording.trace.header;
    let status = recording.program_status.map(|status| match status {
        0 => String::new(),
        ..0 => l10n.text("run-signal", &[("signal", status.unsigned_abs().into())]),
        _ => l10n.text("run-status", &[("code", status.into())]),
    });
    // Who was ended by the supervisor has a status that says nothing new.
    let status = status
        .filter(|_| header.ending == Ending::Failed)
        .unwrap_or_default();
    say(&l10n.text(
        "run-recorded",
        &[
            ("name", name.into()),
            (
                "ending",
                format!("{}{status}", ending(l10n, &header.ending)).into(),
            ),
            ("count", header.events.into()),
            ("events", l10n.count(header.events).into()),
            ("time", l10n.duration(header.duration_ns).into()),
        ],
    ));
    for sentence in &header.unseen {
        say(sentence);
    }
    let file = output.display().to_string();
    say(&l10n.text("run-saved", &[("file", file.into())]));
}
