//! The bars of a lane: one for each phase, and one for many where they are shorter than a few pixels.

use std::borrow::Cow;
use std::ops::Range;

use laneway_model::{Model, State as Doing};

use super::Picture;
use super::words::{BarText, bar_text, short_time_text, time_text};
use crate::draw::base_line;
use crate::metrics::{fit, text_px};
use crate::walk::{Bins, Piece, Stretches};
use crate::{
    Align, Area, Clock, Fill, Font, Glyph, Pattern, Scene, Selection, Stroke, Target, Timeline, Token,
};

/// Phases that begin within so many pixels are drawn as one, unless they are longer.
pub(crate) const BIN_PX: f64 = 3.0;
/// Narrower bars have neither edge nor corners.
const EDGED_PX: f32 = 5.0;

/// Bars to draw as one: one phase, or neighbours that look the same.
struct Bar {
    lane: u32,
    /// The phase, or the one that stands for the others.
    phase: u32,
    doing: Doing,
    /// The row at which it begins.
    start: u32,
    /// The row at which it ends.
    end: u32,
    /// True if it stands for many phases.
    dense: bool,
}

impl Picture<'_> {
    /// At most two bars a bin; O(log phases) each.
    pub(super) fn draw_bars(&self, scene: &mut Scene, lane: u32, y: f32) {
        let phases = self.model.lane_phases(lane);
        let from = self.clock.moment(self.geometry.from());
        let first = self.model.phase_at(lane, from).unwrap_or(phases.start);
        let mut last: Option<Bar> = None;
        walk_phases(
            self.model,
            self.timeline,
            &self.clock,
            &self.bins,
            first..phases.end,
            |piece, start, end| {
                let bar = Bar {
                    lane,
                    phase: piece.index as u32,
                    doing: self.model.phases.state[piece.index],
                    start,
                    end,
                    dense: piece.is_dense(),
                };
                match &mut last {
                    Some(last) if last.doing == bar.doing && last.dense && bar.dense => {
                        last.end = bar.end;
                    }
                    _ => {
                        if let Some(last) = last.replace(bar) {
                            self.draw_bar(scene, y, &last);
                        }
                    }
                }
            },
        );
        if let Some(last) = last {
            self.draw_bar(scene, y, &last);
        }
    }

    /// The x of an event; a row past the last is the end of the run.
    pub(super) fn row_x(&self, row: u32) -> f32 {
        self.geometry.x(row_or_end(&self.clock, row))
    }

    fn draw_bar(&self, scene: &mut Scene, y: f32, bar: &Bar) {
        let Bar {
            lane,
            phase,
            doing,
            dense,
            ..
        } = *bar;
        if doing == Doing::Finished {
            return;
        }
        let (from, to) = (self.row_x(bar.start), self.row_x(bar.end));
        let line = self.bar_area(y);
        // A gap of a pixel parts wide neighbours; what is short is seen all the same.
        let gap = if to - from > EDGED_PX { 1.0 } else { 0.0 };
        let bar = Area::new(from, line.y, (to - from - gap).max(1.0), line.height);
        if bar.right() < self.open.x || bar.x > self.open.right() {
            return;
        }
        let edged = bar.width > EDGED_PX && !dense;
        let (fill, stroke) = look(doing, dense, edged);
        scene.rect(bar, if edged { 3.0 } else { 0.0 }, Some(fill), stroke);
        if dense {
            return;
        }
        if bar.width >= 2.0 {
            scene.region(bar, self.open, Target::Phase(phase));
        }
        self.draw_bar_text(scene, lane, phase, bar);
        let selected = match self.state.selection {
            Selection::Phase(selected) => selected == phase,
            // Whoever waits on the selected object.
            Selection::Object(object) => self.model.phases.object[phase as usize] == object.number(),
            _ => false,
        };
        if selected {
            let around = Area::new(bar.x - 2.0, bar.y - 2.0, bar.width + 4.0, bar.height + 4.0);
            scene.rect(around, 5.0, None, Some(Stroke::solid(Token::Selection, 2.0)));
        }
        if self.frame.hover == Some(Target::Phase(phase)) {
            scene.rect(bar, 3.0, Some(Fill::solid(Token::Hover)), None);
        }
    }

    /// The state's sign and why, on a plate so that the pattern does not disturb it; in what is in sight
    /// of the bar.
    fn draw_bar_text(&self, scene: &mut Scene, lane: u32, phase: u32, bar: Area) {
        let doing = self.model.phases.state[phase as usize];
        let area = &self.open;
        let left = bar.x.max(area.x);
        let room = bar.right().min(area.right()) - left;
        let row = &self.geometry.row;
        let font = Font::bold(row.bar_font);
        let size = f32::from(row.bar_font);
        if room < size + 8.0 {
            return;
        }
        let x = left + 5.0;
        let text_x = x + size + 5.0;
        let room_px = left + room - text_x - 6.0;
        let text = match bar_text(self.model, lane, phase, self.labels) {
            BarText::Name(name) => fit(&name, font, room_px).map(Cow::into_owned),
            // Half a figure would be another figure.
            BarText::Time(ns) => [time_text(ns), short_time_text(ns)]
                .into_iter()
                .find(|text| text_px(text, font) <= room_px),
        };
        let text_width = text.as_deref().map_or(0.0, |text| text_px(text, font) + 6.0);
        let plate_px = (size + 3.0 + text_width).min(left + room - x);
        let on = draw_sign(scene, doing, bar, x, size, plate_px);
        if let Some(text) = text {
            scene.text(
                text,
                text_x,
                base_line(bar.y, bar.height, font),
                font,
                on,
                Align::Start,
            );
        }
    }
}

