//! A lane: its line, its bars, what hangs under them, its end.

use laneway_model::{LaneEnding, State as Doing};

use super::Picture;
use crate::{Area, Fill, Scene, Selection, Stroke, Target, Token};

impl Picture<'_> {
    pub(super) fn draw_lane(&self, scene: &mut Scene, lane: u32, y: f32) {
        let area = &self.geometry.area;
        let row = Area::new(area.x, y, area.width, self.geometry.row.height);
        scene.region(row, *area, Target::Lane(lane));
        self.draw_lane_line(scene, lane, y);
        self.draw_bars(scene, lane, y);
        self.draw_brackets(scene, lane, y);
        self.draw_end(scene, lane, y);
        self.draw_signs(scene, lane, y);
        let hovered =
            matches!(self.frame.hover, Some(Target::Lane(over) | Target::Label(over)) if over == lane);
        if hovered {
            scene.fill(row, Token::Hover);
        }
        if self.state.selection == Selection::Lane(lane) {
            scene.line(
                [row.x, y + 1.0],
                [row.right(), y + 1.0],
                Stroke::solid(Token::Selection, 1.0),
            );
            let below = row.bottom() - 1.0;
            scene.line(
                [row.x, below],
                [row.right(), below],
                Stroke::solid(Token::Selection, 1.0),
            );
        }
    }

    /// A thin line from the lane's beginning to its end, dashed for a daemon: it is seen where bars are
    /// too short to be.
    fn draw_lane_line(&self, scene: &mut Scene, lane: u32, y: f32) {
        let facts = &self.model.lanes[lane as usize];
        let bar = self.bar_area(y);
        let from = self.geometry.x(self.clock.row_position(facts.begin_row));
        let to = self.geometry.x(self.lane_end(lane));
        let middle = bar.y + (bar.height / 2.0).round();
        let stroke = if self.model.is_daemon(lane) {
            // Above and below the bars, so that it is seen beside them.
            let stroke = Stroke::dashed(Token::LaneLine, 1.5, [7.0, 5.0]);
            for edge in [bar.y - 2.0, bar.bottom() + 2.0] {
                scene.line([from, edge], [to, edge], stroke);
            }
            stroke
        } else {
            Stroke::solid(Token::LaneLine, 1.0)
        };
        scene.line([from, middle], [to, middle], stroke);
    }

    /// Where a lane ends: at its own end, or with the run.
    pub(super) fn lane_end(&self, lane: u32) -> f64 {
        let end = self.model.lanes[lane as usize].end_row;
        end.map_or(self.clock.length(), |row| self.clock.row_position(row))
    }

    /// An end cap; a torn edge where the lane was cut off.
    fn draw_end(&self, scene: &mut Scene, lane: u32, y: f32) {
        let facts = &self.model.lanes[lane as usize];
        let Some(end_row) = facts.end_row else { return };
        let position = self.clock.row_position(end_row);
        if position < self.geometry.from() || position > self.geometry.until() {
            return;
        }
        let x = self.geometry.x(position);
        let bar = self.bar_area(y);
        match facts.ending {
            LaneEnding::CutOff => draw_tear(scene, x, bar),
            LaneEnding::Finished | LaneEnding::Failed | LaneEnding::SeenGone | LaneEnding::Open => {
                draw_cap(scene, x, bar);
            }
        }
        if facts.ending == LaneEnding::Failed {
            let size = (bar.height * 0.6).min(16.0).round();
            let glyph = crate::Glyph::State(Doing::Stuck);
            scene.glyph(
                glyph,
                x + 6.0,
                (bar.y + (bar.height - size) / 2.0).round(),
                size,
                Token::Ink,
            );
        }
        let touch = Area::new(x - 4.0, bar.y, 10.0, bar.height);
        scene.region(touch, self.open, Target::Event(end_row));
    }
}

/// The end of a lane.
pub(super) fn draw_cap(scene: &mut Scene, x: f32, bar: Area) {
    let cap = Area::new(x - 1.0, bar.y - 2.0, 4.0, bar.height + 4.0);
    scene.rect(cap, 1.0, Some(Fill::solid(Token::State(Doing::Finished))), None);
}

/// The right end of a bar, torn: teeth in the colour of the lane, and their edge in ink.
fn draw_tear(scene: &mut Scene, x: f32, bar: Area) {
    let (top, bottom) = (bar.y - 3.0, bar.bottom() + 3.0);
    let teeth = ((bottom - top) / 6.0).round().max(3.0);
    let tooth = (bottom - top) / teeth;
    let depth = 5.0;
    let edge: Vec<[f32; 2]> = (0..=teeth as u32)
        .map(|at| [if at % 2 == 0 { x } else { x - depth }, top + at as f32 * tooth])
        .collect();
    let mut torn = edge.clone();
    torn.push([x + depth, bottom]);
    torn.push([x + depth, top]);
    scene.ops.push(crate::Op::Shape {
        points: torn,
        fill: Some(Token::Lane),
        stroke: None,
    });
    let stroke = Some(Stroke::solid(Token::Ink, 2.0));
    scene.ops.push(crate::Op::Shape {
        points: edge,
        fill: None,
        stroke,
    });
}
