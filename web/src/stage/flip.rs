//! Motion: what stands in another place than before goes there from where it was (First, Last, Invert,
//! Play; Paul Lewis, "FLIP your animations", 2015).
//!
//! Elements are known by their `data-key`, so one that is rendered anew elsewhere moves as well. What is
//! new fades in, from the side of its `data-enter`; what is gone is gone. The cost follows what is on the stage, once a moment.

use std::collections::HashMap;

use js_sys::{Function, JSON, Reflect};
use laneway_model::Moment;
use laneway_view::Language;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Animation, Element, HtmlElement};
use yew::prelude::*;

use crate::dom;

/// When the playhead went farther than this at once, motion would not explain but confuse.
const FARTHEST_EVENTS: u32 = 4;

/// As `--move` in the style sheet.
const MOVE: &str = r#"{"duration": 240, "easing": "cubic-bezier(0.2, 0.7, 0.2, 1)"}"#;

/// Shorter ways are not worth a motion.
const SHORTEST_PX: f64 = 1.0;

/// Moves the elements with a `data-key` within `root` whenever the moment changes. Another language only
/// changes where they stand.
#[hook]
pub fn use_flip(root: &NodeRef, at: Moment, language: Language) {
    let flip = use_mut_ref(Flip::default);
    let root = root.clone();
    use_effect_with((at, language), move |(at, _)| {
        if let Some(root) = root.cast::<Element>() {
            flip.borrow_mut().follow(&root, *at);
        }
    });
}

/// A place within the root, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Place {
    x: f64,
    y: f64,
}

impl Place {
    fn minus(self, other: Self) -> Self {
        Self {
            x: self.x - other.x,
            y: self.y - other.y,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }

    fn is_near(self) -> bool {
        self.x.abs() < SHORTEST_PX && self.y.abs() < SHORTEST_PX
    }
}

/// How something comes to its place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Motion {
    /// From so far off.
    From(Place),
    /// Out of nothing.
    FadeIn,
}

/// Where everything was.
#[derive(Default)]
struct Flip {
    at: Moment,
    width_px: i32,
    places: HashMap<String, Place>,
    running: Vec<Animation>,
}

impl Flip {
    fn follow(&mut self, root: &Element, at: Moment) {
        let width_px = root.client_width();
        let explains = (1..=FARTHEST_EVENTS).contains(&at.0.abs_diff(self.at.0))
            && width_px == self.width_px
            && !dom::media("(prefers-reduced-motion: reduce)");
        let elements = keyed(root);
        // What is under way goes on from where it is seen, not from where it belongs.
        let seen = (explains && !self.running.is_empty()).then(|| measure(root, &elements));
        for animation in self.running.drain(..) {
            animation.cancel();
        }
        let places = measure(root, &elements);
        if explains {
            for (key, element) in &elements {
                let under_way = seen
                    .as_ref()
                    .map_or(Place::default(), |seen| seen[key].minus(places[key]));
                let motion = motion(self.places.get(key).copied(), under_way, places[key]);
                self.running
                    .extend(motion.and_then(|motion| play(element, motion)));
            }
        }
        self.at = at;
        self.width_px = width_px;
        self.places = places;
    }
}

/// How an element comes from its old place, which it was `under_way` to, to its new one.
fn motion(old: Option<Place>, under_way: Place, new: Place) -> Option<Motion> {
    let Some(old) = old else {
        return Some(Motion::FadeIn);
    };
    let way = old.plus(under_way).minus(new);
    (!way.is_near()).then_some(Motion::From(way))
}

/// From how far to the right something new comes in, by its `data-enter`.
fn entrance_px(side: Option<&str>) -> i32 {
    match side {
        Some("left") => -40,
        Some("right") => 40,
        _ => 0,
    }
}

fn keyed(root: &Element) -> Vec<(String, Element)> {
    let Ok(nodes) = root.query_selector_all("[data-key]") else {
        return Vec::new();
    };
    let elements = (0..nodes.length()).filter_map(|index| nodes.get(index)?.dyn_into::<Element>().ok());
    elements
        .filter_map(|element| Some((element.get_attribute("data-key")?, element)))
        .collect()
}

/// Where the elements are now, their motion included.
fn measure(root: &Element, elements: &[(String, Element)]) -> HashMap<String, Place> {
    let (origin, drawn) = (corner(root), drawn_larger(root));
    let own = |place: Place| Place {
        x: place.x / drawn,
        y: place.y / drawn,
    };
    elements
        .iter()
        .map(|(key, element)| (key.clone(), own(corner(element).minus(origin))))
        .collect()
}

/// How much larger an element is on the screen than by its own measures: a hall has a zoomed stage.
fn drawn_larger(root: &Element) -> f64 {
    let own_px = root
        .dyn_ref::<HtmlElement>()
        .map_or(0.0, |root| f64::from(root.offset_width()));
    let ratio = root.get_bounding_client_rect().width() / own_px.max(1.0);
    // A width is told in whole pixels.
    if (ratio - 1.0).abs() < 0.02 || own_px < 1.0 {
        1.0
    } else {
        ratio
    }
}

fn corner(element: &Element) -> Place {
    let area = element.get_bounding_client_rect();
    Place {
        x: area.left(),
        y: area.top(),
    }
}

/// Starts the motion. By the Web Animations interface, which no policy for styles forbids; `web-sys` has
/// it only among what is unstable, so it is called by name. A browser without it jumps.
fn play(element: &Element, motion: Motion) -> Option<Animation> {
    let frames = match motion {
        Motion::From(Place { x, y }) => {
            format!(
                r#"{{"transform": ["translate({x:.1}px, {y:.1}px)", "none"], "zIndex": ["1", "1"]}}"#
            )
        }
        Motion::FadeIn => {
            let x = entrance_px(element.get_attribute("data-enter").as_deref());
            format!(r#"{{"opacity": ["0", "1"], "transform": ["translate({x}px)", "none"]}}"#)
        }
    };
    let animate: Function = Reflect::get(element, &JsValue::from_str("animate"))
        .ok()?
        .dyn_into()
        .ok()?;
    let (frames, options) = (JSON::parse(&frames).ok()?, JSON::parse(MOVE).ok()?);
    animate.call2(element, &frames, &options).ok()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(x: f64, y: f64) -> Place {
        Place { x, y }
    }

    #[test]
    fn what_is_new_fades_in_and_what_stays_stays() {
        assert_eq!(motion(None, at(0.0, 0.0), at(5.0, 5.0)), Some(Motion::FadeIn));
        assert_eq!(motion(Some(at(5.0, 5.0)), at(0.0, 0.0), at(5.4, 5.0)), None);
    }

    #[test]
    fn what_moves_starts_where_it_is_seen() {
        let from = |x, y| Some(Motion::From(at(x, y)));
        assert_eq!(
            motion(Some(at(90.0, 10.0)), at(0.0, 0.0), at(10.0, 10.0)),
            from(80.0, 0.0)
        );
        // Half-way to 50 from 90 when it is sent to 10.
        assert_eq!(
            motion(Some(at(50.0, 10.0)), at(20.0, 0.0), at(10.0, 10.0)),
            from(60.0, 0.0)
        );
    }
}
