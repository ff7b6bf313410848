//! The panel of the findings, and of the figures of the run.

use std::ops::Range;

use laneway_model::Finding;
use yew::prelude::*;

use crate::player::Player;
use crate::settings::{Settings, use_settings};

use super::figures::Figures;
use super::finding_words::{finding_sign, go_to};
use super::range_figures::RangeFigures;
use super::run_ref::RunRef;
use super::window::{Earlier, Later, Reach, use_leaf};

const REACH: Reach = Reach { before: 12, after: 0 };

#[derive(PartialEq, Properties)]
pub struct FindingsProps {
    pub player: Player,
}

/// What has been found up to the playhead, newest first in sight; what comes later is only counted, and behind the
/// curtain not even that. Of an own run all of it is there from the start.
#[component]
pub fn Findings(props: &FindingsProps) -> Html {
    let settings = use_settings().settings;
    let player = &props.player;
    let model = player.model();
    let groups = use_memo((), |()| groups(&model.findings));
    let found = model.findings_until(player.moment).len();
    // In an own run what was found is what one wants to know first, whenever it was.
    let told = if model.header.lesson.is_none() && !player.hides_something() {
        groups.len()
    } else {
        groups.partition_point(|group| group.end <= found)
    };
    let leaf = use_leaf(told, told.saturating_sub(1), REACH);
    html! {
        <div class="scroll" tabindex="0" data-scrolls="">
            <RangeFigures player={player.clone()} />
            if model.findings.is_empty() && !player.hides_something() {
                <div class="empty"><p>{ settings.t("findings-none-ever") }</p></div>
            } else if told == 0 {
                <div class="empty"><p>{ settings.t("findings-none") }</p></div>
            }
            <Later leaf={leaf.clone()} />
            <ol class="findings">
                { for leaf.rows.clone().rev().map(|index| {
                    let group = &groups[index];
                    let first = group.start as u32;
                    html! {
                        <li key={index}>
                            { finding_sign(&settings, model, first, group.len(), &player.act) }
                        </li>
                    }
                }) }
            </ol>
            <Earlier {leaf} />
            if !player.hides_something() {
                if told < groups.len() {
                    { to_later_ones(&settings, player, found) }
                }
                <Figures run={RunRef::of(player)} open={model.header.lesson.is_none()}
                    act={player.act.clone()} />
            }
        </div>
    }
}

/// Findings in a row that say the same, each group as rows of the findings: one write can lose many others.
fn groups(findings: &[Finding]) -> Vec<Range<usize>> {
    let mut groups = Vec::<Range<usize>>::new();
    for (index, finding) in findings.iter().enumerate() {
        match groups.last_mut() {
            Some(last) if findings[last.start] == *finding => last.end = index + 1,
            _ => groups.push(index..index + 1),
        }
    }
    groups
}

/// How many findings are still to come, and the way to the next.
fn to_later_ones(settings: &Settings, player: &Player, found: usize) -> Html {
    let findings = &player.model().findings;
    let Some(next) = findings.get(found) else {
        return html! {};
    };
    let go = go_to(found as u32, next, &player.act);
    let count = settings.l10n().count((findings.len() - found) as u64);
    html! {
        <p class="later-on">
            <span>{ settings.with_args("findings-later", &[("count", count.into())]) }</span>
            <button class="button" type="button" onclick={go}>{ settings.t("findings-next") }</button>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use laneway_model::{Certainty, FindingKind, Moment};

    use super::*;

    #[test]
    fn findings_that_say_the_same_are_told_once() {
        let at = |at| Finding {
            kind: FindingKind::LostUpdate,
            certainty: Certainty::Happened,
            actors: Vec::new(),
            helpers: Vec::new(),
            objects: Vec::new(),
            times: 0,
            at: Moment(at),
            since: Moment(1),
        };
        assert_eq!(groups(&[at(3), at(3), at(5), at(3)]), [0..2, 2..3, 3..4]);
        assert_eq!(groups(&[]), []);
    }
}
