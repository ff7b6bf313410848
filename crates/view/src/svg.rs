//! Paints a scene as SVG.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use crate::{Align, Area, Color, Fill, Glyph, Op, Pattern, Scene, Stroke, Theme, Token};

/// The scene as an SVG document that needs nothing else. Every text is escaped.
pub fn svg(scene: &Scene, theme: Theme) -> String {
    let mut painter = Painter {
        out: String::new(),
        theme,
        patterns: BTreeSet::new(),
        clips: 0,
        clipped: false,
    };
    // Writing to a String cannot fail.
    let _ = scene.ops.iter().try_for_each(|op| painter.op(op));
    let _ = painter.end_clip();
    let (width, height) = (Px(scene.width_px), Px(scene.height_px));
    let mut document = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n"
    );
    document.push_str("<defs>\n");
    for pattern in &painter.patterns {
        document.push_str(pattern);
    }
    document.push_str("</defs>\n");
    document.push_str(&painter.out);
    document.push_str("</svg>\n");
    document
}

struct Painter {
    out: String,
    theme: Theme,
    /// The `<pattern>` elements that are used.
    patterns: BTreeSet<String>,
    clips: u32,
    clipped: bool,
}

impl Painter {
    /// One branch for each draw operation.
    fn op(&mut self, op: &Op) -> fmt::Result {
        match op {
            Op::Rect {
                area,
                radius_px,
                fill,
                stroke,
            } => self.rect(area, *radius_px, *fill, *stroke),
            Op::Line {
                from: [x1, y1],
                to: [x2, y2],
                stroke,
            } => {
                let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(|&n| Px(n));
                let stroke = self.stroke(Some(*stroke));
                writeln!(self.out, "<path d=\"M{x1} {y1}L{x2} {y2}\"{stroke}/>")
            }
            Op::Shape { points, fill, stroke } => {
                let fill =
                    fill.map_or_else(|| "none".to_owned(), |token| self.theme.color(token).to_string());
                let points: Vec<String> = points
                    .iter()
                    .map(|&[x, y]| format!("{},{}", Px(x), Px(y)))
                    .collect();
                let element = if fill == "none" { "polyline" } else { "polygon" };
                let (points, stroke) = (points.join(" "), self.stroke(*stroke));
                writeln!(
                    self.out,
                    "<{element} points=\"{points}\" fill=\"{fill}\"{stroke}/>"
                )
            }
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
            } => self.glyph(*x, *y, *size_px, *glyph, self.theme.color(*color)),
            Op::Text {
                x,
                y,
                text,
                font,
                color,
                align,
            } => {
                let anchor = match align {
                    Align::Start => "",
                    Align::Middle => " text-anchor=\"middle\"",
                    Align::End => " text-anchor=\"end\"",
                };
                let weight = if font.bold { " font-weight=\"600\"" } else { "" };
                let family = Escaped(font.face.stack());
                let (x, y, size, color) = (Px(*x), Px(*y), font.size_px, self.theme.color(*color));
                let text = Escaped(text);
                writeln!(
                    self.out,
                    "<text x=\"{x}\" y=\"{y}\" font-family=\"{family}\" font-size=\"{size}\"{weight}{anchor} fill=\"{color}\" xml:space=\"preserve\">{text}</text>"
                )
            }
            Op::Clip(area) => {
                self.end_clip()?;
                self.clips += 1;
                self.clipped = true;
                let id = self.clips;
                let area = Attributes(*area);
                writeln!(
                    self.out,
                    "<clipPath id=\"clip-{id}\"><rect{area}/></clipPath>\n<g clip-path=\"url(#clip-{id})\">"
                )
            }
            Op::Unclip => self.end_clip(),
        }
    }

    fn end_clip(&mut self) -> fmt::Result {
        if std::mem::take(&mut self.clipped) {
            writeln!(self.out, "</g>")
        } else {
            Ok(())
        }
    }

    /// An outline lies inside its rectangle, so the element is half a line smaller on each side.
    fn rect(
        &mut self,
        area: &Area,
        radius_px: f32,
        fill: Option<Fill>,
        stroke: Option<Stroke>,
    ) -> fmt::Result {
        let inset = stroke.map_or(0.0, |stroke| stroke.width_px / 2.0);
        let inner = Area::new(
            area.x + inset,
            area.y + inset,
            (area.width - 2.0 * inset).max(0.0),
            (area.height - 2.0 * inset).max(0.0),
        );
        let radius = if radius_px > 0.0 {
            format!(" rx=\"{}\"", Px((radius_px - inset).max(0.0)))
        } else {
            String::new()
        };
        let stroke = self.stroke(stroke);
        let paint = match fill {
            None => "none".to_owned(),
            Some(fill) if fill.pattern == Pattern::Solid => self.theme.color(fill.color).to_string(),
            Some(fill) => self.pattern(fill),
        };
        let inner = Attributes(inner);
        writeln!(self.out, "<rect{inner}{radius} fill=\"{paint}\"{stroke}/>")
    }

    /// The reference to a pattern, which is defined on first use.
    fn pattern(&mut self, fill: Fill) -> String {
        let id = format!(
            "{}-{}-{}",
            fill.pattern.name(),
            fill.color.name(),
            fill.ink.name()
        );
        let tile = Px(fill.pattern.tile_px());
        let (under, ink) = (self.theme.color(fill.color), self.theme.color(fill.ink));
        let path = fill.pattern.tile_path();
        self.patterns.insert(format!(
            "<pattern id=\"{id}\" width=\"{tile}\" height=\"{tile}\" patternUnits=\"userSpaceOnUse\"><rect width=\"{tile}\" height=\"{tile}\" fill=\"{under}\"/><path d=\"{path}\" fill=\"{ink}\"/></pattern>\n"
        ));
        format!("url(#{id})")
    }

    fn arrow(&mut self, points: &[[f32; 2]; 4], stroke: Stroke, head_px: f32) -> fmt::Result {
        let [[x1, y1], [x2, y2], [x3, y3], [x4, y4]] = points.map(|point| point.map(Px));
        let attributes = self.stroke(Some(stroke));
        writeln!(
            self.out,
            "<path d=\"M{x1} {y1}C{x2} {y2} {x3} {y3} {x4} {y4}\" fill=\"none\"{attributes}/>"
        )?;
        let Some(head) = arrow_head(points, head_px) else {
            return Ok(());
        };
        let points: Vec<String> = head
            .iter()
            .map(|&[x, y]| format!("{},{}", Px(x), Px(y)))
            .collect();
        let (points, color) = (points.join(" "), self.theme.color(stroke.color));
        writeln!(self.out, "<polygon points=\"{points}\" fill=\"{color}\"/>")
    }

    fn glyph(&mut self, x: f32, y: f32, size_px: f32, glyph: Glyph, color: Color) -> fmt::Result {
        let (x, y, scale, path) = (Px(x), Px(y), size_px / 16.0, glyph.path());
        writeln!(
            self.out,
            "<path transform=\"translate({x} {y}) scale({scale})\" d=\"{path}\" fill=\"{color}\"/>"
        )
    }

    fn stroke(&self, stroke: Option<Stroke>) -> String {
        let Some(Stroke {
            color,
            width_px,
            dash_px,
        }) = stroke
        else {
            return String::new();
        };
        let (color, width) = (self.theme.color(color), Px(width_px));
        let dash = dash_px.map_or_else(String::new, |[on, off]| {
            format!(" stroke-dasharray=\"{} {}\"", Px(on), Px(off))
        });
        format!(" stroke=\"{color}\" stroke-width=\"{width}\"{dash}")
    }
}

