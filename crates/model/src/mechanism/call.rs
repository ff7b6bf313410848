//! Requests to another actor: asked, being served, answered.

use laneway_trace::{ActorId, Awaits, Effect};

use super::{Act, Moved, Waiters};
use crate::EdgeKind;

/// Requests, and who serves them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Call {
    /// Calls whose caller does not have the answer yet, oldest first.
    pub asked: Vec<Asked>,
    /// Callers that wait, longest first.
    pub waiters: Waiters,
    /// How many calls have been answered.
    pub answered: u32,
}

/// A call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Its sequence number: its identity.
    pub sequence: u32,
    /// Who calls.
    pub from: ActorId,
    /// The row of the call; its value says what is asked.
    pub row: u32,
    /// Who serves it, from when it began to serve to when the caller has the answer.
    pub by: Option<ActorId>,
    /// The row of the reply.
    pub reply_row: Option<u32>,
}

impl Call {
    /// O(calls that are open).
    pub(super) fn step(&mut self, act: &Act) -> Moved {
        match act.facts.effect {
            Effect::Wait if act.facts.awaits == Some(Awaits::Reply) => {
                self.waiters.step(act);
                self.asked.push(Asked {
                    sequence: act.sequence,
                    from: act.actor,
                    row: act.row,
                    by: None,
                    reply_row: None,
                });
            }
            Effect::Serve => {
                if let Some(call) = self.find(act) {
                    call.by = Some(act.actor);
                    return Moved::caused(EdgeKind::Call, Some(call.row));
                }
            }
            Effect::Reply => {
                if let Some(call) = self.find(act) {
                    call.reply_row = Some(act.row);
                    self.answered += 1;
                }
            }
            Effect::Return | Effect::GiveUp => {
                self.waiters.step(act);
                let place = self.asked.iter().position(|call| call.from == act.actor);
                let call = place.map(|place| self.asked.remove(place));
                if act.facts.effect == Effect::Return {
                    return Moved::caused(EdgeKind::Reply, call.and_then(|call| call.reply_row));
                }
            }
            _ => {}
        }
        Moved::NOTHING
    }

    fn find(&mut self, act: &Act) -> Option<&mut Asked> {
        let sequence = act.number()?;
        self.asked.iter_mut().find(|call| call.sequence == sequence)
    }

    /// Who serves the call of an actor.
    pub(super) fn served_by(&self, actor: ActorId) -> Option<ActorId> {
        let call = self.asked.iter().find(|call| call.from == actor)?;
        call.by.filter(|_| call.reply_row.is_none())
    }
}
