//! Writes pictures of small runs to a folder, to be looked at: `picture FOLDER [FILE.lane]...`
//!
//! Without files it takes runs written down by hand.
#![allow(missing_docs, reason = "an example")]

#[allow(dead_code, reason = "the model's tests use all of it")]
#[path = "../../../model/tests/model/notation.rs"]
mod notation;
mod runs;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use laneway_model::{Model, Moment};
use laneway_view::{
    ClockKind, Frame, Labels, Selection, Size, State, Theme, Timeline, layout, overview, svg,
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let folder = arguments
        .next()
        .ok_or("say where: picture FOLDER [FILE.lane]...")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut runs = Vec::new();
    for file in arguments {
        let (trace, _) = laneway_trace::read(&fs::read(&file)?, &laneway_trace::Limits::default())?;
        let name = Path::new(&file)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        runs.push((name, Model::from(trace)));
    }
    if runs.is_empty() {
        runs = runs::all();
    }
    for (name, model) in &runs {
        draw(folder, name, model)?;
    }
    Ok(())
}

/// Each run in the middle and at the end, in each theme and by each clock.
fn draw(folder: &Path, name: &str, model: &Model) -> Result<(), Box<dyn Error>> {
    let timeline = Timeline::new(model);
    let labels = Labels::default();
    let wide = Size {
        width_px: 1280.0,
        height_px: 520.0,
    };
    let projector = Size {
        width_px: 1920.0,
        height_px: 640.0,
    };
    let phone = Size {
        width_px: 390.0,
        height_px: 420.0,
    };
    for (kind, theme, part, size) in [
        (ClockKind::Steps, Theme::Light, 0.6, wide),
        (ClockKind::Steps, Theme::Dark, 1.0, wide),
        (ClockKind::Wall, Theme::Light, 1.0, wide),
        (ClockKind::Folded, Theme::HighContrast, 0.4, wide),
        (ClockKind::Steps, Theme::Light, 0.5, phone),
        (ClockKind::Steps, Theme::Dark, 0.45, projector),
    ] {
        let clock = timeline.clock(model, kind);
        let at = Moment((f64::from(model.end().0) * part) as u32);
        let playhead = if part >= 1.0 {
            clock.length()
        } else {
            clock.position(at)
        };
        let lane = model.lanes.len() as u32 / 2;
        let selection = if part < 0.5 {
            Selection::Lane(lane)
        } else {
            Selection::None
        };
        let state = State {
            clock: kind,
            size,
            selection,
            playing: true,
            ..State::default()
        };
        let frame = Frame {
            playhead,
            ..Frame::default()
        };
        let scene = layout(model, &timeline, &state, &frame, &labels);
        let width = size.width_px;
        let file = format!("{name}-{}-{}-{width}", kind.name(), theme.name());
        fs::write(folder.join(file + ".svg"), svg(&scene, theme))?;
        if kind == ClockKind::Steps && size == wide {
            let size = Size {
                height_px: 48.0,
                ..size
            };
            let strip = overview(model, &timeline, &state, &frame, size);
            let file = format!("{name}-overview-{}.svg", theme.name());
            fs::write(folder.join(file), svg(&strip, theme))?;
        }
    }
    Ok(())
}
