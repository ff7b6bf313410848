//! Brackets under a lane: a lock that is held, a task that is run.

use super::Picture;
use std::ops::Range;

use super::bars::BIN_PX;
use crate::draw::base_line;
use crate::metrics::{fit, text_px};
use crate::spans::{MOST_TRACKS, Span};
use crate::walk::{Stretches, partition};
use crate::{Align, Area, Fill, Font, Scene, Selection, Stroke, Target, Token};

/// Lower tracks have no room for text.
const LABELLED_PX: f32 = 11.0;

impl Picture<'_> {
    /// At most two brackets a bin and track; O(log spans) each.
    pub(super) fn draw_spans(&self, scene: &mut Scene, lane: u32, y: f32) {
        let (model, spans) = (self.model, &self.timeline.spans);
        let start = |entry| spans.get(model, entry).map_or(u32::MAX, Span::start_row);
        let lane_end = model.lanes[lane as usize].end_row.unwrap_or(u32::MAX);
        let end = |entry| {
            spans
                .get(model, entry)
                .and_then(Span::end_row)
                .unwrap_or(lane_end)
        };
        let stretches = Stretches {
            start,
            end,
            chosen: |range: Range<usize>| range.start,
        };
        let from = self.clock.moment(self.geometry.from()).0;
        for track in 0..MOST_TRACKS.min(spans.most) {
            let range = spans.track(lane, track);
            // Spans of a track do not overlap: all that begin before the window, but for the last, are over.
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
                            self.draw_span(
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
                            self.draw_span(
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
                self.draw_span(
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

    /// A bracket for one span or many, from row to row.
    fn draw_span(
        &self,
        scene: &mut Scene,
        y: f32,
        track: usize,
        all: Range<usize>,
        start: u32,
        end: u32,
    ) {
        let Some(span) = self.timeline.spans.get(self.model, all.start) else {
            return;
        };
        let many = all.len() > 1;
        let geometry = &self.geometry;
        let row = &geometry.row;
        let (from, to) = (self.row_x(start), self.row_x(end));
        if to < geometry.area.x || from > geometry.area.right() {
            return;
        }
        let top = y + row.bar_y() + row.bar + 1.0 + track as f32 * row.track;
        let tall = (row.track - 2.0).max(2.0);
        let area = Area::new(from, top, (to - from - 1.0).max(1.0), tall);
        let target = match span {
            Span::Hold(index, _) => Target::Hold(index),
            Span::Task(task) => Target::Task(task.future),
        };
        let selected = match span {
            Span::Hold(index, _) => self.state.selection == Selection::Hold(index),
            Span::Task(_) => false,
        } || self.state.selection == Selection::Object(span.object());
        draw_bracket(scene, area, matches!(span, Span::Hold(..)), many, selected);
        if !many {
            scene.region(area, geometry.area, target);
            self.draw_span_text(scene, area, span);
        }
    }

    fn draw_span_text(&self, scene: &mut Scene, area: Area, span: Span<'_>) {
        if area.height < LABELLED_PX {
            return;
        }
        let within = &self.geometry.area;
        let font = Font::regular((area.height - 2.0).min(15.0) as u8);
        let left = area.x.max(within.x) + 6.0;
        let room = area.right().min(within.right()) - left - 4.0;
        let name = self.model.object_name(span.object());
        let depth = match span {
            Span::Hold(_, hold) if hold.depth > 1 => format!(" ×{}", hold.depth),
            _ => String::new(),
        };
        if let Some(text) = fit(&format!("{name}{depth}"), font, room) {
            if matches!(span, Span::Hold(..)) {
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
    }
}

/// A bracket that opens upwards, ⎣ ⎦, for a lock; a flat bar for a task.
fn draw_bracket(scene: &mut Scene, area: Area, lock: bool, many: bool, selected: bool) {
    let thick = if area.height > 8.0 { 2.0 } else { 1.5 };
    let color = if selected { Token::Selection } else { Token::Hold };
    let floor = area.bottom() - thick;
    if many || area.width <= 2.0 * thick {
        let base = Area::new(area.x, floor - thick, area.width, 2.0 * thick);
        scene.fill(base, color);
        return;
    }
    if lock {
        for x in [area.x, area.right() - thick] {
            scene.fill(Area::new(x, area.y, thick, area.height), color);
        }
        scene.fill(Area::new(area.x, floor, area.width, thick), color);
    } else {
        scene.rect(
            area,
            3.0,
            Some(Fill::solid(Token::Card)),
            Some(Stroke::solid(color, 1.0)),
        );
    }
    if selected {
        let around = Area::new(area.x - 2.0, area.y - 2.0, area.width + 4.0, area.height + 4.0);
        scene.rect(around, 4.0, None, Some(Stroke::solid(Token::Selection, 2.0)));
    }
}
