//! Adding to a scene.

use crate::{Align, Area, Fill, Font, Glyph, Op, Region, Scene, Stroke, Target, Token};

impl Scene {
    pub(crate) fn rect(
        &mut self,
        area: Area,
        radius_px: f32,
        fill: Option<Fill>,
        stroke: Option<Stroke>,
    ) {
        if area.width > 0.0 && area.height > 0.0 {
            self.ops.push(Op::Rect {
                area,
                radius_px,
                fill,
                stroke,
            });
        }
    }

    /// A rectangle in one colour.
    pub(crate) fn fill(&mut self, area: Area, color: Token) {
        self.rect(area, 0.0, Some(Fill::solid(color)), None);
    }

    pub(crate) fn line(&mut self, from: [f32; 2], to: [f32; 2], stroke: Stroke) {
        self.ops.push(Op::Line { from, to, stroke });
    }

    pub(crate) fn glyph(&mut self, glyph: Glyph, x: f32, y: f32, size_px: f32, color: Token) {
        self.ops.push(Op::Glyph {
            x,
            y,
            size_px,
            glyph,
            color,
        });
    }

    /// A text with its base line at `y`.
    pub(crate) fn text(
        &mut self,
        text: impl Into<String>,
        x: f32,
        y: f32,
        font: Font,
        color: Token,
        align: Align,
    ) {
        self.ops.push(Op::Text {
            x,
            y,
            text: text.into(),
            font,
            color,
            align,
        });
    }

    /// Something to point at, as far as it lies in `within`.
    pub(crate) fn region(&mut self, area: Area, within: Area, target: Target) {
        let x = area.x.max(within.x);
        let y = area.y.max(within.y);
        let width = area.right().min(within.right()) - x;
        let height = area.bottom().min(within.bottom()) - y;
        if width > 0.0 && height > 0.0 {
            self.regions.push(Region {
                area: Area { x, y, width, height },
                target,
            });
        }
    }
}

/// The base line of a text that is centred between two heights: capitals are 0.72 em high.
pub(crate) fn base_line(y: f32, height: f32, font: Font) -> f32 {
    (y + height / 2.0 + f32::from(font.size_px) * 0.36).round()
}
