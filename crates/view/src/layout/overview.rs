//! The whole run as thin rows.

use std::ops::Range;

use laneway_model::{Model, State as Doing};

use super::bars::{BIN_PX, row_or_end, walk_phases};
use super::{Geometry, curtain};
use crate::walk::Bins;
use crate::{
    Area, Clock, ClockKind, Fill, Frame, Scene, Size, State, Stroke, Target, TimeScale, Timeline, Token,
};

/// The most rows: of more lanes, every so many-th is shown.
const MOST_ROWS: usize = 40;
/// Rows are no taller than this: a run of few lanes is to look like one.
const TALLEST_ROW_PX: f32 = 16.0;
/// How wide the edges of the window are to be taken hold of.
const GRIP_PX: f32 = 12.0;

/// The whole run as thin rows, with the part that [`layout`](crate::layout) shows framed. Cost follows the
/// pixels.
pub fn overview(model: &Model, timeline: &Timeline, state: &State, frame: &Frame, size: Size) -> Scene {
    let mut scene = strip(model, timeline, state.clock, size, 1.0);
    draw_curtain(&mut scene, model, timeline, state, frame);
    draw_window(&mut scene, model, timeline, state, frame);
    scene
}

/// The first half of the run as thin rows, and nothing else: what kind of picture it is, and not how it ends.
pub fn thumbnail(model: &Model, timeline: &Timeline, clock: ClockKind, size: Size) -> Scene {
    strip(model, timeline, clock, size, 0.5)
}

/// This part of the run, from its beginning, as thin rows.
fn strip(model: &Model, timeline: &Timeline, clock: ClockKind, size: Size, part: f64) -> Scene {
    let whole = Area::new(0.0, 0.0, size.width_px.max(1.0), size.height_px.max(1.0));
    let clock = timeline.clock(model, clock);
    let scale = TimeScale::fit(clock.length() * part, f64::from(whole.width));
    let mut scene = Scene {
        width_px: whole.width,
        height_px: whole.height,
        area: whole,
        scale,
        ..Scene::default()
    };
    scene.rect(whole, 6.0, Some(Fill::solid(Token::Card)), None);
    scene.region(whole, whole, Target::Overview);
    let bins = Bins::new(&clock, &scale, f64::from(whole.width), BIN_PX);
    let lanes = model.lanes.len();
    let rows = lanes
        .clamp(1, MOST_ROWS)
        .min(((whole.height - 6.0) / 2.0).max(1.0) as usize);
    let height = ((whole.height - 6.0) / rows as f32).min(TALLEST_ROW_PX);
    let top = ((whole.height - height * rows as f32) / 2.0).round();
    for row in 0..rows.min(lanes) {
        let lane = (row * lanes / rows) as u32;
        let gap = if height >= 8.0 {
            2.0
        } else if height >= 3.0 {
            1.0
        } else {
            0.0
        };
        let strip = Area::new(
            0.0,
            (top + row as f32 * height).round(),
            whole.width,
            (height - gap).max(1.0),
        );
        let phases = model.lane_phases(lane);
        draw_strip(&mut scene, model, timeline, (&clock, &bins), phases, strip);
    }
    scene
}

/// Some phases of a lane as bars without more, in the scale of the scene.
pub(super) fn draw_strip(
    scene: &mut Scene,
    model: &Model,
    timeline: &Timeline,
    (clock, bins): (&Clock<'_>, &Bins),
    phases: Range<u32>,
    strip: Area,
) {
    let scale = scene.scale;
    let width_px = f64::from(strip.width);
    let x = |row: u32| {
        let px = scale.px(row_or_end(clock, row)).clamp(-1.0, width_px);
        strip.x + px.round() as f32
    };
    let mut last: Option<(Doing, u32, u32)> = None;
    let mut draw = |(doing, start, end): (Doing, u32, u32)| {
        let from = x(start);
        if from >= strip.right() {
            return;
        }
        let bar = Area::new(from, strip.y, (x(end) - from).max(1.0), strip.height);
        match doing {
            Doing::Finished => {}
            Doing::Stuck => scene.fill(bar, Token::Ink),
            Doing::Unknown => scene.rect(bar, 0.0, None, Some(Stroke::solid(Token::State(doing), 1.0))),
            doing => scene.fill(bar, Token::State(doing)),
        }
    };
    walk_phases(model, timeline, clock, bins, phases, |piece, start, end| {
        let doing = model.phases.state[piece.index];
        match &mut last {
            Some(last) if last.0 == doing => last.2 = end,
            _ => {
                if let Some(last) = last.replace((doing, start, end)) {
                    draw(last);
                }
            }
        }
    });
    if let Some(last) = last {
        draw(last);
    }
}

/// Nothing is seen of what has not been played.
fn draw_curtain(scene: &mut Scene, model: &Model, timeline: &Timeline, state: &State, frame: &Frame) {
    let clock = timeline.clock(model, state.clock);
    let Some(position) = curtain(model, &clock, state, frame) else {
        return;
    };
    let whole = scene.area;
    let x = (scene.scale.px(position) as f32).clamp(0.0, whole.width);
    // Its corners are those of the whole.
    let behind = Area::new(x, 0.0, whole.width - x, whole.height);
    scene.rect(
        behind,
        if x > 6.0 { 0.0 } else { 6.0 },
        Some(Fill::solid(Token::Card)),
        None,
    );
}

/// The window, what lies outside of it, and the playhead.
fn draw_window(scene: &mut Scene, model: &Model, timeline: &Timeline, state: &State, frame: &Frame) {
    let whole = scene.area;
    let geometry = Geometry::new(model, timeline, state, frame);
    let x = |position: f64| {
        scene
            .scale
            .px(position)
            .clamp(0.0, f64::from(whole.width))
            .round() as f32
    };
    let (from, to) = (x(geometry.from()), x(geometry.until()));
    let playhead = x(frame.playhead);
    let window = Area::new(from, 0.0, (to - from).max(4.0), whole.height);
    let all = from <= 0.0 && to >= whole.width;
    if !all {
        scene.fill(Area::new(0.0, 0.0, from, whole.height), Token::Future);
        scene.fill(Area::new(to, 0.0, whole.width - to, whole.height), Token::Future);
        scene.rect(window, 4.0, None, Some(Stroke::solid(Token::Selection, 1.5)));
    }
    scene.fill(Area::new(playhead - 1.0, 0.0, 2.0, whole.height), Token::Playhead);
    scene.region(window, whole, Target::OverviewWindow);
    if !all {
        let start = Area::new(window.x - GRIP_PX / 2.0, 0.0, GRIP_PX, whole.height);
        let end = Area::new(window.right() - GRIP_PX / 2.0, 0.0, GRIP_PX, whole.height);
        scene.region(start, whole, Target::OverviewStart);
        scene.region(end, whole, Target::OverviewEnd);
    }
}
