//! Keeping a row in sight within its own panel: the page around it stays where it is.

use web_sys::HtmlElement;
use yew::prelude::*;

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

#[cfg(test)]
mod tests {
    use super::*;

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
