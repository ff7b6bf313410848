//! The hook that lets components look at a run, act on it and follow it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use laneway_model::{Model, Moment};
use laneway_view::{Action, Advance, Panel, State, Stop, StopReason};
use yew::prelude::*;

use crate::hooks::{Frames, use_frames};
use crate::load::Run;

use super::Live;

/// While the playhead moves by itself, components hear of it this often at most: they are for reading, and
/// the painter shows every frame.
const TELL_EVERY_MS: f64 = 80.0;

/// A run being looked at, as components get it. Cheap to clone; equal while nothing that they show changed.
#[derive(Clone)]
pub struct Player {
    /// What changes from frame to frame.
    pub live: Rc<Live>,
    /// The state, as it was when this was rendered.
    pub state: Rc<State>,
    /// The moment at the playhead, as it was when this was rendered.
    pub moment: Moment,
    /// The furthest moment at which the playhead has been.
    pub furthest: Moment,
    /// Does something.
    pub act: Callback<Action>,
    /// Ask for one to have the lanes drawn.
    pub frames: Frames,
    teller: Rc<Teller>,
}

impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.live, &other.live)
            && Rc::ptr_eq(&self.state, &other.state)
            && self.moment == other.moment
            && self.furthest == other.furthest
    }
}

impl Player {
    /// The run's model.
    pub fn model(&self) -> &Model {
        &self.live.run.model
    }

    /// True if there is something that has not been played, and is hidden for that reason.
    pub fn hides_something(&self) -> bool {
        self.state.curtain && self.furthest < self.model().end()
    }

    /// The moment after which nothing is told.
    pub fn known(&self) -> Moment {
        laneway_view::known(self.model(), self.state.curtain, self.furthest)
    }

    /// Lets the playhead run on to the time of a frame; true while it plays.
    pub fn tick(&self, now_ms: f64) -> bool {
        self.teller.tick(now_ms)
    }
}

/// Looks at a run, beginning with `state`. The caller has a component for each run.
#[hook]
pub fn use_player(run: &Rc<Run>, state: State) -> Player {
    let live = use_memo((), |()| Live::new(run.clone(), state));
    let frames = use_frames();
    let shown = use_state(|| Shown::of(&live));
    let teller = use_memo((), |()| Teller::new(live.clone(), shown.setter()));
    let act = {
        let (teller, frames) = (teller.clone(), frames.clone());
        use_callback((), move |action, ()| {
            teller.act(action);
            frames.request();
        })
    };
    let Shown {
        state,
        moment,
        furthest,
    } = (*shown).clone();
    Player {
        live,
        state,
        moment,
        furthest,
        act,
        frames,
        teller,
    }
}

/// What components are rendered from.
#[derive(Clone)]
struct Shown {
    state: Rc<State>,
    moment: Moment,
    furthest: Moment,
}

impl Shown {
    fn of(live: &Live) -> Self {
        Self {
            state: Rc::new(live.state()),
            moment: live.moment(),
            furthest: live.frame().furthest,
        }
    }
}

/// Tells the components what has changed.
struct Teller {
    live: Rc<Live>,
    setter: UseStateSetter<Shown>,
    told: RefCell<Shown>,
    told_ms: Cell<f64>,
    /// The time of the last frame, while playing.
    frame_ms: Cell<Option<f64>>,
}

impl Teller {
    fn new(live: Rc<Live>, setter: UseStateSetter<Shown>) -> Self {
        let told = RefCell::new(Shown::of(&live));
        Self {
            live,
            setter,
            told,
            told_ms: Cell::new(0.0),
            frame_ms: Cell::new(None),
        }
    }

    fn act(&self, action: Action) {
        let changed = self.live.act(action);
        self.tell(changed);
    }

    fn tick(&self, now_ms: f64) -> bool {
        if !self.live.with_state(|state| state.playing) {
            self.frame_ms.set(None);
            return false;
        }
        let elapsed_ms = self
            .frame_ms
            .replace(Some(now_ms))
            .map_or(0.0, |last_ms| now_ms - last_ms);
        let Advance { stop, ended, .. } = self.live.advance(elapsed_ms / 1000.0);
        if stop.is_none() && !ended {
            if now_ms - self.told_ms.get() >= TELL_EVERY_MS {
                self.told_ms.set(now_ms);
                self.tell(false);
            }
            return true;
        }
        self.frame_ms.set(None);
        match stop {
            Some(stop) => self.stop(stop),
            None => self.act(Action::Pause),
        }
        false
    }

    /// Pauses at a stop and shows what it is for.
    fn stop(&self, stop: Stop) {
        match stop.reason {
            StopReason::Step(step) => self.act(Action::GoStep(step)),
            StopReason::Own => self.act(Action::GoMoment(stop.at)),
            StopReason::Question => {
                self.act(Action::GoMoment(stop.at));
                self.act(Action::SetPanel(Panel::Lesson));
            }
        }
    }

    /// Tells what is new; the state is only looked at if it changed.
    fn tell(&self, state_changed: bool) {
        let moment = self.live.moment();
        let mut told = self.told.borrow_mut();
        let furthest = self.live.frame().furthest;
        if !state_changed && (moment, furthest) == (told.moment, told.furthest) {
            return;
        }
        if state_changed {
            told.state = Rc::new(self.live.state());
        }
        told.moment = moment;
        told.furthest = furthest;
        self.setter.set(told.clone());
    }
}
