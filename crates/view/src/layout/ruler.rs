//! The ruler, the grid, folds, and the stops of the lesson.

use super::Picture;
use super::words::{step_text, time_text};
use crate::draw::base_line;
use crate::metrics::text_px;
use crate::{Align, Area, ClockKind, Fill, Fold, Font, Glyph, Scene, Stroke, Target, Token};

/// Ticks are at least so far apart.
const TICK_PX: f64 = 84.0;
/// The height of the line of figures; below it the stops of the lesson stand on the edge.
const FIGURES_PX: f32 = 20.0;

/// A tick: where, and what it says.
struct Tick {
    x: f32,
    text: String,
}

impl Picture<'_> {
    pub(super) fn draw_grid(&self, scene: &mut Scene) {
        let area = self.geometry.area;
        // Where there are no lanes, there is nothing to measure.
        let end = self.rows.blocks().len();
        let bottom = self.geometry.block_y(self.rows, end);
        let height = bottom.min(area.bottom()) - area.y;
        for tick in self.ticks() {
            scene.fill(Area::new(tick.x.round(), area.y, 1.0, height), Token::Grid);
        }
        for fold in self.clock.folds(self.geometry.from(), self.geometry.until()) {
            self.draw_fold_band(scene, fold);
        }
    }

    pub(super) fn draw_ruler(&self, scene: &mut Scene) {
        let ruler = self.geometry.ruler;
        scene.fill(
            Area::new(0.0, 0.0, self.geometry.whole.width, ruler.height),
            Token::Paper,
        );
        let edge = ruler.bottom() - 1.0;
        scene.fill(
            Area::new(0.0, edge, self.geometry.whole.width, 1.0),
            Token::CardEdge,
        );
        let font = Font::mono(11);
        let handle = self.handle_area();
        let mut free_from = ruler.x;
        for tick in self.ticks() {
            scene.fill(
                Area::new(tick.x.round(), FIGURES_PX - 2.0, 1.0, edge - FIGURES_PX + 2.0),
                Token::LaneLine,
            );
            let width = text_px(&tick.text, font);
            let left = tick.x + 4.0;
            let under_handle =
                handle.is_some_and(|handle| left < handle.right() && left + width > handle.x);
            if left >= free_from && left + width <= ruler.right() && !under_handle {
                let base = base_line(0.0, FIGURES_PX, font);
                scene.text(tick.text, left, base, font, Token::InkSoft, Align::Start);
                free_from = left + width + 8.0;
            }
        }
        if self.clock.kind() == ClockKind::Steps {
            self.draw_axis_name(scene);
        }
        self.draw_fold_texts(scene);
        self.draw_stops(scene);
    }

    /// "event", in the corner above the gutter.
    fn draw_axis_name(&self, scene: &mut Scene) {
        let font = Font::regular(11);
        let base = base_line(0.0, FIGURES_PX, font);
        let right = self.geometry.ruler.x - 10.0;
        scene.text(
            self.labels.event.as_str(),
            right,
            base,
            font,
            Token::InkSoft,
            Align::End,
        );
    }

    /// Ticks at round numbers. At most one for each [`TICK_PX`], and one for each fold in sight.
    fn ticks(&self) -> Vec<Tick> {
        let least = TICK_PX * self.geometry.scale.units_per_px;
        let step = round_step(least).max(1.0);
        let from = self.geometry.from().max(0.0);
        let until = self.geometry.until().min(self.clock.length());
        let mut ticks = Vec::new();
        match self.clock.kind() {
            ClockKind::Steps => {
                self.push_ticks(&mut ticks, from, until, step, |at| (at, format!("{at}")));
            }
            ClockKind::Wall => {
                self.push_ticks(&mut ticks, from, until, step, |at| {
                    (at, step_text(at as u64, step as u64))
                });
            }
            ClockKind::Folded => self.push_folded_ticks(&mut ticks, from, until, step),
        }
        ticks
    }

    fn push_ticks(
        &self,
        ticks: &mut Vec<Tick>,
        from: f64,
        until: f64,
        step: f64,
        tick: impl Fn(f64) -> (f64, String),
    ) {
        let mut number = (from / step).ceil();
        while number * step <= until {
            let (position, text) = tick(number * step);
            ticks.push(Tick {
                x: self.geometry.x(position),
                text,
            });
            number += 1.0;
        }
    }

    /// Between folds, time runs as on the wall clock, some time later: ticks stand at round times.
    fn push_folded_ticks(&self, ticks: &mut Vec<Tick>, from: f64, until: f64, step: f64) {
        let mut start = from;
        let folds = self.clock.folds(from, until);
        for at in 0..=folds.len() {
            let end = folds.get(at).map_or(until, |fold| fold.position as f64);
            if end > start {
                let shift = self.clock.time_ns(start) as f64 - start.floor();
                self.push_ticks(ticks, start + shift, end + shift, step, |time| {
                    (time - shift, step_text(time as u64, step as u64))
                });
            }
            if let Some(fold) = folds.get(at) {
                start = (fold.position + fold.drawn_ns) as f64;
            }
        }
    }

    /// The place of a fold over all lanes.
    fn fold_area(&self, fold: &Fold) -> Area {
        let area = self.geometry.area;
        let from = self.geometry.x(fold.position as f64);
        let to = self.geometry.x((fold.position + fold.drawn_ns) as f64);
        Area::new(from, area.y, (to - from).max(1.0), area.height)
    }

    fn draw_fold_band(&self, scene: &mut Scene, fold: &Fold) {
        let area = self.fold_area(fold);
        scene.fill(area, Token::Hover);
        if area.width < 6.0 {
            let middle = area.x + area.width / 2.0;
            let dashed = Stroke::dashed(Token::LaneLine, 1.0, [2.0, 4.0]);
            scene.line([middle, area.y], [middle, area.bottom()], dashed);
        }
    }

    /// How much a fold hides, where there is room.
    fn draw_fold_texts(&self, scene: &mut Scene) {
        let font = Font::regular(10);
        let mut free_from = self.geometry.ruler.x;
        for fold in self.clock.folds(self.geometry.from(), self.geometry.until()) {
            let area = self.fold_area(fold);
            let text = time_text(fold.hidden_ns());
            let width = 14.0 + text_px(&text, font);
            let middle = area.x + area.width / 2.0;
            let left = middle - width / 2.0;
            if left < free_from
                || left + width > self.geometry.ruler.right()
                || self.stop_between(left - 8.0, left + width + 8.0)
            {
                continue;
            }
            let top = FIGURES_PX - 1.0;
            let plate = Area::new(left - 2.0, top, width + 4.0, 14.0);
            scene.rect(
                plate,
                7.0,
                Some(Fill::solid(Token::Card)),
                Some(Stroke::solid(Token::CardEdge, 1.0)),
            );
            scene.glyph(Glyph::Fold, left, top + 1.5, 11.0, Token::InkSoft);
            scene.text(
                text,
                left + 12.0,
                base_line(top, 14.0, font),
                font,
                Token::InkSoft,
                Align::Start,
            );
            free_from = left + width + 4.0;
        }
    }

    /// True if a step of the lesson stands between two x.
    fn stop_between(&self, from: f32, to: f32) -> bool {
        let steps = self.timeline.steps().iter().flatten();
        steps
            .map(|&moment| self.geometry.x(self.clock.position(moment)))
            .any(|x| from < x && x < to)
    }

    /// The steps of the lesson and the mark, on the edge of the ruler.
    fn draw_stops(&self, scene: &mut Scene) {
        let ruler = self.geometry.ruler;
        let size = 13.0;
        let top = ruler.bottom() - size - 1.0;
        let mut last = f32::NEG_INFINITY;
        for (step, moment) in self.timeline.steps().iter().enumerate() {
            let Some(moment) = *moment else { continue };
            let x = self.geometry.x(self.clock.position(moment));
            let current = self.state.step == Some(step as u32);
            if x < ruler.x || x > ruler.right() || ((x - last).abs() < 3.0 && !current) {
                continue;
            }
            last = x;
            let color = if current || moment <= self.now {
                Token::Ink
            } else {
                Token::LaneLine
            };
            scene.glyph(Glyph::Step, x - size / 2.0, top, size, color);
            let touch = Area::new(x - size / 2.0, top, size, size);
            scene.region(touch, ruler, Target::Step(step as u32));
        }
        for &stop in &self.state.own_stops {
            let x = self.geometry.x(self.clock.position(stop));
            if x >= ruler.x && x <= ruler.right() {
                let color = if stop <= self.now {
                    Token::Ink
                } else {
                    Token::LaneLine
                };
                scene.glyph(Glyph::Step, x - size / 2.0, top, size, color);
            }
        }
        if let Some(mark) = self.state.mark {
            let x = self.geometry.x(self.clock.position(mark));
            if x >= ruler.x && x <= ruler.right() {
                scene.glyph(Glyph::Mark, x - 4.0, top - 2.0, 15.0, Token::Ink);
            }
        }
    }
}

/// The next of 1, 2, 5, 10, 20, 50, ... that is not below.
fn round_step(least: f64) -> f64 {
    if !least.is_finite() || least <= 1.0 {
        return 1.0;
    }
    let magnitude = 10_f64.powi(least.log10().floor() as i32);
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|step| step * magnitude >= least);
    step.unwrap_or(10.0) * magnitude
}
