//! The legend shows states as the lanes do.

use laneway_model::State as Doing;
use laneway_view::{
    Fill, Frame, Glyph, Labels, Op, Scene, Size, State, Stroke, Timeline, layout, state_sample,
};

use crate::notation::model;
use crate::pictures::WAITS;

fn size(width_px: f32, height_px: f32) -> Size {
    Size { width_px, height_px }
}

/// The look of each rectangle, in order.
fn looks(scene: &Scene) -> Vec<(Option<Fill>, Option<Stroke>)> {
    let look = |op: &Op| match op {
        Op::Rect { fill, stroke, .. } => Some((*fill, *stroke)),
        _ => None,
    };
    scene.ops.iter().filter_map(look).collect()
}

#[test]
fn a_sample_looks_like_the_bars_of_a_run() {
    let model = model(WAITS);
    let state = State {
        size: size(1200.0, 300.0),
        ..State::default()
    };
    let frame = Frame::default();
    let scene = layout(&model, &Timeline::new(&model), &state, &frame, &Labels::default());
    let drawn = looks(&scene);
    for doing in [Doing::Running, Doing::WaitsLock, Doing::Sleeping, Doing::Finished] {
        // Behind the ground and before the sign's plate.
        let sample = looks(&state_sample(doing, size(40.0, 24.0)))[1];
        assert!(drawn.contains(&sample), "{doing:?}: {sample:?}");
    }
}

#[test]
fn every_sample_has_its_sign() {
    for doing in Doing::ALL {
        let scene = state_sample(doing, size(40.0, 24.0));
        let has_sign = |op: &Op| matches!(op, Op::Glyph { glyph, .. } if *glyph == Glyph::State(doing));
        assert!(scene.ops.iter().any(has_sign), "{doing:?}");
    }
}
