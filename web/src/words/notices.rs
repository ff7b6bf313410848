//! What one has to know before one trusts the picture: how the run ended, what is missing from it, and that
//! it was not recorded.

use laneway_trace::{Ending, Header, Provenance};
use laneway_view::{Glyph, shown};
use yew::prelude::*;

use crate::chip::Sign;
use crate::load::Run;
use crate::settings::{Settings, use_settings};

use super::run_ref::RunRef;

#[derive(PartialEq, Properties)]
pub struct NoticesProps {
    pub run: RunRef,
    /// True once the end of the run has been seen: how a lesson ends may be what it asks.
    pub end_seen: bool,
    /// What the button of the findings does, which an own run has if something was found.
    pub show_findings: Callback<MouseEvent>,
}

/// One line, with everything behind it. Nothing where there is nothing to say.
#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    let settings = use_settings().settings;
    let notices = notices(&Facts::of(&props.run), props.end_seen);
    let findings = match props.run.model.header.lesson {
        Some(_) => 0,
        None => props.run.model.findings.len(),
    };
    if notices.is_empty() && findings == 0 {
        return html! {};
    }
    let words: Vec<String> = notices.iter().map(|notice| notice.words(&settings)).collect();
    let line = words.join(&settings.t("sentence-separator"));
    let said = said_by_programs(&props.run);
    let hidden = said.len().saturating_sub(MOST_SAID);
    html! {
        <div class="notices-line">
        if findings > 0 {
            <button class="notices-findings" type="button" onclick={props.show_findings.clone()}>
                <span class="finding-sign"><Sign glyph={Glyph::Finding} /></span>
                { settings.with_args("notice-findings", &[("count", (findings as i64).into())]) }
            </button>
        }
        if !line.is_empty() {
        <details class="notices">
            <summary title={settings.t("notice-details")}><span>{ line }</span></summary>
            <div class="notices-all">
                { for words.into_iter().map(|words| html! { <p>{ words }</p> }) }
                if !said.is_empty() {
                    <p class="quiet">{ settings.t("notice-said") }</p>
                    <ul lang="en">
                        { for said.into_iter().take(MOST_SAID).map(|line| html! { <li>{ line }</li> }) }
                    </ul>
                }
                if hidden > 0 {
                    <p class="quiet">
                        { settings.with_args("notice-more", &[("count", settings.l10n().count(hidden as u64).into())]) }
                    </p>
                }
            </div>
        </details>
        }
        </div>
    }
}

/// So many sentences of the recorder and the reader are shown, each so long.
const MOST_SAID: usize = 40;
const MOST_CHARACTERS: usize = 1_000;

/// The recorder's and the reader's own words, in English.
fn said_by_programs(run: &Run) -> Vec<String> {
    let unseen = run.model.header.unseen.iter().cloned();
    let wrong = run.diagnostics.iter().map(ToString::to_string);
    let wrong = wrong.map(|words| shown(&words, MOST_CHARACTERS).into_owned());
    unseen.chain(wrong).collect()
}

/// What decides.
struct Facts<'a> {
    header: &'a Header,
    kept_events: u64,
    promised_events: u64,
    diagnostics: usize,
}

impl<'a> Facts<'a> {
    fn of(run: &'a Run) -> Self {
        Self {
            header: &run.model.header,
            kept_events: run.model.events.len() as u64,
            promised_events: run.promised_events,
            diagnostics: run.diagnostics.len(),
        }
    }
}

