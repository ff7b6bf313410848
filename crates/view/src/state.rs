//! What the page shows, as a value. The playhead and what is pointed at change with every frame and are
//! not in it: see [`Frame`].

use laneway_model::{Model, Moment};
use laneway_trace::{ActorId, ObjectId};

use crate::{ClockKind, LaneChoice, Target, TimeScale, Trail};

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// How time is laid out.
    pub clock: ClockKind,
    /// Which part of the run is in sight; `None` for the whole run, whatever the size.
    pub scale: Option<TimeScale>,
    /// How far the lanes are scrolled down.
    pub scroll_px: f64,
    /// Which lanes are shown, and how.
    pub lanes: LaneChoice,
    /// The width of the gutter, if somebody has set it; the labels decide otherwise.
    pub gutter_px: Option<f32>,
    /// The size of the picture of the lanes, gutter and ruler included, in CSS pixels.
    pub size: Size,
    /// What is selected.
    pub selection: Selection,
    /// The part of the run that was dragged over.
    pub range: Option<Range>,
    /// A moment that the user marked.
    pub mark: Option<Moment>,
    /// True while the playhead moves by itself.
    pub playing: bool,
    /// How fast, as a multiple of [`pace`](crate::pace): one of [`SPEEDS`](crate::SPEEDS).
    pub speed: f64,
    /// True if playing starts over at the end (of the range, if there is one).
    pub looping: bool,
    /// True if playing stops at each step of a lesson.
    pub step_stops: bool,
    /// The step of the lesson that is shown, from 0.
    pub step: Option<u32>,
    /// Which panel of words is open, where there is room for one only.
    pub panel: Panel,
    /// True while the help is shown.
    pub help: bool,
    /// What is open to find something in.
    pub finder: Option<Finder>,
    /// What is followed from moment to moment.
    pub trail: Option<Trail>,
    /// True while what has not been played is hidden, as in a lesson.
    pub curtain: bool,
    /// True while the run is shown as in a hall.
    pub present: bool,
    /// True while the screen is black. Only while presenting.
    pub blank: bool,
    /// The stops that the user has set, in their order.
    pub own_stops: Vec<Moment>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            clock: ClockKind::Steps,
            scale: None,
            scroll_px: 0.0,
            lanes: LaneChoice::default(),
            gutter_px: None,
            size: Size {
                width_px: 1280.0,
                height_px: 480.0,
            },
            selection: Selection::None,
            range: None,
            mark: None,
            playing: false,
            speed: 1.0,
            looping: false,
            step_stops: true,
            step: None,
            panel: Panel::Lesson,
            help: false,
            finder: None,
            trail: None,
            curtain: false,
            present: false,
            blank: false,
            own_stops: Vec::new(),
        }
    }
}

/// What changes from frame to frame while nothing of [`State`] does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// The position of the playhead, in units of the state's clock.
    pub playhead: f64,
    /// What is pointed at.
    pub hover: Option<Target>,
    /// The furthest moment at which the playhead has been.
    pub furthest: Moment,
}

/// A size in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width_px: f32,
    /// From top to bottom.
    pub height_px: f32,
}

/// A part of a run, as moments, so that it stays when the clock changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Its first moment.
    pub from: Moment,
    /// Its last moment.
    pub to: Moment,
}

/// What is selected: one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Selection {
    /// Nothing.
    #[default]
    None,
    /// A row of `model.lanes`.
    Lane(u32),
    /// A row of `model.phases`.
    Phase(u32),
    /// A row of `model.holds`.
    Hold(u32),
    /// An event.
    Event(u32),
    /// An object.
    Object(ObjectId),
    /// A row of `model.findings`.
    Finding(u32),
}

impl Selection {
    /// The selection that a click on a target makes; `None` if the target cannot be selected.
    pub fn of(target: Target) -> Option<Self> {
        Some(match target {
            Target::Lane(lane) | Target::Label(lane) => Self::Lane(lane),
            Target::Phase(phase) => Self::Phase(phase),
            Target::Hold(hold) => Self::Hold(hold),
            Target::Task(future) => Self::Object(future),
            Target::Event(row) | Target::Span(row) => Self::Event(row),
            Target::Finding(finding) => Self::Finding(finding),
            Target::Lanes => Self::None,
            _ => return None,
        })
    }

    /// The lane it lies in, if it lies in one. O(log lanes).
    pub fn lane(self, model: &Model) -> Option<u32> {
        match self {
            Self::None | Self::Object(_) => None,
            Self::Lane(lane) => ((lane as usize) < model.lanes.len()).then_some(lane),
            Self::Phase(phase) => lane_of_phase(model, phase),
            Self::Hold(hold) => model.holds.get(hold as usize).map(|hold| hold.lane),
            Self::Event(row) => model.lane_of_row(row),
            Self::Finding(finding) => {
                let actor = *model.findings.get(finding as usize)?.actors.first()?;
                model.lane_of(actor)
            }
        }
    }

    /// The actor of [`Selection::lane`].
    pub fn actor(self, model: &Model) -> Option<ActorId> {
        self.lane(model).map(|lane| model.lanes[lane as usize].actor)
    }
}

/// The lane of a phase. The phases of a lane stand together, in the order of the lanes.
pub(crate) fn lane_of_phase(model: &Model, phase: u32) -> Option<u32> {
    let lane = model.lanes.partition_point(|lane| lane.phases.end <= phase);
    let found = model.lanes.get(lane)?;
    found.phases.contains(&phase).then_some(lane as u32)
}

/// A field to type in, over the page, and a list of what fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Finder {
    /// Of what is in the run.
    Search,
    /// Of what can be done.
    Commands,
}

/// The panels of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Panel {
    /// The lesson: idea, steps, prompts.
    #[default]
    Lesson,
    /// The narration, event by event.
    Story,
    /// The source.
    Source,
    /// What was printed.
    Console,
    /// The findings.
    Findings,
}

impl Panel {
    /// All of them, in the order of their tabs.
    pub const ALL: [Self; 5] = [
        Self::Lesson,
        Self::Story,
        Self::Source,
        Self::Console,
        Self::Findings,
    ];

    /// The id of the message with its title.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Lesson => "tab-lesson",
            Self::Story => "tab-story",
            Self::Source => "tab-source",
            Self::Console => "tab-console",
            Self::Findings => "tab-findings",
        }
    }
}
