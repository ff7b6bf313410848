//! Where lanes lie. Rows take the height there is, between a compact size and one for a projector.

use laneway_model::Model;

use crate::follow::{followed, resolved};
use crate::walk::partition;
use crate::{Area, Frame, State, TimeScale, Timeline};

/// Above and below the boxes of the processes.
const EDGE_PX: f32 = 6.0;
/// What a level of the tree of processes, and a thread in its process, is moved to the right.
const INDENT_PX: f32 = 10.0;

/// A picture that is less wide is one on a phone.
const NARROW_PX: f32 = 560.0;
/// In more room than this, rows grow beyond the size for a laptop.
const TALL_PX: f32 = 440.0;

/// Where everything is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geometry {
    /// The whole picture.
    pub whole: Area,
    /// The ruler, right of the gutter.
    pub ruler: Area,
    /// Gutter and lanes, below the ruler.
    pub body: Area,
    /// The lanes.
    pub area: Area,
    /// Where time is, relative to the left edge of the area.
    pub scale: TimeScale,
    /// The heights within a row.
    pub row: Row,
    /// How far the lanes are scrolled down.
    pub scroll_px: f32,
    /// How far they can be.
    pub scroll_max_px: f32,
}

/// The heights within a row, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Row {
    /// The whole row.
    pub height: f32,
    /// The signs.
    pub signs: f32,
    /// The bars.
    pub bar: f32,
    /// Each track of brackets.
    pub track: f32,
    /// Above the signs and below the tracks.
    pub padding: f32,
    /// The title of a process with several lanes.
    pub title: f32,
    /// Between the boxes of two processes.
    pub gap: f32,
    /// Text in bars.
    pub bar_font: u8,
    /// Labels in the gutter.
    pub label_font: u8,
}

impl Row {
    /// The row that makes the most of `room` pixels for so many lanes and titles. `narrow` is for a phone,
    /// where names need the width more than rows the height.
    fn fitting(
        room: f32,
        narrow: bool,
        gaps: f32,
        lanes: f32,
        titles: f32,
        tracks: f32,
        signs: bool,
    ) -> Self {
        let most_font = if narrow { 13 } else { 22 };
        let at = |part: f32| {
            let mix = |compact: f32, large: f32| (compact + (large - compact) * part).round();
            let signs = if signs { mix(5.0, 17.0) } else { 0.0 };
            let (bar, track, padding) = (mix(14.0, 44.0), mix(4.0, 19.0), mix(1.0, 6.0));
            Self {
                height: 2.0 * padding + signs + bar + tracks * track,
                signs,
                bar,
                track,
                padding,
                title: mix(16.0, 28.0),
                gap: mix(2.0, 7.0),
                bar_font: (mix(10.0, 17.0) as u8).min(most_font),
                label_font: (mix(11.0, 17.0) as u8).min(most_font),
            }
        };
        // Heights are whole pixels: of some sizes the largest that fits.
        const SIZES: u8 = 32;
        // A tall picture is one on a projector.
        let most = (room / TALL_PX).clamp(1.0, 1.6);
        let part = |size: u8| most * f32::from(size) / f32::from(SIZES);
        let fits = |&size: &u8| {
            let row = at(part(size));
            row.height * lanes + row.title * titles + row.gap * gaps <= room
        };
        at(part((0..=SIZES).rev().find(fits).unwrap_or(0)))
    }

    /// The width and height of a sign.
    pub fn sign_px(&self) -> f32 {
        self.signs.max(7.0)
    }

    /// The upper edge of the bar, from that of the row.
    pub fn bar_y(&self) -> f32 {
        self.padding + self.signs
    }
}

impl Geometry {
    /// O(log lanes).
    pub fn new(model: &Model, timeline: &Timeline, state: &State, frame: &Frame) -> Self {
        let whole = Area::new(
            0.0,
            0.0,
            state.size.width_px.max(1.0),
            state.size.height_px.max(1.0),
        );
        let ruler_px = 36.0_f32.min(whole.height);
        let room = whole.height - ruler_px;
        let (lanes, processes) = (model.lanes.len() as f32, model.processes.len() as f32);
        let titles = timeline.titles_before.last().copied().unwrap_or(0) as f32;
        let gaps = (processes - 1.0).max(0.0);
        let tracks = timeline.brackets.most as f32;
        let row = Row::fitting(
            room - 2.0 * EDGE_PX,
            whole.width < NARROW_PX,
            gaps,
            lanes.max(1.0),
            titles,
            tracks,
            !timeline.marks.is_empty(),
        );
        let gutter = gutter_px(model, timeline, &row, whole.width);
        let height = lanes * row.height + titles * row.title + gaps * row.gap + 2.0 * EDGE_PX;
        let scroll_max_px = (height - room).max(0.0);
        let area = Area::new(gutter, ruler_px, (whole.width - gutter).max(1.0), room);
        let clock = timeline.clock(model, state.clock);
        let width_px = f64::from(area.width);
        let scale = followed(
            resolved(state.scale, &clock, width_px),
            state,
            frame.playhead,
            width_px,
        );
        Self {
            whole,
            ruler: Area::new(gutter, 0.0, area.width, ruler_px),
            body: Area::new(0.0, ruler_px, whole.width, room),
            area,
            scale,
            row,
            scroll_px: (state.scroll_px as f32).clamp(0.0, scroll_max_px).round(),
            scroll_max_px,
        }
    }

