//! The whole run as thin rows.

use laneway_model::{Model, State as Doing};

use super::Geometry;
use crate::walk::{Piece, Stretches};
use crate::{Area, Clock, Fill, Frame, Scene, Size, State, Stroke, Target, TimeScale, Timeline, Token};

/// The most rows: of more lanes, every so many-th is shown.
const MOST_ROWS: usize = 40;
/// How wide the edges of the window are to be taken hold of.
const GRIP_PX: f32 = 12.0;

/// The whole run as thin rows, with the part that [`layout`](crate::layout) shows framed. Cost follows the
/// pixels.
pub fn overview(model: &Model, timeline: &Timeline, state: &State, frame: &Frame, size: Size) -> Scene {
    let whole = Area::new(0.0, 0.0, size.width_px.max(1.0), size.height_px.max(1.0));
    let clock = timeline.clock(model, state.clock);
    let scale = TimeScale::fit(clock.length(), f64::from(whole.width));
    let mut scene = Scene {
        width_px: whole.width,
        height_px: whole.height,
        area: whole,
        scale,
        ..Scene::default()
    };
    scene.rect(whole, 6.0, Some(Fill::solid(Token::Card)), None);
    scene.region(whole, whole, Target::Overview);
    let lanes = model.lanes.len();
    let rows = lanes
        .clamp(1, MOST_ROWS)
        .min(((whole.height - 6.0) / 2.0).max(1.0) as usize);
    let height = (whole.height - 6.0) / rows as f32;
    for row in 0..rows.min(lanes) {
        let lane = (row * lanes / rows) as u32;
        let gap = if height >= 3.0 { 1.0 } else { 0.0 };
        let strip = Area::new(
            0.0,
            3.0 + row as f32 * height,
            whole.width,
            (height - gap).max(1.0),
        );
        draw_row(&mut scene, model, timeline, &clock, lane, strip);
    }
    draw_window(&mut scene, model, timeline, state, frame, whole);
    scene
}

/// The bars of a lane, a state each two pixels.
fn draw_row(
    scene: &mut Scene,
    model: &Model,
    timeline: &Timeline,
    clock: &Clock<'_>,
    lane: u32,
    strip: Area,
) {
    let phases = model.lane_phases(lane);
    let end = phases.end as usize;
    let start = |phase: usize| clock.row_position(model.phases.start_row[phase]);
    let stop = |phase: usize| {
        if phase + 1 < end {
            start(phase + 1)
        } else {
            clock.length()
        }
    };
    let pyramid = timeline.pyramid(clock.kind());
    let stretches = Stretches {
        start,
        end: stop,
        chosen: |range| pyramid.longest(range, |phase| stop(phase) - start(phase)),
    };
    let scale = scene.scale;
    let mut run: Option<(Piece, Doing)> = None;
    let mut draw = |(piece, doing): (Piece, Doing)| {
        if doing != Doing::Finished {
            let (from, to) = (scale.px(piece.from) as f32, scale.px(piece.to) as f32);
            let bar = Area::new(from.round(), strip.y, (to - from).round().max(1.0), strip.height);
            let color = match doing {
                Doing::Stuck => Token::Ink,
                doing => Token::State(doing),
            };
            scene.fill(bar, color);
        }
    };
    stretches.walk(
        phases.start as usize..end,
        clock.length(),
        2.0 * scale.units_per_px,
        |piece| {
            let doing = model.phases.state[piece.index];
            match &mut run {
                Some((last, state)) if *state == doing => last.to = piece.to,
                _ => {
                    if let Some(last) = run.replace((piece, doing)) {
                        draw(last);
                    }
                }
            }
        },
    );
    if let Some(last) = run {
        draw(last);
    }
}

/// The window, what lies outside of it, and the playhead.
fn draw_window(
    scene: &mut Scene,
    model: &Model,
    timeline: &Timeline,
    state: &State,
    frame: &Frame,
    whole: Area,
) {
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
