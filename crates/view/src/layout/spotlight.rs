//! In a hall: the selected lane stands out, and the others step back.

use super::{Picture, Shown};
use crate::{Area, Scene, Token};

impl Picture<'_> {
    /// A veil over the bars of all lanes in sight but the selected one, and an outline around that.
    pub(super) fn draw_spotlight(&self, scene: &mut Scene, shown: &[Shown<'_>]) {
        let lit = self.state.selection.lane(self.model);
        let Some(lit) = lit.filter(|_| self.state.present) else {
            return;
        };
        let area = &self.geometry.area;
        let row = |y: f32| Area::new(area.x, y + 1.0, area.width, self.geometry.row.height - 2.0);
        let lit = self.rows.row(lit);
        for shown in shown {
            if self.rows.row(shown.lane) != lit {
                // Twice: what is told of one lane is all that counts.
                scene.fill(row(shown.y), Token::Future);
                scene.fill(row(shown.y), Token::Future);
            }
        }
    }
}
