//! Brackets under a lane: a lock that is held, a task that is run.

use super::Picture;
use super::bars::BIN_PX;
use crate::draw::base_line;
use crate::metrics::{fit, text_px};
use crate::spans::{MOST_TRACKS, Span};
use crate::walk::{Piece, Stretches};
use crate::{Align, Area, Fill, Font, Scene, Selection, Stroke, Target, Token};

/// Lower tracks have no room for text.
const LABELLED_PX: f32 = 11.0;

impl Picture<'_> {
    /// At most one bracket for each two pixels and track; O(log spans) each.
    pub(super) fn draw_spans(&self, scene: &mut Scene, lane: u32, y: f32) {
        let (model, spans) = (self.model, &self.timeline.spans);
        let end = self.lane_end(lane);
        let start = |entry| {
            spans
                .get(model, entry)
                .map_or(end, |span| self.clock.row_position(span.start_row()))
        };
        let stop = |entry| {
            let row = spans.get(model, entry).and_then(Span::end_row);
            row.map_or(end, |row| self.clock.row_position(row))
        };
        let stretches = Stretches {
            start,
            end: stop,
            chosen: |range: std::ops::Range<usize>| range.start,
        };
        let bin = BIN_PX * self.geometry.scale.units_per_px;
        for track in 0..MOST_TRACKS.min(spans.most) {
            let range = spans.track(lane, track);
            // Spans of a track do not overlap: all that begin before the window, but for the last, are over.
            let before = partition(range.clone(), |entry| start(entry) <= self.geometry.from());
            let first = before.saturating_sub(1).max(range.start);
            stretches.walk(first..range.end, self.geometry.until(), bin, |piece| {
                if let Some(span) = spans.get(model, piece.index) {
                    self.draw_span(scene, y, track, piece, span);
                }
            });
        }
    }

    fn draw_span(&self, scene: &mut Scene, y: f32, track: usize, piece: Piece, span: Span<'_>) {
        let geometry = &self.geometry;
        let row = &geometry.row;
        let (from, to) = (geometry.x(piece.from), geometry.x(piece.to));
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
        draw_bracket(
            scene,
            area,
            matches!(span, Span::Hold(..)),
            piece.count > 1,
            selected,
        );
        if piece.count == 1 {
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

/// The first of a range for which `before` does not hold.
fn partition(range: std::ops::Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = usize::midpoint(low, high);
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
