//! `info --json`: what scripts read. The fields that are here stay; others may be added.

use std::borrow::Cow;
use std::collections::BTreeMap;

use laneway_model::{LaneEnding, Model, ProcessLanes};
use laneway_trace::{ActorId, ActorKind, Ending, FORMAT_VERSION, ObjectId, ObjectKind, Provenance};
use serde::Serialize;
use serde_json::Value as Json;

/// A run in short.
#[derive(Serialize)]
pub(super) struct Facts<'a> {
    /// The version of the format that the run was read as: an older file is upgraded on the way.
    format: u32,
    provenance: &'a Provenance,
    /// The lesson's id.
    lesson: Option<&'a str>,
    /// The lesson's parameters in this run.
    parameters: BTreeMap<&'a str, &'a Json>,
    ending: &'a Ending,
    /// How the lesson's run turned out, in one line.
    outcome: Option<Cow<'a, str>>,
    duration_ns: u64,
    /// What the program told.
    events: u64,
    /// What was only seen from outside.
    seen: u64,
    lost: u64,
    actors: Vec<ActorFacts<'a>>,
    objects: Vec<ObjectFacts<'a>>,
    findings: Vec<FindingFacts>,
}

#[derive(Serialize)]
pub(super) struct ActorFacts<'a> {
    pub id: ActorId,
    pub kind: &'a ActorKind,
    pub name: &'a str,
    pub parent: Option<ActorId>,
    /// `None` if unknown.
    pub pid: Option<u32>,
    /// `None` if unknown.
    pub tid: Option<u32>,
    pub daemon: bool,
    /// `None` if nothing of it was recorded.
    pub started_ns: Option<u64>,
    /// `None` if the run ended first.
    pub ended_ns: Option<u64>,
    pub ending: ActorEnding,
    /// A process's, as in Python: negative for the signal that killed it.
    pub exit_code: Option<i32>,
}

/// How an actor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ActorEnding {
    /// In order; a process with status 0.
    Finished,
    /// By a panic or an exception; a process with another status.
    Failed,
    /// A process, by a signal.
    Killed,
    /// A thread, because its process ended.
    CutOff,
    /// A thread that was seen to be gone: how it ended is not known.
    SeenGone,
    /// The run ended first.
    Open,
}

#[derive(Serialize)]
struct ObjectFacts<'a> {
    id: Option<ObjectId>,
    kind: &'a ObjectKind,
    name: &'a str,
}

#[derive(Serialize)]
struct FindingFacts {
    kind: &'static str,
    certainty: &'static str,
    actors: Vec<ActorId>,
    objects: Vec<ObjectId>,
    at_ns: u64,
}

pub(super) fn facts(model: &Model) -> Facts<'_> {
    let header = &model.header;
    let lesson = header.lesson.as_ref();
    let parameters = lesson.into_iter().flat_map(|lesson| &lesson.parameters);
    let objects = header
        .objects
        .iter()
        .enumerate()
        .map(|(row, object)| ObjectFacts {
            id: ObjectId::from_index(row),
            kind: &object.kind,
            name: &object.name,
        });
    let findings = model.findings.iter().map(|finding| FindingFacts {
        kind: finding.kind.name(),
        certainty: finding.certainty.name(),
        actors: finding.actors.clone(),
        objects: finding.objects.clone(),
        at_ns: model.time_ns(finding.at),
    });
    Facts {
        format: FORMAT_VERSION,
        provenance: &header.provenance,
        lesson: lesson.map(|lesson| lesson.id.as_str()),
        parameters: parameters.map(|(name, value)| (name.as_str(), value)).collect(),
        ending: &header.ending,
        outcome: model.outcome(),
        duration_ns: model.duration_ns(),
        events: model.told_events(),
        seen: model.seen_rows().len() as u64,
        lost: header.lost,
        actors: actors(model),
        objects: objects.collect(),
        findings: findings.collect(),
    }
}

/// The actors, by their ids.
pub(super) fn actors(model: &Model) -> Vec<ActorFacts<'_>> {
    let mut processes = vec![None; model.header.actors.len()];
    for process in &model.processes {
        processes[process.actor.index()] = Some(process);
    }
    let ids = (0..model.header.actors.len()).filter_map(ActorId::from_index);
    ids.map(|id| actor(model, id, processes[id.index()])).collect()
}

fn is_gone(model: &Model, process: &ProcessLanes) -> bool {
    let main = model.lanes.get(process.lanes.start as usize);
    main.is_some_and(|main| main.ending == LaneEnding::SeenGone)
}

fn actor<'a>(model: &'a Model, id: ActorId, process: Option<&ProcessLanes>) -> ActorFacts<'a> {
    let actor = &model.header.actors[id.index()];
    let known = |number: u32| (number != 0).then_some(number);
    let mut facts = ActorFacts {
        id,
        kind: &actor.kind,
        name: &actor.name,
        parent: actor.parent,
        pid: known(actor.pid),
        tid: known(actor.tid),
        daemon: actor.daemon,
        started_ns: None,
        ended_ns: None,
        ending: ActorEnding::Open,
        exit_code: None,
    };
    let time = |row: u32| model.events.time_ns.get(row as usize).copied();
    if let Some(process) = process {
        facts.started_ns = time(process.begin_row);
        facts.ended_ns = process.exit_row.and_then(time);
        facts.exit_code = process.exit_code;
        facts.ending = match process.exit_code {
            // It turned into another program.
            None if is_gone(model, process) => ActorEnding::SeenGone,
            None => ActorEnding::Open,
            Some(0) => ActorEnding::Finished,
            Some(1..) => ActorEnding::Failed,
            Some(_) => ActorEnding::Killed,
        };
    } else if let Some(lane) = model.lane_of(id).and_then(|lane| model.lanes.get(lane as usize)) {
        facts.started_ns = time(lane.begin_row);
        facts.ended_ns = lane.end_row.and_then(time);
        facts.ending = match lane.ending {
            LaneEnding::Finished => ActorEnding::Finished,
            LaneEnding::Failed => ActorEnding::Failed,
            LaneEnding::CutOff => ActorEnding::CutOff,
            LaneEnding::SeenGone => ActorEnding::SeenGone,
            LaneEnding::Open => ActorEnding::Open,
        };
    }
    facts
}
