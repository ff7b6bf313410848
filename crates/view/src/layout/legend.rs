//! How each state looks, for a legend: drawn as on the lanes.

use laneway_model::State as Doing;

use super::bars::{draw_sign, look};
use super::lane::draw_cap;
use crate::{Area, Scene, Size, Stroke, Token};

/// Between the sample and the edges of its picture: an end cap is higher than a bar.
const MARGIN_PX: f32 = 3.0;
const SIGN_PX: f32 = 12.0;

/// A piece of a lane in a state: its colour, pattern, edge and sign. Finished is the end of a lane.
pub fn state_sample(doing: Doing, size: Size) -> Scene {
    let Size { width_px, height_px } = size;
    let mut scene = Scene {
        width_px,
        height_px,
        ..Scene::default()
    };
    scene.fill(Area::new(0.0, 0.0, width_px, height_px), Token::Lane);
    let bar = Area::new(
        MARGIN_PX,
        MARGIN_PX,
        width_px - 2.0 * MARGIN_PX,
        height_px - 2.0 * MARGIN_PX,
    );
    if doing == Doing::Finished {
        let middle = bar.y + (bar.height / 2.0).round();
        let line = Stroke::solid(Token::LaneLine, 1.0);
        scene.line([0.0, middle], [bar.right(), middle], line);
        draw_cap(&mut scene, bar.right() - 3.0, bar);
    } else {
        let (fill, stroke) = look(doing, false, true);
        scene.rect(bar, 3.0, Some(fill), stroke);
    }
    let x = bar.x + ((bar.width - SIGN_PX) / 2.0).round();
    draw_sign(&mut scene, doing, bar, x, SIGN_PX, SIGN_PX + 4.0);
    scene
}
