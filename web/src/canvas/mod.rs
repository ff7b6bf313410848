//! Scenes on a canvas.

mod painter;

pub use painter::Painter;
