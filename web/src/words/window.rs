//! Which rows of a long list are rendered: so many around one of them, whatever the length of the list.

use std::ops::Range;

use yew::prelude::*;

use crate::settings::use_settings;

/// How many rows are rendered before and after the one in the middle.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    pub before: usize,
    pub after: usize,
}

/// The rows to render out of `len` around `middle`. At the ends of the list as many as elsewhere.
pub fn rows_around(len: usize, middle: usize, reach: Reach) -> Range<usize> {
    let size = (reach.before + 1 + reach.after).min(len);
    let start = middle.saturating_sub(reach.before).min(len - size);
    start..start + size
}

/// The rows to render, and how to leaf through the others. Leafing ends when `middle` changes.
#[derive(Clone, PartialEq)]
pub struct Leaf {
    pub rows: Range<usize>,
    len: usize,
    turn: Callback<usize>,
}

/// A window on a list, around `middle` until the user leafs on.
#[hook]
pub fn use_leaf(len: usize, middle: usize, reach: Reach) -> Leaf {
    let turned = use_state_eq(|| None::<(usize, usize)>);
    let around = match *turned {
        Some((then, around)) if then == middle => around,
        _ => middle,
    };
    let setter = turned.setter();
    Leaf {
        rows: rows_around(len, around, reach),
        len,
        turn: Callback::from(move |around| setter.set(Some((middle, around)))),
    }
}

#[derive(PartialEq, Properties)]
pub struct LeafProps {
    pub leaf: Leaf,
}

/// The button above the rows, if there are rows before them.
#[component]
pub fn Earlier(props: &LeafProps) -> Html {
    let Leaf { rows, turn, .. } = &props.leaf;
    leaf_button("rows-earlier", rows.start, turn, rows.start)
}

/// The button below the rows, if there are rows after them.
#[component]
pub fn Later(props: &LeafProps) -> Html {
    let Leaf { rows, turn, len } = &props.leaf;
    leaf_button("rows-later", len - rows.end, turn, rows.end)
}

#[derive(PartialEq, Properties)]
struct ButtonProps {
    message: &'static str,
    hidden: usize,
    turn: Callback<usize>,
    around: usize,
}

fn leaf_button(message: &'static str, hidden: usize, turn: &Callback<usize>, around: usize) -> Html {
    html! { <LeafButton {message} {hidden} turn={turn.clone()} {around} /> }
}

#[component]
fn LeafButton(props: &ButtonProps) -> Html {
    let settings = use_settings().settings;
    if props.hidden == 0 {
        return html! {};
    }
    let around = props.around;
    let count = settings.l10n().count(props.hidden as u64);
    html! {
        <button class="leaf" type="button" onclick={props.turn.reform(move |_: MouseEvent| around)}>
            { settings.with_args(props.message, &[("count", count.into())]) }
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_the_same_size_all_along_a_list() {
        let check = |len, middle, expected| {
            let reach = Reach { before: 3, after: 2 };
            assert_eq!(rows_around(len, middle, reach), expected);
        };
        check(0, 0, 0..0);
        check(4, 2, 0..4);
        check(6, 5, 0..6);
        check(1_000_000, 0, 0..6);
        check(1_000_000, 500, 497..503);
        check(1_000_000, 999_999, 999_994..1_000_000);
        check(10, 99, 4..10);
    }
}
