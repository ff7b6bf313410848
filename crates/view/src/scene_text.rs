//! A scene as text, a line an operation: what tests compare.

use std::fmt::{self, Write};

use crate::{Align, Area, Face, Fill, Font, Glyph, Op, Pattern, Scene, Stroke};

impl Scene {
    /// The scene as text: its size, then a line for each operation, then one for each region.
    pub fn to_text(&self) -> String {
        let mut out = format!("scene {} {}\n", self.width_px, self.height_px);
        // Writing to a String cannot fail.
        let _ = self.ops.iter().try_for_each(|op| writeln!(out, "{op}"));
        let _ = self
            .regions
            .iter()
            .try_for_each(|region| writeln!(out, "region {} {:?}", region.area, region.target));
        out
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rect {
                area,
                radius_px,
                fill,
                stroke,
            } => {
                write!(f, "rect {area}")?;
                if *radius_px > 0.0 {
                    write!(f, " round {radius_px}")?;
                }
                if let Some(fill) = fill {
                    write!(f, " {fill}")?;
                }
                stroke.map_or(Ok(()), |stroke| write!(f, " {stroke}"))
            }
            Self::Line { from, to, stroke } => {
                write!(f, "line {} {} {} {} {stroke}", from[0], from[1], to[0], to[1])
            }
            Self::Shape { points, fill, stroke } => {
                write!(f, "shape")?;
                points.iter().try_for_each(|[x, y]| write!(f, " {x},{y}"))?;
                fill.map_or(Ok(()), |fill| write!(f, " fill {}", fill.name()))?;
                stroke.map_or(Ok(()), |stroke| write!(f, " {stroke}"))
            }
            Self::Arrow {
                points,
                stroke,
                head_px,
            } => {
                write!(f, "arrow")?;
                points.iter().try_for_each(|[x, y]| write!(f, " {x},{y}"))?;
                write!(f, " {stroke} head {head_px}")
            }
            Self::Glyph {
                x,
                y,
                size_px,
                glyph,
                color,
            } => {
                write!(f, "glyph {} {x} {y} {size_px} {}", glyph.name(), color.name())
            }
            Self::Text {
                x,
                y,
                text,
                font,
                color,
                align,
            } => {
                let align = match align {
                    Align::Start => "start",
                    Align::Middle => "middle",
                    Align::End => "end",
                };
                write!(f, "text {text:?} {align} {x} {y} {font} {}", color.name())
            }
            Self::Clip(area) => write!(f, "clip {area}"),
            Self::Unclip => write!(f, "unclip"),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.x, self.y, self.width, self.height)
    }
}

impl fmt::Display for Fill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pattern == Pattern::Solid {
            return write!(f, "fill {}", self.color.name());
        }
        let (color, pattern, ink) = (self.color.name(), self.pattern.name(), self.ink.name());
        write!(f, "fill {color} {pattern} {ink}")
    }
}

impl fmt::Display for Stroke {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stroke {} {}", self.color.name(), self.width_px)?;
        self.dash_px
            .map_or(Ok(()), |[on, off]| write!(f, " dash {on} {off}"))
    }
}

impl fmt::Display for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let face = match self.face {
            Face::Sans => "sans",
            Face::Mono => "mono",
        };
        write!(
            f,
            "{face} {}{}",
            self.size_px,
            if self.bold { " bold" } else { "" }
        )
    }
}

impl Glyph {
    /// Its name, in lower case with hyphens.
    pub fn name(self) -> &'static str {
        match self {
            Self::State(doing) => doing.name(),
            Self::Read => "read",
            Self::Write => "write",
            Self::Print => "print",
            Self::Note => "note",
            Self::Exit => "exit",
            Self::Terminate => "terminate",
            Self::Kill => "kill",
            Self::Lost => "lost",
            Self::Session => "session",
            Self::Failure => "failure",
            Self::Finding => "finding",
            Self::Daemon => "daemon",
            Self::Fold => "fold",
            Self::Mark => "mark",
            Self::Step => "step",
        }
    }
}