/// What a user has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Notice {
    /// It was not recorded, in these words of ours.
    NotRecorded(&'static str),
    /// It was not recorded, in a word of its own.
    Origin(String),
    Cut {
        kept: u64,
        promised: u64,
    },
    /// The file has so many events and no end: it was cut off, or is still being written.
    Open(u64),
    Damaged,
    Lost(u64),
    /// It did not end well, in these words of ours.
    Ended(&'static str),
    /// It ended in a way that only its own word tells.
    EndedOtherwise(String),
    /// An own run ended by itself, after so long.
    Finished(u64),
    Unseen,
}

impl Notice {
    fn words(&self, settings: &Settings) -> String {
        let count = |count: &u64| settings.l10n().count(*count).into();
        let word = |id, word: &String| settings.with_args(id, &[("word", word.as_str().into())]);
        match self {
            Self::NotRecorded(id) | Self::Ended(id) => settings.t(id),
            Self::Origin(origin) => word("notice-origin", origin),
            Self::EndedOtherwise(ending) => word("notice-ended", ending),
            Self::Cut { kept, promised } => settings.with_args(
                "notice-cut",
                &[("kept", count(kept)), ("promised", count(promised))],
            ),
            Self::Open(kept) => settings.with_args("notice-open", &[("kept", count(kept))]),
            Self::Damaged => settings.t("notice-damaged"),
            Self::Lost(lost) => settings.with_args("notice-lost", &[("lost", count(lost))]),
            Self::Finished(after_ns) => {
                let time = settings.l10n().duration(*after_ns);
                settings.with_args("notice-finished", &[("time", time.into())])
            }
            Self::Unseen => settings.t("notice-unseen"),
        }
    }
}

/// The notices, what matters most first.
fn notices(facts: &Facts<'_>, end_seen: bool) -> Vec<Notice> {
    let &Facts {
        header,
        kept_events: kept,
        promised_events: promised,
        diagnostics,
    } = facts;
    let open = header.ending == Ending::unknown();
    let cut = kept < promised;
    let notices = [
        origin(&header.provenance),
        open.then_some(Notice::Open(kept)),
        cut.then_some(Notice::Cut { kept, promised }),
        (!open && !cut && diagnostics > 0).then_some(Notice::Damaged),
        (header.lost > 0).then_some(Notice::Lost(header.lost)),
        ending(header).filter(|_| !open && (end_seen || !is_answer(header))),
        (!header.unseen.is_empty()).then_some(Notice::Unseen),
    ];
    notices.into_iter().flatten().collect()
}

fn origin(provenance: &Provenance) -> Option<Notice> {
    match provenance {
        Provenance::Recorded => None,
        Provenance::Simulated => Some(Notice::NotRecorded("notice-simulated")),
        Provenance::Imported => Some(Notice::NotRecorded("notice-imported")),
        Provenance::Other(word) => Some(Notice::Origin(word.clone())),
    }
}

fn ending(header: &Header) -> Option<Notice> {
    match &header.ending {
        Ending::Finished if header.lesson.is_none() => Some(Notice::Finished(header.duration_ns)),
        Ending::Finished => None,
        Ending::Stuck => Some(Notice::Ended("notice-stuck")),
        Ending::Timeout => Some(Notice::Ended("notice-timeout")),
        Ending::Failed => Some(Notice::Ended("notice-failed")),
        Ending::Interrupted => Some(Notice::Ended("notice-interrupted")),
        Ending::Other(word) => Some(Notice::EndedOtherwise(word.clone())),
    }
}

/// True if the ending may be what a lesson is about. That somebody ended it is never the lesson's doing.
fn is_answer(header: &Header) -> bool {
    header.lesson.is_some() && !matches!(header.ending, Ending::Timeout | Ending::Interrupted)
}

#[cfg(test)]
mod tests {
    use laneway_trace::Lesson;

    use super::*;

    #[track_caller]
    fn check(header: &Header, end_seen: bool, expected: &[Notice]) {
        let facts = Facts {
            header,
            kept_events: 10,
            promised_events: 10,
            diagnostics: 0,
        };
        assert_eq!(notices(&facts, end_seen), expected);
    }

    fn ended(ending: Ending, lesson: Option<Lesson>) -> Header {
        Header {
            ending,
            lesson,
            ..Header::default()
        }
    }

    #[test]
    fn a_lesson_that_is_whole_and_ended_well_says_nothing_and_an_own_run_how_long_it_took() {
        check(&Header::default(), false, &[Notice::Finished(0)]);
        check(&ended(Ending::Finished, Some(Lesson::default())), true, &[]);
    }

    #[test]
    fn a_file_that_is_not_whole_says_so() {
        let header = ended(Ending::Finished, Some(Lesson::default()));
        let facts = |promised_events, diagnostics| Facts {
            header: &header,
            kept_events: 10,
            promised_events,
            diagnostics,
        };
        let cut = Notice::Cut {
            kept: 10,
            promised: 12,
        };
        assert_eq!(notices(&facts(12, 1), false), [cut]);
        assert_eq!(notices(&facts(10, 1), false), [Notice::Damaged]);
        check(&ended(Ending::unknown(), None), false, &[Notice::Open(10)]);
    }

    #[test]
    fn what_was_not_recorded_or_not_seen_is_told_at_once() {
        let header = Header {
            provenance: Provenance::Simulated,
            lost: 7,
            unseen: vec!["What the kernel did.".into()],
            lesson: Some(Lesson::default()),
            ..Header::default()
        };
        let simulated = Notice::NotRecorded("notice-simulated");
        check(&header, false, &[simulated, Notice::Lost(7), Notice::Unseen]);
        let dreamt = Header {
            provenance: Provenance::Other("dreamt".into()),
            lesson: Some(Lesson::default()),
            ..Header::default()
        };
        check(&dreamt, false, &[Notice::Origin("dreamt".into())]);
    }

    #[test]
    fn an_ending_is_told_but_not_before_a_lesson_has_come_to_it() {
        let lesson = || Some(Lesson::default());
        let stuck = [Notice::Ended("notice-stuck")];
        check(&ended(Ending::Stuck, None), false, &stuck);
        check(&ended(Ending::Stuck, lesson()), false, &[]);
        check(&ended(Ending::Stuck, lesson()), true, &stuck);
        check(&ended(Ending::Failed, lesson()), false, &[]);
        let timeout = [Notice::Ended("notice-timeout")];
        check(&ended(Ending::Timeout, lesson()), false, &timeout);
        let interrupted = [Notice::Ended("notice-interrupted")];
        check(&ended(Ending::Interrupted, None), false, &interrupted);
        let vanished = Ending::Other("vanished".into());
        check(
            &ended(vanished, None),
            false,
            &[Notice::EndedOtherwise("vanished".into())],
        );
    }
}
