//! A run as a property of components that do not change while it plays.

use std::ops::Deref;
use std::rc::Rc;

use crate::load::Run;
use crate::player::Player;

/// The run that is looked at. Two are equal if they are the same run.
#[derive(Clone)]
pub struct RunRef(Rc<Run>);

impl RunRef {
    pub fn of(player: &Player) -> Self {
        Self(player.live.run.clone())
    }
}

impl PartialEq for RunRef {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for RunRef {
    type Target = Run;

    fn deref(&self) -> &Run {
        &self.0
    }
}
