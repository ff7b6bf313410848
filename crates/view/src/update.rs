//! What actions do.

use laneway_model::{Model, Moment};

use crate::explain::focus;
use crate::follow::{followed, resolved};
use crate::lane_choice::has_lane_tools;
use crate::layout::{Geometry, Gutter, gutter};
use crate::{
    Action, Clock, ClockKind, Frame, LaneAction, Range, SPEEDS, Selection, State, TimeScale, Timeline,
    moves,
};

/// A discrete move leaves the playhead so far from the edges of the window, in pixels.
const REVEAL_PX: f64 = 48.0;

/// Does an action: changes the state and gives the position at which the playhead is afterwards, in
/// units of the clock that the state then has. `playhead` is where it is now. Nothing else is touched,
/// and the same arguments always have the same effect.
#[must_use = "the playhead may have moved"]
pub fn update(
    state: &mut State,
    playhead: f64,
    action: Action,
    model: &Model,
    timeline: &Timeline,
) -> f64 {
    let context = Context {
        model,
        timeline,
        clock: timeline.clock(model, state.clock),
        playhead,
    };
    match action {
        Action::Resize(_)
        | Action::Show(_)
        | Action::Fit
        | Action::FitSelection
        | Action::ZoomAt { .. }
        | Action::Zoom(_)
        | Action::PanPx(_)
        | Action::Pan(_)
        | Action::ScrollPx(_)
        | Action::SetGutter(_) => {
            context.window(state, action);
            playhead
        }
        Action::Select(_)
        | Action::SelectLane(_)
        | Action::SetRange(_)
        | Action::ToggleMark
        | Action::ToggleOwnStop
        | Action::AddOwnStop(_)
        | Action::Escape => {
            context.point_out(state, action);
            playhead
        }
        Action::Lanes(action) => {
            context.choose_lanes(state, action);
            playhead
        }
        Action::Play | Action::Pause | Action::TogglePlay => context.play_or_pause(state, action),
        Action::SetClock(kind) => context.set_clock(state, kind),
        Action::StartAgain => {
            context.stop(state);
            (state.curtain, state.step) = (true, None);
            0.0
        }
        Action::ToggleBlank => {
            context.stop(state);
            state.blank = state.present && !state.blank;
            playhead
        }
        Action::Faster
        | Action::Slower
        | Action::TogglePresent
        | Action::OpenSpeaker
        | Action::SetSpeed(_)
        | Action::SetLooping(_)
        | Action::SetStepStops(_)
        | Action::SetPanel(_)
        | Action::ToggleCurtain
        | Action::ToggleHelp
        | Action::ToggleFinder(_)
        | Action::Follow(_)
        | Action::GoNextOfTrail
        | Action::GoPreviousOfTrail => {
            set(state, action);
            playhead
        }
        Action::GoMark
        | Action::GoPosition(_)
        | Action::GoMoment(_)
        | Action::GoStart
        | Action::GoEnd
        | Action::GoEvents(_)
        | Action::GoNextInteresting
        | Action::GoPreviousInteresting
        | Action::GoNextPhase
        | Action::GoPreviousPhase
        | Action::GoAlongArrow
        | Action::GoBackAlongArrow
        | Action::GoStep(_)
        | Action::GoNextStop
        | Action::GoPreviousStop => context.go(state, action),
    }
}

/// Changes what nothing else depends on.
fn set(state: &mut State, action: Action) {
    match action {
        Action::Faster => {
            let faster = SPEEDS.into_iter().find(|&speed| speed > state.speed);
            state.speed = faster.unwrap_or(state.speed);
        }
        Action::Slower => {
            let slower = SPEEDS.into_iter().rev().find(|&speed| speed < state.speed);
            state.speed = slower.unwrap_or(state.speed);
        }
        Action::SetSpeed(speed) if speed.is_finite() => {
            state.speed = speed.clamp(SPEEDS[0], SPEEDS[SPEEDS.len() - 1]);
        }
        Action::SetLooping(looping) => state.looping = looping,
        Action::SetStepStops(step_stops) => state.step_stops = step_stops,
        Action::SetPanel(panel) => state.panel = panel,
        Action::ToggleCurtain => state.curtain = !state.curtain,
        Action::ToggleHelp => state.help = !state.help,
        Action::ToggleFinder(finder) => {
            state.finder = (state.finder != Some(finder)).then_some(finder);
            state.help = false;
        }
        Action::Follow(trail) => state.trail = trail,
        Action::TogglePresent => present(state, !state.present),
        _ => {}
    }
}