/// The sign of a state in a bar, on a plate of the bar's ground where it has a pattern. The colour of a text
/// beside it.
pub(super) fn draw_sign(
    scene: &mut Scene,
    doing: Doing,
    bar: Area,
    x: f32,
    size_px: f32,
    plate_px: f32,
) -> Token {
    let solid = matches!(doing, Doing::Running | Doing::Stuck);
    if !solid {
        let height = (size_px + 6.0).min(bar.height - 2.0);
        let y = (bar.y + (bar.height - height) / 2.0).round();
        let plate = Area::new(x - 2.0, y, plate_px, height);
        scene.rect(plate, 3.0, Some(Fill::solid(Token::Tint(doing))), None);
    }
    let (on, color) = if solid {
        (Token::OnState(doing), Token::OnState(doing))
    } else {
        (Token::Ink, Token::State(doing))
    };
    let y = (bar.y + (bar.height - size_px) / 2.0).round();
    scene.glyph(Glyph::State(doing), x, y, size_px, color);
    on
}

/// Calls `draw` with what is to be seen of some phases of a lane, and the rows from and to which it lasts
/// (`u32::MAX` for the end of the run).
pub(super) fn walk_phases(
    model: &Model,
    timeline: &Timeline,
    clock: &Clock<'_>,
    bins: &Bins,
    phases: Range<u32>,
    mut draw: impl FnMut(Piece, u32, u32),
) {
    let until = phases.end as usize;
    let pyramid = timeline.pyramid(model, clock.kind());
    let start = |phase: usize| model.phases.start_row[phase];
    let end = |phase: usize| {
        if phase + 1 < until {
            start(phase + 1)
        } else {
            u32::MAX
        }
    };
    let stretches = Stretches {
        start,
        end,
        chosen: |range| pyramid.longest(range),
    };
    stretches.walk(bins, phases.start as usize..until, |piece| {
        let (from, to) = (start(piece.all.start), end(piece.all.end - 1));
        draw(piece, from, to);
    });
}

/// The position of an event; that of a row past the last is the end of the run.
pub(super) fn row_or_end(clock: &Clock<'_>, row: u32) -> f64 {
    if row == u32::MAX {
        clock.length()
    } else {
        clock.row_position(row)
    }
}

/// How a state looks; `dense` for many phases in one bar.
pub(super) fn look(doing: Doing, dense: bool, edged: bool) -> (Fill, Option<Stroke>) {
    let ink = Token::State(doing);
    let tinted = |pattern| Fill {
        color: Token::Tint(doing),
        pattern,
        ink,
    };
    if dense {
        return (tinted(Pattern::Dense), None);
    }
    let fill = match doing {
        Doing::Running | Doing::Stuck | Doing::Finished => Fill::solid(ink),
        // Without room for an edge, the colour itself must be seen.
        _ if !edged => Fill::solid(ink),
        Doing::Ready => Fill::solid(Token::Tint(doing)),
        Doing::Unseen => tinted(Pattern::SparseDots),
        Doing::WaitsLock | Doing::WaitsQueue | Doing::WaitsActor | Doing::WaitsSignal => {
            tinted(Pattern::Hatch)
        }
        Doing::Sleeping => tinted(Pattern::Dots),
        Doing::Unknown | Doing::Zombie => Fill::solid(Token::Tint(doing)),
    };
    let stroke = match doing {
        _ if !edged => None,
        Doing::Running | Doing::Finished => None,
        Doing::Stuck => Some(Stroke::solid(Token::OnState(doing), 1.5)),
        Doing::Zombie => Some(Stroke::dashed(ink, 2.0, [5.0, 3.0])),
        _ => Some(Stroke::solid(ink, 1.5)),
    };
    (fill, stroke)
}
