//! From bytes to a model, as they come and in slices.

use std::collections::BTreeMap;

use laneway_model::{Builder, Model};
use laneway_trace::{
    Closing, Content, Diagnostic, Events, Header, Limits, Piece, Reader, fill_lesson, read_header,
};
use laneway_view::{present_closing, present_definitions, present_header, shown};

use super::Trouble;
use super::fetch::{Answer, fetch};
use super::pause::Slices;
use crate::dom::now_ms;

/// A run that can be shown.
#[derive(Debug)]
pub struct Run {
    /// What it is called if nothing in it says: the name of its file.
    pub file: String,
    /// The server's id of it; none for an opened file.
    pub id: Option<String>,
    /// What can be asked.
    pub model: Model,
    /// Events that the file promised; more than `model.events.len()` if some of them are missing.
    pub promised_events: u64,
    /// What was wrong with the file.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took to make the model, in milliseconds.
    pub model_ms: f64,
}

/// A run that is being read.
#[derive(Debug)]
pub struct Decoder {
    file: String,
    reader: Reader,
    builder: Builder,
    model_ms: f64,
    promised_events: u64,
    /// What is not in the file and was not found elsewhere.
    missing: Option<Diagnostic>,
    block: Events,
}

/// So many characters of a file's name are shown.
const MOST_OF_NAME: usize = 200;

impl Decoder {
    /// For a file of this name, whose texts are made fit to be shown.
    pub fn new(file: &str) -> Self {
        Self {
            file: shown(file, MOST_OF_NAME).into_owned(),
            reader: Reader::new(Limits::default()),
            builder: Builder::default(),
            model_ms: 0.0,
            promised_events: 0,
            missing: None,
            block: Events::default(),
        }
    }

    /// Takes more bytes of the file.
    pub async fn feed(&mut self, bytes: &[u8], slices: &mut Slices) -> Result<(), Trouble> {
        self.reader.feed(bytes).map_err(Trouble::Read)?;
        self.take(slices).await
    }

    /// Takes everything that can be read of what came.
    async fn take(&mut self, slices: &mut Slices) -> Result<(), Trouble> {
        while let Some(piece) = self.next()? {
            match piece {
                Piece::Head(mut header) => {
                    self.missing = fill(&mut header).await;
                    present_header(&mut header);
                    self.builder = Builder::new(*header);
                }
                Piece::Definitions(mut more) => {
                    present_definitions(&mut more);
                    self.builder.define(more);
                }
                Piece::Events(_) => {
                    let started_ms = now_ms();
                    self.builder.push(&mut self.block);
                    self.model_ms += now_ms() - started_ms;
                }
                Piece::Closing(closing) => self.close(closing),
            }
            slices.breathe().await;
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Piece>, Trouble> {
        self.reader.next_piece(&mut self.block).map_err(Trouble::Read)
    }

    fn close(&mut self, mut closing: Closing) {
        present_closing(&mut closing);
        self.promised_events = closing.events;
        let events = self.reader.events();
        self.builder.close(Closing { events, ..closing });
    }

    /// All bytes came. `progress` hears how much of the rest is done, from 0 to 1; it returns false to stop.
    pub async fn finish(
        mut self,
        slices: &mut Slices,
        mut progress: impl FnMut(f32) -> bool,
    ) -> Result<Run, Trouble> {
        self.reader.end();
        self.take(slices).await?;
        let mut diagnostics = self.reader.finish().diagnostics;
        diagnostics.extend(self.missing);
        let mut finishing = self.builder.finishing(Vec::new());
        let mut model_ms = self.model_ms;
        let mut step = || {
            let started_ms = now_ms();
            let more = finishing.step();
            model_ms += now_ms() - started_ms;
            more.then(|| finishing.progress())
        };
        while let Some(done) = step() {
            if !progress(done) {
                return Err(Trouble::Stopped);
            }
            slices.breathe().await;
        }
        Ok(Run {
            file: self.file,
            id: None,
            model: finishing.into_model(),
            promised_events: self.promised_events,
            diagnostics,
            model_ms,
        })
    }
}

/// Puts into the header of a lean run what the server's own run of the same lesson says, if there is one.
async fn fill(header: &mut Header) -> Option<Diagnostic> {
    let lesson = header.lesson.as_ref().filter(|lesson| !lesson.hash.is_empty())?;
    let parameters = lesson.parameters.clone();
    let content = content(&lesson.id, &parameters).await;
    fill_lesson(header, |_, _| content)
}

/// What the server's run of the lesson says of it, if it has the same parameters.
async fn content(id: &str, parameters: &BTreeMap<String, serde_json::Value>) -> Option<Content> {
    let Ok(Answer::Body(body)) = fetch(&format!("runs/{id}.lane")).await else {
        return None;
    };
    let bytes = body.all().await.ok()?;
    let header = read_header(&bytes, &Limits::default()).ok()?;
    let lesson = header.lesson.filter(|lesson| lesson.parameters == *parameters)?;
    Some(Content {
        lesson,
        sources: header.sources,
    })
}
