//! From bytes to a model, in slices.

use laneway_model::{Builder, Model};
use laneway_trace::{Diagnostic, Events, Limits, Reader};

use super::Trouble;
use super::pause::Slices;

/// A run that can be shown.
#[derive(Debug)]
pub struct Run {
    /// What can be asked.
    pub model: Model,
    /// Events that the file promised; more than `model.events.len()` if it was cut off.
    pub promised_events: u64,
    /// What was wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// The reader's part of the work, beside the model's; as measured on a million events.
const READING: f32 = 0.6;

/// Decodes a trace. `progress` hears how much is done, from 0 to 1; it returns false to stop.
pub async fn decode(bytes: Vec<u8>, mut progress: impl FnMut(f32) -> bool) -> Result<Run, Trouble> {
    let mut slices = Slices::new();
    let mut reader = Reader::new(bytes, Limits::default()).map_err(Trouble::Read)?;
    let promised_events = reader.header().events;
    let mut builder = Builder::new(reader.header().clone());
    let mut block = Events::default();
    while reader.next_block(&mut block).map_err(Trouble::Read)?.is_some() {
        builder.push(&mut block);
        let read = reader.progress();
        if !progress(READING * read.bytes as f32 / read.bytes_total.max(1) as f32) {
            return Err(Trouble::Stopped);
        }
        slices.breathe().await;
    }
    let rest = reader.finish();
    let mut finishing = builder.finishing(rest.texts);
    while finishing.step() {
        if !progress(READING + (1.0 - READING) * finishing.progress()) {
            return Err(Trouble::Stopped);
        }
        slices.breathe().await;
    }
    Ok(Run {
        model: finishing.into_model(),
        promised_events,
        diagnostics: rest.diagnostics,
    })
}
