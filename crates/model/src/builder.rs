//! From events to a model, a slice at a time.

use laneway_trace::{Closing, Definitions, Events, Header, Trace};

use crate::Model;
use crate::finish::Finishing;
use crate::index::NONE;
use crate::track::Tracks;

/// Takes the events of a run, block by block, and makes a [`Model`].
#[derive(Clone, Debug, Default)]
pub struct Builder {
    header: Header,
    texts: Vec<String>,
    events: Events,
    tracks: Tracks,
}

impl Builder {
    /// For a run with this header. What it does not define yet can come later.
    pub fn new(header: Header) -> Self {
        let mut builder = Self {
            header,
            ..Self::default()
        };
        builder.learn();
        builder
    }

    /// Takes more rows of the tables, before the first event that names them.
    pub fn define(&mut self, more: Definitions) {
        let texts = self.header.define(more);
        self.texts.extend(texts);
        self.learn();
    }

    /// Takes what is known of the run when it is over.
    pub fn close(&mut self, closing: Closing) {
        self.header.close(closing);
    }

    fn learn(&mut self) {
        let Header {
            vocabulary,
            actors,
            objects,
            ..
        } = &self.header;
        self.tracks.define(vocabulary, actors, objects);
    }

    /// Takes the rows of a block and leaves it empty. Linear in the rows of the block, some 50 ns each: push as
    /// much as fits into a slice of time.
    ///
    /// Should the columns of the block have different lengths, only whole rows are taken; a model holds
    /// fewer than `u32::MAX` events, and what comes after is not taken.
    pub fn push(&mut self, block: &mut Events) {
        let start = self.events.len();
        let room = (NONE as usize - 1).saturating_sub(start);
        truncate(block, room);
        self.tracks.events(start as u32, block);
        append(&mut self.events, block);
    }

    /// The model, at once. `texts` come behind those that were defined.
    pub fn finish(self, texts: Vec<String>) -> Model {
        self.finishing(texts).into_model()
    }

    /// The model, in slices: for a page that must stay alive meanwhile.
    pub fn finishing(mut self, texts: Vec<String>) -> Finishing {
        self.texts.extend(texts);
        let model = Model {
            header: self.header,
            texts: self.texts,
            events: self.events,
            ..Model::default()
        };
        Finishing::new(model, self.tracks)
    }
}

impl From<Trace> for Model {
    fn from(mut trace: Trace) -> Self {
        let mut builder = Builder::new(trace.header);
        builder.push(&mut trace.events);
        builder.finish(trace.texts)
    }
}

/// Leaves the whole rows of a block, at most so many.
fn truncate(block: &mut Events, most: usize) {
    let lengths = [
        block.time_ns.len(),
        block.actor.len(),
        block.kind.len(),
        block.object.len(),
        block.sequence.len(),
        block.value_tag.len(),
        block.value.len(),
        block.location.len(),
    ];
    let rows = lengths.into_iter().fold(most, usize::min);
    block.time_ns.truncate(rows);
    block.actor.truncate(rows);
    block.kind.truncate(rows);
    block.object.truncate(rows);
    block.sequence.truncate(rows);
    block.value_tag.truncate(rows);
    block.value.truncate(rows);
    block.location.truncate(rows);
}

/// Moves the rows of a block to the end of all events.
fn append(all: &mut Events, block: &mut Events) {
    move_rows(&mut all.time_ns, &mut block.time_ns);
    move_rows(&mut all.actor, &mut block.actor);
    move_rows(&mut all.kind, &mut block.kind);
    move_rows(&mut all.object, &mut block.object);
    move_rows(&mut all.sequence, &mut block.sequence);
    move_rows(&mut all.value_tag, &mut block.value_tag);
    move_rows(&mut all.value, &mut block.value);
    move_rows(&mut all.location, &mut block.location);
}

fn move_rows<T>(all: &mut Vec<T>, block: &mut Vec<T>) {
    if all.is_empty() {
        // A whole trace in one block is not copied.
        std::mem::swap(all, block);
    } else {
        all.append(block);
    }
}
