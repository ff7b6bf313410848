//! From bytes to a model, in slices.

use laneway_model::{Builder, Model};
use laneway_trace::{Diagnostic, Events, Limits, Piece, Reader, read_header};
use laneway_view::{present_header, present_texts, shown};

use super::Trouble;
use super::pause::Slices;

/// A run that can be shown.
#[derive(Debug)]
pub struct Run {
    /// What it is called if nothing in it says: the name of its file.
    pub file: String,
    /// What can be asked.
    pub model: Model,
    /// Events that the file promised; more than `model.events.len()` if it was cut off.
    pub promised_events: u64,
    /// What was wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// The reader's part of the work, beside the model's; as measured on a million events.
const READING: f32 = 0.6;

/// So many characters of a file's name are shown.
const MOST_OF_NAME: usize = 200;

/// Decodes the trace of a file of this name, and makes its texts fit to be shown. `progress` hears how much
/// is done, from 0 to 1; it returns false to stop.
pub async fn decode(
    file: &str,
    bytes: Vec<u8>,
    mut progress: impl FnMut(f32) -> bool,
) -> Result<Run, Trouble> {
    let mut slices = Slices::new();
    /// What is read between two looks at the clock.
    const PIECE_BYTES: usize = 1 << 16;
    let limits = Limits::default();
    let mut header = read_header(&bytes, &limits).map_err(Trouble::Read)?;
    let promised_events = header.events;
    present_header(&mut header);
    let mut builder = Builder::new(header);
    let mut reader = Reader::new(limits);
    let (mut block, mut texts) = (Events::default(), Vec::new());
    let mut pieces = bytes.chunks(PIECE_BYTES).enumerate();
    loop {
        let piece = pieces.next();
        match piece {
            Some((_, piece)) => reader.feed(piece).map_err(Trouble::Read)?,
            None => reader.end(),
        }
        while let Some(part) = reader.next_piece(&mut block).map_err(Trouble::Read)? {
            match part {
                Piece::Events(_) => builder.push(&mut block),
                Piece::Definitions(more) => texts.extend(more.texts),
                Piece::Head(_) | Piece::Closing(_) => {}
            }
            slices.breathe().await;
        }
        let Some((number, _)) = piece else {
            break;
        };
        let read = (number * PIECE_BYTES) as f32 / bytes.len() as f32;
        if !progress(READING * read) {
            return Err(Trouble::Stopped);
        }
    }
    let rest = reader.finish();
    present_texts(&mut texts);
    let mut finishing = builder.finishing(texts);
    while finishing.step() {
        if !progress(READING + (1.0 - READING) * finishing.progress()) {
            return Err(Trouble::Stopped);
        }
        slices.breathe().await;
    }
    Ok(Run {
        file: shown(file, MOST_OF_NAME).into_owned(),
        model: finishing.into_model(),
        promised_events,
        diagnostics: rest.diagnostics,
    })
}
