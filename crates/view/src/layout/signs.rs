//! Signs over a lane: prints, notes, exits, signals sent, events lost, findings.

use std::ops::Range;

use laneway_trace::Value;

use super::Picture;
use crate::marks::sign;
use crate::metrics::{fit, text_px};
use crate::narrate::exit_text;
use crate::walk::Stretches;
use crate::{Align, Area, Fill, Font, Glyph, Op, Pattern, Scene, Selection, Stroke, Target, Token};

/// Smaller signs are wedges.
const LEGIBLE_PX: f32 = 11.0;

impl Picture<'_> {
    /// At most one sign for each width of one; where there are more, a strip says so. O(log signs) each.
    pub(super) fn draw_signs(&self, scene: &mut Scene, lane: u32, y: f32) {
        let rows = self.timeline.marks.rows(lane);
        self.walk_signs(
            rows,
            |row| row,
            |all, x, room| match &rows[all.clone()] {
                &[row] => {
                    let Some(glyph) = sign(self.model.events.kind[row as usize]) else {
                        return;
                    };
                    self.draw_sign(scene, y, x, glyph, Target::Event(row), room);
                    self.draw_sign_text(scene, y, x, row, glyph, room);
                }
                many => self.draw_many(scene, y, x, many[many.len() - 1]),
            },
        );
        let findings = self.timeline.marks.findings(lane);
        let row = |finding: u32| self.model.findings[finding as usize].at.0.saturating_sub(1);
        self.walk_signs(findings, row, |all, x, room| {
            // Of many, the first stands for all: none is to be overlooked.
            self.draw_sign(
                scene,
                y,
                x,
                Glyph::Finding,
                Target::Finding(findings[all.start]),
                room,
            );
        });
    }

    /// Calls `draw` with the signs of each width of one, and neighbouring ones that are many, the x of the
    /// first and the room up to the next.
    fn walk_signs(
        &self,
        entries: &[u32],
        row: impl Fn(u32) -> u32,
        mut draw: impl FnMut(Range<usize>, f32, f32),
    ) {
        let at = |index: usize| row(entries[index]);
        let from = self
            .clock
            .moment(self.geometry.from() - self.units(self.sign_px()));
        let first = entries.partition_point(|&entry| row(entry) < from.0);
        let stretches = Stretches {
            start: at,
            end: at,
            chosen: |range: Range<usize>| range.start,
        };
        let mut last: Option<Range<usize>> = None;
        let mut draw_last = |last: Range<usize>, next: Option<usize>| {
            let x = self.row_x(at(last.start));
            let room = next.map_or(f32::INFINITY, |next| self.row_x(at(next)) - x);
            draw(last, x, room);
        };
        stretches.walk(&self.sign_bins, first..entries.len(), |piece| match &mut last {
            Some(last) if last.len() > 1 && piece.is_dense() => last.end = piece.all.end,
            _ => {
                let next = piece.all.start;
                if let Some(last) = last.replace(piece.all) {
                    draw_last(last, Some(next));
                }
            }
        });
        if let Some(last) = last {
            draw_last(last, None);
        }
    }

    fn units(&self, px: f32) -> f64 {
        f64::from(px) * self.geometry.scale.units_per_px
    }

    /// The width and height of a sign's plate.
    fn sign_px(&self) -> f32 {
        self.geometry.row.sign_px()
    }

    /// A strip of lines: more signs than there is room for.
    fn draw_many(&self, scene: &mut Scene, y: f32, x: f32, last: u32) {
        let size = self.sign_px();
        let tall = (size * 0.5).round();
        let top = y + self.geometry.row.padding + (size - tall);
        let width = (self.row_x(last) - x).max(3.0);
        let fill = Fill {
            color: Token::Lane,
            pattern: Pattern::Dense,
            ink: Token::LaneLine,
        };
        scene.rect(Area::new(x, top, width, tall), 0.0, Some(fill), None);
    }

    /// A sign on a plate that stands on the upper edge of the bar, its left edge at the event.
    fn draw_sign(&self, scene: &mut Scene, y: f32, x: f32, glyph: Glyph, target: Target, room: f32) {
        let size = self.sign_px();
        let top = y + self.geometry.row.padding;
        let plate = Area::new(x, top, size, size);
        let bar = self.bar_area(y);
        let fill = if glyph == Glyph::Finding {
            Token::Finding
        } else {
            Token::Lane
        };
        let ink = if glyph == Glyph::Finding {
            Token::OnFinding
        } else {
            Token::Ink
        };
        if size < LEGIBLE_PX || room < size {
            // A wedge that points at the event.
            let points = vec![[x - 3.0, top], [x + 3.0, top], [x, bar.y + 2.0]];
            scene.ops.push(Op::Shape {
                points,
                fill: Some(Token::Ink),
                stroke: None,
            });
        } else {
            // A flag whose pole stands on the event.
            scene.fill(Area::new(x, top, 1.5, bar.y + 4.0 - top), Token::Ink);
            scene.rect(
                plate,
                2.0,
                Some(Fill::solid(fill)),
                Some(Stroke::solid(Token::Ink, 1.0)),
            );
            scene.glyph(glyph, x + 2.0, top + 2.0, size - 4.0, ink);
        }
        let selected = Selection::of(target) == Some(self.state.selection);
        if selected || self.frame.hover == Some(target) {
            let around = Area::new(x - 2.0, top - 2.0, size + 4.0, size + 4.0);
            scene.rect(around, 4.0, None, Some(Stroke::solid(Token::Selection, 2.0)));
        }
        scene.region(plate, self.geometry.area, target);
    }

    /// What was printed or how it ended, beside its sign, in the room before the next one.
    fn draw_sign_text(&self, scene: &mut Scene, y: f32, x: f32, row: u32, glyph: Glyph, room: f32) {
        let size = self.sign_px();
        if size < LEGIBLE_PX {
            return;
        }
        let Some(event) = self.model.events.get(row as usize) else {
            return;
        };
        let text = match (glyph, event.value) {
            (Glyph::Exit, Value::Int(code)) => exit_text(code),
            (
                Glyph::Read | Glyph::Write | Glyph::Print | Glyph::Note | Glyph::Terminate | Glyph::Kill,
                value,
            ) => self
                .model
                .text(value)
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned(),
            _ => String::new(),
        };
        let font = Font::regular((size - 3.0).min(13.0) as u8);
        let right = self.geometry.area.right() - x - size;
        let room = (room - size - 10.0).min(right - 8.0).min(260.0);
        if let Some(text) = fit(&text, font, room) {
            let left = x + size + 3.0;
            let top = y + self.geometry.row.padding;
            let plate = Area::new(left - 2.0, top, text_px(&text, font) + 4.0, size - 1.0);
            scene.fill(plate, Token::Lane);
            let base = crate::draw::base_line(top, size, font);
            scene.text(text, left, base, font, Token::InkSoft, Align::Start);
        }
    }
}
