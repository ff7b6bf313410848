//! Sentences as data: which one, and what is put in. Turning them into words is the business of `l10n`.

use std::borrow::Cow;

use laneway_model::{FindingKind, State as Doing};
use laneway_trace::ObjectKind;

/// A sentence in no language.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Which sentence: one of [`MESSAGES`], or of [`event_sentences`](crate::event_sentences).
    pub id: Cow<'static, str>,
    /// What is put in, by name, in the order in which it is listed there.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// What is put into a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// What the program calls an actor or an object, an item, what was printed: as it is.
    Text(String),
    /// What kind of object it is: for the kinds that this version knows the message `object-` and the name
    /// of the kind, for others the name.
    Kind(ObjectKind),
    /// A number that may decide between singular and plural.
    Number(i64),
    /// A length of time, or a time since the start of the run, in nanoseconds.
    TimeNs(u64),
    /// Names, to be listed.
    List(Vec<String>),
    /// Another message, without arguments, by its id.
    Message(&'static str),
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<ObjectKind> for Argument {
    fn from(kind: ObjectKind) -> Self {
        Self::Kind(kind)
    }
}

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Argument {
    fn from(time_ns: u64) -> Self {
        Self::TimeNs(time_ns)
    }
}

impl From<Vec<String>> for Argument {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}

/// Makes a message: `message!("event-sleep", who: name, time: 5_u64)`.
macro_rules! message {
    ($id:literal $(, $name:ident: $value:expr)* $(,)?) => {
        $crate::messages::Message {
            id: ::std::borrow::Cow::Borrowed($id),
            arguments: vec![$((stringify!($name), $crate::messages::Argument::from($value))),*],
        }
    };
}
pub(crate) use message;

/// The id of the message that names a state.
pub const fn state_message(doing: Doing) -> &'static str {
    match doing {
        Doing::Running => "state-running",
        Doing::Ready => "state-ready",
        Doing::Unseen => "state-unseen",
        Doing::Unknown => "state-unknown",
        Doing::WaitsLock => "state-waits-lock",
        Doing::WaitsQueue => "state-waits-queue",
        Doing::WaitsActor => "state-waits-actor",
        Doing::WaitsSignal => "state-waits-signal",
        Doing::Sleeping => "state-sleeping",
        Doing::Stuck => "state-stuck",
        Doing::Zombie => "state-zombie",
        Doing::Finished => "state-finished",
    }
}

/// The id of the message that names a kind of finding.
pub const fn finding_title(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Deadlock => "finding-title-deadlock",
        FindingKind::SelfDeadlock => "finding-title-self-deadlock",
        FindingKind::WaitsForEver => "finding-title-waits-for-ever",
        FindingKind::UpdateInDanger => "finding-title-update-in-danger",
        FindingKind::LostUpdate => "finding-title-lost-update",
        FindingKind::CheckThenAct => "finding-title-check-then-act",
        FindingKind::LockOrderInversion => "finding-title-lock-order-inversion",
        FindingKind::Starvation => "finding-title-starvation",
        FindingKind::DaemonCutOff => "finding-title-daemon-cut-off",
        FindingKind::FailureUnseen => "finding-title-failure-unseen",
        FindingKind::PoisonedLock => "finding-title-poisoned-lock",
        FindingKind::Zombie => "finding-title-zombie",
        FindingKind::Orphan => "finding-title-orphan",
    }
}

