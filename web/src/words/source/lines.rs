//! The lines of a source file: which lanes are at them, and a click on one leads to the next moment it ran.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use laneway_model::{Model, Moment};
use laneway_trace::Location;
use laneway_view::{chip, function_at, lines_of};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::chip::ActorChip;
use crate::dom;
use crate::player::Player;

use super::super::rust::{Line, Tint, lines};
use super::super::scroll::use_now_in_sight;
use super::super::window::{Earlier, Later, Reach, use_leaf};
use super::when::WHEN_ID;
use super::{has_run, place_of};

const REACH: Reach = Reach {
    before: 200,
    after: 200,
};

/// So many lanes at one line are named.
const MOST_CHIPS: usize = 3;

/// To which moment of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The next one, and after the last one the first.
    Onward,
    Next,
    Back,
}

#[derive(PartialEq, Properties)]
pub struct LinesProps {
    pub player: Player,
    pub file: Rc<str>,
    /// Where the lane in focus is.
    pub place: Option<Location>,
    /// The line of this file that is spoken of.
    pub held: Option<u32>,
    pub go: Callback<(Rc<str>, u32, Way)>,
}

/// One file, the line of the lane in focus in sight.
#[component]
pub fn Lines(props: &LinesProps) -> Html {
    let LinesProps {
        player,
        file,
        place,
        held,
        go,
    } = props;
    let (model, now) = (player.model(), player.moment);
    let source = use_memo(file.clone(), |file| {
        let text = model.header.sources.get(&**file);
        text.map_or_else(Vec::new, |text| lines(file, text))
    });
    let part = part_to_mark(model, file, place.as_ref());
    let line = place
        .as_ref()
        .filter(|place| *place.file == **file)
        .map(|place| place.line as usize)
        .or(part.as_ref().map(|part| part.start));
    let middle = line.unwrap_or(1).saturating_sub(1);
    let leaf = use_leaf(source.len(), middle, REACH);
    let panel = use_node_ref();
    use_now_in_sight(&panel, (line, file.clone()));
    let here = lanes_by_line(model, file, now);
    let ran = |number: usize| has_run(player, file, number as u32);
    let clickable: Vec<usize> = leaf
        .rows
        .clone()
        .map(|index| index + 1)
        .filter(|line| ran(*line))
        .collect();
    // One of the lines can be reached by Tab, and the others from there by arrow keys.
    let first = held
        .map(|line| line as usize)
        .filter(|line| clickable.contains(line));
    let first = first.or(clickable.first().copied());
    let rows = leaf.rows.clone().map(|index| {
        let number = index + 1;
        let shown = Shown {
            number,
            lanes: here.get(&number).map_or(&[], |lanes| &lanes[..]),
            current: line == Some(number),
            in_part: part.as_ref().is_some_and(|part| part.contains(&number)),
            ran: clickable.binary_search(&number).is_ok(),
            by_tab: first == Some(number),
        };
        source_line(player, &source[index], &shown)
    });
    let onclick = {
        let (file, go) = (file.clone(), go.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(line) = clicked_line(&event) {
                go.emit((file.clone(), line, Way::Onward));
            }
        })
    };
    let onkeydown = {
        let (file, go) = (file.clone(), go.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(line) = line_by_key(&event) {
                event.prevent_default();
                go.emit((file.clone(), line, Way::Back));
            }
        })
    };
    html! {
        <div class="scroll long source" ref={panel} tabindex="0" data-scrolls="">
            <Earlier leaf={leaf.clone()} />
            <ol class="source-lines" {onclick} {onkeydown}>{ for rows }</ol>
            <Later leaf={leaf.clone()} />
        </div>
    }
}

/// The line that was clicked on, if it ran: not another button in it, nor a text that was selected.
fn clicked_line(event: &MouseEvent) -> Option<u32> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let button = target.closest("button").ok()?;
    if button.is_some_and(|button| !is_number(&button)) {
        return None;
    }
    let selects = dom::window()
        .get_selection()
        .ok()?
        .is_some_and(|selection| !selection.is_collapsed());
    (!selects).then(|| line_of(&target)).flatten()
}

/// The number of the line in which an element stands, if it ran.
fn line_of(element: &Element) -> Option<u32> {
    let line = element.closest("[data-ran]").ok()??;
    line.get_attribute("data-ran")?.parse().ok()
}

/// Moves the focus among the lines that ran by arrow keys, Home and End; the line of which Shift + Enter asks for
/// the moment before.
fn line_by_key(event: &KeyboardEvent) -> Option<u32> {
    let target: Element = event.target()?.dyn_into().ok()?;
    if !is_number(&target) {
        return None;
    }
    let key = event.key();
    if key == "Enter" {
        return line_of(&target).filter(|_| event.shift_key());
    }
    let all = target
        .closest("ol")
        .ok()??
        .query_selector_all("button.source-number")
        .ok()?;
    let numbers = 0..all.length();
    let at = numbers.clone().find(|&index| {
        all.get(index)
            .is_some_and(|node| node.is_same_node(Some(&target)))
    })?;
    let to = match key.as_str() {
        "ArrowUp" => at.saturating_sub(1),
        "ArrowDown" => (at + 1).min(numbers.end - 1),
        "Home" => 0,
        "End" => numbers.end - 1,
        _ => return None,
    };
    event.prevent_default();
    if let Some(button) = all.get(to).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        // It fails for no element that is in the document.
        let _ = button.focus();
    }
    None
}

