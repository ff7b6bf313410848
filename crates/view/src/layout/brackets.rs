//! Brackets under a lane: a lock that is held, a task that is run, a named stretch.

use std::borrow::Cow;
use std::ops::Range;

use super::Picture;
use super::bars::BIN_PX;
use crate::brackets::{Bracket, MOST_TRACKS};
use crate::draw::base_line;
use crate::metrics::{fit, text_px};
use crate::names::span_name;
use crate::walk::{Stretches, partition};
use crate::{Align, Area, Fill, Font, Scene, Selection, Stroke, Target, Token};

/// Lower tracks have no room for text.
const LABELLED_PX: f32 = 11.0;

impl Picture<'_> {
    /// At most two brackets a bin and track; O(log brackets) each.
    pub(super) fn draw_brackets(&self, scene: &mut Scene, lane: u32, y: f32) {
        let (model, brackets) = (self.model, &self.timeline.brackets);
        let start = |entry| brackets.get(model, entry).map_or(u32::MAX, Bracket::start_row);
        let lane_end = model.lanes[lane as usize].end_row.unwrap_or(u32::MAX);
        let end = |entry| {
            brackets
                .get(model, entry)
                .and_then(Bracket::end_row)
                .unwrap_or(lane_end)
        };
        let stretches = Stretches {
            start,
            end,
            chosen: |range: Range<usize>| range.start,
        };
        let from = self.clock.moment(self.geometry.from()).0;
        for track in 0..MOST_TRACKS.min(brackets.most) {
            let range = brackets.track(lane, track);
            // Brackets of a track do not overlap: all that begin before the window, but for the last, are over.
            let before = partition(range.clone(), |entry| start(entry) < from);
            let first = range.start + before.saturating_sub(1);
            // Neighbours in neighbouring bins are drawn as one.
            let mut many: Option<Range<usize>> = None;
            stretches.walk(&self.bins, first..range.end, |piece| {
                let gap = many.as_ref().map_or(f64::INFINITY, |many| {
                    self.clock.row_position(start(piece.all.start))
                        - self.clock.row_position(end(many.end - 1))
                });
                let near = gap < BIN_PX * self.geometry.scale.units_per_px;
                match &mut many {
                    Some(many) if piece.is_dense() && near => many.end = piece.all.end,
                    _ => {
                        if let Some(many) = many.take() {
                            self.draw_bracket(
                                scene,
                                y,
                                track,
                                many.clone(),
                                start(many.start),
                                end(many.end - 1),
                            );
                        }
                        if piece.is_dense() {
                            many = Some(piece.all);
                        } else {
                            self.draw_bracket(
                                scene,
                                y,
                                track,
                                piece.all,
                                start(piece.index),
                                end(piece.index),
                            );
                        }
                    }
                }
            });
            if let Some(many) = many {
                self.draw_bracket(
                    scene,
                    y,
                    track,
                    many.clone(),
                    start(many.start),
                    end(many.end - 1),
                );
            }
        }
    }

    /// One bracket, or one for many, from row to row.
    fn draw_bracket(
        &self,
        scene: &mut Scene,
        y: f32,
        track: usize,
        all: Range<usize>,
        start: u32,
        end: u32,
    ) {
        let Some(bracket) = self.timeline.brackets.get(self.model, all.start) else {
            return;
        };
        let many = all.len() > 1;
        let geometry = &self.geometry;
        let row = &geometry.row;
        let (from, to) = (self.row_x(start), self.row_x(end));
        if to < self.open.x || from > self.open.right() {
            return;
        }
        let top = y + row.bar_y() + row.bar + 1.0 + track as f32 * row.track;
        let tall = (row.track - 2.0).max(2.0);
        let area = Area::new(from, top, (to - from - 1.0).max(1.0), tall);
        let (target, selected) = self.target(bracket);
        draw_shape(scene, area, bracket, many, selected);
        if !many {
            scene.region(area, self.open, target);
            self.draw_name(scene, area, bracket);
        }
    }

    /// What a bracket is when it is pointed at, and whether it is selected.
    fn target(&self, bracket: Bracket<'_>) -> (Target, bool) {
        let selection = self.state.selection;
        match bracket {
            Bracket::Hold(index, hold) => (
                Target::Hold(index),
                selection == Selection::Hold(index) || selection == Selection::Object(hold.object),
            ),
            Bracket::Task(task) => (
                Target::Task(task.future),
                selection == Selection::Object(task.future),
            ),
            Bracket::Span(span) => (
                Target::Span(span.start_row),
                selection == Selection::Event(span.start_row),
            ),
        }
    }

    fn draw_name(&self, scene: &mut Scene, area: Area, bracket: Bracket<'_>) {
        if area.height < LABELLED_PX {
            return;
        }
        let within = &self.open;
        let font = Font::regular((area.height - 2.0).min(15.0) as u8);
        let left = area.x.max(within.x) + 6.0;
        let room = area.right().min(within.right()) - left - 4.0;
        let name = self.name(bracket);
        let Some(text) = fit(&name, font, room) else {
            return;
        };
        if matches!(bracket, Bracket::Hold(..)) {
            // On a plate, so that grid lines and the bracket do not run through it.
            let plate = Area::new(left - 2.0, area.y, text_px(&text, font) + 4.0, area.height);
            scene.fill(plate, Token::Lane);
        }
        scene.text(
            text,
            left,
            base_line(area.y, area.height, font),
            font,
            Token::Ink,
            Align::Start,
        );
    }

    /// What the program calls it; of a lock that is held again also how often.
    fn name(&self, bracket: Bracket<'_>) -> Cow<'_, str> {
        let model = self.model;
        match bracket {
            Bracket::Hold(_, hold) if hold.depth > 1 => {
                Cow::Owned(format!("{} ×{}", model.object_name(hold.object), hold.depth))
            }
            Bracket::Hold(_, hold) => Cow::Borrowed(model.object_name(hold.object)),
            Bracket::Task(task) => Cow::Borrowed(model.object_name(task.future)),
            Bracket::Span(span) => span_name(model, span.start_row),
        }
    }
}

/// A bracket that opens upwards, ⎣ ⎦, for a lock; a rounded box for a task; a flag for a stretch.
fn draw_shape(scene: &mut Scene, area: Area, bracket: Bracket<'_>, many: bool, selected: bool) {
    let thick = if area.height > 8.0 { 2.0 } else { 1.5 };
    let color = if selected { Token::Selection } else { Token::Hold };
    let floor = area.bottom() - thick;
    if many || area.width <= 2.0 * thick {
        let base = Area::new(area.x, floor - thick, area.width, 2.0 * thick);
        scene.fill(base, color);
        return;
    }
    let stroke = Some(Stroke::solid(color, 1.0));
    match bracket {
        Bracket::Hold(..) => {
            for x in [area.x, area.right() - thick] {
                scene.fill(Area::new(x, area.y, thick, area.height), color);
            }
            scene.fill(Area::new(area.x, floor, area.width, thick), color);
        }
        Bracket::Task(_) => scene.rect(area, 3.0, Some(Fill::solid(Token::Card)), stroke),
        Bracket::Span(_) => {
            scene.rect(area, 0.0, Some(Fill::solid(Token::Card)), stroke);
            scene.fill(Area::new(area.x, area.y, 2.0 * thick, area.height), color);
        }
    }
    if selected {
        let around = Area::new(area.x - 2.0, area.y - 2.0, area.width + 4.0, area.height + 4.0);
        scene.rect(around, 4.0, None, Some(Stroke::solid(Token::Selection, 2.0)));
    }
}
