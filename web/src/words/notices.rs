//! What one has to know before one trusts the picture: what is missing from it, or that it was not recorded.

use laneway_trace::{Header, Provenance};
use yew::prelude::*;

use crate::settings::{Settings, use_settings};

use super::run_ref::RunRef;

#[derive(PartialEq, Properties)]
pub struct NoticesProps {
    pub run: RunRef,
}

/// What is missing from the run, and where it comes from if it was not recorded. Nothing for most runs.
#[component]
pub fn Notices(props: &NoticesProps) -> Html {
    let settings = use_settings().settings;
    let run = &props.run;
    let kept = run.model.events.len() as u64;
    let notices = notices(
        &run.model.header,
        kept,
        run.promised_events,
        run.diagnostics.len(),
    );
    if notices.is_empty() {
        return html! {};
    }
    // The recorder's and the reader's own words, in English.
    let unseen = run.model.header.unseen.iter().cloned();
    let details: Vec<String> = unseen
        .chain(run.diagnostics.iter().map(ToString::to_string))
        .collect();
    html! {
        <section class="notices" role="note">
            { for notices.iter().map(|notice| html! { <p>{ notice.words(&settings) }</p> }) }
            if !details.is_empty() {
                <details>
                    <summary>{ settings.t("notice-details") }</summary>
                    <ul lang="en">{ for details.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                </details>
            }
        </section>
    }
}

/// What a user has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notice {
    Cut { kept: u64, promised: u64 },
    Damaged,
    Lost(u64),
    Simulated,
    Imported,
}

impl Notice {
    fn words(self, settings: &Settings) -> String {
        let count = |count| settings.l10n().count(count).into();
        match self {
            Self::Cut { kept, promised } => settings.with_args(
                "notice-cut",
                &[("kept", count(kept)), ("promised", count(promised))],
            ),
            Self::Damaged => settings.t("notice-damaged"),
            Self::Lost(lost) => settings.with_args("notice-lost", &[("lost", count(lost))]),
            Self::Simulated => settings.t("notice-simulated"),
            Self::Imported => settings.t("notice-imported"),
        }
    }
}

fn notices(header: &Header, kept: u64, promised: u64, diagnostics: usize) -> Vec<Notice> {
    let cut = kept < promised;
    let provenance = match header.provenance {
        Provenance::Simulated => Some(Notice::Simulated),
        Provenance::Imported => Some(Notice::Imported),
        _ => None,
    };
    [
        cut.then_some(Notice::Cut { kept, promised }),
        (!cut && diagnostics > 0).then_some(Notice::Damaged),
        (header.lost > 0).then_some(Notice::Lost(header.lost)),
        provenance,
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_is_whole_says_nothing() {
        let check = |header: Header, promised, diagnostics, expected: &[Notice]| {
            assert_eq!(notices(&header, 10, promised, diagnostics), expected);
        };
        check(Header::default(), 10, 0, &[]);
        let cut = Notice::Cut {
            kept: 10,
            promised: 12,
        };
        check(Header::default(), 12, 1, &[cut]);
        check(Header::default(), 10, 1, &[Notice::Damaged]);
        let simulated = Header {
            provenance: Provenance::Simulated,
            lost: 7,
            ..Header::default()
        };
        check(simulated, 10, 0, &[Notice::Lost(7), Notice::Simulated]);
    }
}
