//! What a trace keeps of the lesson that was run, so that a run explains itself wherever it is opened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// A lesson as it was run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lesson {
    /// Its id in the catalogue: `ticket-lock`.
    pub id: String,
    /// Set where everything but the id and the parameters was left out:
    /// [`Content::hash`](crate::Content::hash) of what it was.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hash: String,
    /// The room of the curriculum it stands in: `processes`, `threads`, `pools`, `coroutines`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// The values of its parameters in this run: numbers, booleans or words.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Json>,
    /// The lesson (with parameters, if need be) to compare it with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compare: Vec<Comparison>,
    /// Stops of the lesson, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Questions of the lesson, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prompts: Vec<Prompt>,
    /// The moment whose value says in one line how the run turned out: the last line that the program prints,
    /// mostly. A run in which it never comes turned out as its ending says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Predicate>,
    /// The main source file: a key of [`Header::sources`](crate::Header::sources).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The same program in Python, in one file or more: keys of [`Header::sources`](crate::Header::sources). Its
    /// functions are called as those of `source`, `main` as `program`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counterparts: Vec<String>,
    /// Its texts by language: `en`, `zh`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, LessonText>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// Another run worth seeing beside this one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Comparison {
    /// The lesson's id.
    pub lesson: String,
    /// Parameters that differ from its defaults.
    pub parameters: BTreeMap<String, Json>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// A stop in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// Its id in the lesson; the key of its text.
    pub id: String,
    /// The moment it is tied to.
    pub at: Predicate,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// A question to think about before the run shows the answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prompt {
    /// Its id in the lesson; the key of its text.
    pub id: String,
    /// The moment at which it is asked.
    pub ask: Predicate,
    /// The moment that answers it.
    pub answer: Predicate,
    /// Which option is right, from 0.
    pub right: u32,
    /// For each option the id of the misconception of who chooses it; empty for the right one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub misconceptions: Vec<String>,
    /// The same question somewhere else, by which one sees whether the answer has stuck.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUp>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// A question about another run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FollowUp {
    /// The lesson's id.
    pub lesson: String,
    /// Parameters that differ from its defaults.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Json>,
    /// The id of its prompt.
    pub prompt: String,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// Picks one moment of a run by what happens in it, because no two real runs are alike: "the second
/// time that anyone waits for `tickets`". A predicate that nothing in the run meets has no moment.
///
/// Fields that are not set match anything. With neither `event` nor `finding` set it is the first
/// moment of the run, or with `last` the last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Predicate {
    /// The name of an event kind: `lock_wait`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The kind of a finding: `deadlock`. Not together with `event`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// The name of the actor or of its process; a `*` at the end matches any rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The name of the object; a `*` at the end matches any rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The value: a number, or a text (for an actor, its name), with `*` as above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
    /// Which of the matching events, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<u32>,
    /// The last of the matching events.
    #[serde(skip_serializing_if = "is_false")]
    pub last: bool,
    /// Look only at what comes after the moment of this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Box<Predicate>>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A lesson's text in one language. Plain text; a blank line parts paragraphs, `backticks` mark code.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonText {
    /// The title.
    pub title: String,
    /// The idea in two or three sentences.
    pub idea: String,
    /// What to notice.
    pub notice: String,
    /// The misconception it removes.
    pub misconception: String,
    /// The Python counterpart.
    pub python: String,
    /// A sentence for each comparison, in the order of [`Lesson::compare`].
    pub compare: Vec<String>,
    /// A label for each parameter.
    pub parameters: BTreeMap<String, String>,
    /// A caption for each step.
    pub steps: BTreeMap<String, String>,
    /// The words of each prompt.
    pub prompts: BTreeMap<String, PromptText>,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}

/// A prompt's words in one language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PromptText {
    /// The question.
    pub question: String,
    /// The options to choose from.
    pub options: Vec<String>,
    /// Why each of the options is right or wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// Why the right one is right, where there are no `reasons`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Fields of a newer version.
    #[serde(flatten)]
    pub extra: Map<String, Json>,
}