/// Shows the run as in a hall, or as before.
fn present(state: &mut State, present: bool) {
    (state.present, state.blank) = (present, false);
    // What was in sight in one picture is too much, or too little, in the other.
    state.scroll_px = 0.0;
}

/// Where playing starts.
fn start(state: &State, clock: &Clock<'_>) -> f64 {
    state.range.map_or(0.0, |range| clock.position(range.from))
}

/// Where playing ends.
fn end(state: &State, clock: &Clock<'_>) -> f64 {
    state
        .range
        .map_or(clock.length(), |range| clock.position(range.to))
}

/// What actions look things up in.
struct Context<'a> {
    model: &'a Model,
    timeline: &'a Timeline,
    clock: Clock<'a>,
    playhead: f64,
}

impl Context<'_> {
    fn geometry(&self, state: &State) -> Geometry {
        let frame = Frame {
            playhead: self.playhead,
            ..Frame::default()
        };
        Geometry::new(self.model, self.timeline, state, &frame)
    }

    /// The playhead stands still. The window stays where playing has brought it.
    fn stop(&self, state: &mut State) {
        if state.playing && state.scale.is_some() {
            state.scale = Some(self.geometry(state).scale);
        }
        state.playing = false;
    }

    /// Where the playhead is when playing starts or ends.
    fn play_or_pause(&self, state: &mut State, action: Action) -> f64 {
        let plays = match action {
            Action::Play => true,
            Action::TogglePlay => !state.playing,
            _ => false,
        };
        if !plays {
            self.stop(state);
            return self.playhead;
        }
        let starts = !state.playing;
        state.playing = true;
        // From now on it is the playhead that comes to steps.
        state.step = None;
        if starts && self.playhead >= end(state, &self.clock) {
            start(state, &self.clock)
        } else {
            self.playhead
        }
    }

    /// The moment at the playhead stays, at another position.
    fn set_clock(&self, state: &mut State, kind: ClockKind) -> f64 {
        self.stop(state);
        state.clock = kind;
        // What was in sight by one clock is somewhere else by another.
        state.scale = None;
        let now = self.clock.moment(self.playhead);
        self.timeline.clock(self.model, kind).position(now)
    }

    fn window(&self, state: &mut State, action: Action) {
        let geometry = self.geometry(state);
        let width_px = f64::from(geometry.area.width);
        let scale = geometry.scale;
        let shown = |scale: TimeScale| Some(scale.clamp(self.clock.length(), width_px));
        match action {
            Action::Resize(size) => state.size = size,
            Action::SetGutter(width_px) => {
                state.gutter_px = width_px.filter(|px| px.is_finite()).map(|px| {
                    let Gutter {
                        least_px, most_px, ..
                    } = gutter(self.model, self.timeline, state);
                    px.clamp(least_px, most_px).round()
                });
            }
            Action::Show(scale) => state.scale = shown(scale),
            Action::Fit => state.scale = None,
            Action::FitSelection => {
                let part = self.selected_part(state);
                state.scale =
                    part.and_then(|(from, to)| shown(TimeScale::fit_range(from, to, width_px)));
            }
            Action::ZoomAt { factor, x_px } => {
                let at_px = x_px - f64::from(geometry.area.x);
                state.scale = shown(scale.zoom(factor, at_px));
            }
            Action::Zoom(factor) => {
                let at_px = scale.px(self.playhead);
                let at_px = if (0.0..=width_px).contains(&at_px) {
                    at_px
                } else {
                    width_px / 2.0
                };
                state.scale = shown(scale.zoom(factor, at_px));
            }
            Action::PanPx(by_px) => state.scale = shown(scale.pan(by_px)),
            Action::Pan(part) => state.scale = shown(scale.pan(part * width_px)),
            Action::ScrollPx(by_px) => {
                let scrolled = f64::from(geometry.scroll_px) + by_px;
                state.scroll_px = scrolled.clamp(0.0, f64::from(geometry.scroll_max_px));
            }
            _ => {}
        }
        // The whole run in sight stays the whole run when the size changes.
        if state
            .scale
            .is_some_and(|scale| scale == resolved(None, &self.clock, width_px))
        {
            state.scale = None;
        }
    }

    /// What is selected stays in sight, if it is shown.
    fn choose_lanes(&self, state: &mut State, action: LaneAction) {
        if !has_lane_tools(self.model, state) {
            return;
        }
        state.lanes.update(action, self.model);
        let geometry = self.geometry(state);
        state.scroll_px = f64::from(geometry.scroll_px);
        if let LaneAction::TogglePin(lane) = action {
            if state.lanes.is_pinned(lane) {
                state.scroll_px = 0.0;
            }
        }
        if let Some(lane) = state.selection.lane(self.model) {
            self.reveal_lane(state, lane);
        }
    }

    fn reveal_lane(&self, state: &mut State, lane: u32) {
        // A page that has no size yet shows the first lanes when it gets one.
        if state.size.height_px < 1.0 {
            return;
        }
        let geometry = self.geometry(state);
        let Some(y) = geometry.lane_y(state.lanes.rows(self.timeline), lane) else {
            return;
        };
        let above = geometry.body.y - y;
        let below = y + geometry.row.height - geometry.body.bottom();
        let by = if above > 0.0 { -above } else { below.max(0.0) };
        let scrolled = (geometry.scroll_px + by).clamp(0.0, geometry.scroll_max_px);
        state.scroll_px = f64::from(scrolled);
    }

    /// From where to where the selection lasts, or the range.
    fn selected_part(&self, state: &State) -> Option<(f64, f64)> {
        let model = self.model;
        let rows = |from: u32, to: Option<u32>| {
            let to = to.map_or(self.clock.length(), |row| self.clock.row_position(row));
            (self.clock.row_position(from), to)
        };
        if let Some(Range { from, to }) = state.range {
            return Some((self.clock.position(from), self.clock.position(to)));
        }
        match state.selection {
            Selection::Lane(lane) => {
                let lane = model.lanes.get(lane as usize)?;
                Some(rows(lane.begin_row, lane.end_row))
            }
            Selection::Phase(phase) => {
                let lane = state.selection.lane(model)?;
                let span = model.phase_span(lane, phase);
                Some((self.clock.position(span.start), self.clock.position(span.end)))
            }
            Selection::Hold(hold) => {
                let hold = model.holds.get(hold as usize)?;
                Some(rows(hold.start_row, hold.end_row))
            }
            Selection::Event(row) => Some(rows(row.saturating_sub(5), Some(row.saturating_add(5)))),
            Selection::Object(object) => {
                let all = model.object_rows(object);
                Some(rows(*all.first()?, all.last().copied()))
            }
            Selection::Finding(finding) => {
                let finding = model.findings.get(finding as usize)?;
                Some((
                    self.clock.position(finding.since),
                    self.clock.position(finding.at),
                ))
            }
            Selection::None => None,
        }
    }

    fn point_out(&self, state: &mut State, action: Action) {
        match action {
            Action::Select(selection) => {
                state.selection = selection;
                if let Some(lane) = selection.lane(self.model) {
                    self.reveal_lane(state, lane);
                }
            }
            Action::SelectLane(by) => {
                let rows = state.lanes.rows(self.timeline);
                let last = rows.len().saturating_sub(1) as i64;
                let selected = state.selection.lane(self.model);
                let next = match selected.and_then(|lane| rows.row(lane)) {
                    Some(row) => i64::from(row) + i64::from(by),
                    None if by < 0 => last,
                    None => 0,
                };
                if let Some(lane) = rows.lane(next.clamp(0, last) as u32) {
                    state.selection = Selection::Lane(lane);
                    self.reveal_lane(state, lane);
                }
            }
            Action::SetRange(range) => {
                state.range = range.map(|Range { from, to }| Range {
                    from: from.min(to),
                    to: from.max(to),
                });
            }
            Action::ToggleMark => {
                let now = self.clock.moment(self.playhead);
                state.mark = if state.mark == Some(now) { None } else { Some(now) };
            }
            Action::ToggleOwnStop => {
                let now = self.clock.moment(self.playhead);
                match state.own_stops.binary_search(&now) {
                    Ok(at) => drop(state.own_stops.remove(at)),
                    Err(at) => state.own_stops.insert(at, now),
                }
            }
            Action::AddOwnStop(moment) if moment <= self.model.end() => {
                if let Err(at) = state.own_stops.binary_search(&moment) {
                    state.own_stops.insert(at, moment);
                }
            }
            Action::Escape if state.finder.is_some() => state.finder = None,
            Action::Escape if state.help => state.help = false,
            Action::Escape if state.blank => state.blank = false,
            Action::Escape if state.present => present(state, false),
            Action::Escape if state.trail.is_some() => state.trail = None,
            Action::Escape if state.range.is_some() => state.range = None,
            Action::Escape => state.selection = Selection::None,
            _ => {}
        }
    }

    /// Moves the playhead, stops playing, and brings the playhead into sight; and the lane that is
    /// explained there, unless the playhead is dragged.
    fn go(&self, state: &mut State, action: Action) -> f64 {
        self.stop(state);
        let now = self.clock.moment(self.playhead);
        let position = match action {
            Action::GoPosition(position) if position.is_finite() => {
                position.clamp(0.0, self.clock.length())
            }
            Action::GoStart => start(state, &self.clock),
            Action::GoEnd => end(state, &self.clock),
            _ => match moves::destination(action, now, state, self.model, self.timeline) {
                Some(moment) => self.clock.position(moment.min(self.model.end())),
                None => self.playhead,
            },
        };
        self.keep_step(state, action, self.clock.moment(position));
        if state.scale.is_some() {
            let width_px = f64::from(self.geometry(state).area.width);
            let scale = resolved(state.scale, &self.clock, width_px);
            let margin = REVEAL_PX.min(width_px / 4.0);
            let revealed = scale.reveal(position, margin, width_px - margin);
            state.scale = Some(revealed.clamp(self.clock.length(), width_px));
        }
        if !matches!(action, Action::GoPosition(_)) {
            let lane = focus(
                self.model,
                self.timeline,
                state.selection,
                self.clock.moment(position),
            );
            if let Some(lane) = lane {
                self.reveal_lane(state, lane);
            }
        }
        position
    }

    /// A step stays the current one until the playhead goes elsewhere.
    fn keep_step(&self, state: &mut State, action: Action, now: Moment) {
        let by_step = matches!(
            action,
            Action::GoStep(_) | Action::GoNextStop | Action::GoPreviousStop
        );
        let current = state
            .step
            .and_then(|step| *self.timeline.steps().get(step as usize)?);
        if !by_step && current != Some(now) {
            state.step = None;
        }
    }
}

/// The part of the run that is in sight, as the picture shows it: for a minimap, a scroll bar, or a
/// pinch. The scale's pixel 0 is the left edge of the lanes.
pub fn window(state: &State, playhead: f64, model: &Model, timeline: &Timeline) -> TimeScale {
    let clock = timeline.clock(model, state.clock);
    let frame = Frame {
        playhead,
        ..Frame::default()
    };
    let width_px = f64::from(Geometry::new(model, timeline, state, &frame).area.width);
    followed(resolved(state.scale, &clock, width_px), state, playhead, width_px)
}
