//! The two canvases of a run: scenes from the view, put on them by a painter.

use std::cell::{Cell, RefCell};

use laneway_view::{Labels, Region, Scene, Size, Theme, hit, layout, overview};
use web_sys::HtmlCanvasElement;

use crate::canvas::Painter;
use crate::dom::pixel_ratio;
use crate::player::Live;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    Lanes,
    Overview,
}

/// The canvases and what is on them now.
#[derive(Default)]
pub struct Picture {
    lanes: RefCell<Canvas>,
    overview: RefCell<Canvas>,
    magnified: Cell<f64>,
}

#[derive(Default)]
struct Canvas {
    painter: Option<Painter>,
    scene: Scene,
}

/// What a picture depends on beside the run.
#[derive(Clone, PartialEq)]
pub struct Look {
    pub theme: Theme,
    pub labels: Labels,
    /// The size of the overview.
    pub overview: Size,
    /// How much larger the lanes are drawn than they are laid out.
    pub magnified: f64,
}

impl Picture {
    /// Draws on these canvases from now on.
    pub fn set_canvases(&self, lanes: Option<HtmlCanvasElement>, overview: Option<HtmlCanvasElement>) {
        self.lanes.borrow_mut().painter = lanes.and_then(Painter::new);
        self.overview.borrow_mut().painter = overview.and_then(Painter::new);
    }

    /// Draws a run as it is now. Cost follows the pixels and the lanes in sight.
    pub fn draw(&self, live: &Live, look: &Look) {
        let (model, timeline, frame) = (&live.run.model, &live.timeline, live.frame());
        self.magnified.set(look.magnified);
        live.with_state(|state| {
            if state.size.width_px < 1.0 || state.size.height_px < 1.0 {
                return;
            }
            let scene = layout(model, timeline, state, &frame, &look.labels);
            self.lanes.borrow_mut().paint(scene, look.theme, look.magnified);
            if look.overview.width_px >= 1.0 && look.overview.height_px >= 1.0 {
                let scene = overview(model, timeline, state, &frame, look.overview);
                self.overview.borrow_mut().paint(scene, look.theme, 1.0);
            }
        });
    }

    /// A length on the screen, in the scene of a surface.
    pub fn in_scene(&self, surface: Surface, px: f64) -> f64 {
        match surface {
            Surface::Lanes => px / self.magnified.get().max(1.0),
            Surface::Overview => px,
        }
    }

    /// What lies at a point of what was drawn last.
    pub fn hit(&self, surface: Surface, x: f32, y: f32) -> Option<Region> {
        hit(&self.canvas(surface).borrow().scene, x, y)
    }

    /// Calls with what was drawn last.
    pub fn with_scene<T>(&self, surface: Surface, with: impl FnOnce(&Scene) -> T) -> T {
        with(&self.canvas(surface).borrow().scene)
    }

    fn canvas(&self, surface: Surface) -> &RefCell<Canvas> {
        match surface {
            Surface::Lanes => &self.lanes,
            Surface::Overview => &self.overview,
        }
    }
}

impl Canvas {
    fn paint(&mut self, scene: Scene, theme: Theme, magnified: f64) {
        if let Some(painter) = &mut self.painter {
            painter.paint(&scene, theme, pixel_ratio() * magnified);
        }
        self.scene = scene;
    }
}
