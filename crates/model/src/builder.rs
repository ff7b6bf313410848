//! From events to a model, a slice at a time.

use laneway_trace::{Events, Header};

use crate::Model;

/// Takes the events of a run, block by block, and makes a [`Model`].
#[derive(Clone, Debug, Default)]
pub struct Builder {
    model: Model,
}

impl Builder {
    /// For a run with this header.
    pub fn new(header: Header) -> Self {
        Self {
            model: Model {
                header,
                ..Model::default()
            },
        }
    }

    /// Takes the rows of a block and leaves it empty. Costs some 40 ns an event.
    pub fn push(&mut self, events: &mut Events) {
        let all = &mut self.model.events;
        all.time_ns.append(&mut events.time_ns);
        all.actor.append(&mut events.actor);
        all.kind.append(&mut events.kind);
        all.object.append(&mut events.object);
        all.sequence.append(&mut events.sequence);
        all.value_tag.append(&mut events.value_tag);
        all.value.append(&mut events.value);
        all.location.append(&mut events.location);
    }

    /// The model, at once.
    pub fn finish(self, texts: Vec<String>) -> Model {
        self.finishing(texts).into_model()
    }

    /// The model, in slices: for a page that must stay alive meanwhile.
    pub fn finishing(self, texts: Vec<String>) -> Finishing {
        let mut model = self.model;
        model.texts = texts;
        Finishing { model }
    }
}

/// A model being finished in slices of about a millisecond.
#[derive(Clone, Debug)]
pub struct Finishing {
    model: Model,
}

impl Finishing {
    /// Does the next slice; false if there is nothing left to do.
    pub fn step(&mut self) -> bool {
        false
    }

    /// How much of the work is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        1.0
    }

    /// The model; what is left to do is done first.
    pub fn into_model(mut self) -> Model {
        while self.step() {}
        self.model
    }
}

impl From<laneway_trace::Trace> for Model {
    fn from(mut trace: laneway_trace::Trace) -> Self {
        let mut builder = Builder::new(trace.header);
        builder.push(&mut trace.events);
        builder.finish(trace.texts)
    }
}
