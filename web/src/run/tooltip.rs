//! What lies under the mouse, in words.

use laneway_model::{Model, Moment};
use laneway_view::{
    Message, Target, actor_label, describe_finding, explain, narrate, span_name, state_message,
    time_text,
};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::dom::{set_style, window};
use crate::player::Player;
use crate::settings::{Settings, use_settings};

/// What to tell about, and where the mouse is, in CSS pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tip {
    target: Target,
    x: f32,
    y: f32,
}

impl Tip {
    /// A tip, if there is something to tell.
    pub fn of(target: Target, x: f32, y: f32) -> Option<Self> {
        let tells = matches!(
            target,
            Target::Phase(_)
                | Target::Event(_)
                | Target::Finding(_)
                | Target::Hold(_)
                | Target::Task(_)
                | Target::Span(_)
                | Target::Label(_)
                | Target::Step(_)
        );
        // By steps of a few pixels: a tip that trembles cannot be read.
        let coarse = |px: f32| (px / 4.0).round() * 4.0;
        tells.then_some(Self {
            target,
            x: coarse(x),
            y: coarse(y),
        })
    }
}

#[derive(PartialEq, Properties)]
pub struct TooltipProps {
    pub player: Player,
    pub tip: Tip,
}

/// The tip beside the mouse.
#[component]
pub fn Tooltip(props: &TooltipProps) -> Html {
    let settings = use_settings().settings;
    let node = use_node_ref();
    let placed = node.clone();
    use_effect_with(props.tip, move |tip| {
        let Some(element) = placed.cast::<HtmlElement>() else {
            return;
        };
        let (width, height) = (element.offset_width() as f32, element.offset_height() as f32);
        let room = |side: Result<wasm_bindgen::JsValue, _>| {
            side.ok().and_then(|it| it.as_f64()).unwrap_or(0.0) as f32
        };
        let (right, bottom) = (room(window().inner_width()), room(window().inner_height()));
        let left = (tip.x + 14.0).min(right - width - 8.0).max(8.0);
        let below = tip.y + 18.0;
        let top = if below + height + 8.0 > bottom {
            tip.y - height - 12.0
        } else {
            below
        };
        set_style(&element, "left", &format!("{left}px"));
        set_style(&element, "top", &format!("{top}px"));
    });
    let (title, lines) = words(&props.player, &settings, props.tip.target);
    html! {
        <div class="tooltip" ref={node} aria-hidden="true">
            if !title.is_empty() { <p class="tooltip-title">{ title }</p> }
            { for lines.into_iter().map(|line| html! { <p>{ line }</p> }) }
        </div>
    }
}

fn words(player: &Player, settings: &Settings, target: Target) -> (String, Vec<String>) {
    let model = player.model();
    let say = |messages: Vec<Message>| messages.iter().map(|message| settings.say(message)).collect();
    match target {
        Target::Phase(phase) => {
            let Some(lane) = laneway_view::Selection::Phase(phase).lane(model) else {
                return Default::default();
            };
            let span = model.phase_span(lane, phase);
            let length_ns = model.time_ns(span.end).saturating_sub(model.time_ns(span.start));
            let state = settings.t(state_message(model.phases.state[phase as usize]));
            let title = format!("{state} · {}", settings.l10n().duration(length_ns));
            (
                title,
                say(explain(model, model.lanes[lane as usize].actor, span.start)),
            )
        }
        Target::Event(row) => {
            let time = model.time_ns(Moment::after(row));
            (time_text(time), say(narrate(model, row).into_iter().collect()))
        }
        Target::Finding(finding) => (String::new(), say(describe_finding(model, finding))),
        Target::Hold(hold) => {
            let Some(hold) = model.holds.get(hold as usize) else {
                return Default::default();
            };
            let end_ns = hold
                .end_row
                .map_or(model.duration_ns(), |row| model.time_ns(Moment::after(row)));
            let since_ns = model.time_ns(Moment::after(hold.start_row));
            let length = settings.l10n().duration(end_ns.saturating_sub(since_ns));
            let holder = actor_label(model, model.lanes[hold.lane as usize].actor).into_owned();
            let object = model.object_name(hold.object);
            let words = settings.with_args(
                "tip-hold",
                &[
                    ("who", holder.into()),
                    ("lock", object.into()),
                    ("time", length.into()),
                ],
            );
            (String::new(), vec![words])
        }
        Target::Task(future) => (model.object_name(future).to_owned(), Vec::new()),
        Target::Span(start_row) => {
            let length = settings.l10n().duration(span_length_ns(model, start_row));
            let title = format!("{} · {length}", span_name(model, start_row));
            (title, Vec::new())
        }
        Target::Label(lane) => {
            let actor = model.lanes[lane as usize].actor;
            let row = &model.header.actors[actor.index()];
            let ids = settings.with_args(
                "tip-ids",
                &[
                    ("pid", row.pid.to_string().into()),
                    ("tid", row.tid.to_string().into()),
                ],
            );
            (actor_label(model, actor).into_owned(), vec![ids])
        }
        Target::Step(step) => {
            let lesson = model.header.lesson.as_ref();
            let text = lesson.and_then(|lesson| {
                let (text, _) = settings.lesson_text(lesson);
                text.steps.get(&lesson.steps.get(step as usize)?.id).cloned()
            });
            (
                settings.with_args("step-number", &[("step", (step + 1).into())]),
                text.into_iter().collect(),
            )
        }
        _ => Default::default(),
    }
}

/// How long the stretch lasts that the event in a row opened: to the end of the run if it was never closed.
fn span_length_ns(model: &Model, start_row: u32) -> u64 {
    let spans = model.lane_of_row(start_row).map(|lane| model.lane_spans(lane));
    let spans = spans.unwrap_or_default();
    let place = spans.binary_search_by_key(&start_row, |span| span.start_row);
    let end_row = place.ok().and_then(|place| spans[place].end_row);
    let end_ns = end_row.map_or(model.duration_ns(), |row| model.time_ns(Moment::after(row)));
    end_ns.saturating_sub(model.time_ns(Moment::after(start_row)))
}
