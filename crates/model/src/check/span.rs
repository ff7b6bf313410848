//! What is closed was open, and links come from somewhere.

use std::collections::BTreeSet;

use laneway_trace::{Effect, ObjectId};

use super::Act;
use super::report::Report;

/// Every open stretch, and every link so far.
pub(super) struct Spans {
    /// For each actor its open stretches, the newest one last.
    open: Vec<Vec<Option<ObjectId>>>,
    links: BTreeSet<i64>,
}

impl Spans {
    pub(super) fn new(actors: usize) -> Self {
        Self {
            open: vec![Vec::new(); actors],
            links: BTreeSet::new(),
        }
    }

    pub(super) fn act(&mut self, act: &Act, report: &mut Report<'_>) {
        let open = &mut self.open[act.who.index()];
        match act.facts.effect {
            Effect::SpanOpen => open.push(act.event.object),
            Effect::SpanClose if open.pop() != Some(act.event.object) => {
                report.tell_if_sure("close_without_open", |names| {
                    let who = names.actor(act.who);
                    format!("{who} closes what is not its newest open stretch")
                });
            }
            Effect::LinkFrom => self.links.extend(act.event.value.int()),
            Effect::LinkTo => {
                let number = act.event.value.int().unwrap_or_default();
                report.doubt |= report.lossy;
                if !self.links.contains(&number) {
                    report.tell_if_sure("link_without_from", |names| {
                        let who = names.actor(act.who);
                        format!("the link {number} leads to {who} and has come from nowhere")
                    });
                }
            }
            _ => {}
        }
    }
}
