//! The panel of the source: the program and its counterpart, with the line that each lane is at, and the way from
//! a line to the moments at which it ran.

mod lines;
mod side;
mod ways;
mod when;

use std::rc::Rc;

use laneway_model::{Model, Moment};
use laneway_trace::Location;
use laneway_view::{Action, Selection, Visits, focus};
use yew::prelude::*;

use crate::hooks::use_media;
use crate::player::Player;
use crate::settings::use_settings;

use lines::{Lines, Way};
use side::{Side, Sides, files, use_side};
use ways::Ways;
use when::When;

/// Two files side by side need so much.
const WIDE: &str = "(min-width: 1120px)";

#[derive(PartialEq, Properties)]
pub struct SourceProps {
    pub player: Player,
}

/// A source file of the run, or two, the line of the lane in focus in sight.
#[component]
pub fn Source(props: &SourceProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let (model, now) = (player.model(), player.moment);
    let (side, choose) = use_side();
    let wide = use_media(WIDE);
    // The line that was clicked on.
    let held = use_state_eq(|| None::<(Rc<str>, u32)>);
    let lane = focus(model, &player.live.timeline, player.state.selection, now);
    let place = lane.and_then(|lane| place_of(model, lane, now));
    let sides = Sides::of(&model.header, wide);
    let shown = files(
        &model.header,
        &sides,
        &side,
        place.map(|place| place.file.as_str()),
    );
    if shown.is_empty() {
        return html! { <div class="empty"><p>{ settings.t("source-none") }</p></div> };
    }
    let go = {
        let (player, setter) = (player.clone(), held.setter());
        Callback::from(move |(file, line, way): (Rc<str>, u32, Way)| {
            go_from_line(&player, &file, line, way);
            setter.set(Some((file, line)));
        })
    };
    let of_lane = || place.map(|place| (Rc::from(place.file.as_str()), place.line));
    let line = (*held)
        .clone()
        .filter(|(file, _)| shown.contains(file))
        .or_else(of_lane);
    let pane = |file: &Rc<str>| {
        let held = line.as_ref().filter(|(of, _)| of == file).map(|(_, line)| *line);
        html! { <Lines key={file.to_string()} player={player.clone()} {file} place={place.cloned()} {held} go={go.clone()} /> }
    };
    let pair = matches!(side, Side::Both) && shown.len() > 1;
    html! {
        <>
            <div class="source-head">
                <Ways player={player.clone()} {sides} shown={shown.clone()} {choose} />
                <When player={player.clone()} line={line.clone()} go={go.clone()} />
            </div>
            <div class={classes!("source-panes", pair.then_some("source-pair"))}>{ for shown.iter().map(pane) }</div>
        </>
    }
}

/// A lane's place in the source.
fn place_of(model: &Model, lane: u32, now: Moment) -> Option<&Location> {
    let location = model.line_at(lane, now)?;
    model.header.locations.get(location.index())
}

/// When a line ran, as far as one may know.
fn visits(player: &Player, file: &str, line: u32) -> Visits {
    let (model, timeline) = (player.model(), &player.live.timeline);
    let rows = timeline.line_rows(model).get(model, file, line);
    let clock = timeline.clock(model, player.state.clock);
    Visits::new(rows, &clock, player.moment, known_until(player))
}

/// True if a line ran, as far as one may know.
fn has_run(player: &Player, file: &str, line: u32) -> bool {
    let model = player.model();
    let rows = player.live.timeline.line_rows(model).get(model, file, line);
    rows.first().is_some_and(|&row| row < known_until(player).0)
}

/// Until when one may know what happens: while the curtain is down, as far as has been played.
fn known_until(player: &Player) -> Moment {
    if player.state.curtain {
        player.furthest
    } else {
        player.model().end()
    }
}

/// To another moment at which a line ran. If a lane is selected, then from now on the one that ran it.
fn go_from_line(player: &Player, file: &str, line: u32, way: Way) {
    let visits = visits(player, file, line);
    let to = match way {
        Way::Onward => visits.onward(),
        Way::Next => visits.next,
        Way::Back => visits.previous,
    };
    let Some(to) = to else { return };
    let model = player.model();
    let lane = to.row().and_then(|row| model.lane_of_row(row));
    let selected = player.state.selection.lane(model);
    if let (Some(lane), true) = (lane, selected.is_some() && selected != lane) {
        player.act.emit(Action::Select(Selection::Lane(lane)));
    }
    player.act.emit(Action::GoMoment(to));
}
