//! The panel of the source: the program, with the line that each lane is at.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use laneway_model::{Model, Moment};
use laneway_trace::Location;
use laneway_view::{chip, focus, function_at, lines_of, shown};
use wasm_bindgen::JsCast as _;
use yew::prelude::*;

use crate::chip::ActorChip;
use crate::player::Player;
use crate::settings::use_settings;

use super::rust::{Line, Tint, lines};
use super::scroll::use_now_in_sight;
use super::window::{Earlier, Later, Reach, use_leaf};

const REACH: Reach = Reach {
    before: 200,
    after: 200,
};

/// So many lanes at one line are named.
const MOST_CHIPS: usize = 3;

#[derive(PartialEq, Properties)]
pub struct SourceProps {
    pub player: Player,
}

/// A source file of the run, the line of the lane in focus in sight.
#[component]
pub fn Source(props: &SourceProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let (model, now) = (player.model(), player.moment);
    let chosen = use_state_eq(|| None::<String>);
    let lane = focus(model, &player.live.timeline, player.state.selection, now);
    let place = lane.and_then(|lane| place_of(model, lane, now));
    let file = file_to_show(model, chosen.as_deref(), place);
    let source = use_memo(file.clone(), |file| {
        let text = file
            .as_ref()
            .and_then(|file| Some((file, model.header.sources.get(file)?)));
        text.map_or_else(Vec::new, |(file, text)| lines(file, text))
    });
    let part = part_to_mark(model, file.as_deref(), place);
    let line = place
        .filter(|place| Some(&place.file) == file.as_ref())
        .map(|place| place.line as usize)
        .or(part.as_ref().map(|part| part.start));
    let middle = line.unwrap_or(1).saturating_sub(1);
    let leaf = use_leaf(source.len(), middle, REACH);
    let panel = use_node_ref();
    use_now_in_sight(&panel, (line, file.clone()));
    let Some(file) = file else {
        return html! { <div class="empty"><p>{ settings.t("source-none") }</p></div> };
    };
    let here = lanes_by_line(model, &file, now);
    let rows = leaf.rows.clone().map(|index| {
        let lanes = here.get(&(index + 1)).cloned().unwrap_or_default();
        let current = line == Some(index + 1);
        let in_part = part.as_ref().is_some_and(|part| part.contains(&(index + 1)));
        source_line(player, &source[index], index + 1, &lanes, (current, in_part))
    });
    html! {
        <div class="scroll long source" ref={panel} tabindex="0" data-scrolls="">
            { ways_to_files(player, &file, &{
                let setter = chosen.setter();
                Callback::from(move |file| setter.set(Some(file)))
            }) }
            <Earlier leaf={leaf.clone()} />
            <ol class="source-lines">{ for rows }</ol>
            <Later leaf={leaf.clone()} />
        </div>
    }
}

/// A lane's place in the source.
fn place_of(model: &Model, lane: u32, now: Moment) -> Option<&Location> {
    let location = model.line_at(lane, now)?;
    model.header.locations.get(location.index())
}

