//! Where lanes lie. Rows take the height there is, between a compact size and one for a projector.

use std::ops::Range;

use laneway_model::Model;

use crate::follow::{followed, resolved};
use crate::lane_rows::Rows;
use crate::walk::partition;
use crate::{Area, Frame, State, TimeScale, Timeline};

/// Above and below the boxes of the processes.
const EDGE_PX: f32 = 6.0;
/// What a level of the tree of processes, and a thread in its process, is moved to the right.
const INDENT_PX: f32 = 10.0;

/// The gutter can be made so narrow, and so wide as a part of the picture.
const LEAST_PX: f32 = 64.0;
const MOST_OF_WIDTH: f32 = 0.6;

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
        let rows = state.lanes.rows(timeline);
        let blocks = rows.blocks().len();
        let (lanes, titles) = rows.above(blocks);
        let (lanes, titles) = (lanes as f32, titles as f32);
        let gaps = blocks.saturating_sub(1) as f32;
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
        let gutter = Gutter::new(model, timeline, state, &row).px;
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

    /// The upper edge of the box of a block, scrolled; behind the last one where it would be.
    pub fn block_y(&self, rows: &Rows, block: usize) -> f32 {
        let (lanes, titles) = rows.above(block);
        self.body.y + EDGE_PX - self.scroll_px
            + lanes as f32 * self.row.height
            + titles as f32 * self.row.title
            + block as f32 * self.row.gap
    }

    /// The box of a block, scrolled.
    pub fn block_area(&self, rows: &Rows, block: usize) -> Area {
        let y = self.block_y(rows, block);
        let next = self.block_y(rows, block + 1);
        Area::new(
            self.body.x + 4.0,
            y,
            self.body.width - 8.0,
            next - self.row.gap - y,
        )
    }

    /// The upper edge of the first row of a block, scrolled.
    fn rows_y(&self, rows: &Rows, block: usize) -> f32 {
        let titled = rows.blocks().get(block).is_some_and(|block| block.titled);
        self.block_y(rows, block) + if titled { self.row.title } else { 0.0 }
    }

    /// The upper edge of the row of a lane, scrolled; `None` if it is hidden. O(log blocks).
    pub fn lane_y(&self, rows: &Rows, lane: u32) -> Option<f32> {
        let row = rows.row(lane)?;
        let block = rows.block_of(row)?;
        let first = rows.blocks()[block].rows.start;
        Some(self.rows_y(rows, block) + (row - first) as f32 * self.row.height)
    }

    /// The blocks that are in sight. O(log blocks).
    pub fn blocks(&self, rows: &Rows) -> Range<usize> {
        let count = rows.blocks().len();
        let first = partition(0..count, |block| {
            self.block_area(rows, block).bottom() <= self.body.y
        });
        let end = partition(0..count, |block| self.block_y(rows, block) < self.body.bottom());
        first..end.max(first)
    }

    /// The rows of a block that are in sight, with their upper edges.
    pub fn rows(&self, rows: &Rows, block: usize) -> impl Iterator<Item = (u32, f32)> {
        let all = rows.blocks()[block].rows.clone();
        let (top, height) = (self.rows_y(rows, block), self.row.height);
        let above = ((self.body.y - top) / height).floor().max(0.0) as u32;
        let below = ((self.body.bottom() - top) / height).ceil().max(0.0) as u32;
        let start = all.start.saturating_add(above).min(all.end);
        let end = all.start.saturating_add(below).clamp(start, all.end);
        (start..end).map(move |row| (row, top + (row - all.start) as f32 * height))
    }
}

/// How far the title of a process so deep in the tree is moved to the right, or a label `below` it.
pub(crate) fn indent_px(depth: u32, below: bool) -> f32 {
    12.0 + INDENT_PX * (depth.min(4) as f32 + f32::from(u8::from(below)))
}

/// How wide the gutter is, and how wide it can be made, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gutter {
    /// As it is.
    pub px: f32,
    /// Narrower ones would have no room for a name.
    pub least_px: f32,
    /// Wider ones would leave the lanes too little.
    pub most_px: f32,
}

/// The gutter of the picture that [`layout`](crate::layout) makes.
pub fn gutter(model: &Model, timeline: &Timeline, state: &State) -> Gutter {
    let geometry = Geometry::new(model, timeline, state, &Frame::default());
    Gutter::new(model, timeline, state, &geometry.row)
}

impl Gutter {
    /// As wide as was chosen, if a hall does not need it otherwise. By itself it has room for the longest label, its
    /// state's sign and room around, but takes no more than about a third of the picture.
    fn new(model: &Model, timeline: &Timeline, state: &State, row: &Row) -> Self {
        let width_px = state.size.width_px.max(1.0);
        let part = if width_px < NARROW_PX { 0.36 } else { 0.3 };
        let most = (width_px * part).min(300.0);
        let most_px = (width_px * MOST_OF_WIDTH).max(most).round();
        let least_px = LEAST_PX.min(most_px);
        let px = match state.gutter_px.filter(|_| !state.present) {
            Some(px) => px.clamp(least_px, most_px),
            None => label_px(model, timeline, row).clamp(96.0_f32.min(most), most),
        };
        Self {
            px: px.round(),
            least_px,
            most_px,
        }
    }
}

/// The width of the longest label with all that stands around it.
fn label_px(model: &Model, timeline: &Timeline, row: &Row) -> f32 {
    let depth = model
        .processes
        .iter()
        .map(|process| process.depth.min(4))
        .max()
        .unwrap_or(0);
    let indent = 12.0 + INDENT_PX * (depth as f32 + 1.0);
    let label = timeline.label_em * 1.08 * f32::from(row.label_font);
    let sign = f32::from(row.label_font) + 16.0;
    indent + label + sign
}
