//! Sentences as data: which one, and what is put in. Turning them into words is the business of `l10n`.

use laneway_model::{FindingKind, State as Doing};

/// A sentence in no language.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Which sentence: one of [`MESSAGES`].
    pub id: &'static str,
    /// What is put in, by name, in the order of [`MESSAGES`].
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
            id: $id,
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
        FindingKind::LostUpdate => "finding-title-lost-update",
        FindingKind::DaemonCutOff => "finding-title-daemon-cut-off",
    }
}

/// Every message that this crate names, with the names of its arguments. `who`, `whom`, `holder`, `parent`
/// are actors; `lock`, `queue`, `cell`, `pool`, `task`, `object` are objects; `item`, `value` and `text`
/// come from the program; `time`, `since`, `until` and `held` are times; `count`, `code`, `depth` and `pid` are
/// numbers; `signal` is the name of a signal; `actors` and `locks` are lists.
pub const MESSAGES: &[(&str, &[&str])] = &[
    // What happened at an event.
    ("event-start-process", &["who", "whom"]),
    ("event-start-fork", &["who", "whom"]),
    ("event-start-spawn", &["who", "whom"]),
    ("event-start-thread", &["who", "whom"]),
    ("event-begin", &["who"]),
    ("event-end", &["who"]),
    ("event-end-failed", &["who"]),
    ("event-exit", &["who", "code"]),
    ("event-exit-signal", &["who", "signal"]),
    ("event-reap", &["who", "whom"]),
    ("event-adopt", &["who", "pid"]),
    ("event-code-end", &["who"]),
    ("event-join-wait", &["who", "whom"]),
    ("event-join-wait-timed", &["who", "whom"]),
    ("event-join", &["who", "whom"]),
    ("event-join-timeout", &["who", "whom"]),
    ("event-terminate", &["who", "whom"]),
    ("event-kill", &["who", "whom"]),
    ("event-saw-alive", &["who", "whom"]),
    ("event-saw-dead", &["who", "whom"]),
    ("event-lock-wait", &["who", "lock"]),
    ("event-lock-wait-held", &["who", "lock", "holder"]),
    ("event-lock-acquire", &["who", "lock"]),
    ("event-lock-acquire-again", &["who", "lock", "depth"]),
    ("event-lock-release", &["who", "lock"]),
    ("event-lock-release-one", &["who", "lock", "depth"]),
    ("event-lock-refuse", &["who", "lock"]),
    ("event-lock-timeout", &["who", "lock"]),
    ("event-put-wait", &["who", "queue"]),
    ("event-put", &["who", "queue", "item"]),
    ("event-put-refuse", &["who", "queue"]),
    ("event-put-timeout", &["who", "queue"]),
    ("event-get-wait", &["who", "queue"]),
    ("event-get", &["who", "queue", "item"]),
    ("event-get-refuse", &["who", "queue"]),
    ("event-get-timeout", &["who", "queue"]),
    ("event-read", &["who", "cell", "value"]),
    ("event-write", &["who", "cell", "value"]),
    ("event-submit", &["who", "task", "pool"]),
    ("event-task-wait", &["who", "pool"]),
    ("event-task-begin", &["who", "task"]),
    ("event-task-end", &["who", "task"]),
    ("event-task-end-failed", &["who", "task"]),
    ("event-result-wait", &["who", "task"]),
    ("event-result", &["who", "task"]),
    ("event-result-timeout", &["who", "task"]),
    ("event-shutdown", &["who", "pool"]),
    ("event-sleep", &["who", "time"]),
    ("event-wake", &["who"]),
    ("event-print", &["who", "text"]),
    ("event-note", &["who", "text"]),
    ("event-lost", &["who", "count"]),
    ("event-other", &["who"]),
    // Why an actor is where it is: sentences that may follow each other, from the actor outwards.
    ("explain-not-begun", &["who"]),
    ("explain-running", &["who", "since"]),
    ("explain-ready", &["who", "since"]),
    ("explain-lock", &["who", "lock", "since"]),
    // `held` is the time since when the holder has it.
    ("explain-lock-held", &["who", "lock", "since", "holder", "held"]),
    ("explain-put", &["who", "queue", "since"]),
    ("explain-get", &["who", "queue", "since"]),
    ("explain-task-wait", &["who", "pool", "since"]),
    ("explain-join", &["who", "whom", "since"]),
    ("explain-result", &["who", "task", "since"]),
    ("explain-result-runs", &["who", "task", "since", "whom"]),
    ("explain-signal", &["who", "object", "since"]),
    ("explain-sleeps", &["who", "since"]),
    ("explain-sleeps-until", &["who", "since", "until"]),
    ("explain-stuck", &["who", "since"]),
    ("explain-zombie", &["who", "since"]),
    ("explain-finished", &["who", "since"]),
    ("explain-cycle", &["actors"]),
    // Findings.
    ("finding-title-deadlock", &[]),
    ("finding-title-self-deadlock", &[]),
    ("finding-title-waits-for-ever", &[]),
    ("finding-title-lost-update", &[]),
    ("finding-title-daemon-cut-off", &[]),
    ("finding-deadlock", &["actors", "since"]),
    ("finding-deadlock-link", &["who", "lock", "holder"]),
    ("finding-self-deadlock", &["who", "lock", "since"]),
    ("finding-waits-for-ever", &["who", "object", "since"]),
    ("finding-waits-for-ever-bare", &["who", "since"]),
    // `who` wrote it, `whom` overwrote it from what it had read at `since`.
    ("finding-lost-update", &["who", "whom", "cell", "since", "time"]),
    ("finding-daemon-cut-off", &["who", "time"]),
    ("certainty-happened", &[]),
    ("certainty-possible", &[]),
    ("certainty-suspicious", &[]),
    // States.
    ("state-running", &[]),
    ("state-ready", &[]),
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
    ("key-help", &[]),
    ("key-escape", &[]),
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
