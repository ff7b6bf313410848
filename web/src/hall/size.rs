//! How large a hall's picture is, its colours, and the whole screen.

use laneway_view::{Action, KeyPress, PRESENT_PX, Size, present_scale};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::dom;
use crate::hooks::use_listener;
use crate::player::Player;
use crate::settings::Settings;

use super::opener::Speaker;

/// The smallest text on the lanes and on the stage, as they are laid out, in pixels.
const SMALLEST: [f64; 2] = [10.0, 12.0];

#[hook]
fn use_window_size() -> Size {
    let size = use_state_eq(dom::window_size);
    let setter = size.setter();
    use_listener(None, "resize", false, move |_| setter.set(dom::window_size()));
    *size
}

/// How much larger lanes are drawn than they are laid out.
#[hook]
pub fn use_magnified(present: bool) -> f64 {
    let window = use_window_size();
    if present {
        magnified(window, SMALLEST[0])
    } else {
        1.0
    }
}

/// How much larger something with a smallest text is drawn.
fn magnified(window: Size, smallest_px: f64) -> f64 {
    (PRESENT_PX * present_scale(window) / smallest_px).max(1.0)
}

/// While a run is presented: measures for the styles, high contrast, and the whole screen where the browser gives it.
#[hook]
pub fn use_hall(player: &Player, place: &NodeRef, settings: &Settings, speaker: &Speaker) {
    let window = use_window_size();
    let present = player.state.present;
    let place = place.clone();
    use_effect_with((present, window), move |&(present, window)| {
        if let Some(place) = place.cast::<HtmlElement>().filter(|_| present) {
            let px = (PRESENT_PX * present_scale(window)).max(SMALLEST[1]);
            dom::set_style(&place, "--hall-px", &format!("{px:.2}px"));
            let zoom = magnified(window, SMALLEST[1]);
            dom::set_style(&place, "--hall-zoom", &format!("{zoom:.3}"));
        }
    });
    let settings = settings.clone();
    use_effect_with((present, settings), |(present, settings)| {
        if *present {
            settings.in_high_contrast().apply();
        }
        let (settings, present) = (settings.clone(), *present);
        move || {
            if present {
                settings.apply();
            }
        }
    });
    use_effect_with(present, |&present| {
        if present {
            dom::full_screen(true);
        }
        move || {
            if present {
                dom::full_screen(false);
            }
        }
    });
    // Escape is the browser's own key while a page has the whole screen. A window for the speaker takes the whole
    // screen away as it opens, and that ends nothing.
    let (player, speaker) = (player.clone(), speaker.clone());
    use_listener(None, "fullscreenchange", false, move |_| {
        let present = player.live.with_state(|state| state.present);
        if present && dom::document().fullscreen_element().is_none() && !speaker.is_open() {
            player.act.emit(Action::TogglePresent);
        }
    });
}

/// What a key does while the screen is black: whatever it is, the run is there again.
pub fn unveils(press: &KeyPress) -> Option<Action> {
    let alone = ["Shift", "Control", "Alt", "Meta"].contains(&press.key.as_str());
    (!alone && !press.ctrl && !press.alt).then_some(Action::ToggleBlank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_text_on_the_lanes_is_legible_in_the_last_row() {
        let check = |width_px, height_px, expected| {
            let times = magnified(Size { width_px, height_px }, 10.0);
            assert_eq!((times * 100.0).round() / 100.0, expected);
        };
        check(1920.0, 1080.0, 2.8);
        check(1280.0, 720.0, 1.87);
        check(390.0, 844.0, 1.0);
    }

    #[test]
    fn any_key_brings_a_black_screen_back() {
        let press = |key: &str, ctrl| KeyPress {
            key: key.into(),
            ctrl,
            ..KeyPress::default()
        };
        assert_eq!(unveils(&press("x", false)), Some(Action::ToggleBlank));
        assert_eq!(unveils(&press("r", true)), None);
        assert_eq!(unveils(&press("Shift", false)), None);
    }
}
