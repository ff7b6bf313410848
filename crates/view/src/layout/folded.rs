//! Lanes in one row: thin strips, as in the overview.

use super::overview::draw_strip;
use super::{Picture, Shown};
use crate::{Area, Scene, Token};

/// Each strip has so many pixels at least: of more lanes, every so many-th is shown.
const STRIP_PX: f32 = 2.0;

impl Picture<'_> {
    pub(super) fn draw_folded(&self, scene: &mut Scene, shown: &Shown<'_>) {
        let lanes = self.rows.folded(shown.block);
        let bar = self.bar_area(shown.y);
        let most = (bar.height / STRIP_PX).max(1.0) as usize;
        let strips = lanes.len().min(most);
        let height = bar.height / strips.max(1) as f32;
        let from = self.clock.moment(self.geometry.from());
        for strip in 0..strips {
            let lane = lanes[strip * lanes.len() / strips];
            let gap = if height >= 3.0 { 1.0 } else { 0.0 };
            let area = Area::new(
                bar.x,
                (bar.y + strip as f32 * height).round(),
                bar.width,
                (height - gap).max(1.0),
            );
            let phases = self.model.lane_phases(lane);
            let first = self.model.phase_at(lane, from).unwrap_or(phases.start);
            let phases = first..phases.end;
            draw_strip(
                scene,
                self.model,
                self.timeline,
                (&self.clock, &self.bins),
                phases,
                area,
            );
        }
        let row = Area::new(bar.x, shown.y, bar.width, self.geometry.row.height);
        if self
            .state
            .selection
            .lane(self.model)
            .and_then(|lane| self.rows.row(lane))
            == self.rows.row(shown.lane)
        {
            scene.fill(row, Token::Hover);
        }
    }
}
