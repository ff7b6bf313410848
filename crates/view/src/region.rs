//! What lies where in a scene: the hit test.

use laneway_trace::ObjectId;

use crate::{Area, Group, Scene};

/// What lies in a rectangle of a scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// The rectangle.
    pub area: Area,
    /// What lies there.
    pub target: Target,
}

/// What can be pointed at. Numbers are rows of the model's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The ruler: a press or a drag moves the playhead.
    Ruler,
    /// The playhead's handle.
    Playhead,
    /// The lanes, where nothing else is.
    Lanes,
    /// A row of `model.lanes`.
    Lane(u32),
    /// The label of a row of `model.lanes`.
    Label(u32),
    /// The title of lanes that stand together, or the row into which they are folded.
    Group(Group),
    /// A row of `model.phases`.
    Phase(u32),
    /// A row of `model.holds`.
    Hold(u32),
    /// A task that a worker ran: the future that stands for it.
    Task(ObjectId),
    /// A named stretch: the event that opened it.
    Span(u32),
    /// An event.
    Event(u32),
    /// A row of `model.findings`.
    Finding(u32),
    /// A row of `model.links`.
    Link(u32),
    /// A step of the lesson, from 0.
    Step(u32),
    /// The overview outside of its window: a press centres the window there.
    Overview,
    /// The overview's window: a drag pans.
    OverviewWindow,
    /// The left edge of the overview's window: a drag resizes.
    OverviewStart,
    /// The right edge of the overview's window.
    OverviewEnd,
}

/// What lies at a point, the uppermost; `None` outside of everything.
///
/// Cost: one pass over the regions, which are bounded by the pixels and lanes in sight.
pub fn hit(scene: &Scene, x: f32, y: f32) -> Option<Region> {
    scene
        .regions
        .iter()
        .rev()
        .find(|region| region.area.contains(x, y))
        .copied()
}
