//! The sentences of events, as they follow from the table of kinds: which there are, and what is put in.
//!
//! A kind that this version knows has a sentence of its own, `event-` and its name; a kind that only the
//! trace knows is told by its effect, `effect-` and its name, and is called what the trace calls it. A test
//! of `l10n` sees that no language lacks one.

use laneway_trace::{Awaits, Effect, EventFacts, EventKind, KnownEvent, Meaning};

/// A sentence that may be told of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The id of the message.
    pub id: String,
    /// The names of what is put in, each of which a language may leave out.
    pub arguments: Vec<&'static str>,
}

/// What is put into every sentence of an event: who did it; whom it is about; the object, what kind of
/// object it is, and its pool; how the value reads. What there is not is a question mark.
pub(crate) const ALWAYS: [&str; 6] = ["who", "whom", "object", "kind", "pool", "value"];

/// Every sentence that [`narrate`](crate::narrate) may tell.
pub fn event_sentences() -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let told = |known: &&KnownEvent| !known.facts.effect.is_seen_from_outside();
    for known in EventKind::ALL.iter().filter(told) {
        let id = event_id(known.name);
        let mut arguments = ALWAYS.to_vec();
        arguments.extend(by_meaning(known.facts.value));
        arguments.extend(by_effect(&known.facts));
        for form in forms(&known.facts) {
            let mut arguments = arguments.clone();
            arguments.extend(by_form(form));
            sentences.push(Sentence {
                id: format!("{id}-{form}"),
                arguments,
            });
        }
        sentences.push(Sentence { id, arguments });
    }
    let mut effects: Vec<&str> = EventKind::ALL
        .iter()
        .filter(told)
        .map(|known| effect_id(&known.facts))
        .collect();
    effects.extend([UNKNOWN, UNNAMED]);
    effects.sort_unstable();
    effects.dedup();
    sentences.extend(effects.into_iter().map(|id| {
        let mut arguments = ALWAYS.to_vec();
        arguments.push("name");
        Sentence {
            id: id.to_owned(),
            arguments,
        }
    }));
    sentences
}

/// The id of the sentence of a kind that this version knows: `event-lock-wait`.
pub(crate) fn event_id(name: &str) -> String {
    format!("event-{}", name.replace('_', "-"))
}

/// The names of what only some values have to tell.
pub(crate) const fn by_meaning(value: Meaning) -> &'static [&'static str] {
    match value {
        Meaning::DurationNs => &["time"],
        Meaning::ExitCode => &["code", "signal"],
        Meaning::Depth => &["depth"],
        Meaning::Item | Meaning::PutSequence => &["item"],
        Meaning::Count => &["count"],
        Meaning::Pid => &["pid"],
        Meaning::Nothing
        | Meaning::Actor
        | Meaning::Outcome
        | Meaning::CallSequence
        | Meaning::Content
        | Meaning::Text
        | Meaning::Link
        | Meaning::Unknown => &[],
    }
}

/// The names of what only some effects have to tell: of a holding, whether its permits are counted (`yes`, `no`).
pub(crate) const fn by_effect(facts: &EventFacts) -> &'static [&'static str] {
    match (facts.effect, facts.awaits) {
        (Effect::Enter | Effect::Leave, _) | (_, Some(Awaits::Permit)) => &["counted"],
        _ => &[],
    }
}

/// The forms that a sentence takes beside the plain one.
pub(crate) const fn forms(facts: &EventFacts) -> &'static [Form] {
    match (facts.effect, facts.value) {
        (Effect::Start, _) => &[Form::Thread, Form::Task, Form::Process, Form::Fork, Form::Spawn],
        (Effect::Wait, _) if matches!(facts.awaits, Some(Awaits::Permit)) => &[Form::Held],
        (Effect::Enter, Meaning::Depth) => &[Form::Again],
        (Effect::Leave, Meaning::Depth) => &[Form::Once],
        (Effect::TaskEnd, Meaning::Outcome) => &[Form::Failed, Form::GivenUp],
        (_, Meaning::Outcome) => &[Form::Failed],
        (_, Meaning::ExitCode) => &[Form::Signal],
        _ => &[],
    }
}

/// What a form tells beside what the plain sentence does.
const fn by_form(form: &Form) -> &'static [&'static str] {
    match form {
        Form::Held => &["holders"],
        _ => &[],
    }
}

