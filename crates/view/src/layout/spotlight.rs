//! In a hall: the selected lane stands out, and the others step back.

use super::Picture;
use crate::{Area, Scene, Token};

impl Picture<'_> {
    /// A veil over the bars of all lanes in sight but the selected one, and an outline around that.
    pub(super) fn draw_spotlight(&self, scene: &mut Scene, lanes: &[(u32, f32)]) {
        let lit = self.state.selection.lane(self.model);
        let Some(lit) = lit.filter(|_| self.state.present) else {
            return;
        };
        let area = &self.geometry.area;
        let row = |y: f32| Area::new(area.x, y + 1.0, area.width, self.geometry.row.height - 2.0);
        for &(lane, y) in lanes {
            if lane != lit {
                // Twice: what is told of one lane is all that counts.
                scene.fill(row(y), Token::Future);
                scene.fill(row(y), Token::Future);
            }
        }
    }
}
