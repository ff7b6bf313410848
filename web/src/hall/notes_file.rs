//! The lecturer's notes as a small file, to be taken to another browser.

use laneway_trace::Header;
use laneway_view::Action;
use serde_json::{Value, json};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::dom::document;
use crate::player::Player;
use crate::settings::use_settings;

use super::own_notes::OwnNotes;

/// What every such file has, with the version of its form.
const MARK: &str = "laneway_notes";

/// Why a file's notes are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no file of notes.
    NoNotes,
    /// They are for another lesson or run.
    OtherRun,
}

/// The notes of a run, with what they belong to.
pub fn to_file(notes: &OwnNotes, header: &Header) -> String {
    let lesson = header.lesson.as_ref().map(|lesson| &lesson.id);
    let file = json!({
        MARK: 1, "lesson": lesson, "started_unix_ms": header.started_unix_ms, "events": header.events,
        "notes": notes.to_json(),
    });
    format!("{file:#}\n")
}

/// Reads a file for a run. Another run of the same lesson takes the notes at its steps, but no stops.
///
/// # Errors
/// If it is something else, or belongs elsewhere.
pub fn from_file(text: &str, header: &Header) -> Result<OwnNotes, Refusal> {
    let file: Value = serde_json::from_str(text).map_err(|_| Refusal::NoNotes)?;
    if file.get(MARK).and_then(Value::as_u64) != Some(1) {
        return Err(Refusal::NoNotes);
    }
    let notes = file.get("notes").map(OwnNotes::from_json);
    let notes = notes.ok_or(Refusal::NoNotes)?;
    let number = |name: &str| file.get(name).and_then(Value::as_u64);
    let same_run = number("started_unix_ms") == Some(header.started_unix_ms)
        && number("events") == Some(header.events);
    let lesson = header.lesson.as_ref().map(|lesson| lesson.id.as_str());
    if file.get("lesson").and_then(Value::as_str) != lesson {
        return Err(Refusal::OtherRun);
    }
    match (same_run, lesson) {
        (true, _) => Ok(notes),
        (false, Some(_)) => Ok(notes.with_stops(&[])),
        (false, None) => Err(Refusal::OtherRun),
    }
}

#[derive(PartialEq, Properties)]
pub struct NotesFileProps {
    pub player: Player,
    /// Called once the notes of a file are kept.
    pub opened: Callback<()>,
}

/// Saves the notes as a file, and takes those of a file.
#[component]
pub fn NotesFile(props: &NotesFileProps) -> Html {
    let settings = use_settings().settings;
    let said = use_state_eq(|| None::<&'static str>);
    let live = props.player.live.clone();
    let save = Callback::from(move |_: MouseEvent| {
        let header = &live.run.model.header;
        download(&file_name(header), &to_file(&OwnNotes::of(header), header));
    });
    let (player, opened, setter) = (props.player.clone(), props.opened.clone(), said.setter());
    let onchange = Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        // Or choosing the same file again would change nothing.
        input.set_value("");
        let (player, opened, setter) = (player.clone(), opened.clone(), setter.clone());
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await;
            let text = text.ok().and_then(|text| text.as_string()).unwrap_or_default();
            setter.set(Some(match from_file(&text, &player.model().header) {
                Ok(notes) => {
                    take(&player, notes);
                    opened.emit(());
                    "notes-opened"
                }
                Err(Refusal::NoNotes) => "notes-none",
                Err(Refusal::OtherRun) => "notes-elsewhere",
            }));
        });
    });
    let label = settings.t("notes-open");
    html! {
        <div class="notes-file">
            <button class="button notes-save" type="button" onclick={save}>{ settings.t("notes-save") }</button>
            <label class="button file-button">
                <span>{ label }</span>
                <input type="file" class="visually-hidden" accept=".json" {onchange} />
            </label>
            <span role="status">{ said.map(|said| settings.t(said)).unwrap_or_default() }</span>
        </div>
    }
}

/// Has the browser keep a file's notes beside those at other places, and stops at its stops.
fn take(player: &Player, notes: OwnNotes) {
    for stop in notes.stops() {
        player.act.emit(Action::AddOwnStop(stop));
    }
    OwnNotes::change(&player.model().header, |kept| kept.take(notes));
}

fn file_name(header: &Header) -> String {
    let lesson = header.lesson.as_ref();
    let name = lesson.map_or("run", |lesson| lesson.id.as_str());
    format!("{name}.notes.json")
}

/// Has the browser save a small text.
fn download(name: &str, text: &str) {
    let link = document().create_element("a").ok();
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    let text = String::from(js_sys::encode_uri_component(text));
    let href = format!("data:application/json;charset=utf-8,{text}");
    // They fail for no name of an attribute that is one.
    let _ = link.set_attribute("href", &href);
    let _ = link.set_attribute("download", name);
    link.click();
}

#[cfg(test)]
mod tests {
    use laneway_model::Moment;
    use laneway_trace::Lesson;

    use super::super::own_notes::At;
    use super::*;

    fn run(lesson: Option<&str>, events: u64) -> Header {
        Header {
            started_unix_ms: 1_700_000_000_000,
            events,
            lesson: lesson.map(|id| Lesson {
                id: id.into(),
                ..Lesson::default()
            }),
            ..Header::default()
        }
    }

    #[test]
    fn a_file_is_for_the_run_that_it_belongs_to() {
        let mut notes = OwnNotes::default().with_stops(&[Moment(7)]);
        notes.note(At::Step("sale".into()), "Ask \"why\".".into());
        let check = |of: &Header, to: &Header, expected| {
            assert_eq!(from_file(&to_file(&notes, of), to), expected);
        };
        let (lesson, own) = (run(Some("ticket-lock"), 90), run(None, 90));
        check(&lesson, &lesson, Ok(notes.clone()));
        check(&own, &own, Ok(notes.clone()));
        // Its steps are those of every run of the lesson, its stops are not.
        let without = notes.clone().with_stops(&[]);
        check(&lesson, &run(Some("ticket-lock"), 91), Ok(without));
        check(&lesson, &run(Some("deadlock"), 90), Err(Refusal::OtherRun));
        check(&own, &run(None, 91), Err(Refusal::OtherRun));
        check(&own, &lesson, Err(Refusal::OtherRun));
        for odd in ["", "{}", "[]", r#"{"laneway_notes":2,"notes":{}}"#] {
            assert_eq!(from_file(odd, &own), Err(Refusal::NoNotes), "{odd}");
        }
    }
}
