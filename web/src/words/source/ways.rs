//! The ways to the source files of a run.

use std::rc::Rc;

use laneway_view::shown;
use wasm_bindgen::JsCast as _;
use yew::prelude::*;

use crate::player::Player;
use crate::settings::use_settings;

use super::side::{Side, Sides};

#[derive(PartialEq, Properties)]
pub struct WaysProps {
    pub player: Player,
    pub sides: Sides,
    /// The files that are shown.
    pub shown: Vec<Rc<str>>,
    pub choose: Callback<Side>,
}

/// A tab for each language of a lesson's program, for both side by side, and for its other files; or a list, where
/// there is no lesson.
#[component]
pub fn Ways(props: &WaysProps) -> Html {
    let settings = use_settings().settings;
    let WaysProps { player, sides, .. } = props;
    if player.model().header.sources.len() < 2 {
        return html! {};
    }
    let pair = props.shown.len() > 1;
    let tab = |label: String, side: Side, pressed: bool| {
        html! {
            <button class="source-tab" type="button" aria-pressed={pressed.to_string()}
                onclick={props.choose.reform(move |_: MouseEvent| side.clone())}>
                { label }
            </button>
        }
    };
    let Some(program) = &sides.program else {
        let file = props.shown[0].clone();
        return html! { <FileSelect player={player.clone()} {file} choose={props.choose.clone()} /> };
    };
    let is_shown = |file: &Rc<str>| !pair && props.shown.first() == Some(file);
    let file_tab = |file: &Rc<str>| {
        let label = shown(short_path(file), MOST_OF_PATH).into_owned();
        tab(label, Side::File(file.clone()), is_shown(file))
    };
    html! {
        <div class="source-file source-tabs">
            { tab("Rust".to_owned(), Side::File(program.clone()), is_shown(program)) }
            if let [python] = &sides.counterparts[..] {
                { tab("Python".to_owned(), Side::Counterpart, is_shown(python)) }
            } else {
                { for sides.counterparts.iter().map(file_tab) }
            }
            if sides.pair {
                { tab(settings.t("source-pair"), Side::Both, pair) }
            }
            { for sides.others.iter().map(file_tab) }
        </div>
    }
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
    file: Rc<str>,
    choose: Callback<Side>,
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
            choose.emit(Side::File(select.value().into()));
        }
    });
    html! {
        <label class="source-file">
            <span class="visually-hidden">{ settings.t("source-file") }</span>
            <select {onchange}>
                { for props.player.model().header.sources.keys().map(|file| html! {
                    <option value={file.clone()} selected={**file == *props.file}>{ shown(short_path(file), MOST_OF_PATH).into_owned() }</option>
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
}
