//! Signs over a lane: prints, notes, exits, signals sent, events lost, findings.

use laneway_model::Moment;
use laneway_trace::Value;

use super::Picture;
use crate::marks::sign;
use crate::metrics::{fit, text_px};
use crate::narrate::exit_text;
use crate::{Align, Area, Fill, Font, Glyph, Op, Scene, Selection, Stroke, Target, Token};

/// Smaller signs are wedges.
const LEGIBLE_PX: f32 = 11.0;

impl Picture<'_> {
    /// At most one sign for each size of one; O(log signs) each.
    pub(super) fn draw_signs(&self, scene: &mut Scene, lane: u32, y: f32) {
        let size = self.sign_px();
        let model = self.model;
        let rows = self.timeline.marks.rows(lane);
        let mut at = self.first_in_sight(rows, |row| Moment::after(row), size);
        while let Some(&row) = rows.get(at) {
            let x = self.geometry.x(self.clock.row_position(row));
            if x > self.geometry.area.right() + size {
                break;
            }
            let next = at + 1 + self.first_after(&rows[at + 1..], |row| Moment::after(row), x + size);
            let room = rows.get(next).map_or(f32::INFINITY, |&row| {
                self.geometry.x(self.clock.row_position(row)) - x
            });
            if let Some(glyph) = sign(model.events.kind[row as usize]) {
                self.draw_sign(scene, y, x, glyph, Target::Event(row));
                self.draw_sign_text(scene, y, x, row, glyph, room);
            }
            at = next;
        }
        let findings = self.timeline.marks.findings(lane);
        let moment = |finding: u32| model.findings[finding as usize].at;
        let mut at = self.first_in_sight(findings, moment, size);
        while let Some(&finding) = findings.get(at) {
            let x = self.geometry.x(self.clock.position(moment(finding)));
            if x > self.geometry.area.right() + size {
                break;
            }
            self.draw_sign(scene, y, x, Glyph::Finding, Target::Finding(finding));
            at += 1 + self.first_after(&findings[at + 1..], moment, x + size);
        }
    }

    /// The width and height of a sign's plate.
    fn sign_px(&self) -> f32 {
        self.geometry.row.signs.max(7.0)
    }

    /// The index of the first that is not left of the area by more than a sign.
    fn first_in_sight(&self, entries: &[u32], moment: impl Fn(u32) -> Moment, size: f32) -> usize {
        self.first_after(entries, moment, self.geometry.area.x - size)
    }

    /// The index of the first whose x is past this one.
    fn first_after(&self, entries: &[u32], moment: impl Fn(u32) -> Moment, x: f32) -> usize {
        let position = self.geometry.scale.position(f64::from(x - self.geometry.area.x));
        entries.partition_point(|&entry| self.clock.position(moment(entry)) <= position)
    }

    /// A sign on a plate that stands on the upper edge of the bar, its left edge at the event.
    fn draw_sign(&self, scene: &mut Scene, y: f32, x: f32, glyph: Glyph, target: Target) {
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
        if size < LEGIBLE_PX {
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
