//! Who waits for whom at a moment, over many lanes.

use laneway_trace::ObjectId;

use crate::{Model, Moment};

/// A lane that waits for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitFor {
    /// Who waits: a row of [`Model::lanes`].
    pub lane: u32,
    /// On what.
    pub object: Option<ObjectId>,
    /// The lanes that have to move first.
    pub others: Vec<u32>,
}

impl Model {
    /// Which of these lanes wait for others at a moment, at most so many, in the order in which the lanes come.
    /// O(log phases) for each lane, and the cost of [`Model::object_at`] for each that waits.
    pub fn waits_among(
        &self,
        lanes: impl IntoIterator<Item = u32>,
        at: Moment,
        most: usize,
    ) -> Vec<WaitFor> {
        let waits = lanes.into_iter().filter_map(|lane| self.wait_at(lane, at));
        waits.take(most).collect()
    }

    fn wait_at(&self, lane: u32, at: Moment) -> Option<WaitFor> {
        let phase = self.phase_at(lane, at)?;
        self.awaits(lane, phase)?;
        let others = self.waits_for(lane, phase, at);
        let mut others: Vec<u32> = others
            .into_iter()
            .filter_map(|other| self.lane_of(other))
            .collect();
        others.dedup();
        (!others.is_empty()).then(|| WaitFor {
            lane,
            object: ObjectId::new(self.phases.object[phase as usize]),
            others,
        })
    }
}
