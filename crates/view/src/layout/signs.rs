//! Signs over a lane: prints, notes, exits, signals sent, events lost, findings.

use std::ops::Range;

use laneway_trace::Value;

use super::Picture;
use crate::marks::glyph;
use crate::metrics::{fit, text_px};
use crate::names::exit_text;
use crate::walk::Stretches;
use crate::{Align, Area, Fill, Font, Glyph, Op, Pattern, Scene, Selection, Stroke, Target, Token};

/// Smaller signs are notches.
const LEGIBLE_PX: f32 = 11.0;
/// Half the width of a notch.
const NOTCH_PX: f32 = 3.0;

/// A sign, or neighbouring ones that are too many to be seen.
struct Spot {
    /// Which of the lane's entries.
    all: Range<usize>,
    /// Where the first one is.
    x: f32,
    /// Of two signs in the same place the weightier one is drawn in full.
    weight: u8,
}

impl Picture<'_> {
    /// At most one sign for each width of one; where there are more, a strip says so. O(log signs) each.
    pub(super) fn draw_signs(&self, scene: &mut Scene, lane: u32, y: f32) {
        let findings = self.timeline.marks.findings(lane);
        let row = |finding: u32| self.model.findings[finding as usize].at.0.saturating_sub(1);
        let finding_spots = self.spots(findings, row);
        self.draw_event_signs(scene, lane, y, &finding_spots);
        for spot in finding_spots {
            // Of many, the first stands for all: none is to be overlooked.
            let target = Target::Finding(findings[spot.all.start]);
            if self.sign_px() >= LEGIBLE_PX {
                self.draw_flag(scene, y, spot.x, Glyph::Finding, target);
            } else {
                self.draw_notch(scene, y, spot.x, target);
            }
        }
    }

    /// The signs of events, but for those that a finding lies over.
    fn draw_event_signs(&self, scene: &mut Scene, lane: u32, y: f32, findings: &[Spot]) {
        let (model, size) = (self.model, self.sign_px());
        let rows = self.timeline.marks.rows(lane);
        let glyph = |spot: &Spot| {
            let kind = model.events.kind[rows[spot.all.start] as usize];
            model.header.vocabulary.event(kind).sign.map(glyph)
        };
        let mut spots = self.spots(rows, |row| row);
        for spot in &mut spots {
            spot.weight = if spot.all.len() > 1 {
                0
            } else {
                glyph(spot).map_or(0, weight)
            };
        }
        // Spots are in their order from left to right.
        let under = |spot: &Spot, left: f32| {
            let at = findings.partition_point(|finding| finding.x + size <= spot.x);
            findings.get(at).is_some_and(|finding| finding.x < spot.x + left)
        };
        let has_plate = |at: usize| {
            let spot = &spots[at];
            size >= LEGIBLE_PX && spot.all.len() == 1 && is_full(&spots, at, size) && !under(spot, size)
        };
        let (plates, small): (Vec<usize>, Vec<usize>) = (0..spots.len()).partition(|&at| has_plate(at));
        for spot in small.into_iter().map(|at| &spots[at]) {
            let first = rows[spot.all.start];
            if size >= LEGIBLE_PX && under(spot, NOTCH_PX) {
                // It would only look out from under the finding's plate.
            } else if spot.all.len() > 1 {
                self.draw_many(scene, y, spot.x, rows[spot.all.end - 1]);
            } else {
                self.draw_notch(scene, y, spot.x, Target::Event(first));
            }
        }
        // Over what is small.
        for (index, &at) in plates.iter().enumerate() {
            let (spot, row) = (&spots[at], rows[spots[at].all.start]);
            let Some(glyph) = glyph(spot) else { continue };
            self.draw_flag(scene, y, spot.x, glyph, Target::Event(row));
            let next = plates.get(index + 1).map(|&next| spots[next].x);
            let finding = findings.partition_point(|finding| finding.x <= spot.x);
            let finding = findings.get(finding).map(|finding| finding.x);
            let room = next.into_iter().chain(finding).fold(f32::INFINITY, f32::min) - spot.x;
            self.draw_flag_text(scene, y, spot.x, row, glyph, room);
        }
    }

    /// Where a lane's signs are in sight: at most one spot for each width of a sign.
    fn spots(&self, entries: &[u32], row: impl Fn(u32) -> u32) -> Vec<Spot> {
        let at = |index: usize| row(entries[index]);
        let margin = f64::from(self.sign_px()) * self.geometry.scale.units_per_px;
        let from = self.clock.moment(self.geometry.from() - margin);
        let first = entries.partition_point(|&entry| row(entry) < from.0);
        let stretches = Stretches {
            start: at,
            end: at,
            chosen: |range: Range<usize>| range.start,
        };
        let mut spots: Vec<Spot> = Vec::new();
        stretches.walk(&self.sign_bins, first..entries.len(), |piece| {
            match spots.last_mut() {
                Some(last) if last.all.len() > 1 && piece.is_dense() => last.all.end = piece.all.end,
                _ => {
                    let x = self.row_x(at(piece.all.start));
                    spots.push(Spot {
                        all: piece.all,
                        x,
                        weight: 0,
                    });
                }
            }
        });
        spots
    }

    /// The width and height of a sign's plate.
    fn sign_px(&self) -> f32 {
        self.geometry.row.sign_px()
    }

    /// A strip of lines on the upper edge of the bar: more signs than there is room for.
    fn draw_many(&self, scene: &mut Scene, y: f32, x: f32, last: u32) {
        let width = (self.row_x(last) - x).max(3.0);
        let fill = Fill {
            color: Token::Lane,
            pattern: Pattern::Dense,
            ink: Token::LaneLine,
        };
        scene.rect(
            Area::new(x, self.bar_area(y).y - 5.0, width, 5.0),
            0.0,
            Some(fill),
            None,
        );
    }

    /// A small wedge on the upper edge of the bar, where there is no room for a flag.
    fn draw_notch(&self, scene: &mut Scene, y: f32, x: f32, target: Target) {
        let bar = self.bar_area(y);
        let top = bar.y - 5.0;
        let points = vec![[x - NOTCH_PX, top], [x + NOTCH_PX, top], [x, bar.y + 2.0]];
        scene.ops.push(Op::Shape {
            points,
            fill: Some(Token::Ink),
            stroke: None,
        });
        let touch = Area::new(x - 4.0, top - 2.0, 8.0, 9.0);
        self.finish_sign(scene, touch, target);
    }

    /// A sign on a plate above the bar, its left edge at the event.
    fn draw_flag(&self, scene: &mut Scene, y: f32, x: f32, glyph: Glyph, target: Target) {
        let size = self.sign_px();
        let top = y + self.geometry.row.padding;
        let plate = Area::new(x, top, size, size);
        let (fill, ink) = match glyph {
            Glyph::Finding => (Token::Finding, Token::OnFinding),
            _ => (Token::Lane, Token::Ink),
        };
        // The pole stands on the event.
        scene.fill(Area::new(x, top, 1.5, self.bar_area(y).y + 4.0 - top), Token::Ink);
        scene.rect(
            plate,
            2.0,
            Some(Fill::solid(fill)),
            Some(Stroke::solid(Token::Ink, 1.0)),
        );
        scene.glyph(glyph, x + 2.0, top + 2.0, size - 4.0, ink);
        self.finish_sign(scene, plate, target);
    }

    /// The outline of a sign that is selected or pointed at, and where it can be pointed at.
    fn finish_sign(&self, scene: &mut Scene, area: Area, target: Target) {
        let selected = Selection::of(target) == Some(self.state.selection);
        if selected || self.frame.hover == Some(target) {
            let around = Area::new(area.x - 2.0, area.y - 2.0, area.width + 4.0, area.height + 4.0);
            scene.rect(around, 4.0, None, Some(Stroke::solid(Token::Selection, 2.0)));
        }
        scene.region(area, self.open, target);
    }

    /// What was printed or how it ended, beside its sign, in the room before the next one.
    fn draw_flag_text(&self, scene: &mut Scene, y: f32, x: f32, row: u32, glyph: Glyph, room: f32) {
        let size = self.sign_px();
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
        let font = Font::regular((size - 3.0).clamp(10.0, 15.0) as u8);
        let right = self.open.right() - x - size;
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

/// True for a sign that has the room of a plate: the weightier of two neighbours, of equals the first.
fn is_full(spots: &[Spot], at: usize, size: f32) -> bool {
    let Spot { x, weight, .. } = spots[at];
    let before = at.checked_sub(1).map(|before| &spots[before]);
    let after = spots.get(at + 1);
    before.is_none_or(|before| x - before.x >= size || before.weight < weight)
        && after.is_none_or(|after| after.x - x >= size || after.weight <= weight)
}

/// What is better seen than something else.
fn weight(glyph: Glyph) -> u8 {
    match glyph {
        // What was written is what the next one reads.
        Glyph::Read => 1,
        Glyph::Write => 2,
        Glyph::Print | Glyph::Note => 3,
        _ => 4,
    }
}
