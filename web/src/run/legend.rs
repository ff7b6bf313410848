//! The legend: how each state looks on a lane, and what it is called.

use laneway_model::State as Doing;
use laneway_view::{Size, state_message, state_sample};
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::canvas::Painter;
use crate::dom::pixel_ratio;
use crate::icon::{Icon, Sign};
use crate::settings::{Choice, use_settings};

/// The size of a sample, as in the stylesheet.
const SAMPLE: Size = Size {
    width_px: 44.0,
    height_px: 24.0,
};

/// All states, below the lanes, for as long as one wants it there.
#[component]
pub fn Legend() -> Html {
    let context = use_settings();
    let settings = &context.settings;
    let shut = context.choose.reform(|_: MouseEvent| Choice::Legend(false));
    html! {
        <aside class="state-legend" aria-label={settings.t("legend")}>
            <States />
            <button class="button button-quiet" type="button" title={settings.t("legend-close")}
                aria-label={settings.t("legend-close")} onclick={shut}><Icon sign={Sign::Close} /></button>
        </aside>
    }
}

/// Each state with its name.
#[component]
pub fn States() -> Html {
    let settings = use_settings().settings;
    let state = |doing: Doing| {
        html! { <li class="help-sign"><Sample {doing} /><span>{ settings.t(state_message(doing)) }</span></li> }
    };
    html! { <ul class="states">{ for Doing::ALL.into_iter().map(state) }</ul> }
}

#[derive(PartialEq, Properties)]
struct SampleProps {
    doing: Doing,
}

/// A piece of a lane, by the painter of the lanes.
#[component]
fn Sample(props: &SampleProps) -> Html {
    let theme = use_settings().settings.theme;
    let canvas = use_node_ref();
    let node = canvas.clone();
    use_effect_with((props.doing, theme), move |(doing, theme)| {
        let painter = node.cast::<HtmlCanvasElement>().and_then(Painter::new);
        if let Some(mut painter) = painter {
            painter.paint(&state_sample(*doing, SAMPLE), *theme, pixel_ratio());
        }
    });
    html! { <canvas class="state-sample" ref={canvas} aria-hidden="true"></canvas> }
}
