//! The states that an object has passed through: any of them can be had again.

use laneway_trace::Mechanism;

use crate::mechanism::{Act, Moved, ObjectState};

/// At least so many steps lie between two states that are kept.
const SPACING: u32 = 128;

/// An object's newest state, and earlier ones from which the steps to any moment are few. What is kept is
/// as much as the steps in all, since a large state is kept less often.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct History {
    /// The newest state.
    pub(crate) state: ObjectState,
    /// How many of the object's rows have been stepped over.
    steps: u32,
    /// When the next state is kept.
    next: u32,
    /// Numbers of steps, and the state after them.
    kept: Vec<(u32, ObjectState)>,
}

impl History {
    pub(crate) fn new(mechanism: Mechanism, capacity: Option<u64>) -> Self {
        let state = ObjectState::new(mechanism, capacity);
        Self {
            kept: vec![(0, state.clone())],
            state,
            steps: 0,
            next: SPACING,
        }
    }

    /// Steps over the next row of the object; without an act it changes nothing.
    #[inline]
    pub(crate) fn step(&mut self, act: Option<&Act>) -> Moved {
        let moved = act.map(|act| self.state.step(act)).unwrap_or_default();
        self.steps += 1;
        if self.steps >= self.next {
            self.keep();
        }
        moved
    }

    #[cold]
    fn keep(&mut self) {
        self.kept.push((self.steps, self.state.clone()));
        let size = u32::try_from(self.state.size()).unwrap_or(u32::MAX);
        let spacing = SPACING.max(size.saturating_mul(2));
        self.next = self.steps.saturating_add(spacing);
    }

    /// The state after the first of the object's rows, so many of them. O(log steps), and as many steps as
    /// twice the size of the state, or 128.
    pub(crate) fn after(&self, rows: &[u32], act: impl Fn(u32) -> Option<Act>) -> ObjectState {
        let steps = rows.len() as u32;
        if steps >= self.steps {
            return self.state.clone();
        }
        let newer = self.kept.partition_point(|(kept, _)| *kept <= steps);
        // The state at the start is always there.
        let (kept, state) = &self.kept[newer.saturating_sub(1)];
        let mut state = state.clone();
        for act in rows[*kept as usize..].iter().filter_map(|&row| act(row)) {
            state.step(&act);
        }
        state
    }
}
