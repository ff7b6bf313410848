//! A run as a property of components that do not change while it plays.

use std::ops::Deref;
use std::rc::Rc;

use laneway_view::Timeline;

use crate::load::Run;
use crate::player::{Live, Player};

/// The run that is looked at. Two are equal if they are the same run.
#[derive(Clone)]
pub struct RunRef(Rc<Live>);

impl RunRef {
    pub fn of(player: &Player) -> Self {
        Self(player.live.clone())
    }

    /// What the view has computed for it.
    pub fn timeline(&self) -> &Timeline {
        &self.0.timeline
    }
}

impl PartialEq for RunRef {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0.run, &other.0.run)
    }
}

impl Deref for RunRef {
    type Target = Run;

    fn deref(&self) -> &Run {
        &self.0.run
    }
}