/// The bars of a scene as SVG paths, one for each colour, in the order in which the colours come: for small pictures
/// in the colours of the page around them. Nothing but rectangles, without patterns; an outline is a frame.
pub fn bar_paths(scene: &Scene) -> Vec<(Token, String)> {
    let mut paths: Vec<(Token, String)> = Vec::new();
    for op in &scene.ops {
        let Op::Rect {
            area, fill, stroke, ..
        } = op
        else {
            continue;
        };
        let Some(token) = fill.map(|fill| fill.color).or(stroke.map(|stroke| stroke.color)) else {
            continue;
        };
        let at = paths.iter().position(|(known, _)| *known == token);
        let at = at.unwrap_or_else(|| {
            paths.push((token, String::new()));
            paths.len() - 1
        });
        let path = &mut paths[at].1;
        let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(Px);
        // Writing to a String cannot fail.
        let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}z");
        if let (None, Some(stroke)) = (fill, stroke) {
            // The inside, the other way round: a hole.
            let edge = stroke.width_px;
            let (width, height) = (area.width - 2.0 * edge, area.height - 2.0 * edge);
            if width > 0.0 && height > 0.0 {
                let [x, y, width, height] = [area.x + edge, area.y + edge, width, height].map(Px);
                let _ = write!(path, "M{x} {y}v{height}h{width}v-{height}z");
            }
        }
    }
    paths
}

/// The three corners of an arrow's head: its tip is the end of the curve, its axis the curve's last
/// direction. `None` for no head. All painters draw this one.
pub fn arrow_head(points: &[[f32; 2]; 4], head_px: f32) -> Option<[[f32; 2]; 3]> {
    let tip = points[3];
    let from = points.iter().rev().find(|point| **point != tip)?;
    let (dx, dy) = (tip[0] - from[0], tip[1] - from[1]);
    let length = (dx * dx + dy * dy).sqrt();
    if head_px <= 0.0 || length <= 0.0 {
        return None;
    }
    let (dx, dy) = (dx / length, dy / length);
    let (back, half) = (head_px, head_px * 0.45);
    let base = [tip[0] - dx * back, tip[1] - dy * back];
    let round = |[x, y]: [f32; 2]| [(x * 4.0).round() / 4.0, (y * 4.0).round() / 4.0];
    Some([
        tip,
        round([base[0] - dy * half, base[1] + dx * half]),
        round([base[0] + dy * half, base[1] - dx * half]),
    ])
}

