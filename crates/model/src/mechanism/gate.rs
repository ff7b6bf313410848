//! Conditions, events, barriers: who waits to pass, and what lets them.

use laneway_trace::{ActorId, Effect, Opens};

use super::{Act, Moved, Waiters, after};
use crate::EdgeKind;

/// Those who wait, and whether they may pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Who waits, longest first.
    pub waiters: Waiters,
    /// What lets them pass.
    pub opens: Opens,
    /// Of a flag: true while it is open.
    pub open: bool,
    /// Of a gate that opens by notifications: how many of those who wait have been told that they may pass,
    /// and have not yet.
    pub notified: u32,
    /// Of a gate that counts: who has arrived in this generation.
    pub arrived: Vec<ActorId>,
    /// Of a gate that counts: how many are needed.
    pub needed: Option<u64>,
    /// Of a gate that counts: how often it has opened.
    pub generation: u32,
    /// The row of what let somebody pass last.
    signal_row: Option<u32>,
}

impl Gate {
    pub(super) fn new(opens: Opens, capacity: Option<u64>) -> Self {
        Self {
            waiters: Waiters::default(),
            opens,
            open: false,
            notified: 0,
            arrived: Vec::new(),
            needed: capacity,
            generation: 0,
            signal_row: None,
        }
    }

    /// A notification is for those who wait already, and not remembered.
    pub(super) fn step(&mut self, act: &Act) -> Moved {
        match act.facts.effect {
            Effect::Pass => {
                let began = self.waiters.step(act);
                if began.is_some() {
                    self.notified = self.notified.saturating_sub(1);
                }
                return Moved::caused(EdgeKind::Signal, after(self.signal_row, began));
            }
            Effect::Notify => self.notify(act, act.number().unwrap_or(1)),
            Effect::NotifyAll => self.notify(act, u32::MAX),
            Effect::Open => {
                self.open = true;
                self.signal_row = Some(act.row);
            }
            Effect::Shut => self.open = false,
            Effect::Arrive => self.arrive(act),
            effect if super::is_silent(effect) => {}
            effect => {
                if effect == Effect::GiveUp {
                    let arrived = self.arrived.iter().position(|&actor| actor == act.actor);
                    arrived.map(|at| self.arrived.remove(at));
                }
                self.waiters.step(act);
                self.notified = self.notified.min(self.waiters.len() as u32);
            }
        }
        Moved::NOTHING
    }

    fn notify(&mut self, act: &Act, most: u32) {
        let waiting = self.waiters.len() as u32;
        self.notified = self.notified.saturating_add(most).min(waiting);
        if waiting > 0 {
            self.signal_row = Some(act.row);
        }
    }

    fn arrive(&mut self, act: &Act) {
        self.arrived.push(act.actor);
        if self
            .needed
            .is_some_and(|needed| self.arrived.len() as u64 >= needed)
        {
            self.arrived.clear();
            self.generation += 1;
            self.signal_row = Some(act.row);
        }
    }
}
