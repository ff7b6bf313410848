//! The lanes: overview and swimlanes on canvases, and what pointers do on them.

use std::cell::RefCell;
use std::rc::Rc;

use laneway_view::{Action, Size, Target, has_lane_tools, window};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, PointerEvent, WheelEvent};
use yew::prelude::*;

use crate::dom::now_ms;
use crate::hall::use_magnified;
use crate::hooks::{use_element_size, use_listener};
use crate::player::Player;
use crate::settings::use_settings;
use crate::shell::set_ready;

use super::bench::Bench;
use super::gestures::{Gestures, Pointer, Shown, wheel};
use super::gutter_edge::GutterEdge;
use super::lane_tools::LaneTools;
use super::picture::{Look, Picture, Surface};
use super::tooltip::{Tip, Tooltip};

#[derive(PartialEq, Properties)]
pub struct LanesProps {
    pub player: Player,
    pub bench: Bench,
}

/// The lanes with their overview.
#[component]
pub fn Lanes(props: &LanesProps) -> Html {
    let settings = use_settings().settings;
    let nodes = Nodes {
        lanes: use_node_ref(),
        overview: use_node_ref(),
    };
    let magnified = use_magnified(props.player.state.present);
    let size = smaller(use_element_size(&nodes.lanes), magnified);
    let overview_size = use_element_size(&nodes.overview);
    let picture = use_memo((), |()| Picture::default());
    let tip = use_state_eq(|| None::<Tip>);
    let hand = use_memo((), |()| Hand {
        player: props.player.clone(),
        picture: picture.clone(),
        gestures: RefCell::default(),
        tip: tip.setter(),
    });

    let canvases = (nodes.lanes.clone(), nodes.overview.clone());
    let drawn_on = picture.clone();
    use_effect_with((), move |()| {
        let canvas = |node: &NodeRef| node.cast::<Element>()?.first_element_child()?.dyn_into().ok();
        drawn_on.set_canvases(canvas(&canvases.0), canvas(&canvases.1));
    });
    let act = props.player.act.clone();
    use_effect_with(size, move |size| act.emit(Action::Resize(*size)));
    use_drawing(
        props,
        picture,
        Look {
            theme: settings.theme,
            labels: settings.l10n().labels(),
            overview: overview_size,
            magnified,
        },
    );

    let wheeled = hand.clone();
    use_listener(Some(nodes.lanes.clone()), "wheel", true, move |event| {
        wheeled.wheel(&event);
    });
    let on = |surface| Handlers::new(&hand, surface);
    let (lanes, overview) = (on(Surface::Lanes), on(Surface::Overview));
    html! {
        <>
            <div class="overview" ref={nodes.overview} aria-hidden="true"
                onpointerdown={overview.down} onpointermove={overview.moved} onpointerup={overview.up.clone()}
                onpointercancel={overview.up} onpointerleave={overview.left}>
                <canvas></canvas>
            </div>
            <LaneTools player={props.player.clone()} />
            <div class="lanes-room">
            <div class="lanes" ref={nodes.lanes} role="img" aria-label={settings.t("place-lanes-label")}
                onpointerdown={lanes.down} onpointermove={lanes.moved} onpointerup={lanes.up.clone()}
                onpointercancel={lanes.up} onpointerleave={lanes.left} ondblclick={lanes.twice}>
                <canvas></canvas>
            </div>
            if !props.player.state.present {
                <GutterEdge player={props.player.clone()} />
            }
            </div>
            if let Some(tip) = &*tip {
                <Tooltip player={props.player.clone()} tip={*tip} />
            }
        </>
    }
}

struct Nodes {
    lanes: NodeRef,
    overview: NodeRef,
}

/// Draws a frame whenever one is asked for, and while the run plays.
#[hook]
fn use_drawing(props: &LanesProps, picture: Rc<Picture>, look: Look) {
    let first = use_mut_ref(|| true);
    let (player, bench) = (props.player.clone(), props.bench);
    use_effect_with(look, move |look| {
        let look = look.clone();
        let frames = player.frames.clone();
        frames.set_callback(move |frame_ms| {
            let started_ms = now_ms();
            let playing = player.tick(frame_ms);
            picture.draw(&player.live, &look);
            let complete = player.live.with_state(|state| state.size.height_px >= 1.0);
            if complete {
                if first.replace(false) {
                    bench.first_frame(player.live.run.model_ms);
                }
                set_ready(true);
            }
            bench.frame(started_ms);
            playing
        });
        frames.request();
    });
}

/// What handlers need: none of it changes while the lanes are there.
struct Hand {
    player: Player,
    picture: Rc<Picture>,
    gestures: RefCell<Gestures>,
    tip: UseStateSetter<Option<Tip>>,
}

impl Hand {
    fn act(&self, actions: Vec<Action>) {
        for action in actions {
            self.player.act.emit(action);
        }
    }

