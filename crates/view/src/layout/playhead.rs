//! The playhead, what has not happened yet, and the part of the run that was dragged over.

use super::Picture;
use super::words::time_text;
use crate::draw::base_line;
use crate::metrics::text_px;
use crate::{Align, Area, ClockKind, Fill, Font, Scene, Stroke, Target, Token};

impl Picture<'_> {
    /// A veil over the future.
    pub(super) fn draw_future(&self, scene: &mut Scene) {
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

    fn playhead_x(&self) -> f32 {
        self.geometry.x(self.frame.playhead)
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

    /// The handle on the ruler, with the number of the event or the time.
    pub(super) fn draw_playhead_handle(&self, scene: &mut Scene) {
        if !self.playhead_in_sight() {
            return;
        }
        let (x, ruler) = (self.playhead_x(), self.geometry.ruler);
        let font = Font {
            bold: true,
            ..Font::mono(12)
        };
        let text = match self.clock.kind() {
            ClockKind::Steps => self.now.0.to_string(),
            ClockKind::Wall | ClockKind::Folded => time_text(self.clock.time_ns(self.frame.playhead)),
        };
        let width = text_px(&text, font) + 14.0;
        let left = (x - width / 2.0).clamp(
            ruler.x.min(ruler.right() - width),
            (ruler.right() - width).max(0.0),
        );
        let pill = Area::new(left, 1.0, width, 20.0);
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
        let base = base_line(pill.y, pill.height, font);
        scene.text(
            text,
            left + width / 2.0,
            base,
            font,
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
