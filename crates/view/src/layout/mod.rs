//! From a model and a state to a scene.

use laneway_model::Model;

use crate::{Frame, Labels, Scene, Size, State, Timeline};

/// The picture of the lanes: gutter, ruler, lanes, playhead. A pure function: the same arguments give the
/// same scene, byte for byte. Its cost follows the pixels and the lanes in sight, not the events.
pub fn layout(
    model: &Model,
    timeline: &Timeline,
    state: &State,
    frame: &Frame,
    labels: &Labels,
) -> Scene {
    let _ = (model, timeline, state, frame, labels);
    Scene::default()
}

/// The whole run as thin rows, with the part that [`layout`] shows framed.
pub fn overview(model: &Model, timeline: &Timeline, state: &State, frame: &Frame, size: Size) -> Scene {
    let _ = (model, timeline, state, frame, size);
    Scene::default()
}