/// The file that was chosen, or the one that the lane in focus is in, or the main one, or any.
fn file_to_show(model: &Model, chosen: Option<&str>, place: Option<&Location>) -> Option<String> {
    let sources = &model.header.sources;
    let main = model.header.lesson.as_ref().map(|lesson| lesson.source.as_str());
    let wanted = [chosen, place.map(|place| place.file.as_str()), main];
    let known = wanted
        .into_iter()
        .flatten()
        .find(|&file| sources.contains_key(file));
    known
        .or_else(|| sources.keys().next().map(String::as_str))
        .map(str::to_owned)
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
fn part_to_mark(model: &Model, file: Option<&str>, place: Option<&Location>) -> Option<Range<usize>> {
    let lesson = model.header.lesson.as_ref()?;
    let file = file.filter(|file| lesson.counterparts.iter().any(|counterpart| counterpart == file))?;
    let place = place.filter(|place| place.file == lesson.source)?;
    let function = function_at(model.header.sources.get(&lesson.source)?, place.line)?;
    let lines = lines_of(model.header.sources.get(file)?, function)?;
    Some(lines.start as usize..lines.end as usize)
}

/// A tab for each language of a lesson's program and for its other files; or a list, where there is no lesson.
fn ways_to_files(player: &Player, file: &str, choose: &Callback<String>) -> Html {
    let header = &player.model().header;
    if header.sources.len() < 2 {
        return html! {};
    }
    let Some(lesson) = header
        .lesson
        .as_ref()
        .filter(|lesson| !lesson.counterparts.is_empty())
    else {
        return html! { <FileSelect player={player.clone()} file={file.to_owned()} choose={choose.clone()} /> };
    };
    let others = header.sources.keys();
    let others = others.filter(|name| **name != lesson.source && !lesson.counterparts.contains(name));
    let files = std::iter::once(&lesson.source)
        .chain(&lesson.counterparts)
        .chain(others);
    let tab = |name: &String| {
        let label = match () {
            () if *name == lesson.source => "Rust",
            () if lesson.counterparts.len() == 1 && lesson.counterparts[0] == *name => "Python",
            () => short_path(name),
        };
        let name = name.clone();
        html! {
            <button class="source-tab" type="button" aria-pressed={(name == file).to_string()}
                onclick={choose.reform(move |_: MouseEvent| name.clone())}>
                { shown(label, MOST_OF_PATH).into_owned() }
            </button>
        }
    };
    html! { <div class="source-file source-tabs">{ for files.map(tab) }</div> }
}

fn source_line(
    player: &Player,
    line: &Line,
    number: usize,
    lanes: &[u32],
    (current, in_part): (bool, bool),
) -> Html {
    let piece = |(tint, text): &(Tint, String)| match tint {
        Tint::Plain => html! { {text.clone()} },
        Tint::Keyword => html! { <b>{ text.clone() }</b> },
        Tint::Comment => html! { <span class="source-comment">{ text.clone() }</span> },
    };
    let (indent, rest) = match line.first() {
        Some((Tint::Plain, text)) => text.split_at(indent_end(text)),
        _ => ("", ""),
    };
    let class = classes!(
        "source-line",
        current.then_some("is-now"),
        in_part.then_some("is-part"),
        (!lanes.is_empty()).then_some("has-lanes")
    );
    html! {
        <li key={number} {class} data-now={current.then_some("")} aria-current={current.then_some("true")}>
            <span class="source-number">{ number }</span>
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

/// So many characters of a file's path are shown.
const MOST_OF_PATH: usize = 80;

/// A file's name and that of its folder: what tells the files of a run apart.
fn short_path(path: &str) -> &str {
    let start = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    &path[start..]
}

#[derive(PartialEq, Properties)]
struct FileSelectProps {
    player: Player,
    file: String,
    choose: Callback<String>,
}

#[component]
fn FileSelect(props: &FileSelectProps) -> Html {
    let settings = use_settings().settings;
    let choose = props.choose.clone();
    let onchange = Callback::from(move |event: Event| {
        let select = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
        if let Some(select) = select {
            choose.emit(select.value());
        }
    });
    html! {
        <label class="source-file">
            <span class="visually-hidden">{ settings.t("source-file") }</span>
            <select {onchange}>
                { for props.player.model().header.sources.keys().map(|file| html! {
                    <option value={file.clone()} selected={*file == props.file}>{ shown(short_path(file), MOST_OF_PATH).into_owned() }</option>
                }) }
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_folder_and_name() {
        let check = |path, expected| assert_eq!(short_path(path), expected);
        check("crates/lessons/src/deadlock/program.rs", "deadlock/program.rs");
        check("/a.rs", "/a.rs");
        check("src/main.rs", "src/main.rs");
        check("main.rs", "main.rs");
    }

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
