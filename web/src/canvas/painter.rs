//! Draws a scene on a canvas: the only module that touches the 2D context, one branch for each
//! operation.
//!
//! Cost: a few calls into the browser for each operation in the scene, which are bounded by the pixels
//! and lanes in sight. Colours, fonts, patterns and glyphs are turned into the browser's values once.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one module that paints"
)]

use std::collections::HashMap;

use js_sys::{Array, JsString, Reflect};
use laneway_view::{
    Align, Area, Fill, Font, Glyph, Op, Pattern, Scene, Stroke, Theme, Token, arrow_head,
};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use crate::dom::document;

/// A canvas and what was made for it so far.
pub struct Painter {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    theme: Theme,
    ratio: f64,
    colors: HashMap<Token, JsString>,
    fonts: HashMap<Font, JsString>,
    patterns: HashMap<(Token, Token, Pattern), Option<CanvasPattern>>,
    glyphs: HashMap<Glyph, Option<Path2d>>,
    names: Names,
    now: Now,
}

/// The context's properties by name, so that setting one makes no string.
struct Names {
    fill: JsString,
    stroke: JsString,
    font: JsString,
}

/// What the context is set to: a property is only set when it changes.
#[derive(Default)]
struct Now {
    fill: Option<Ink>,
    stroke: Option<Token>,
    font: Option<Font>,
    line_px: f32,
    dash_px: Option<[f32; 2]>,
    align: Option<Align>,
}

#[derive(Clone, Copy, PartialEq)]
enum Ink {
    Color(Token),
    Pattern(Token, Token, Pattern),
}

