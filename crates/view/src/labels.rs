//! The few words in a scene that do not come from the trace.

/// Words for the layout, in the language of the page. All of them are short: they stand in bars and
/// badges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The badge of a daemon: "daemon".
    pub daemon: String,
    /// Beside the name of a queue that has no room: "full".
    pub full: String,
    /// Beside the name of a queue that has no items: "empty".
    pub empty: String,
    /// Before the name of a process that holds several lanes: "process".
    pub process: String,
    /// Above the lanes that were pinned to the top: "pinned".
    pub pinned: String,
    /// Before the numbers on the ruler of the steps clock: "event".
    pub event: String,
}

impl Default for Labels {
    /// English.
    fn default() -> Self {
        Self {
            daemon: "daemon".into(),
            full: "full".into(),
            empty: "empty".into(),
            process: "process".into(),
            pinned: "pinned".into(),
            event: "event".into(),
        }
    }
}
