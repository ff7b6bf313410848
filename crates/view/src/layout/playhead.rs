//! The playhead, what has not happened yet, and the part of the run that was dragged over.

use super::Picture;
use super::words::time_text;
use crate::draw::base_line;
use crate::explain::focus;
use crate::metrics::text_px;
use crate::{Align, Area, ClockKind, Face, Fill, Font, Scene, Stroke, Target, Token};

/// The font on the handle.
const HANDLE_FONT: Font = Font {
    face: Face::Mono,
    bold: true,
    size_px: 12,
};

impl Picture<'_> {
    /// A veil over the future. At the end there is none, and a sign of the last event stands out into it.
    pub(super) fn draw_future(&self, scene: &mut Scene) {
        if self.frame.playhead >= self.clock.length() {
            return;
        }
        let area = self.geometry.area;
        let x = self.playhead_x().max(area.x);
        scene.fill(Area::new(x, area.y, area.right() - x, area.height), Token::Future);
    }

    /// The range, as two lines and a veil outside of them.
    pub(super) fn draw_range(&self, scene: &mut Scene) {
        let Some(range) = self.state.range else { return };
        let area = self.geometry.area;
        let edge = |moment| self.geometry.x(self.clock.position(moment));
        let (from, to) = (edge(range.from).max(area.x), edge(range.to).min(area.right()));
        scene.fill(
            Area::new(area.x, area.y, from - area.x, area.height),
            Token::Hover,
        );
        scene.fill(
            Area::new(to, area.y, area.right() - to, area.height),
            Token::Hover,
        );
        for x in [from, to] {
            scene.line(
                [x, area.y],
                [x, area.bottom()],
                Stroke::solid(Token::Selection, 1.0),
            );
        }
    }

    /// At rest on a whole pixel, for a sharp line.
    fn playhead_x(&self) -> f32 {
        let x = self.geometry.x(self.frame.playhead);
        if self.state.playing { x } else { x.round() }
    }

    fn playhead_in_sight(&self) -> bool {
        let area = self.geometry.area;
        (area.x - 1.0..=area.right() + 1.0).contains(&self.playhead_x())
    }

    pub(super) fn draw_playhead_line(&self, scene: &mut Scene) {
        if self.playhead_in_sight() {
            let (x, area) = (self.playhead_x(), self.geometry.area);
            scene.line(
                [x, area.y],
                [x, area.bottom()],
                Stroke::solid(Token::Playhead, 2.0),
            );
        }
    }

    /// Where the playhead crosses the lane that is explained.
    pub(super) fn draw_focus(&self, scene: &mut Scene) {
        let lane = focus(self.model, self.timeline, self.state.selection, self.now);
        let Some(lane) = lane.filter(|_| self.playhead_in_sight()) else {
            return;
        };
        let Some(y) = self.geometry.lane_y(self.rows, lane) else {
            return;
        };
        let bar = self.bar_area(y);
        let size = (bar.height * 0.3).clamp(10.0, 14.0).round();
        let dot = Area::new(
            self.playhead_x() - size / 2.0,
            bar.y + ((bar.height - size) / 2.0).round(),
            size,
            size,
        );
        let edge = Stroke::solid(Token::Lane, 2.0);
        scene.rect(dot, size / 2.0, Some(Fill::solid(Token::Playhead)), Some(edge));
    }

    /// What stands on the handle: the number of the event, or the time.
    fn handle_text(&self) -> String {
        match self.clock.kind() {
            ClockKind::Steps => self.timeline.beats().until(self.now).to_string(),
            ClockKind::Wall | ClockKind::Folded => time_text(self.clock.time_ns(self.frame.playhead)),
        }
    }

    /// Where the handle is, kept on the ruler; `None` if the playhead is out of sight.
    pub(super) fn handle_area(&self) -> Option<Area> {
        let (x, ruler) = (self.playhead_x(), self.geometry.ruler);
        let width = text_px(&self.handle_text(), HANDLE_FONT) + 14.0;
        let last = (ruler.right() - width).max(ruler.x);
        let left = (x - width / 2.0).clamp(ruler.x, last);
        self.playhead_in_sight()
            .then(|| Area::new(left, 1.0, width, 20.0))
    }

    pub(super) fn draw_playhead_handle(&self, scene: &mut Scene) {
        let Some(pill) = self.handle_area() else { return };
        let (x, ruler) = (self.playhead_x(), self.geometry.ruler);
        let bottom = ruler.bottom();
        let tip = vec![
            [x - 5.0, 19.0],
            [x + 5.0, 19.0],
            [x + 1.0, bottom],
            [x - 1.0, bottom],
        ];
        scene.ops.push(crate::Op::Shape {
            points: tip,
            fill: Some(Token::Playhead),
            stroke: None,
        });
        scene.rect(pill, 6.0, Some(Fill::solid(Token::Playhead)), None);
        let base = base_line(pill.y, pill.height, HANDLE_FONT);
        let middle = pill.x + pill.width / 2.0;
        scene.text(
            self.handle_text(),
            middle,
            base,
            HANDLE_FONT,
            Token::OnPlayhead,
            Align::Middle,
        );
        let touch = Area::new(x - 14.0, 0.0, 28.0, ruler.height);
        scene.region(touch, self.geometry.whole, Target::Playhead);
        let hovered = self.frame.hover == Some(Target::Playhead);
        if hovered {
            let around = Area::new(pill.x - 2.0, pill.y - 1.0, pill.width + 4.0, pill.height + 3.0);
            scene.rect(around, 7.0, None, Some(Stroke::solid(Token::Selection, 1.5)));
        }
    }
}
