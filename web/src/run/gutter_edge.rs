//! The right edge of the names: dragged, or moved by arrow keys, it makes them wider or narrower.

use laneway_view::{Action, gutter};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::dom::set_style;
use crate::player::Player;
use crate::settings::use_settings;
use crate::storage;

/// Under this name the browser keeps the width.
const KEPT: &str = "gutter";
/// An arrow key moves the edge so far.
const STEP_PX: f32 = 16.0;

/// The width that was chosen last.
pub fn kept_gutter_px() -> Option<f32> {
    storage::recall(KEPT)?
        .parse()
        .ok()
        .filter(|px: &f32| px.is_finite())
}

#[derive(PartialEq, Properties)]
pub struct GutterEdgeProps {
    pub player: Player,
}

/// The edge. A double click, or Enter, gives the names the width that they need.
#[component]
pub fn GutterEdge(props: &GutterEdgeProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let gutter = gutter(player.model(), &player.live.timeline, &player.state);
    let node = use_node_ref();
    let placed = node.clone();
    use_effect_with(gutter.px, move |px| {
        if let Some(element) = placed.cast::<HtmlElement>() {
            set_style(&element, "left", &format!("{px}px"));
        }
    });
    let act = player.act.clone();
    let choose = Callback::from(move |px: Option<f32>| {
        act.emit(Action::SetGutter(px));
        match px {
            Some(px) => storage::remember(KEPT, &px.to_string()),
            None => storage::forget(KEPT),
        }
    });
    let chosen = choose.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let px = match event.key().as_str() {
            "ArrowLeft" => Some(gutter.px - STEP_PX),
            "ArrowRight" => Some(gutter.px + STEP_PX),
            "Home" => Some(gutter.least_px),
            "End" => Some(gutter.most_px),
            "Enter" => None,
            _ => return,
        };
        event.prevent_default();
        chosen.emit(px.map(|px| px.clamp(gutter.least_px, gutter.most_px)));
    });
    let dragged = choose.clone();
    let onpointermove = Callback::from(move |event: PointerEvent| {
        event.stop_propagation();
        if let Some(px) = dragged_to(&event) {
            dragged.emit(Some(px.clamp(gutter.least_px, gutter.most_px)));
        }
    });
    let ondblclick = choose.reform(|event: MouseEvent| {
        event.stop_propagation();
        None
    });
    html! {
        <div class="gutter-edge" ref={node} role="separator" tabindex="0" aria-orientation="vertical"
            aria-label={settings.t("gutter-edge")} title={settings.t("gutter-edge-hint")}
            aria-valuenow={gutter.px.to_string()} aria-valuemin={gutter.least_px.to_string()}
            aria-valuemax={gutter.most_px.to_string()}
            onpointerdown={Callback::from(|event: PointerEvent| take_hold(&event))} {onpointermove} {onkeydown} {ondblclick}></div>
    }
}

/// A drag goes on outside of the edge.
fn take_hold(event: &PointerEvent) {
    event.stop_propagation();
    if let Some(edge) = edge(event) {
        let _ = edge.set_pointer_capture(event.pointer_id());
    }
}

/// How far right of the lanes' left edge a pointer is that has hold of the edge.
fn dragged_to(event: &PointerEvent) -> Option<f32> {
    let edge = edge(event)?;
    let lanes = edge.parent_element()?.get_bounding_client_rect();
    let has_hold = edge.has_pointer_capture(event.pointer_id());
    has_hold.then(|| (f64::from(event.client_x()) - lanes.left()) as f32)
}

fn edge(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
