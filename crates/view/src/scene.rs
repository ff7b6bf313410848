//! The display list: what a painter draws, in order, and what lies where.
//!
//! A scene has no colours, fonts or words of its own: colours are [`Token`]s that a
//! [`Theme`](crate::Theme) turns into values, fonts are roles with a size, words come from the trace or
//! from the [`Labels`](crate::Labels) that the caller passed in.

use laneway_model::State as Doing;

use crate::{Region, TimeScale, Token};

/// What is drawn and what can be pointed at. All lengths are CSS pixels from the top left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Its width.
    pub width_px: f32,
    /// Its height.
    pub height_px: f32,
    /// The part in which time runs from left to right: the lanes, without the gutter and the ruler.
    pub area: Area,
    /// Where time is in [`Scene::area`]: its pixel 0 is the left edge of the area.
    pub scale: TimeScale,
    /// How far the lanes can be scrolled down: 0 if all of them are in sight.
    pub scroll_max_px: f32,
    /// What to draw, in order: later ones cover earlier ones.
    pub ops: Vec<Op>,
    /// What is where: later ones lie over earlier ones.
    pub regions: Vec<Region>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

impl Area {
    /// A rectangle.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// The first x right of it.
    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    /// The first y below it.
    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// True if the point is in it.
    pub fn contains(&self, x: f32, y: f32) -> bool {
        x >= self.x && x < self.right() && y >= self.y && y < self.bottom()
    }
}

/// One draw operation. A painter has one branch for each.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// A rectangle with round corners, filled, outlined or both. An outline lies inside the rectangle.
    Rect {
        /// Where.
        area: Area,
        /// The radius of the corners.
        radius_px: f32,
        /// How it is filled.
        fill: Option<Fill>,
        /// How it is outlined.
        stroke: Option<Stroke>,
    },
    /// A straight line.
    Line {
        /// From here.
        from: [f32; 2],
        /// To here.
        to: [f32; 2],
        /// How.
        stroke: Stroke,
    },
    /// Straight lines from point to point; closed and filled, or open and stroked.
    Shape {
        /// The corners, at least two.
        points: Vec<[f32; 2]>,
        /// The colour inside; the outline is closed then.
        fill: Option<Token>,
        /// The outline.
        stroke: Option<Stroke>,
    },
    /// A cubic Bézier curve that ends in an arrow head.
    Arrow {
        /// Start, two control points, end.
        points: [[f32; 2]; 4],
        /// How the curve is drawn; its colour is that of the head.
        stroke: Stroke,
        /// The length of the head; 0 for none. [`arrow_head`](crate::arrow_head) gives its corners.
        head_px: f32,
    },
    /// A sign out of the table of [`Glyph::path`].
    Glyph {
        /// Its left edge.
        x: f32,
        /// Its upper edge.
        y: f32,
        /// Its width and height: the path's 16 units are this long.
        size_px: f32,
        /// Which.
        glyph: Glyph,
        /// The colour.
        color: Token,
    },
    /// A line of text. It is cut to its room already; painters draw it as it is.
    Text {
        /// Where it is fixed, see `align`.
        x: f32,
        /// Its base line.
        y: f32,
        /// Plain text: never markup.
        text: String,
        /// The font.
        font: Font,
        /// The colour.
        color: Token,
        /// Which end of the text is at `x`.
        align: Align,
    },
    /// Until [`Op::Unclip`], nothing is drawn outside this rectangle. Not nested.
    Clip(Area),
    /// Ends [`Op::Clip`].
    Unclip,
}

/// How a shape is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fill {
    /// The colour under the pattern.
    pub color: Token,
    /// The pattern.
    pub pattern: Pattern,
    /// The colour of the pattern's strokes or dots; of no meaning for [`Pattern::Solid`].
    pub ink: Token,
}

impl Fill {
    /// One colour.
    pub const fn solid(color: Token) -> Self {
        Self {
            color,
            pattern: Pattern::Solid,
            ink: color,
        }
    }
}

/// What a fill is patterned with. Patterns are tiles fixed to the corner of the scene; their measures
/// are in [`Pattern::tile_px`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Nothing.
    Solid,
    /// Slanted lines, rising to the right, 3 px wide, 8 px apart: waiting.
    Hatch,
    /// Dots of 2.4 px in a quincunx: sleeping.
    Dots,
    /// Dots of 2 px, far apart: asleep, and nobody saw in what.
    SparseDots,
    /// Upright lines, 2 px wide, every 3 px: here are more phases than pixels.
    Dense,
}

