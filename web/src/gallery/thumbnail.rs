//! A whole run in a few lines.

use std::rc::Rc;

use laneway_view::{ClockKind, Timeline, thumbnail};
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::canvas::Painter;
use crate::dom::pixel_ratio;
use crate::hooks::use_element_size;
use crate::load::Run;
use crate::settings::use_settings;

#[derive(Properties)]
pub struct ThumbnailProps {
    pub run: Rc<Run>,
    /// Called when it has been drawn for the first time.
    pub pictured: Callback<()>,
}

impl PartialEq for ThumbnailProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.run, &other.run)
    }
}

/// The overview of a run on a canvas.
#[component]
pub fn Thumbnail(props: &ThumbnailProps) -> Html {
    let theme = use_settings().settings.theme;
    let place = use_node_ref();
    let canvas = use_node_ref();
    let size = use_element_size(&place);
    let timeline = use_memo((), |()| Timeline::new(&props.run.model));
    let drawn = use_mut_ref(|| false);
    let (node, run, pictured) = (canvas.clone(), props.run.clone(), props.pictured.clone());
    use_effect_with((size, theme), move |(size, theme)| {
        let painter = node.cast::<HtmlCanvasElement>().and_then(Painter::new);
        let Some(mut painter) = painter.filter(|_| size.width_px > 0.0) else {
            return;
        };
        let scene = thumbnail(&run.model, &timeline, ClockKind::default(), *size);
        painter.paint(&scene, *theme, pixel_ratio());
        if !drawn.replace(true) {
            pictured.emit(());
        }
    });
    html! {
        <div class="thumbnail" ref={place}><canvas ref={canvas} aria-hidden="true"></canvas></div>
    }
}
