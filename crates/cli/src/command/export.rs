//! `laneway export`: a run in another form.

use std::fs;
use std::path::Path;

use laneway_l10n::Language;
use laneway_model::Model;
use laneway_trace::Trace;
use laneway_view::{Frame, Scene, Size, State, Timeline, layout, present_header, present_texts, svg};

use crate::arguments::{Export, Form};
use crate::failure::Failure;
use crate::input;
use crate::output::Target;
use crate::terminal;
use crate::words::localizer;

/// Room for a lane that is easy to read.
const LANE_PX: f32 = 40.0;
/// Room for the ruler and the titles of processes.
const AROUND_PX: f32 = 80.0;
/// As high as a picture gets for the sake of easy reading.
const HIGH_PX: f32 = 1200.0;

pub(crate) fn export(export: &Export, lang: Option<Language>) -> Result<(), Failure> {
    if export.to == Form::Lane && export.output.is_none() && terminal::stdout_is_terminal() {
        return Err(Failure::new(
            "a .lane file is no text for a terminal; name a file by -o",
        ));
    }
    if export.lean && export.to == Form::Svg {
        return Err(Failure::new("a picture cannot be --lean: only a trace can"));
    }
    // Whether it can be written is known before the work is done.
    let target = export.output.as_deref();
    let target = target
        .map(|path| Target::new(path, may_replace(export.to)))
        .transpose()?;
    let mut trace = input::read_and_tell(&export.file)?;
    if export.lean {
        laneway_trace::make_lean(&mut trace);
    }
    let bytes = match export.to {
        Form::Lane => laneway_trace::to_bytes(&trace).map_err(Failure::new)?,
        Form::Jsonl => jsonl(&trace)?,
        Form::Svg => picture(trace, export, lang).into_bytes(),
    };
    match target {
        Some(target) => target.write(&bytes),
        None => Ok(terminal::write_file_to_stdout(&bytes)?),
    }
}

fn jsonl(trace: &Trace) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    laneway_trace::to_jsonl(trace, &mut bytes).map_err(Failure::new)?;
    // `cat` is how people read it.
    let lines = String::from_utf8(bytes).map_err(Failure::new)?;
    Ok(terminal::printable_json(&lines).into_owned().into_bytes())
}

/// A picture takes the place of a picture, a trace that of a trace: never the one that of the other.
fn may_replace(form: Form) -> fn(&Path) -> bool {
    match form {
        Form::Lane | Form::Jsonl => input::is_trace,
        Form::Svg => |path| {
            fs::read(path).is_ok_and(|bytes| {
                let text = bytes.trim_ascii_start();
                text.is_empty() || text.starts_with(b"<svg") || text.starts_with(b"<?xml")
            })
        },
    }
}

/// The whole run, with the playhead at its end.
fn picture(mut trace: Trace, export: &Export, lang: Option<Language>) -> String {
    present_header(&mut trace.header);
    present_texts(&mut trace.texts);
    let model = Model::from(trace);
    let timeline = Timeline::new(&model);
    let labels = localizer(lang).labels();
    let draw = |height_px: f32| -> Scene {
        let state = State {
            clock: export.clock,
            size: Size {
                width_px: f32::from(export.width),
                height_px,
            },
            ..State::default()
        };
        let playhead = timeline.clock(&model, export.clock).length();
        layout(
            &model,
            &timeline,
            &state,
            &Frame {
                playhead,
                ..Frame::default()
            },
            &labels,
        )
    };
    let scene = match export.height {
        Some(height) => draw(f32::from(height)),
        None => {
            let height_px = (AROUND_PX + LANE_PX * model.lanes.len() as f32).min(HIGH_PX);
            let scene = draw(height_px);
            // As much as one would have to scroll is missing.
            if scene.scroll_max_px > 0.0 {
                draw(height_px + scene.scroll_max_px)
            } else {
                scene
            }
        }
    };
    svg(&scene, export.theme)
}