    /// The x of a position, kept near the area so that it is exact as a 32-bit number.
    pub fn x(&self, position: f64) -> f32 {
        let px = self
            .scale
            .px(position)
            .clamp(-64.0, f64::from(self.area.width) + 64.0);
        // A quarter of a pixel is all that can be seen.
        self.area.x + ((px * 4.0).round() / 4.0) as f32
    }

    /// The first position in sight.
    pub fn from(&self) -> f64 {
        self.scale.position(0.0)
    }

    /// The last position in sight.
    pub fn until(&self) -> f64 {
        self.scale.position(f64::from(self.area.width))
    }

    /// The upper edge of the box of a process, scrolled.
    pub fn process_y(&self, model: &Model, timeline: &Timeline, process: usize) -> f32 {
        let lanes = model
            .processes
            .get(process)
            .map_or(model.lanes.len() as u32, |p| p.lanes.start);
        let titles = timeline.titles_before.get(process).copied().unwrap_or(0);
        self.body.y + EDGE_PX - self.scroll_px
            + lanes as f32 * self.row.height
            + titles as f32 * self.row.title
            + process as f32 * self.row.gap
    }

    /// The box of a process, scrolled.
    pub fn process_area(&self, model: &Model, timeline: &Timeline, process: usize) -> Area {
        let y = self.process_y(model, timeline, process);
        let next = self.process_y(model, timeline, process + 1);
        Area::new(
            self.body.x + 4.0,
            y,
            self.body.width - 8.0,
            next - self.row.gap - y,
        )
    }

    /// The upper edge of the row of a lane, scrolled.
    pub fn lane_y(&self, model: &Model, timeline: &Timeline, lane: u32) -> f32 {
        let Some(process) = model.lanes.get(lane as usize).map(|lane| lane.process as usize) else {
            return self.body.bottom();
        };
        let first = model
            .processes
            .get(process)
            .map_or(lane, |process| process.lanes.start);
        let title = if has_title(model, process) {
            self.row.title
        } else {
            0.0
        };
        self.process_y(model, timeline, process) + title + (lane - first) as f32 * self.row.height
    }

    /// The processes that are in sight. O(log processes).
    pub fn processes(&self, model: &Model, timeline: &Timeline) -> std::ops::Range<usize> {
        let count = model.processes.len();
        let first = partition(0..count, |process| {
            self.process_area(model, timeline, process).bottom() <= self.body.y
        });
        let end = partition(0..count, |process| {
            self.process_y(model, timeline, process) < self.body.bottom()
        });
        first..end.max(first)
    }

    /// The lanes of a process that are in sight. O(1).
    pub fn lanes(&self, model: &Model, timeline: &Timeline, process: usize) -> std::ops::Range<u32> {
        let Some(lanes) = model.processes.get(process).map(|process| process.lanes.clone()) else {
            return 0..0;
        };
        let top = self.lane_y(model, timeline, lanes.start);
        let above = ((self.body.y - top) / self.row.height).floor().max(0.0) as u32;
        let below = ((self.body.bottom() - top) / self.row.height).ceil().max(0.0) as u32;
        let start = lanes.start.saturating_add(above).min(lanes.end);
        start..lanes.start.saturating_add(below).clamp(start, lanes.end)
    }
}

/// True for a process whose name stands above its lanes; that of a process with one lane is the lane's.
pub(crate) fn has_title(model: &Model, process: usize) -> bool {
    model
        .processes
        .get(process)
        .is_some_and(|process| process.lanes.len() > 1)
}

/// How far the label of a lane (or the title of its process) is moved to the right.
pub(crate) fn indent_px(model: &Model, process: usize, in_process: bool) -> f32 {
    let depth = model
        .processes
        .get(process)
        .map_or(0, |process| process.depth.min(4));
    12.0 + INDENT_PX * (depth as f32 + f32::from(u8::from(in_process)))
}

/// The width of the gutter: the longest label, its state's sign and room around, but no more than about a
/// third of the picture.
fn gutter_px(model: &Model, timeline: &Timeline, row: &Row, width_px: f32) -> f32 {
    let depth = model
        .processes
        .iter()
        .map(|process| process.depth.min(4))
        .max()
        .unwrap_or(0);
    let indent = 12.0 + INDENT_PX * (depth as f32 + 1.0);
    let label = timeline.label_em * 1.08 * f32::from(row.label_font);
    let sign = f32::from(row.label_font) + 16.0;
    let part = if width_px < NARROW_PX { 0.36 } else { 0.3 };
    let most = (width_px * part).min(300.0);
    (indent + label + sign).clamp(96.0_f32.min(most), most).round()
}
