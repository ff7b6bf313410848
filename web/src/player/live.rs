//! What changes from frame to frame, outside of what components are rendered from.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use laneway_model::Moment;
use laneway_view::{Action, Advance, Frame, State, Stops, Target, Timeline, advance, update};

use crate::load::Run;

/// The state as it is now, the playhead and what is pointed at. Components are rendered from snapshots of
/// it; the painter reads it on every frame.
pub struct Live {
    /// What is looked at.
    pub run: Rc<Run>,
    /// What the view computed once for it.
    pub timeline: Timeline,
    state: RefCell<State>,
    stops: RefCell<Stops>,
    playhead: Cell<f64>,
    furthest: Cell<Moment>,
    hover: Cell<Option<Target>>,
}

impl Live {
    /// A run at its start.
    pub fn new(run: Rc<Run>, state: State) -> Self {
        let timeline = Timeline::new(&run.model);
        Self {
            run,
            state: RefCell::new(state),
            stops: RefCell::new(Stops::new(timeline.steps())),
            timeline,
            playhead: Cell::new(0.0),
            furthest: Cell::new(Moment(0)),
            hover: Cell::new(None),
        }
    }

    /// The state as it is now.
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Calls with the state as it is now.
    pub fn with_state<T>(&self, with: impl FnOnce(&State) -> T) -> T {
        with(&self.state.borrow())
    }

    /// The playhead, how far it has come, and what is pointed at.
    pub fn frame(&self) -> Frame {
        Frame {
            playhead: self.playhead.get(),
            hover: self.hover.get(),
            furthest: self.furthest.get(),
        }
    }

    fn put_playhead(&self, position: f64) {
        self.playhead.set(position);
        self.furthest.set(self.furthest.get().max(self.moment()));
    }

    /// The moment at the playhead.
    pub fn moment(&self) -> Moment {
        let clock = self.state.borrow().clock;
        self.timeline
            .clock(&self.run.model, clock)
            .moment(self.playhead.get())
    }

    /// Points at something; true if it is something else than before.
    pub fn point_at(&self, target: Option<Target>) -> bool {
        self.hover.replace(target) != target
    }

    /// Does an action; true if the state changed (the playhead may have moved all the same).
    pub fn act(&self, action: Action) -> bool {
        let before = self.state();
        let playhead = update(
            &mut self.state.borrow_mut(),
            self.playhead.get(),
            action,
            &self.run.model,
            &self.timeline,
        );
        self.put_playhead(playhead);
        if action == Action::StartAgain {
            self.furthest.set(Moment(0));
            self.stops.borrow_mut().forget();
        }
        *self.state.borrow() != before
    }

    /// What comes up to a moment has been played already, at another time.
    pub fn has_been_at(&self, moment: Moment) {
        self.furthest.set(self.furthest.get().max(moment));
    }

    /// Playing stops for questions at these moments.
    pub fn set_questions(&self, moments: &[Moment]) {
        self.stops.borrow_mut().set_questions(moments);
    }

    /// Lets the playhead run on for so long, to the next stop at most.
    pub fn advance(&self, elapsed_s: f64) -> Advance {
        let advanced = {
            let state = self.state.borrow();
            let clock = self.timeline.clock(&self.run.model, state.clock);
            advance(
                &clock,
                self.timeline.tempo(),
                self.playhead.get(),
                elapsed_s,
                &state,
                &self.stops.borrow(),
            )
        };
        self.put_playhead(advanced.playhead);
        if let Some(stop) = advanced.stop {
            self.stops.borrow_mut().pass(stop);
        }
        advanced
    }
}
