//! `info` for people.

use std::time::{Duration, UNIX_EPOCH};

use laneway_l10n::Localizer;
use laneway_model::{Certainty, Finding, FindingKind, Model};
use laneway_trace::{ActorId, ActorKind, Header, ObjectKind, Provenance};
use laneway_view::{certainty_message, describe_finding, finding_title, run_title};

use super::facts::{ActorEnding, ActorFacts, actors};
use super::table::table;
use crate::words::ending;

/// So many findings of a kind are told one by one.
const TOLD: usize = 5;

/// Lines under a heading.
pub(super) struct Part {
    pub title: String,
    pub lines: Vec<String>,
}

/// The parts of the summary of a run, which came from the file of this name.
pub(super) fn summary(model: &Model, file: &str, l10n: &Localizer) -> Vec<Part> {
    let mut parts = vec![head(model, file, l10n)];
    if !model.header.unseen.is_empty() {
        let lines = model.header.unseen.iter().map(|line| vec![line.clone()]);
        parts.push(part(l10n, "info-unseen", table(&lines.collect::<Vec<_>>())));
    }
    let rows = actor_rows(model, l10n);
    parts.push(part(l10n, "info-actors", table(&rows)));
    if !model.header.objects.is_empty() {
        parts.push(part(l10n, "info-objects", table(&object_rows(model, l10n))));
    }
    parts.push(part(l10n, "info-findings", findings(model, l10n)));
    parts
}

fn part(l10n: &Localizer, title: &str, lines: Vec<String>) -> Part {
    Part {
        title: l10n.text(title, &[]),
        lines,
    }
}

/// What it is, and the figures of the whole run.
fn head(model: &Model, file: &str, l10n: &Localizer) -> Part {
    let header = &model.header;
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| {
        if !value.is_empty() {
            rows.push(vec![l10n.text(name, &[]), value]);
        }
    };
    if let Some(lesson) = &header.lesson {
        row("info-lesson", lesson.id.clone());
        let parameters = lesson.parameters.iter();
        let parameters = parameters.map(|(name, value)| match value.as_str() {
            Some(word) => format!("{name}={word}"),
            None => format!("{name}={value}"),
        });
        row("info-parameters", parameters.collect::<Vec<_>>().join(" "));
    }
    row("info-command", header.command.join(" "));
    row("info-provenance", provenance(header, l10n));
    row("info-ending", ending(l10n, &header.ending));
    row("info-length", l10n.duration(model.duration_ns()));
    row("info-events", l10n.count(model.told_events()));
    if !model.seen_rows().is_empty() {
        row("info-seen", l10n.count(model.seen_rows().len() as u64));
    }
    if header.lost > 0 {
        row("info-lost", l10n.count(header.lost));
    }
    Part {
        title: run_title(header, l10n.language(), file).to_owned(),
        lines: table(&rows),
    }
}

/// Whether it was recorded, where and when.
fn provenance(header: &Header, l10n: &Localizer) -> String {
    let word = match &header.provenance {
        Provenance::Recorded => l10n.text("info-recorded", &[]),
        Provenance::Simulated => l10n.text("info-simulated", &[]),
        Provenance::Imported => l10n.text("info-imported", &[]),
        Provenance::Other(word) => word.clone(),
    };
    let mut facts = vec![word];
    let host = &header.host;
    if !host.os.is_empty() {
        let cores = l10n.text("info-cores", &[("cores", host.cores.into())]);
        facts.push(format!("{} {}, {cores}", host.os, host.arch));
    }
    // A time past what a calendar can hold is left out.
    let started = UNIX_EPOCH.checked_add(Duration::from_millis(header.started_unix_ms));
    if let Some(started) = started.filter(|_| (1..FAR_MS).contains(&header.started_unix_ms)) {
        let date = humantime::format_rfc3339_seconds(started).to_string();
        facts.push(date.replace('T', " ").replace('Z', " UTC"));
    }
    if !header.recorder.is_empty() {
        facts.push(header.recorder.clone());
    }
    facts.join(" · ")
}

/// The year 9999 ends here.
const FAR_MS: u64 = 253_402_300_800_000;

fn actor_rows(model: &Model, l10n: &Localizer) -> Vec<Vec<String>> {
    let columns = [
        "info-name",
        "info-kind",
        "info-pid",
        "info-started",
        "info-ended",
        "info-how",
    ];
    let mut rows = vec![columns.map(|id| l10n.text(id, &[])).into()];
    let actors = actors(model);
    let depths = depths(&actors);
    for (actor, depth) in actors.iter().zip(depths) {
        let name = actor.name;
        let time =
            |ns: Option<u64>| ns.map_or_else(String::new, |ns| l10n.time(ns, model.duration_ns()));
        let number = match actor.kind {
            ActorKind::Process => actor.pid,
            _ => actor.tid,
        };
        rows.push(vec![
            format!("{:width$}{name}", "", width = 2 * depth),
            kind_of_actor(actor, l10n),
            number.map_or_else(String::new, |number| number.to_string()),
            time(actor.started_ns),
            time(actor.ended_ns),
            how(actor, l10n),
        ]);
    }
    rows
}

