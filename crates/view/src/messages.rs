//! Sentences as data: which one, and what is put in. Turning them into words is the business of `l10n`.

use laneway_model::{Model, Moment};
use laneway_trace::ActorId;

/// A sentence in no language.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Which sentence: one of [`MESSAGES`].
    pub id: &'static str,
    /// What is put in, by name.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// What is put into a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// What the program calls an actor or an object, an item, what was printed: as it is.
    Text(String),
    /// A number that may decide between singular and plural.
    Number(i64),
    /// A length of time, or a time since the start of the run, in nanoseconds.
    TimeNs(u64),
    /// Names, to be listed.
    List(Vec<String>),
}

/// Every sentence there is, with the names of its arguments.
pub const MESSAGES: &[(&str, &[&str])] = &[];

/// What happened at an event, in one sentence; `None` past the end.
pub fn narrate(model: &Model, row: u32) -> Option<Message> {
    let _ = (model, row);
    None
}

/// Why an actor is where it is, one sentence a link of the chain, from the actor outwards.
pub fn explain(model: &Model, actor: ActorId, at: Moment) -> Vec<Message> {
    let _ = (model, actor, at);
    Vec::new()
}

/// What a finding says: a row of `model.findings`. The first sentence is the headline; the others go
/// into detail.
pub fn describe_finding(model: &Model, finding: u32) -> Vec<Message> {
    let _ = (model, finding);
    Vec::new()
}