    /// Calls with the gestures and what they need to know.
    fn gesture(&self, surface: Surface, with: impl FnOnce(&mut Gestures, &Shown<'_>) -> Vec<Action>) {
        let live = &self.player.live;
        let (model, timeline) = (&live.run.model, &live.timeline);
        let actions = live.with_state(|state| {
            let window = window(state, live.frame().playhead, model, timeline);
            self.picture.with_scene(surface, |scene| {
                let shown = Shown {
                    model,
                    timeline,
                    state,
                    scene,
                    window,
                };
                with(&mut self.gestures.borrow_mut(), &shown)
            })
        });
        self.act(actions);
    }

    /// Where a pointer is in the scene of a surface.
    fn pointer(&self, surface: Surface, event: &PointerEvent, element: &Element) -> Pointer {
        let area = element.get_bounding_client_rect();
        let px = |at: i32, from: f64| self.picture.in_scene(surface, f64::from(at) - from) as f32;
        Pointer {
            id: event.pointer_id(),
            x: px(event.client_x(), area.left()),
            y: px(event.client_y(), area.top()),
            pans: event.pointer_type() == "touch" || event.shift_key() || event.button() == 1,
        }
    }

    fn down(&self, surface: Surface, event: &PointerEvent) {
        let Some(element) = current_target(event) else {
            return;
        };
        // A drag goes on outside of the element; a browser that cannot do that loses the drag there.
        let _ = element.set_pointer_capture(event.pointer_id());
        let pointer = self.pointer(surface, event, &element);
        let region = self.picture.hit(surface, pointer.x, pointer.y);
        self.gesture(surface, |gestures, shown| gestures.press(pointer, region, shown));
        self.tip.set(None);
    }

    fn moved(&self, surface: Surface, event: &PointerEvent) {
        let Some(element) = current_target(event) else {
            return;
        };
        let pointer = self.pointer(surface, event, &element);
        if self.gestures.borrow().is_active() {
            self.gesture(surface, |gestures, shown| gestures.drag(pointer, shown));
            return;
        }
        let region = self.picture.hit(surface, pointer.x, pointer.y);
        let target = region.map(|region| region.target);
        let folds = self
            .player
            .live
            .with_state(|state| has_lane_tools(&self.player.live.run.model, state));
        let _ = element.set_attribute("data-cursor", cursor(target, folds));
        if self
            .player
            .live
            .point_at(target.filter(|_| surface == Surface::Lanes))
        {
            self.player.frames.request();
        }
        let tip = target
            .filter(|_| event.pointer_type() == "mouse")
            .and_then(|target| Tip::of(target, event.client_x() as f32, event.client_y() as f32));
        self.tip.set(tip);
    }

    fn up(&self, event: &PointerEvent) {
        let actions = self.gestures.borrow_mut().release(event.pointer_id());
        self.act(actions);
    }

    fn left(&self) {
        self.tip.set(None);
        if self.player.live.point_at(None) {
            self.player.frames.request();
        }
    }

    /// A double click moves the playhead there.
    fn twice(&self, event: &MouseEvent) {
        let Some(element) = current_target(event) else {
            return;
        };
        let x = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
        let x = self.picture.in_scene(Surface::Lanes, x);
        let position = self.picture.with_scene(Surface::Lanes, |scene| {
            scene.scale.position(x - f64::from(scene.area.x))
        });
        self.player.act.emit(Action::GoPosition(position));
    }

    fn wheel(&self, event: &Event) {
        let Some(event) = event.dyn_ref::<WheelEvent>() else {
            return;
        };
        let Some(element) = current_target(event) else {
            return;
        };
        let x_px = f64::from(event.client_x()) - element.get_bounding_client_rect().left();
        let x_px = self.picture.in_scene(Surface::Lanes, x_px);
        // Firefox reports lines for a mouse's wheel.
        let px = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            16.0
        };
        let delta = [event.delta_x() * px, event.delta_y() * px];
        let scrolls = self
            .picture
            .with_scene(Surface::Lanes, |scene| scene.scroll_max_px > 0.0);
        let zooms = event.ctrl_key() || event.meta_key();
        if let Some(action) = wheel(delta, x_px, zooms, event.shift_key(), scrolls) {
            event.prevent_default();
            self.player.act.emit(action);
        }
    }
}

struct Handlers {
    down: Callback<PointerEvent>,
    moved: Callback<PointerEvent>,
    up: Callback<PointerEvent>,
    left: Callback<PointerEvent>,
    twice: Callback<MouseEvent>,
}

impl Handlers {
    fn new(hand: &Rc<Hand>, surface: Surface) -> Self {
        let (down, moved, up) = (hand.clone(), hand.clone(), hand.clone());
        let (left, twice) = (hand.clone(), hand.clone());
        Self {
            down: Callback::from(move |event: PointerEvent| down.down(surface, &event)),
            moved: Callback::from(move |event: PointerEvent| moved.moved(surface, &event)),
            up: Callback::from(move |event: PointerEvent| up.up(&event)),
            left: Callback::from(move |_| left.left()),
            twice: Callback::from(move |event: MouseEvent| twice.twice(&event)),
        }
    }
}

fn current_target(event: &Event) -> Option<Element> {
    // Yew listens at the root of the page, where `currentTarget` is no use.
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(".lanes, .overview").ok()?
}

/// What of a size is laid out where it is drawn so much larger.
fn smaller(size: Size, magnified: f64) -> Size {
    let part = |px: f32| (f64::from(px) / magnified) as f32;
    Size {
        width_px: part(size.width_px),
        height_px: part(size.height_px),
    }
}

/// The name of the cursor over a target: `run.css` has one for each. `folds` where a click on a title does.
fn cursor(target: Option<Target>, folds: bool) -> &'static str {
    match target {
        Some(Target::Ruler | Target::Playhead | Target::OverviewStart | Target::OverviewEnd) => "across",
        Some(Target::OverviewWindow) => "grab",
        Some(Target::Overview | Target::Lanes) | None => "plain",
        Some(Target::Group(_)) if !folds => "plain",
        Some(_) => "point",
    }
}
