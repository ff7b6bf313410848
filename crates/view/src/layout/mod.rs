//! From a model and a state to a scene.

mod arrows;
mod bars;
mod brackets;
mod folded;
mod geometry;
mod gutter;
mod lane;
mod legend;
mod overview;
mod playhead;
mod ruler;
mod signs;
mod spotlight;
#[cfg(test)]
mod told_apart;
mod words;

use laneway_model::{Model, Moment};

pub(crate) use geometry::Geometry;
pub use geometry::{Gutter, gutter};
pub use legend::state_sample;
pub use overview::{overview, thumbnail};
pub use words::{step_text, time_text};

use crate::lane_rows::{Block, Rows};
use crate::walk::Bins;
use crate::{Area, Clock, Frame, Labels, Op, Scene, State, Target, Timeline, Token};

/// What every part of the layout looks things up in.
pub(crate) struct Picture<'a> {
    pub model: &'a Model,
    pub timeline: &'a Timeline,
    pub clock: Clock<'a>,
    pub state: &'a State,
    pub frame: &'a Frame,
    pub labels: &'a Labels,
    pub geometry: Geometry,
    /// Which lanes are shown.
    pub rows: &'a Rows,
    /// What is in sight, in bins of [`bars::BIN_PX`].
    pub bins: Bins,
    /// The same in bins of the width of a sign.
    pub sign_bins: Bins,
    /// The moment at the playhead.
    pub now: Moment,
    /// The part of the lanes that is not behind the curtain.
    pub open: Area,
}

/// A row in sight.
pub(crate) struct Shown<'a> {
    pub block: &'a Block,
    /// Its lane; of several that are folded the first.
    pub lane: u32,
    /// Its upper edge.
    pub y: f32,
}

/// The picture of the lanes: gutter, ruler, lanes, playhead. A pure function: the same arguments give the
/// same scene, byte for byte. Its cost follows the pixels and the lanes in sight, not the events.
pub fn layout(
    model: &Model,
    timeline: &Timeline,
    state: &State,
    frame: &Frame,
    labels: &Labels,
) -> Scene {
    let clock = timeline.clock(model, state.clock);
    let geometry = Geometry::new(model, timeline, state, frame);
    let width_px = f64::from(geometry.area.width);
    let bins = Bins::new(&clock, &geometry.scale, width_px, bars::BIN_PX);
    let sign_px = f64::from(geometry.row.sign_px());
    let sign_bins = Bins::new(&clock, &geometry.scale, width_px, sign_px);
    let now = clock.moment(frame.playhead);
    let curtain = curtain(model, &clock, state, frame).map(|position| geometry.x(position));
    let open = left_of(geometry.area, curtain);
    let picture = Picture {
        model,
        timeline,
        clock,
        state,
        frame,
        labels,
        geometry,
        rows: state.lanes.rows(timeline),
        bins,
        sign_bins,
        now,
        open,
    };
    picture.draw()
}

/// From which position on nothing is shown, because it has not been played; `None` if all is.
fn curtain(model: &Model, clock: &Clock<'_>, state: &State, frame: &Frame) -> Option<f64> {
    let hides_something = state.curtain && frame.furthest < model.end();
    hides_something.then(|| clock.position(frame.furthest).max(frame.playhead))
}

/// What of an area lies left of an x.
fn left_of(area: Area, x: Option<f32>) -> Area {
    let right = x.map_or(area.right(), |x| x.clamp(area.x, area.right()));
    Area {
        width: right - area.x,
        ..area
    }
}

impl Picture<'_> {
    fn draw(&self) -> Scene {
        let geometry = &self.geometry;
        let mut scene = Scene {
            width_px: geometry.whole.width,
            height_px: geometry.whole.height,
            area: geometry.area,
            scale: geometry.scale,
            scroll_max_px: geometry.scroll_max_px,
            ..Scene::default()
        };
        scene.fill(geometry.whole, Token::Paper);
        scene.region(geometry.body, geometry.whole, Target::Lanes);
        scene.region(geometry.ruler, geometry.whole, Target::Ruler);
        let shown = self.shown();
        scene.ops.push(Op::Clip(geometry.body));
        self.draw_boxes(&mut scene);
        self.draw_gutter(&mut scene, &shown);
        scene.ops.push(Op::Unclip);
        scene.ops.push(Op::Clip(geometry.area));
        for row in &shown {
            let height = geometry.row.height - 2.0;
            scene.fill(
                Area::new(geometry.area.x, row.y + 1.0, geometry.area.width, height),
                Token::Lane,
            );
        }
        self.draw_grid(&mut scene);
        scene.ops.push(Op::Unclip);
        scene.ops.push(Op::Clip(self.open));
        for row in &shown {
            match row.block.is_folded() {
                true => self.draw_folded(&mut scene, row),
                false => self.draw_lane(&mut scene, row.lane, row.y),
            }
        }
        self.draw_future(&mut scene);
        self.draw_range(&mut scene);
        self.draw_arrows(&mut scene);
        scene.ops.push(Op::Unclip);
        scene.ops.push(Op::Clip(geometry.area));
        self.draw_spotlight(&mut scene, &shown);
        self.draw_playhead_line(&mut scene);
        self.draw_focus(&mut scene);
        self.draw_scroll_bar(&mut scene);
        scene.ops.push(Op::Unclip);
        self.draw_ruler(&mut scene);
        self.draw_playhead_handle(&mut scene);
        scene
    }

    /// The rows in sight.
    fn shown(&self) -> Vec<Shown<'_>> {
        let mut shown = Vec::new();
        for index in self.geometry.blocks(self.rows) {
            let block = &self.rows.blocks()[index];
            for (row, y) in self.geometry.rows(self.rows, index) {
                if let Some(lane) = self.rows.lane(row) {
                    shown.push(Shown { block, lane, y });
                }
            }
        }
        shown
    }

    /// The bar of a lane's row, over the whole width of the area.
    fn bar_area(&self, y: f32) -> Area {
        let row = &self.geometry.row;
        Area::new(
            self.geometry.area.x,
            y + row.bar_y(),
            self.geometry.area.width,
            row.bar,
        )
    }
}
