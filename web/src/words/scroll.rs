//! Keeping in sight what counts now: a row within its own panel, and what a lesson says.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::dom::{document, media, window};

/// Here the whole page scrolls, and not its panels: as in run.css.
const NARROW: &str = "(max-width: 900px)";

/// Where the row comes to lie when it has to be brought into sight, as a part of the panel's height.
const AT: f64 = 0.6;

/// The new scroll position of a panel that shows `height` pixels from `top` on, so that a row from
/// `row_top` to `row_bottom` is in sight; `None` if it is, with a row's height to spare.
fn scrolled(top: f64, height: f64, row_top: f64, row_bottom: f64) -> Option<f64> {
    let spare = (row_bottom - row_top).min(height / 4.0);
    let seen = row_top - spare >= top && row_bottom + spare <= top + height;
    (!seen).then(|| (row_top - height * AT).max(0.0))
}

/// After a change of `follow`, brings the element with the attribute `data-now` into sight.
#[hook]
pub fn use_now_in_sight(panel: &NodeRef, follow: impl PartialEq + 'static) {
    let panel = panel.clone();
    use_effect_with(follow, move |_| {
        let panel = panel.cast::<HtmlElement>();
        let row = panel
            .as_ref()
            .and_then(|panel| panel.query_selector("[data-now]").ok()?);
        if let (Some(panel), Some(row)) = (panel, row) {
            // Measured on the screen, since positions within the panel depend on what stands around the row.
            let (frame, row) = (panel.get_bounding_client_rect(), row.get_bounding_client_rect());
            let top = f64::from(panel.scroll_top());
            let row_top = row.top() - frame.top() + top;
            let height = f64::from(panel.client_height());
            if let Some(to) = scrolled(top, height, row_top, row_top + row.height()) {
                panel.set_scroll_top(to.round() as i32);
            }
        }
    });
}

/// The least that is to be scrolled from the top on, so that something from `top` to `bottom` is in sight within
/// `height`: all of it, or where there is no room for that, from its beginning on.
fn least(height: f64, top: f64, bottom: f64) -> f64 {
    (bottom - height).min(top).max(0.0)
}

/// After a change of `follow`, and when playing stops, brings what a lesson says into sight, within the panel or
/// on a small screen within the page, where the lanes keep as much of it as they can: the question that is asked,
/// or else the step's text. While the run plays, the page of a small screen shows the lanes.
#[hook]
pub fn use_said_in_sight(panel: &NodeRef, rests: bool, follow: impl PartialEq + 'static) {
    let panel = panel.clone();
    use_effect_with((rests, follow), move |&(rests, _)| {
        let Some(panel) = panel.cast::<HtmlElement>() else {
            return;
        };
        let find = |selector| panel.query_selector(selector).ok().flatten();
        let Some(said) = find(".asked > .prompt").or_else(|| find(".step")) else {
            return;
        };
        if !media(NARROW) {
            let to = in_panel(&panel, &said);
            panel.set_scroll_top(to.round() as i32);
        } else if rests {
            bring_into_page(&said);
        } else {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
}

/// How far the panel is to be scrolled.
fn in_panel(panel: &HtmlElement, said: &Element) -> f64 {
    let (frame, said) = (panel.get_bounding_client_rect(), said.get_bounding_client_rect());
    let top = said.top() - frame.top() + f64::from(panel.scroll_top());
    least(f64::from(panel.client_height()), top, top + said.height())
}

/// Scrolls the page if it has to, between what stands fast above and below.
fn bring_into_page(said: &Element) {
    let bar = |selector| {
        let bar = document().query_selector(selector).ok().flatten();
        bar.map(|bar| bar.get_bounding_client_rect())
    };
    let from = bar(".top-bar").map_or(0.0, |bar| bar.bottom());
    let until = bar(".transport").map_or(f64::INFINITY, |bar| bar.top());
    let (said, scrolled) = (
        said.get_bounding_client_rect(),
        window().scroll_y().unwrap_or(0.0),
    );
    if said.top() < from || said.bottom() > until {
        let top = said.top() + scrolled - from;
        let to = least(until - from, top, top + said.height());
        window().scroll_to_with_x_and_y(0.0, to.ceil());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_scrolled_than_what_is_said_needs() {
        let check =
            |top, bottom, expected| assert_eq!(least(100.0, top, bottom), expected, "{top} {bottom}");
        check(20.0, 90.0, 0.0);
        check(20.0, 110.0, 10.0);
        // Too high to be seen at once.
        check(20.0, 300.0, 20.0);
        check(500.0, 550.0, 450.0);
    }

    #[test]
    fn a_row_that_is_in_sight_moves_nothing() {
        let check = |top, row_top, expected| {
            assert_eq!(
                scrolled(top, 100.0, row_top, row_top + 20.0),
                expected,
                "{top} {row_top}"
            );
        };
        check(0.0, 30.0, None);
        check(0.0, 60.0, None);
        check(0.0, 70.0, Some(10.0));
        check(0.0, 500.0, Some(440.0));
        check(500.0, 500.0, Some(440.0));
        check(500.0, 10.0, Some(0.0));
    }
}
