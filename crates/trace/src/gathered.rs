//! What a reader knows of a file so far, whatever its form: what it has counted, and what was wrong.

use serde_json::{Map, Value as Json};

use crate::tables::wrong_parents;
use crate::{
    Chunk, Closing, Definitions, Diagnostic, Ending, Events, Limits, Position, ReadError, Tables,
    header_json,
};

#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) limits: Limits,
    /// How many rows the tables have.
    pub(crate) tables: Tables,
    /// Rows of the vocabulary.
    kinds: u64,
    /// Bytes of all texts.
    text_bytes: u64,
    /// Bytes of the header and of all definitions but texts.
    header_bytes: u64,
    /// JSON values in the header and in definitions.
    json_values: u64,
    pub(crate) chunks: Vec<Chunk>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Something after the header could not be read.
    pub(crate) is_damaged: bool,
    /// Events so far.
    pub(crate) events: u64,
    last_ns: u64,
    fallen: Fallen,
    /// Rows with a parent that cannot be, and what is said of the first of them.
    wrong_parents: u64,
    first_wrong_parent: String,
}

/// Events whose time was before that of the one before, and the first of them.
#[derive(Debug, Default)]
struct Fallen {
    count: u64,
    first: u64,
}

impl Gathered {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            tables: Tables::default(),
            kinds: 0,
            text_bytes: 0,
            header_bytes: 0,
            json_values: 0,
            chunks: Vec::new(),
            diagnostics: Vec::new(),
            is_damaged: false,
            events: 0,
            last_ns: 0,
            fallen: Fallen::default(),
            wrong_parents: 0,
            first_wrong_parent: String::new(),
        }
    }

    pub(crate) fn diagnose(&mut self, position: Position, what: &str, kept: &str) {
        self.diagnostics.push(Diagnostic {
            what: what.into(),
            position,
            kept: kept.into(),
        });
    }

    /// Takes note that something cannot be read, and nothing after it is.
    pub(crate) fn damage(&mut self, position: Position, what: &str) {
        let kept = match self.events {
            1 => "1 event was kept".to_owned(),
            events => format!("{events} events were kept"),
        };
        self.diagnose(position, what, &kept);
        self.is_damaged = true;
    }

    pub(crate) fn check_actors(&self, more: u64) -> Result<(), ReadError> {
        check_rows("actors", self.tables.actors, more, self.limits.actors)
    }

    pub(crate) fn check_objects(&self, more: u64) -> Result<(), ReadError> {
        check_rows("objects", self.tables.objects, more, self.limits.objects)
    }

    pub(crate) fn check_locations(&self, more: u64) -> Result<(), ReadError> {
        check_rows("locations", self.tables.locations, more, self.limits.locations)
    }

    pub(crate) fn check_texts(&self, more: u64) -> Result<(), ReadError> {
        check_rows("texts", self.tables.texts, more, self.limits.texts)
    }

    /// Takes note of bytes of the header or of definitions.
    pub(crate) fn spend(&mut self, bytes: u64) -> Result<(), ReadError> {
        self.header_bytes = self.header_bytes.saturating_add(bytes);
        ReadError::check("bytes of header", self.header_bytes, self.limits.header_bytes)
    }

    /// Takes note of some JSON, before it is parsed.
    pub(crate) fn check_json(&mut self, json: &[u8]) -> Result<(), ReadError> {
        self.json_values += self.count_json(json)?;
        Ok(())
    }

    /// The number of values in some JSON that there is room for. Who keeps them takes note of them by
    /// [`Self::keep_values`].
    pub(crate) fn count_json(&mut self, json: &[u8]) -> Result<u64, ReadError> {
        self.spend(json.len() as u64)?;
        let values = header_json::count_values(json, &self.limits)?;
        let all = self.json_values.saturating_add(values);
        ReadError::check("values in its header", all, self.limits.json_values)?;
        Ok(values)
    }

    /// Takes note of JSON values that are kept.
    pub(crate) fn keep_values(&mut self, values: u64) {
        self.json_values += values;
    }

    /// Reads the text of a JSON object with fields that this version does not know.
    pub(crate) fn fields(&mut self, json: &[u8]) -> Result<Map<String, Json>, ReadError> {
        self.check_json(json)?;
        serde_json::from_slice(json).map_err(|error| ReadError::Header(error.to_string()))
    }

    /// Takes more rows of the tables; takes parents out that cannot be.
    pub(crate) fn define(&mut self, more: &mut Definitions) -> Result<(), ReadError> {
        for wrong in wrong_parents(&self.tables, &more.rows()) {
            if self.wrong_parents == 0 {
                self.first_wrong_parent = wrong.to_string();
            }
            self.wrong_parents += 1;
            wrong.take_out(&self.tables, more);
        }
        let Definitions {
            vocabulary,
            actors,
            objects,
            locations,
            texts,
        } = more;
        self.kinds += vocabulary.len() as u64;
        ReadError::check("kinds", self.kinds, self.limits.kinds)?;
        self.check_actors(actors.len() as u64)?;
        self.check_objects(objects.len() as u64)?;
        self.check_locations(locations.len() as u64)?;
        self.check_texts(texts.len() as u64)?;
        self.text_bytes += texts.iter().map(|text| text.len() as u64).sum::<u64>();
        ReadError::check("bytes of texts", self.text_bytes, self.limits.text_bytes)?;
        self.tables.grow(&more.rows());
        Ok(())
    }

    /// Takes note of the events from this row on, and sees to it that their times never fall.
    pub(crate) fn take_events(&mut self, events: &mut Events, row: usize) -> Result<(), ReadError> {
        for (offset, time_ns) in events.time_ns[row..].iter_mut().enumerate() {
            if *time_ns < self.last_ns {
                if self.fallen.count == 0 {
                    self.fallen.first = self.events + offset as u64;
                }
                self.fallen.count += 1;
                *time_ns = self.last_ns;
            }
            self.last_ns = *time_ns;
        }
        self.events += (events.len() - row) as u64;
        ReadError::check("events", self.events, self.limits.events)
    }

    /// Says what was wrong here and there, when everything is read.
    fn sum_up(&mut self) {
        if self.wrong_parents > 0 {
            let what = std::mem::take(&mut self.first_wrong_parent);
            let kept = match self.wrong_parents {
                1 => "it was taken to have none".to_owned(),
                more => format!("it and {} more were taken to have none", more - 1),
            };
            self.diagnose(Position::Header, &what, &kept);
        }
        if self.fallen.count > 0 {
            let what = format!(
                "{} events are earlier than the event before them",
                self.fallen.count
            );
            let first = Position::Event(self.fallen.first);
            self.diagnose(first, &what, "they were moved to its time");
        }
    }

    /// What the file says of the run's end, with what the reader did.
    pub(crate) fn close(&mut self, closing: Closing) -> Closing {
        self.sum_up();
        Closing {
            times_corrected: closing.times_corrected.saturating_add(self.fallen.count),
            ..closing
        }
    }

    /// What there is to say of the end of a run whose file does not.
    pub(crate) fn close_unknown(&mut self) -> Closing {
        self.close(Closing {
            ending: Ending::unknown(),
            duration_ns: self.last_ns,
            ..Closing::default()
        })
    }
}

fn check_rows(what: &'static str, rows: usize, more: u64, limit: u64) -> Result<(), ReadError> {
    ReadError::check(what, more.saturating_add(rows as u64), limit)
}