/// A length, with at most two decimals.
#[derive(Clone, Copy)]
struct Px(f32);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", (self.0 * 100.0).round() / 100.0)
    }
}

/// The attributes of a rectangle.
struct Attributes(Area);

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y, width, height] = [self.0.x, self.0.y, self.0.width, self.0.height].map(Px);
        write!(f, " x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
    }
}

/// Text that is nothing but text in XML. Characters that XML does not have become replacement characters.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' | '\n' | '\r' => f.write_char(' ')?,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                character => f.write_char(character)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Font;

    #[track_caller]
    fn check(ops: Vec<Op>, expected: &str) {
        let scene = Scene {
            width_px: 100.0,
            height_px: 50.0,
            ops,
            ..Scene::default()
        };
        let document = svg(&scene, Theme::Light);
        let inside = document
            .strip_prefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"50\" viewBox=\"0 0 100 50\">\n<defs>\n")
            .and_then(|rest| rest.strip_suffix("</svg>\n"));
        assert_eq!(inside, Some(expected));
    }

    #[test]
    fn text_is_never_markup() {
        check(
            vec![Op::Text {
                x: 1.0,
                y: 2.5,
                text: "<script>\"x\"</script> & 'y'\0\n".into(),
                font: Font::bold(12),
                color: Token::Ink,
                align: Align::End,
            }],
            &format!(
                "</defs>\n<text x=\"1\" y=\"2.5\" font-family=\"{}\" font-size=\"12\" font-weight=\"600\" text-anchor=\"end\" fill=\"#211e1a\" xml:space=\"preserve\">&lt;script&gt;&quot;x&quot;&lt;/script&gt; &amp; &#39;y&#39;\u{fffd} </text>\n",
                crate::Face::Sans.stack().replace('"', "&quot;")
            ),
        );
    }

    #[test]
    fn outlines_lie_inside_and_patterns_are_defined_once() {
        let fill = Fill {
            color: Token::Lane,
            pattern: Pattern::Dense,
            ink: Token::Ink,
        };
        let rect = |x| Op::Rect {
            area: Area::new(x, 0.0, 10.0, 10.0),
            radius_px: 3.0,
            fill: Some(fill),
            stroke: Some(Stroke::solid(Token::Ink, 2.0)),
        };
        check(
            vec![Op::Clip(Area::new(0.0, 0.0, 5.0, 5.0)), rect(0.0), rect(20.0)],
            "<pattern id=\"dense-lane-ink\" width=\"3\" height=\"3\" patternUnits=\"userSpaceOnUse\"><rect width=\"3\" height=\"3\" fill=\"#fffefb\"/><path d=\"M0 0H2V3H0Z\" fill=\"#211e1a\"/></pattern>\n</defs>\n<clipPath id=\"clip-1\"><rect x=\"0\" y=\"0\" width=\"5\" height=\"5\"/></clipPath>\n<g clip-path=\"url(#clip-1)\">\n<rect x=\"1\" y=\"1\" width=\"8\" height=\"8\" rx=\"2\" fill=\"url(#dense-lane-ink)\" stroke=\"#211e1a\" stroke-width=\"2\"/>\n<rect x=\"21\" y=\"1\" width=\"8\" height=\"8\" rx=\"2\" fill=\"url(#dense-lane-ink)\" stroke=\"#211e1a\" stroke-width=\"2\"/>\n</g>\n",
        );
    }

    #[test]
    fn bars_of_a_colour_are_one_path() {
        let rect = |x, fill, stroke| Op::Rect {
            area: Area::new(x, 2.0, 10.0, 5.5),
            radius_px: 0.0,
            fill,
            stroke,
        };
        let scene = Scene {
            ops: vec![
                rect(0.0, Some(Fill::solid(Token::Ink)), None),
                rect(20.0, None, Some(Stroke::solid(Token::Grid, 1.0))),
                rect(40.0, Some(Fill::solid(Token::Ink)), None),
            ],
            ..Scene::default()
        };
        let expected = [
            (Token::Ink, "M0 2h10v5.5h-10zM40 2h10v5.5h-10z"),
            (Token::Grid, "M20 2h10v5.5h-10zM21 3v3.5h8v-3.5z"),
        ];
        assert_eq!(
            bar_paths(&scene),
            expected.map(|(token, path)| (token, path.to_owned()))
        );
    }

    #[test]
    fn an_arrow_ends_in_its_head() {
        let points = [[0.0, 0.0], [0.0, 10.0], [20.0, 10.0], [20.0, 30.0]];
        assert_eq!(
            arrow_head(&points, 10.0),
            Some([[20.0, 30.0], [15.5, 20.0], [24.5, 20.0]])
        );
        assert_eq!(arrow_head(&points, 0.0), None);
        assert_eq!(arrow_head(&[[1.0, 1.0]; 4], 10.0), None);
    }
}