/// The lanes at each line of a file that are not at their end.
fn lanes_by_line(model: &Model, file: &str, now: Moment) -> BTreeMap<usize, Rc<Vec<u32>>> {
    let mut lines = BTreeMap::<usize, Vec<u32>>::new();
    for (lane, facts) in model.lanes.iter().enumerate() {
        let begun = facts.begin_row < now.0;
        let ended = facts.end_row.is_some_and(|row| row < now.0);
        let lane = lane as u32;
        if !begun || ended {
            continue;
        }
        if let Some(place) = place_of(model, lane, now).filter(|place| place.file == file) {
            lines.entry(place.line as usize).or_default().push(lane);
        }
    }
    lines
        .into_iter()
        .map(|(line, lanes)| (line, Rc::new(lanes)))
        .collect()
}

/// The lines of a counterpart in which the lane's part of the program stands.
fn part_to_mark(model: &Model, file: &str, place: Option<&Location>) -> Option<Range<usize>> {
    let lesson = model.header.lesson.as_ref()?;
    let is_counterpart = lesson.counterparts.iter().any(|counterpart| counterpart == file);
    let place = place.filter(|place| is_counterpart && place.file == lesson.source)?;
    let function = function_at(model.header.sources.get(&lesson.source)?, place.line)?;
    let lines = lines_of(model.header.sources.get(file)?, function)?;
    Some(lines.start as usize..lines.end as usize)
}

/// The class of the number of a line.
const NUMBER: &str = "source-number";

fn is_number(element: &Element) -> bool {
    element.matches(".source-number").unwrap_or(false)
}

/// What is shown of a line beside its text.
struct Shown<'a> {
    number: usize,
    lanes: &'a [u32],
    /// The lane in focus is there.
    current: bool,
    in_part: bool,
    ran: bool,
    /// Tab leads to it.
    by_tab: bool,
}

fn source_line(player: &Player, line: &Line, shown: &Shown<'_>) -> Html {
    let piece = |(tint, text): &(Tint, String)| match tint {
        Tint::Plain => html! { {text.clone()} },
        Tint::Keyword => html! { <b>{ text.clone() }</b> },
        Tint::Comment => html! { <span class="source-comment">{ text.clone() }</span> },
    };
    let (indent, rest) = match line.first() {
        Some((Tint::Plain, text)) => text.split_at(indent_end(text)),
        _ => ("", ""),
    };
    let Shown {
        number,
        lanes,
        current,
        ..
    } = *shown;
    let class = classes!(
        "source-line",
        current.then_some("is-now"),
        shown.in_part.then_some("is-part"),
        (!lanes.is_empty()).then_some("has-lanes"),
        shown.ran.then_some("has-run")
    );
    html! {
        <li key={number} {class} data-now={current.then_some("")} aria-current={current.then_some("true")}
            data-ran={shown.ran.then(|| number.to_string())}>
            if shown.ran {
                <button class={NUMBER} type="button" tabindex={if shown.by_tab { "0" } else { "-1" }}
                    aria-describedby={WHEN_ID}>{ number }</button>
            } else {
                <span class={NUMBER}>{ number }</span>
            }
            <code class="source-code">
                if !indent.is_empty() {
                    <span class="source-indent">{ indent.to_owned() }</span>{ rest.to_owned() }
                }
                { for line.iter().skip(usize::from(!indent.is_empty())).map(piece) }
            </code>
            if !lanes.is_empty() {
                <span class="source-lanes">
                    { for lanes.iter().take(MOST_CHIPS).map(|&lane| lane_chip(player, lane)) }
                    if lanes.len() > MOST_CHIPS {
                        <span class="source-more">{ format!("+{}", lanes.len() - MOST_CHIPS) }</span>
                    }
                </span>
            }
        </li>
    }
}

/// Where a text stands after its first letter, if spaces lead to that; otherwise 0. There it is not to be
/// broken: a line would look empty, with what is too long for it below.
fn indent_end(text: &str) -> usize {
    let letter = text.char_indices().find(|(_, letter)| !letter.is_whitespace());
    letter
        .filter(|&(at, _)| at > 0)
        .map_or(0, |(at, letter)| at + letter.len_utf8())
}

fn lane_chip(player: &Player, lane: u32) -> Html {
    let model = player.model();
    let actor = model.lanes[lane as usize].actor;
    let chip = chip(model, actor, player.moment);
    html! { <ActorChip player={player.clone()} {chip} /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indent_ends_after_the_first_letter() {
        let check = |text, expected| assert_eq!(indent_end(text), expected);
        check("    sleep(1);", 5);
        check("  睡();", 5);
        check("fn main() {", 0);
        check("    ", 0);
        check("", 0);
    }
}