impl Pattern {
    /// Its name, in lower case with hyphens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Hatch => "hatch",
            Self::Dots => "dots",
            Self::SparseDots => "sparse-dots",
            Self::Dense => "dense",
        }
    }

    /// The edge of the square tile that repeats.
    pub const fn tile_px(self) -> f32 {
        match self {
            Self::Solid => 1.0,
            Self::Hatch | Self::Dots => 8.0,
            Self::SparseDots => 12.0,
            Self::Dense => 3.0,
        }
    }

    /// What is drawn in the tile in the pattern's ink, as SVG path data to be filled.
    pub const fn tile_path(self) -> &'static str {
        match self {
            Self::Solid => "",
            // A band through the tile and the two corners that its neighbours lend it.
            Self::Hatch => "M0 8L8 0H5L0 5ZM8 8V5L5 8ZM0 0H0Z",
            Self::Dots => "M2 .8a1.2 1.2 0 1 1-.01 0ZM6 4.8a1.2 1.2 0 1 1-.01 0Z",
            Self::SparseDots => "M3 2a1 1 0 1 1-.01 0ZM9 8a1 1 0 1 1-.01 0Z",
            Self::Dense => "M0 0H2V3H0Z",
        }
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// The colour.
    pub color: Token,
    /// How wide.
    pub width_px: f32,
    /// The dashes: so much line, then so much gap; `None` for a line without gaps.
    pub dash_px: Option<[f32; 2]>,
}

impl Stroke {
    /// A line without gaps.
    pub const fn solid(color: Token, width_px: f32) -> Self {
        Self {
            color,
            width_px,
            dash_px: None,
        }
    }

    /// A dashed line.
    pub const fn dashed(color: Token, width_px: f32, dash_px: [f32; 2]) -> Self {
        Self {
            color,
            width_px,
            dash_px: Some(dash_px),
        }
    }
}

/// A font by its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Font {
    /// The family.
    pub face: Face,
    /// True for the heavier weight (600), else 400.
    pub bold: bool,
    /// The size of an em.
    pub size_px: u8,
}

impl Font {
    /// The regular weight.
    pub const fn regular(size_px: u8) -> Self {
        Self {
            face: Face::Sans,
            bold: false,
            size_px,
        }
    }

    /// The heavier weight.
    pub const fn bold(size_px: u8) -> Self {
        Self {
            face: Face::Sans,
            bold: true,
            size_px,
        }
    }

    /// Figures that stand under each other.
    pub const fn mono(size_px: u8) -> Self {
        Self {
            face: Face::Mono,
            bold: false,
            size_px,
        }
    }
}

/// The families of [`Font`]; [`Face::stack`] names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// Names and words.
    Sans,
    /// Figures and code.
    Mono,
}

impl Face {
    /// The families in the order in which they are tried, as in CSS.
    pub const fn stack(self) -> &'static str {
        match self {
            Self::Sans => {
                "Inter, \"Segoe UI\", Roboto, \"Helvetica Neue\", \"Noto Sans\", \"PingFang SC\", \"Microsoft YaHei\", \"Noto Sans CJK SC\", \"Noto Sans SC\", \"WenQuanYi Micro Hei\", sans-serif"
            }
            Self::Mono => {
                "ui-monospace, \"SF Mono\", \"Cascadia Mono\", \"JetBrains Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", \"Noto Sans CJK SC\", monospace"
            }
        }
    }
}

/// Which end of a text is at its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// Signs. They are drawn, not set from a font: the same everywhere, and never an emoji.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// A state's sign.
    State(Doing),
    /// A cell or file was read.
    Read,
    /// A cell or file was written.
    Write,
    /// Something was printed.
    Print,
    /// The author's note.
    Note,
    /// A process ended.
    Exit,
    /// A process was asked to end.
    Terminate,
    /// A process was ended by force.
    Kill,
    /// Events were lost.
    Lost,
    /// A process is in a session of its own.
    Session,
    /// Something went wrong: a panic, a call to the system that failed.
    Failure,
    /// A finding.
    Finding,
    /// A daemon.
    Daemon,
    /// A stretch of time was folded.
    Fold,
    /// The mark.
    Mark,
    /// A step of the lesson.
    Step,
}