impl Painter {
    /// A painter for a canvas; `None` where the browser has no 2D context to give.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let context = context_of(&canvas)?;
        Some(Self {
            canvas,
            context,
            theme: Theme::default(),
            ratio: 0.0,
            colors: HashMap::new(),
            fonts: HashMap::new(),
            patterns: HashMap::new(),
            glyphs: HashMap::new(),
            names: Names {
                fill: "fillStyle".into(),
                stroke: "strokeStyle".into(),
                font: "font".into(),
            },
            now: Now::default(),
        })
    }

    /// Draws a scene at `ratio` device pixels to the CSS pixel.
    pub fn paint(&mut self, scene: &Scene, theme: Theme, ratio: f64) {
        self.prepare(scene, theme, ratio);
        for op in &scene.ops {
            self.draw(op);
        }
    }

    fn prepare(&mut self, scene: &Scene, theme: Theme, ratio: f64) {
        if theme != self.theme || ratio != self.ratio {
            self.theme = theme;
            self.ratio = ratio;
            self.colors.clear();
            self.patterns.clear();
        }
        let width = (f64::from(scene.width_px) * ratio).round() as u32;
        let height = (f64::from(scene.height_px) * ratio).round() as u32;
        if self.canvas.width() != width || self.canvas.height() != height {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        self.now = Now::default();
        // They fail for no numbers.
        let _ = self.context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.context
            .clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        let _ = self.context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0);
    }

    fn draw(&mut self, op: &Op) {
        match op {
            Op::Rect {
                area,
                radius_px,
                fill,
                stroke,
            } => self.rect(area, *radius_px, *fill, *stroke),
            Op::Line { from, to, stroke } => {
                self.set_stroke(*stroke);
                self.context.begin_path();
                self.context.move_to(from[0].into(), from[1].into());
                self.context.line_to(to[0].into(), to[1].into());
                self.context.stroke();
            }
            Op::Shape { points, fill, stroke } => self.shape(points, *fill, *stroke),
            Op::Arrow {
                points,
                stroke,
                head_px,
            } => self.arrow(points, *stroke, *head_px),
            Op::Glyph {
                x,
                y,
                size_px,
                glyph,
                color,
            } => self.glyph(*x, *y, *size_px, *glyph, *color),
            Op::Text {
                x,
                y,
                text,
                font,
                color,
                align,
            } => {
                self.set_fill(Ink::Color(*color));
                self.set_font(*font, *align);
                let _ = self.context.fill_text(text, f64::from(*x), f64::from(*y));
            }
            Op::Clip(area) => {
                self.context.save();
                self.context.begin_path();
                self.context.rect(
                    area.x.into(),
                    area.y.into(),
                    area.width.into(),
                    area.height.into(),
                );
                self.context.clip();
            }
            Op::Unclip => {
                self.context.restore();
                // What was set inside the clip is no longer set.
                self.now = Now::default();
            }
        }
    }

    fn rect(&mut self, area: &Area, radius_px: f32, fill: Option<Fill>, stroke: Option<Stroke>) {
        if let Some(fill) = fill {
            let ink = match fill.pattern {
                Pattern::Solid => Ink::Color(fill.color),
                pattern => Ink::Pattern(fill.color, fill.ink, pattern),
            };
            self.set_fill(ink);
            if radius_px == 0.0 {
                let [x, y, width, height] = edges(area, 0.0);
                self.context.fill_rect(x, y, width, height);
            } else {
                self.round_rect(area, radius_px, 0.0);
                self.context.fill();
            }
        }
        if let Some(stroke) = stroke {
            self.set_stroke(stroke);
            self.round_rect(area, radius_px, stroke.width_px / 2.0);
            self.context.stroke();
        }
    }

    /// The path of a rectangle, made smaller by `inset_px` on each side.
    fn round_rect(&self, area: &Area, radius_px: f32, inset_px: f32) {
        let [x, y, width, height] = edges(area, inset_px);
        let radius = f64::from(radius_px - inset_px).clamp(0.0, width.min(height) / 2.0);
        self.context.begin_path();
        if radius == 0.0 {
            self.context.rect(x, y, width, height);
            return;
        }
        // `arc_to` and not `roundRect`: all browsers have had it for ever.
        let (right, bottom) = (x + width, y + height);
        self.context.move_to(x + radius, y);
        let _ = self.context.arc_to(right, y, right, bottom, radius);
        let _ = self.context.arc_to(right, bottom, x, bottom, radius);
        let _ = self.context.arc_to(x, bottom, x, y, radius);
        let _ = self.context.arc_to(x, y, right, y, radius);
        self.context.close_path();
    }

    fn shape(&mut self, points: &[[f32; 2]], fill: Option<Token>, stroke: Option<Stroke>) {
        let Some((first, rest)) = points.split_first() else {
            return;
        };
        self.context.begin_path();
        self.context.move_to(first[0].into(), first[1].into());
        for point in rest {
            self.context.line_to(point[0].into(), point[1].into());
        }
        if let Some(fill) = fill {
            self.context.close_path();
            self.set_fill(Ink::Color(fill));
            self.context.fill();
        }
        if let Some(stroke) = stroke {
            self.set_stroke(stroke);
            self.context.stroke();
        }
    }

    fn arrow(&mut self, points: &[[f32; 2]; 4], stroke: Stroke, head_px: f32) {
        let [start, first, second, end] = points.map(|[x, y]| [f64::from(x), f64::from(y)]);
        self.set_stroke(stroke);
        self.context.begin_path();
        self.context.move_to(start[0], start[1]);
        self.context
            .bezier_curve_to(first[0], first[1], second[0], second[1], end[0], end[1]);
        self.context.stroke();
        if let Some(corners) = arrow_head(points, head_px) {
            self.shape(&corners, Some(stroke.color), None);
        }
    }

    fn glyph(&mut self, x: f32, y: f32, size_px: f32, glyph: Glyph, color: Token) {
        self.set_fill(Ink::Color(color));
        let path = self
            .glyphs
            .entry(glyph)
            .or_insert_with(|| Path2d::new_with_path_string(glyph.path()).ok());
        let Some(path) = path else { return };
        let scale = f64::from(size_px) / 16.0 * self.ratio;
        let (left, top) = (f64::from(x) * self.ratio, f64::from(y) * self.ratio);
        let _ = self.context.set_transform(scale, 0.0, 0.0, scale, left, top);
        self.context.fill_with_path_2d(path);
        let _ = self
            .context
            .set_transform(self.ratio, 0.0, 0.0, self.ratio, 0.0, 0.0);
    }

    fn set_fill(&mut self, ink: Ink) {
        if self.now.fill == Some(ink) {
            return;
        }
        self.now.fill = Some(ink);
        if let Ink::Pattern(color, line, pattern) = ink {
            let tile = self.pattern(color, line, pattern);
            if let Some(tile) = tile {
                self.context.set_fill_style_canvas_pattern(&tile);
                return;
            }
        }
        let (Ink::Color(token) | Ink::Pattern(token, ..)) = ink;
        let color = self.color(token);
        // It fails on frozen objects only.
        let _ = Reflect::set(&self.context, &self.names.fill, &color);
    }

    fn set_stroke(&mut self, stroke: Stroke) {
        if self.now.stroke != Some(stroke.color) {
            self.now.stroke = Some(stroke.color);
            let color = self.color(stroke.color);
            let _ = Reflect::set(&self.context, &self.names.stroke, &color);
        }
        if self.now.line_px != stroke.width_px {
            self.now.line_px = stroke.width_px;
            self.context.set_line_width(stroke.width_px.into());
        }
        if self.now.dash_px != stroke.dash_px {
            self.now.dash_px = stroke.dash_px;
            let dash: Array = stroke
                .dash_px
                .iter()
                .flatten()
                .map(|px| JsValue::from(*px))
                .collect();
            let _ = self.context.set_line_dash(&dash);
        }
    }

    fn set_font(&mut self, font: Font, align: Align) {
        if self.now.font != Some(font) {
            self.now.font = Some(font);
            let name = self.fonts.entry(font).or_insert_with(|| {
                let weight = if font.bold { 600 } else { 400 };
                format!("{weight} {}px {}", font.size_px, font.face.stack()).into()
            });
            let _ = Reflect::set(&self.context, &self.names.font, name);
        }
        if self.now.align != Some(align) {
            self.now.align = Some(align);
            self.context.set_text_align(match align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
        }
    }

    fn color(&mut self, token: Token) -> JsString {
        let theme = self.theme;
        self.colors
            .entry(token)
            .or_insert_with(|| theme.color(token).to_string().into())
            .clone()
    }

    /// The tile of a pattern, drawn in device pixels so that it is as crisp as the rest.
    fn pattern(&mut self, color: Token, line: Token, pattern: Pattern) -> Option<CanvasPattern> {
        if let Some(tile) = self.patterns.get(&(color, line, pattern)) {
            return tile.clone();
        }
        let tile = self.make_pattern(color, line, pattern);
        self.patterns.insert((color, line, pattern), tile.clone());
        tile
    }

    fn make_pattern(&self, color: Token, line: Token, pattern: Pattern) -> Option<CanvasPattern> {
        let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
        // A whole number of device pixels, or the tiles would not meet.
        let edge = (f64::from(pattern.tile_px()) * self.ratio).round().max(1.0);
        canvas.set_width(edge as u32);
        canvas.set_height(edge as u32);
        let context = context_of(&canvas)?;
        context.set_fill_style_str(&self.theme.color(color).to_string());
        context.fill_rect(0.0, 0.0, edge, edge);
        let scale = edge / f64::from(pattern.tile_px());
        context.scale(scale, scale).ok()?;
        context.set_fill_style_str(&self.theme.color(line).to_string());
        context.fill_with_path_2d(&Path2d::new_with_path_string(pattern.tile_path()).ok()?);
        let tile = self
            .context
            .create_pattern_with_html_canvas_element(&canvas, "repeat")
            .ok()??;
        // The context draws in CSS pixels; the tile is in device pixels.
        let back = web_sys::DomMatrix::new().ok()?.scale(1.0 / scale);
        tile.set_transform(&back.unchecked_into());
        Some(tile)
    }
}

fn edges(area: &Area, inset_px: f32) -> [f64; 4] {
    [
        f64::from(area.x + inset_px),
        f64::from(area.y + inset_px),
        f64::from((area.width - 2.0 * inset_px).max(0.0)),
        f64::from((area.height - 2.0 * inset_px).max(0.0)),
    ]
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}
