//! What could not be seen, for [`laneway_trace::Header::unseen`].

use super::rings::Streams;
use super::tables::{Definitions, Tables};
use crate::session::{Account, Cause, Keep, What};
use crate::supervise::Ended;

/// What is known of what is not.
pub(super) struct Unseen<'a> {
    pub keep: Keep,
    /// True if anything of the program was recorded.
    pub recorded: bool,
    /// Processes whose exit code nobody knows.
    pub unknown_codes: u64,
    /// None if the supervisor did not live to say it.
    pub ended: Option<&'a Ended>,
    /// None if the control page cannot be read.
    pub account: Option<&'a Account>,
    pub definitions: &'a Definitions,
    pub tables: &'a Tables,
    pub streams: &'a Streams,
    pub contradictions: u64,
    pub missing_sources: &'a [String],
}

/// Said first where nobody recorded.
const NOTHING_RECORDED: &str =
    "No process of this run used the laneway library: all that is shown was seen from outside.";

/// One sentence of a count; the other one is for more, with `{}` in place of the number.
fn say(sentences: &mut Vec<String>, count: u64, one: &str, many: &str) {
    match count {
        0 => {}
        1 => sentences.push(one.to_owned()),
        _ => sentences.push(many.replace("{}", &count.to_string())),
    }
}

impl Unseen<'_> {
    /// Events that were not kept, whatever the cause.
    pub fn lost_events(&self) -> u64 {
        let counts = self.lost_by_cause();
        counts
            .iter()
            .fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }

    fn lost_by_cause(&self) -> Vec<(Cause, u64)> {
        let mut counts = self.streams.lost.clone();
        for (cause, count) in self.account_of(What::Events) {
            let sum = counts.entry(cause).or_default();
            *sum = sum.saturating_add(count);
        }
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }

    fn account_of(&self, wanted: What) -> impl Iterator<Item = (Cause, u64)> {
        let losses = self.account.iter().flat_map(|account| &account.losses);
        losses
            .filter(move |(what, ..)| *what == wanted)
            .map(|(_, cause, count)| (*cause, *count))
    }

    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        self.say_processes(&mut sentences);
        self.say_losses(&mut sentences);
        self.say_missing(&mut sentences);
        self.say_unreadable(&mut sentences);
        sentences.extend_from_slice(self.missing_sources);
        sentences
    }

    fn say_processes(&self, sentences: &mut Vec<String>) {
        let ended = self.ended.cloned().unwrap_or_default();
        // Somebody was given an id: what it said is gone, which is told elsewhere.
        let somebody_recorded = self.account.is_none_or(|account| account.actors > 0);
        if !self.recorded && !somebody_recorded {
            sentences.push(NOTHING_RECORDED.to_owned());
        }
        if self.recorded {
            say(
                sentences,
                ended.unattached as u64,
                "1 process did not use the laneway library: it was seen from outside only.",
                "{} processes did not use the laneway library: they were seen from outside only.",
            );
        }
        if ended.unobserved {
            let words = "This system does not say how long a thread has run: \
                         what threads do was not seen from outside.";
            sentences.push(words.to_owned());
        }
        say(
            sentences,
            ended.untold,
            "1 change of what a thread was seen to do was left out: there were too many.",
            "{} changes of what threads were seen to do were left out: there were too many.",
        );
        say(
            sentences,
            self.unknown_codes,
            "The exit code of 1 process is not known: its parent took it before it was seen.",
            "The exit codes of {} processes are not known: their parents took them before they were seen.",
        );
        if self.ended.is_none() {
            let words =
                "The supervisor was killed: what happened to processes from then on was not seen.";
            sentences.push(words.to_owned());
        }
        say(
            sentences,
            ended.outlived as u64,
            "1 process outlived the program and was ended.",
            "{} processes outlived the program and were ended.",
        );
    }

    fn say_losses(&self, sentences: &mut Vec<String>) {
        for (cause, count) in self.lost_by_cause() {
            let events = match count {
                1 => "1 event was".to_owned(),
                _ => format!("{count} events were"),
            };
            let advice = match cause {
                Cause::Budget if self.keep == Keep::Last => {
                    "; `--keep last:N` makes room for more of them"
                }
                Cause::Budget => {
                    "; `--keep N` makes room for more of them, \
                     and `--keep last` keeps the last ones instead of the first"
                }
                _ if cause.is_full_disk() => "; set XDG_RUNTIME_DIR to a folder with more room",
                _ => "",
            };
            sentences.push(format!("{events} lost because {}{advice}.", cause.words()));
        }
        for (cause, count) in self.account_of(What::Definitions) {
            let names = match count {
                1 => "1 name, place or text is".to_owned(),
                _ => format!("{count} names, places or texts are"),
            };
            let why = match cause {
                Cause::Budget => "there was no more room for texts".to_owned(),
                _ => cause.words(),
            };
            sentences.push(format!("{names} unknown because {why}."));
        }
    }

    fn say_missing(&self, sentences: &mut Vec<String>) {
        if self.account.is_none() {
            let words =
                "The control page was destroyed: what was lost beside what is told here is not known.";
            sentences.push(words.to_owned());
        }
        if self.definitions.is_gone {
            let words = "The file of definitions was deleted or replaced while the program ran: \
                         names that came later are unknown.";
            sentences.push(words.to_owned());
        }
        if self.definitions.is_too_long || self.tables.is_full {
            let words = "The run defines more actors, objects, places and texts than a trace may have: \
                         the rest of them is unknown.";
            sentences.push(words.to_owned());
        }
        let given = self.account.map_or(0, |account| account.actors);
        let undefined = u64::from(given).saturating_sub(self.tables.defined_actors);
        say(
            sentences,
            undefined,
            "1 process or thread was there of which nothing is known: its definition is missing.",
            "{} processes and threads were there of which nothing is known: their definitions are missing.",
        );
        say(
            sentences,
            (self.tables.undefined as u64 + self.definitions.unreadable).saturating_sub(undefined),
            "1 definition was cut short or is missing: a name is unknown.",
            "{} definitions were cut short or are missing: some names are unknown.",
        );
        say(
            sentences,
            self.streams.silent,
            "Nothing of what 1 thread did is there: its part was not made, or was deleted or emptied.",
            "Nothing of what {} threads did is there: their parts were not made, or were deleted or emptied.",
        );
        say(
            sentences,
            self.streams.missing,
            "A part of what a thread did is missing: it was deleted or cut off.",
            "{} parts of what threads did are missing: they were deleted or cut off.",
        );
    }

    fn say_unreadable(&self, sentences: &mut Vec<String>) {
        let unreadable = &self.streams.unreadable;
        let told = unreadable
            .iter()
            .map(|error| format!("A part is unreadable: {error}."));
        sentences.extend(told);
        say(
            sentences,
            self.streams.unreadable_files - unreadable.len() as u64,
            "1 other part is unreadable, too.",
            "{} other parts are unreadable, too.",
        );
        if self.streams.over_budget {
            let words =
                "The rings hold more events than the run may keep: the rest of them was not read.";
            sentences.push(words.to_owned());
        }
        if self.streams.stopped || self.definitions.stopped {
            let words = "The merge was interrupted: what it had not read by then is missing.";
            sentences.push(words.to_owned());
        }
        say(
            sentences,
            self.contradictions,
            "1 event contradicts the order of the others.",
            "{} events contradict the order of the others.",
        );
    }
}