/// A form of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A thread is started,
    Thread,
    /// a task,
    Task,
    /// a process, in a way that is not told,
    Process,
    /// as a copy,
    Fork,
    /// anew.
    Spawn,
    /// Somebody holds what is waited for.
    Held,
    /// The actor held it before.
    Again,
    /// The actor still holds it.
    Once,
    /// It ended by a panic or an exception.
    Failed,
    /// Somebody ended it whose task it was not.
    GivenUp,
    /// It was ended by a signal.
    Signal,
}

impl std::fmt::Display for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Thread => "thread",
            Self::Task => "task",
            Self::Process => "process",
            Self::Fork => "fork",
            Self::Spawn => "spawn",
            Self::Held => "held",
            Self::Again => "again",
            Self::Once => "once",
            Self::Failed => "failed",
            Self::GivenUp => "given-up",
            Self::Signal => "signal",
        })
    }
}

/// The id of the sentence of a kind whose effect nobody knows.
pub(crate) const UNKNOWN: &str = "effect-unknown";
/// The same, and it has no name either.
pub(crate) const UNNAMED: &str = "effect-unnamed";

/// The id of the sentence of a kind that only the trace knows.
pub(crate) const fn effect_id(facts: &EventFacts) -> &'static str {
    match facts.effect {
        Effect::Note => "effect-note",
        Effect::Print => "effect-print",
        Effect::Lost => "effect-lost",
        Effect::Wait => match facts.awaits {
            Some(awaits) => wait_id(awaits),
            None => UNKNOWN,
        },
        Effect::Refuse => "effect-refuse",
        Effect::GiveUp => "effect-give-up",
        Effect::Wake => "effect-wake",
        Effect::Enter => "effect-enter",
        Effect::Leave => "effect-leave",
        Effect::Poison => "effect-poison",
        Effect::Put => "effect-put",
        Effect::Take => "effect-take",
        Effect::Close => "effect-close",
        Effect::Read => "effect-read",
        Effect::Write => "effect-write",
        Effect::Arrive => "effect-arrive",
        Effect::Open => "effect-open",
        Effect::Shut => "effect-shut",
        Effect::Notify => "effect-notify",
        Effect::NotifyAll => "effect-notify-all",
        Effect::Pass => "effect-pass",
        Effect::Submit => "effect-submit",
        Effect::TaskBegin => "effect-task-begin",
        Effect::TaskEnd => "effect-task-end",
        Effect::Cancel => "effect-cancel",
        Effect::Answer => "effect-answer",
        Effect::CallbackBegin => "effect-callback-begin",
        Effect::CallbackEnd => "effect-callback-end",
        Effect::Serve => "effect-serve",
        Effect::Reply => "effect-reply",
        Effect::Return => "effect-return",
        Effect::Start => "effect-start",
        Effect::StartFailed => "effect-start-failed",
        Effect::Begin => "effect-begin",
        Effect::End => "effect-end",
        Effect::CodeEnd => "effect-code-end",
        Effect::Exit => "effect-exit",
        Effect::Reap => "effect-reap",
        Effect::Adopt => "effect-adopt",
        Effect::Session => "effect-session",
        Effect::Terminal => "effect-terminal",
        Effect::Join => "effect-join",
        Effect::Signal => "effect-signal",
        Effect::Look => "effect-look",
        Effect::Resume => "effect-resume",
        Effect::Suspend => "effect-suspend",
        Effect::Panic => "effect-panic",
        Effect::SpanOpen => "effect-span-open",
        Effect::SpanClose => "effect-span-close",
        Effect::LinkFrom => "effect-link-from",
        Effect::LinkTo => "effect-link-to",
        // What was seen from outside is not told.
        Effect::SeenAsleep | Effect::SeenReady | Effect::SeenRunning | Effect::SeenEnd => UNKNOWN,
        Effect::Unknown => UNKNOWN,
    }
}

const fn wait_id(awaits: Awaits) -> &'static str {
    match awaits {
        Awaits::Permit => "effect-wait-permit",
        Awaits::Room => "effect-wait-room",
        Awaits::Item => "effect-wait-item",
        Awaits::Gate => "effect-wait-gate",
        Awaits::Task => "effect-wait-task",
        Awaits::Result => "effect-wait-result",
        Awaits::Reply => "effect-wait-reply",
        Awaits::End => "effect-wait-end",
        Awaits::Time => "effect-wait-time",
        Awaits::Io => "effect-wait-io",
    }
}
