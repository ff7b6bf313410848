//! Sentences whose names and times lead somewhere.

use laneway_model::{Edge, Model, Moment};
use laneway_trace::ActorId;

use crate::{Action, Message, Selection};

/// A sentence, and where the names and times in it lead.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What is said.
    pub message: Message,
    /// Arguments of the message that lead somewhere. Of several with one name the first is for the first name of a
    /// list, and so on.
    pub ways: Vec<Way>,
}

/// Where an argument of a sentence leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// The name of the argument.
    pub name: &'static str,
    /// What a click on it does.
    pub action: Action,
}

impl Told {
    pub(crate) fn new(message: Message) -> Self {
        Self {
            message,
            ways: Vec::new(),
        }
    }

    /// The argument leads to the lane of an actor, if that has one.
    pub(crate) fn with_lane(
        mut self,
        model: &Model,
        name: &'static str,
        actor: Option<ActorId>,
    ) -> Self {
        let lane = actor.and_then(|actor| model.lane_of(actor));
        self.ways.extend(lane.map(|lane| Way {
            name,
            action: Action::Select(Selection::Lane(lane)),
        }));
        self
    }

    /// The argument leads to a moment.
    pub(crate) fn with_moment(mut self, name: &'static str, at: Moment) -> Self {
        let action = Action::GoMoment(at);
        self.ways.push(Way { name, action });
        self
    }

    /// `whom` and `time` lead to the lane and the moment of a cause.
    pub(crate) fn with_cause(self, model: &Model, cause: &Edge) -> Self {
        let actor = model.lanes.get(cause.from_lane as usize).map(|lane| lane.actor);
        self.with_lane(model, "whom", actor)
            .with_moment("time", Moment::after(cause.from_row))
    }
}