/// Every message that this crate names, but for the [`event_sentences`](crate::event_sentences), with the names
/// of its arguments. `who` and `whom` are actors, `actors` and `holders` several; `object`, `other`, `cell` and `pool` are
/// objects, `kind` is what kind of object; `item` and `value` come from the program; `time`, `since`, `until`
/// and `held` are times; `count`, `code`, `depth` and `pid` are numbers; `signal` is the name of a signal,
/// `name` that of a kind of event.
pub const MESSAGES: &[(&str, &[&str])] = &[
    // Why an actor is where it is: sentences that may follow each other, from the actor outwards.
    ("explain-not-begun", &["who"]),
    ("explain-running", &["who", "since"]),
    ("explain-ready", &["who", "since"]),
    ("explain-unseen", &["who", "since"]),
    ("explain-unknown", &["who", "since"]),
    ("explain-wait-permit", &["who", "kind", "object", "since"]),
    // `held` is the time since when the first of the holders has it.
    (
        "explain-wait-permit-held",
        &["who", "kind", "object", "since", "holders", "held"],
    ),
    ("explain-wait-room", &["who", "kind", "object", "since"]),
    ("explain-wait-item", &["who", "kind", "object", "since"]),
    ("explain-wait-gate", &["who", "kind", "object", "since"]),
    ("explain-wait-task", &["who", "object", "since"]),
    ("explain-wait-call", &["who", "object", "since"]),
    ("explain-wait-result", &["who", "object", "since"]),
    ("explain-wait-result-runs", &["who", "object", "since", "whom"]),
    ("explain-wait-reply", &["who", "object", "since"]),
    ("explain-wait-reply-serves", &["who", "object", "since", "whom"]),
    ("explain-wait-end", &["who", "whom", "since"]),
    ("explain-wait-io", &["who", "since"]),
    ("explain-waits", &["who", "since"]),
    ("explain-sleeps", &["who", "since"]),
    ("explain-sleeps-until", &["who", "since", "until"]),
    ("explain-stuck", &["who", "since"]),
    ("explain-zombie", &["who", "since"]),
    ("explain-finished", &["who", "since"]),
    ("explain-cycle", &["actors"]),
    // A phase: `held` is how long it lasted.
    ("phase-lasted", &["who", "held", "since", "until"]),
    ("phase-lasts", &["who", "since"]),
    ("phase-unplayed", &["who", "since"]),
    ("phase-begun-by", &["whom", "time"]),
    ("phase-held", &["holders", "kind", "object"]),
    ("phase-at", &["kind", "object"]),
    ("phase-for", &["actors"]),
    ("phase-ended-by", &["whom", "time"]),
    ("phase-ended", &["time"]),
    ("phase-helpless", &["time"]),
    ("phase-others", &["actors"]),
    ("phase-next", &["whom", "time"]),
    // Findings.
    ("finding-title-deadlock", &[]),
    ("finding-title-self-deadlock", &[]),
    ("finding-title-waits-for-ever", &[]),
    ("finding-title-update-in-danger", &[]),
    ("finding-title-lost-update", &[]),
    ("finding-title-check-then-act", &[]),
    ("finding-title-lock-order-inversion", &[]),
    ("finding-title-starvation", &[]),
    ("finding-title-daemon-cut-off", &[]),
    ("finding-title-failure-unseen", &[]),
    ("finding-title-poisoned-lock", &[]),
    ("finding-title-zombie", &[]),
    ("finding-title-orphan", &[]),
    ("finding-deadlock", &["actors", "since"]),
    ("finding-deadlock-link", &["who", "kind", "object", "holder"]),
    ("finding-self-deadlock", &["who", "kind", "object", "since"]),
    ("finding-waits-for-ever", &["who", "kind", "object", "since"]),
    ("finding-waits-for-ever-bare", &["who", "since"]),
    // `who` wrote it, `whom` overwrote it from what it had read at `since`.
    (
        "finding-update-in-danger",
        &["who", "whom", "object", "since", "time"],
    ),
    ("finding-lost-update", &["who", "whom", "object", "since", "time"]),
    // `who` checked at `since` and acted at `time`; `whom` had acted in between.
    (
        "finding-check-then-act",
        &["who", "whom", "object", "since", "time"],
    ),
    ("finding-lock-order-inversion", &["actors"]),
    // `who` took `object` while it held `other`.
    (
        "finding-lock-order-inversion-link",
        &["who", "kind", "object", "other"],
    ),
    // `held` is how long the wait was, `count` how often others got it first.
    (
        "finding-starvation",
        &["who", "kind", "object", "since", "held", "count"],
    ),
    (
        "finding-starvation-in-vain",
        &["who", "kind", "object", "since", "held", "count"],
    ),
    ("finding-daemon-cut-off", &["who", "time"]),
    ("finding-waits-for-ever-helpers", &["actors"]),
    ("finding-failure-unseen", &["who", "time"]),
    ("finding-poisoned-lock", &["who", "kind", "object", "time"]),
    // `who` is the child, `whom` its parent; `held` is how long the zombie was there, `since` when the one died.
    ("finding-zombie", &["who", "whom", "since", "held"]),
    ("finding-zombie-never", &["who", "whom", "since", "held"]),
    ("finding-orphan", &["who", "whom", "since"]),
    ("certainty-happened", &[]),
    ("certainty-possible", &[]),
    ("certainty-suspicious", &[]),
    // Two runs beside each other: `one` is of A, `other` of B.
    ("differs-outcome", &["one", "other"]),
    ("differs-outcome-same", &["value"]),
    ("differs-stuck-both", &[]),
    ("differs-stuck-one", &[]),
    ("differs-stuck-other", &[]),
    ("differs-finding", &["what", "one", "other"]),
    ("differs-waits-all", &["one", "other"]),
    ("differs-waits", &["who", "one", "other"]),
    // States.
    ("state-running", &[]),
    ("state-ready", &[]),
    ("state-unseen", &[]),
    ("state-unknown", &[]),
    ("state-waits-lock", &[]),
    ("state-waits-queue", &[]),
    ("state-waits-actor", &[]),
    ("state-waits-signal", &[]),
    ("state-sleeping", &[]),
    ("state-stuck", &[]),
    ("state-zombie", &[]),
    ("state-finished", &[]),
    // What keys do.
    ("keys-playback", &[]),
    ("keys-window", &[]),
    ("keys-lanes", &[]),
    ("keys-lesson", &[]),
    ("keys-hall", &[]),
    ("keys-page", &[]),
    ("key-play", &[]),
    ("key-event-back", &[]),
    ("key-event", &[]),
    ("key-interesting-back", &[]),
    ("key-interesting", &[]),
    ("key-start", &[]),
    ("key-end", &[]),
    ("key-slower", &[]),
    ("key-faster", &[]),
    ("key-zoom-in", &[]),
    ("key-zoom-out", &[]),
    ("key-pan-left", &[]),
    ("key-pan-right", &[]),
    ("key-fit-selection", &[]),
    ("key-fit", &[]),
    ("key-lane-up", &[]),
    ("key-lane-down", &[]),
    ("key-phase", &[]),
    ("key-phase-back", &[]),
    ("key-arrow", &[]),
    ("key-arrow-back", &[]),
    ("key-mark", &[]),
    ("key-go-mark", &[]),
    ("key-step", &[]),
    ("key-step-back", &[]),
    ("key-curtain", &[]),
    ("key-present", &[]),
    ("key-blank", &[]),
    ("key-speaker", &[]),
    ("key-own-stop", &[]),
    ("key-search", &[]),
    ("key-trail", &[]),
    ("key-trail-back", &[]),
    ("key-commands", &[]),
    ("key-help", &[]),
    ("key-escape", &[]),
    // What search finds, and commands without a key.
    ("search-actors", &[]),
    ("search-objects", &[]),
    ("search-findings", &[]),
    ("search-texts", &[]),
    ("search-kinds", &[]),
    ("all-lessons", &[]),
    ("clock", &[]),
    ("clock-folded", &[]),
    ("clock-steps", &[]),
    ("clock-wall", &[]),
    ("command-chinese", &[]),
    ("command-copy-link", &[]),
    ("command-english", &[]),
    ("command-panel", &[]),
    ("legend-keep", &[]),
    ("loop", &[]),
    ("open-file", &[]),
    ("step-stops", &[]),
    ("tab-console", &[]),
    ("tab-findings", &[]),
    ("tab-lesson", &[]),
    ("tab-source", &[]),
    ("tab-story", &[]),
    ("theme-contrast", &[]),
    ("theme-dark", &[]),
    ("theme-light", &[]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KEYS, KeyGroup};

    #[track_caller]
    fn listed(id: &str) {
        assert!(
            MESSAGES.iter().any(|&(listed, _)| listed == id),
            "{id} is not in MESSAGES"
        );
    }

    #[test]
    fn every_message_is_listed_once() {
        for (at, (id, _)) in MESSAGES.iter().enumerate() {
            assert!(
                !MESSAGES[..at].iter().any(|(other, _)| other == id),
                "{id} is listed twice"
            );
        }
        Doing::ALL
            .into_iter()
            .for_each(|doing| listed(state_message(doing)));
        KEYS.iter().for_each(|binding| listed(binding.message));
        KeyGroup::ALL
            .into_iter()
            .for_each(|group| listed(group.message()));
    }
}