/// How deep each actor stands below the first; a parent stands before its children.
fn depths(actors: &[ActorFacts<'_>]) -> Vec<usize> {
    let mut depths = Vec::with_capacity(actors.len());
    for actor in actors {
        let above = actor
            .parent
            .and_then(|parent: ActorId| depths.get(parent.index()));
        let depth: usize = above.map_or(0, |depth: &usize| depth + 1);
        // A deep tree is still told; it is not indented any further.
        depths.push(depth.min(20));
    }
    depths
}

fn kind_of_actor(actor: &ActorFacts<'_>, l10n: &Localizer) -> String {
    let kind = match actor.kind {
        ActorKind::Process => l10n.text("info-process", &[]),
        ActorKind::Thread => l10n.text("info-thread", &[]),
        ActorKind::Task => l10n.text("info-task", &[]),
        ActorKind::Other(word) => word.clone(),
    };
    if actor.daemon {
        format!("{kind} ({})", l10n.text("lane-daemon", &[]))
    } else {
        kind
    }
}

fn how(actor: &ActorFacts<'_>, l10n: &Localizer) -> String {
    match (actor.ending, actor.exit_code) {
        (ActorEnding::Killed, Some(code)) => {
            let signal = laneway_view::signal_name(i64::from(code).saturating_neg());
            l10n.text("process-killed", &[("signal", signal.into())])
        }
        (_, Some(code)) => l10n.text("process-exited", &[("code", code.into())]),
        (ActorEnding::Finished, None) => l10n.text("info-finished", &[]),
        (ActorEnding::Failed | ActorEnding::Killed, None) => l10n.text("info-failed", &[]),
        (ActorEnding::CutOff, None) => l10n.text("info-cut-off", &[]),
        (ActorEnding::SeenGone, None) => l10n.text("info-seen-gone", &[]),
        (ActorEnding::Open, None) => l10n.text("info-open", &[]),
    }
}

fn object_rows(model: &Model, l10n: &Localizer) -> Vec<Vec<String>> {
    let columns = ["info-name", "info-kind", "info-events"];
    let mut rows = vec![columns.map(|id| l10n.text(id, &[])).into()];
    for (index, object) in model.header.objects.iter().enumerate() {
        let id = laneway_trace::ObjectId::from_index(index);
        let events = id.map_or(0, |id| model.object_rows(id).len());
        rows.push(vec![
            object.name.clone(),
            kind_of_object(&object.kind, l10n),
            l10n.count(events as u64),
        ]);
    }
    rows
}

fn kind_of_object(kind: &ObjectKind, l10n: &Localizer) -> String {
    l10n.object_kind(kind.name())
}

/// The findings as sentences, the first few of each kind.
fn findings(model: &Model, l10n: &Localizer) -> Vec<String> {
    if model.findings.is_empty() {
        return vec![format!("  {}", l10n.text("info-no-findings", &[]))];
    }
    let mut lines = Vec::new();
    let mut told: Vec<(FindingKind, usize)> = Vec::new();
    for (row, finding) in model.findings.iter().enumerate() {
        let count = match told.iter_mut().find(|(kind, _)| *kind == finding.kind) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                told.push((finding.kind, 1));
                1
            }
        };
        if count <= TOLD {
            lines.extend(describe(model, row, finding, l10n));
        }
    }
    for (kind, count) in told.into_iter().filter(|(_, count)| *count > TOLD) {
        let more = l10n.text(
            "info-more-findings",
            &[
                ("kind", l10n.text(finding_title(kind), &[]).into()),
                ("count", l10n.count((count - TOLD) as u64).into()),
            ],
        );
        lines.push(format!("  {more}"));
    }
    lines
}

/// A finding: what and when, how certain if it is not, then its sentences.
fn describe(model: &Model, row: usize, finding: &Finding, l10n: &Localizer) -> Vec<String> {
    let time = l10n.time(model.time_ns(finding.at), model.duration_ns());
    let title = l10n.text(finding_title(finding.kind), &[]);
    let mut lines = vec![format!("  {time}  {title}")];
    if finding.certainty != Certainty::Happened {
        lines.push(format!(
            "      {}",
            l10n.text(certainty_message(finding.certainty), &[])
        ));
    }
    for message in describe_finding(model, u32::try_from(row).unwrap_or(u32::MAX)) {
        lines.push(format!("      {}", l10n.say(&message)));
    }
    lines
}
