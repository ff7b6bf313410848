//! Calls are made, served, answered and returned from, once each.

use std::collections::BTreeMap;

use laneway_trace::{ActorId, Awaits, Effect, ObjectId};

use super::Act;
use super::objects::is_counted;
use super::report::Report;

/// A manager, or whatever else is called.
#[derive(Default)]
pub(super) struct Calls {
    /// Every call, by its sequence number.
    calls: Vec<(u32, Stage)>,
    /// Who waits for a reply, and the index of the call.
    callers: BTreeMap<ActorId, usize>,
    /// There was a call that cannot be told from others.
    unsure: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Called,
    Served,
    Replied,
}

impl Calls {
    pub(super) fn act(&mut self, act: &Act, object: ObjectId, report: &mut Report<'_>) {
        let broken = match act.facts.effect {
            Effect::Wait if act.facts.awaits == Some(Awaits::Reply) => {
                self.call(act);
                None
            }
            Effect::Serve => self.serve(act),
            Effect::Reply => self.reply(act),
            Effect::Return => self.come_back(act.who),
            Effect::GiveUp | Effect::Refuse => {
                self.callers.remove(&act.who);
                None
            }
            _ => None,
        };
        if let (Some((rule, words)), false) = (broken, self.unsure) {
            report.tell_if_sure(rule, |names| {
                let (who, object) = (names.actor(act.who), names.object(object));
                format!("{who} {words} of `{object}`")
            });
        }
    }

    fn call(&mut self, act: &Act) {
        let sequence = act.event.sequence;
        let rises = self.calls.last().is_none_or(|(last, _)| *last < sequence);
        if !is_counted(&act.event) || !rises {
            self.unsure = true;
            return;
        }
        self.callers.insert(act.who, self.calls.len());
        self.calls.push((sequence, Stage::Called));
    }

    /// The stage of the call in the value.
    fn stage(&mut self, act: &Act) -> Option<&mut Stage> {
        let sequence = act.event.value.int();
        let sequence = sequence.and_then(|number| u32::try_from(number).ok())?;
        let index = self.calls.binary_search_by_key(&sequence, |(call, _)| *call);
        Some(&mut self.calls[index.ok()?].1)
    }

    fn serve(&mut self, act: &Act) -> Broken {
        match self.stage(act) {
            None => Some(("serve_before_call", "serves what is no call")),
            Some(stage @ Stage::Called) => {
                *stage = Stage::Served;
                None
            }
            Some(_) => Some(("served_twice", "serves a second time a call")),
        }
    }

    fn reply(&mut self, act: &Act) -> Broken {
        match self.stage(act) {
            Some(stage @ Stage::Served) => {
                *stage = Stage::Replied;
                None
            }
            Some(Stage::Replied) => Some(("replied_twice", "replies a second time to a call")),
            _ => Some(("reply_before_serve", "replies before it serves a call")),
        }
    }

    fn come_back(&mut self, who: ActorId) -> Broken {
        // That who returns has called is told where waits end.
        let index = self.callers.remove(&who)?;
        let (_, stage) = self.calls[index];
        (stage < Stage::Replied)
            .then_some(("return_before_reply", "returns before the reply from a call"))
    }
}

/// The rule that is broken, if one is, and how that is said.
type Broken = Option<(&'static str, &'static str)>;
