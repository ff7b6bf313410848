//! What a link has selected, named by what it is in the trace.
//!
//! A [`Selection`] counts rows of the model, and what stands in which row of it changes with the next version:
//! a link must not. It names actors, objects and event rows, as the trace does.

use std::fmt;
use std::str::FromStr;

use laneway_model::{Finding, Model, Moment};
use laneway_trace::{ActorId, ObjectId};

use crate::Selection;

/// What is selected, by what it is in the trace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// `actor-3`: an actor's lane.
    Actor(ActorId),
    /// `phase-3-120`: what an actor does from the event in this row on.
    Phase(ActorId, u32),
    /// `hold-2-17`: an object, held since the event in this row.
    Hold(ObjectId, u32),
    /// `event-120`: the event in this row.
    Event(u32),
    /// `object-2`: an object.
    Object(ObjectId),
    /// `finding-lost_update-120-3.4-2`: a finding.
    Finding {
        /// The name of its kind.
        kind: String,
        /// The row of the event with which it was complete.
        row: u32,
        /// Who is in it.
        actors: Vec<ActorId>,
        /// What is in it.
        objects: Vec<ObjectId>,
    },
}

impl Pick {
    /// What is selected; `None` if nothing is, or something that the model does not have.
    pub fn of(selection: Selection, model: &Model) -> Option<Self> {
        let actor = || selection.actor(model);
        Some(match selection {
            Selection::None => return None,
            Selection::Lane(_) => Self::Actor(actor()?),
            Selection::Phase(phase) => {
                Self::Phase(actor()?, *model.phases.start_row.get(phase as usize)?)
            }
            Selection::Hold(hold) => {
                let hold = model.holds.get(hold as usize)?;
                Self::Hold(hold.object, hold.start_row)
            }
            Selection::Event(row) => Self::Event(row),
            Selection::Object(object) => Self::Object(object),
            Selection::Finding(finding) => {
                let finding = model.findings.get(finding as usize)?;
                Self::Finding {
                    kind: finding.kind.name().to_owned(),
                    row: finding.at.row()?,
                    actors: finding.actors.clone(),
                    objects: finding.objects.clone(),
                }
            }
        })
    }

    /// What this is in a model; [`Selection::None`] if the run does not have it. O(log phases + holds of a lane
    /// + findings of a moment).
    pub fn selection(&self, model: &Model) -> Selection {
        self.find(model).unwrap_or_default()
    }

    fn find(&self, model: &Model) -> Option<Selection> {
        Some(match self {
            Self::Actor(actor) => Selection::Lane(model.lane_of(*actor)?),
            // Where an actor's phases are cut otherwise, the one that lasts there.
            Self::Phase(actor, row) => {
                let at = Moment(row.checked_add(1)?);
                Selection::Phase(model.phase_at(model.lane_of(*actor)?, at)?)
            }
            Self::Hold(object, row) => {
                let lane = model.lane_of_row(*row)?;
                let first = model.holds.partition_point(|hold| hold.lane < lane);
                let is_it =
                    |hold: &laneway_model::Hold| (hold.object, hold.start_row) == (*object, *row);
                let place = model.lane_holds(lane).iter().position(is_it)?;
                Selection::Hold((first + place) as u32)
            }
            Self::Event(row) => {
                Selection::Event(((*row as usize) < model.events.len()).then_some(*row)?)
            }
            Self::Object(object) => {
                model.header.objects.get(object.index())?;
                Selection::Object(*object)
            }
            Self::Finding { row, .. } => {
                let at = Moment(row.checked_add(1)?);
                let first = model.findings.partition_point(|finding| finding.at < at);
                let then = model.findings[first..]
                    .iter()
                    .take_while(|finding| finding.at == at);
                let place = then.map(|finding| self.is(finding)).position(|is_it| is_it)?;
                Selection::Finding((first + place) as u32)
            }
        })
    }

    /// True if this is the finding, whenever that was complete.
    fn is(&self, finding: &Finding) -> bool {
        matches!(self, Self::Finding { kind, actors, objects, .. }
            if kind == finding.kind.name() && *actors == finding.actors && *objects == finding.objects)
    }
}

impl fmt::Display for Pick {
    /// As in an address: letters, digits, `-`, `_` and `.` alone. [`Pick::from_str`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(actor) => write!(f, "actor-{}", actor.number()),
            Self::Phase(actor, row) => write!(f, "phase-{}-{row}", actor.number()),
            Self::Hold(object, row) => write!(f, "hold-{}-{row}", object.number()),
            Self::Event(row) => write!(f, "event-{row}"),
            Self::Object(object) => write!(f, "object-{}", object.number()),
            Self::Finding {
                kind,
                row,
                actors,
                objects,
            } => {
                let list = |numbers: Vec<String>| numbers.join(".");
                let actors = list(actors.iter().map(|actor| actor.number().to_string()).collect());
                let objects = list(objects.iter().map(|object| object.number().to_string()).collect());
                write!(f, "finding-{kind}-{row}-{actors}-{objects}")
            }
        }
    }
}

/// This is no pick, or one of a newer version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPick;

impl FromStr for Pick {
    type Err = NotAPick;

    fn from_str(text: &str) -> Result<Self, NotAPick> {
        parse(text).ok_or(NotAPick)
    }
}

fn parse(text: &str) -> Option<Pick> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str| text.parse::<u32>().ok();
    let actor = |text: &str| ActorId::new(number(text)?);
    let object = |text: &str| ObjectId::new(number(text)?);
    Some(match parts[..] {
        ["actor", id] => Pick::Actor(actor(id)?),
        ["phase", id, row] => Pick::Phase(actor(id)?, number(row)?),
        ["hold", id, row] => Pick::Hold(object(id)?, number(row)?),
        ["event", row] => Pick::Event(number(row)?),
        ["object", id] => Pick::Object(object(id)?),
        ["finding", kind, row, actors, objects] => Pick::Finding {
            kind: kind.to_owned(),
            row: number(row)?,
            actors: list(actors, actor)?,
            objects: list(objects, object)?,
        },
        _ => return None,
    })
}

/// What stands between dots; nothing at all is an empty list.
fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split('.').map(read).collect()
}
