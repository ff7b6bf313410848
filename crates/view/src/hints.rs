//! The hints of a first visit: what one can do, until one has done it.

use crate::{Action, Selection};

/// A hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// The run can be played.
    Play,
    /// One can go event by event.
    Step,
    /// A lane can be asked what it waits for.
    Lane,
}

impl Hint {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Play, Self::Step, Self::Lane];

    /// Its name, which is the id of its message behind `hint-`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Play => "play",
            Self::Step => "step",
            Self::Lane => "lane",
        }
    }

    /// The hint that nobody needs any more who does this.
    pub fn taken(action: Action) -> Option<Self> {
        match action {
            Action::Play | Action::TogglePlay => Some(Self::Play),
            Action::GoEvents(_)
            | Action::GoNextInteresting
            | Action::GoPreviousInteresting
            | Action::GoNextStop
            | Action::GoPreviousStop => Some(Self::Step),
            Action::SelectLane(_) | Action::Select(Selection::Lane(_) | Selection::Phase(_)) => {
                Some(Self::Lane)
            }
            _ => None,
        }
    }
}

/// Which hints are still to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints(Vec<Hint>);

impl Default for Hints {
    fn default() -> Self {
        Self(Hint::ALL.to_vec())
    }
}

impl Hints {
    /// Those that do not stand among these words, which [`Hints::done`] wrote.
    pub fn without(done: &str) -> Self {
        let is_left = |hint: &Hint| !done.split(' ').any(|word| word == hint.name());
        Self(Hint::ALL.into_iter().filter(is_left).collect())
    }

    /// The names of those that have done their service.
    pub fn done(&self) -> String {
        let done = Hint::ALL.into_iter().filter(|hint| !self.0.contains(hint));
        done.map(Hint::name).collect::<Vec<_>>().join(" ")
    }

    /// The one to give now, and its number from 1.
    pub fn current(&self) -> Option<(Hint, usize)> {
        let hint = *self.0.first()?;
        let before = Hint::ALL.into_iter().take_while(|other| *other != hint);
        Some((hint, before.count() + 1))
    }

    /// Takes one away.
    pub fn take(&mut self, hint: Hint) {
        self.0.retain(|left| *left != hint);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_taken_by_doing_it() {
        let check = |action, expected| assert_eq!(Hint::taken(action), expected, "{action:?}");
        check(Action::TogglePlay, Some(Hint::Play));
        check(Action::GoEvents(-1), Some(Hint::Step));
        check(Action::GoNextStop, Some(Hint::Step));
        check(Action::SelectLane(1), Some(Hint::Lane));
        check(Action::Select(Selection::Lane(0)), Some(Hint::Lane));
        check(Action::Select(Selection::None), None);
        check(Action::GoEnd, None);
    }

    #[test]
    fn hints_come_in_their_order_and_never_again() {
        let mut hints = Hints::default();
        let check = |hints: &Hints, current, done: &str| {
            assert_eq!(hints.current(), current);
            assert_eq!(hints.done(), done);
            assert_eq!(Hints::without(done), *hints);
        };
        check(&hints, Some((Hint::Play, 1)), "");
        hints.take(Hint::Step);
        check(&hints, Some((Hint::Play, 1)), "step");
        hints.take(Hint::Play);
        check(&hints, Some((Hint::Lane, 3)), "play step");
        hints.take(Hint::Lane);
        check(&hints, None, "play step lane");
    }
}
