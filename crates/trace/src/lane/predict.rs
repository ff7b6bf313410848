//! What a block's writer and reader both expect of the next event, so that only surprises are written.
//!
//! The idea: threads do the same few things over and over. A *template* is what an actor does at one place
//! of the program (kind, kind of value, location). A *context* is one actor's use of one template; it
//! remembers which context of that actor came next, on which object, and by how much the value moved.
//! docs/FORMAT.md has the rules; every change here changes the format.

use std::collections::HashMap;

use crate::EventKind;

/// What an actor does at one place of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Template {
    pub(super) kind: EventKind,
    pub(super) value_tag: u8,
    pub(super) location: u32,
    /// True if its events have sequence numbers.
    pub(super) sequenced: bool,
}

/// From where a value is expected to move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// From the value of the context's last event.
    Own,
    /// From the value of the template's last event, whoever the actor.
    Template,
    /// From the last value of the object, whatever the event.
    Object,
}

impl Base {
    pub(super) const ALL: [Self; 3] = [Self::Own, Self::Template, Self::Object];
}

/// One actor's use of one template.
#[derive(Clone, Debug)]
struct Context {
    template: u32,
    /// The actor's contexts that came after this one, the last first.
    next: [Option<u32>; 2],
    /// Who acted next, in the order of all events.
    next_actor: u32,
    /// The object of its last event.
    object: u32,
    /// The value of its last event.
    value: i64,
    /// By how much its last value was off its base.
    stride: i64,
}

/// The state of one object or actor; void if it is of an earlier block.
#[derive(Clone, Copy, Debug, Default)]
struct ObjectState {
    block: u32,
    sequence: u32,
    value: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct ActorState {
    block: u32,
    context: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct TemplateState {
    object: u32,
    value: i64,
}

/// Which of an actor's contexts comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The one that came last time.
    First,
    /// The other one that came before.
    Second,
    /// The one with this template.
    Template(u32),
}

/// Expectations within one block, and the memory for those of the next.
#[derive(Debug, Default)]
pub(super) struct Predictor {
    /// Counts blocks from 1, so that no state has to be cleared between them.
    block: u32,
    actors: Vec<ActorState>,
    objects: Vec<ObjectState>,
    templates: Vec<TemplateState>,
    contexts: Vec<Context>,
    /// Contexts by actor and template: only asked for what was not expected.
    by_template: HashMap<(u32, u32), u32>,
    /// The context of the last event.
    last: Option<u32>,
}

impl Predictor {
    /// Makes room for so many actors and objects, before a block that names them.
    pub(super) fn grow(&mut self, actors: usize, objects: usize) {
        // Row 0 of both is for "none".
        self.actors.resize(actors + 1, ActorState::default());
        self.objects.resize(objects + 1, ObjectState::default());
    }

    /// Forgets everything: a block starts.
    pub(super) fn start_block(&mut self, templates: usize) {
        self.block += 1;
        self.templates.clear();
        self.templates.resize(templates, TemplateState::default());
        self.contexts.clear();
        self.by_template.clear();
        self.last = None;
    }

    /// Who is expected to act. For the block's first event that is actor 1.
    #[inline]
    pub(super) fn actor(&self) -> u32 {
        self.last
            .map_or(1, |last| self.contexts[last as usize].next_actor)
    }

    /// The context that is expected of this actor: one of the two that came after its last one.
    #[inline]
    pub(super) fn expected(&self, actor: u32) -> [Option<u32>; 2] {
        match self.actors.get(actor as usize) {
            Some(ActorState {
                block,
                context: Some(context),
            }) if *block == self.block => self.contexts[*context as usize].next,
            _ => [None, None],
        }
    }

    /// The template of a context.
    pub(super) fn template(&self, context: u32) -> u32 {
        self.contexts[context as usize].template
    }

    /// Goes to the actor's next context. `None` if there is no such actor, context or template.
    #[inline]
    pub(super) fn advance(&mut self, actor: u32, next: Next) -> Option<u32> {
        let expected = self.expected(actor);
        let context = match next {
            Next::First => expected[0]?,
            Next::Second => expected[1]?,
            Next::Template(template) => self.find(actor, template)?,
        };
        let state = self.actors.get_mut(actor as usize)?;
        if state.block == self.block {
            if let (Some(previous), true) = (state.context, next != Next::First) {
                self.contexts[previous as usize].next = [Some(context), expected[0]];
            }
        }
        *state = ActorState {
            block: self.block,
            context: Some(context),
        };
        if let Some(last) = self.last {
            self.contexts[last as usize].next_actor = actor;
        }
        self.last = Some(context);
        Some(context)
    }

    fn find(&mut self, actor: u32, template: u32) -> Option<u32> {
        let object = self.templates.get(template as usize)?.object;
        // A block has at most 65,536 events and no more contexts than that.
        let new = self.contexts.len() as u32;
        let found = *self.by_template.entry((actor, template)).or_insert(new);
        if found == new {
            self.contexts.push(Context {
                template,
                next: [None, None],
                next_actor: actor,
                object,
                value: 0,
                stride: 0,
            });
        }
        Some(found)
    }

    /// The object that is expected in this context.
    #[inline]
    pub(super) fn object(&self, context: u32) -> u32 {
        self.contexts[context as usize].object
    }

    /// The sequence number that is expected of this object; `None` if there is no such object.
    #[inline]
    pub(super) fn sequence(&mut self, object: u32) -> Option<u32> {
        Some(self.object_state(object)?.sequence.wrapping_add(1))
    }

    /// The value from which this context's next one is expected to move on; `None` if there is no such
    /// object.
    #[inline]
    pub(super) fn base(&mut self, context: u32, object: u32, base: Base) -> Option<i64> {
        Some(match base {
            Base::Own => self.contexts[context as usize].value,
            Base::Template => self.templates[self.contexts[context as usize].template as usize].value,
            Base::Object => self.object_state(object)?.value,
        })
    }

    /// By how much the context's value moved the last time.
    #[inline]
    pub(super) fn stride(&self, context: u32) -> i64 {
        self.contexts[context as usize].stride
    }

    /// Takes note of an event. `None` if there is no such object.
    #[inline]
    pub(super) fn note(&mut self, context: u32, seen: &Seen) -> Option<()> {
        let block = self.block;
        let object = self.objects.get_mut(seen.object as usize)?;
        if object.block != block {
            *object = ObjectState {
                block,
                ..ObjectState::default()
            };
        }
        if seen.sequence > 0 {
            object.sequence = seen.sequence;
        }
        if seen.has_value {
            object.value = seen.value;
        }
        let context = &mut self.contexts[context as usize];
        context.object = seen.object;
        context.value = seen.value;
        context.stride = seen.value.wrapping_sub(seen.base);
        let template = &mut self.templates[context.template as usize];
        template.object = seen.object;
        template.value = seen.value;
        Some(())
    }

    #[inline]
    fn object_state(&mut self, object: u32) -> Option<&ObjectState> {
        let block = self.block;
        let state = self.objects.get_mut(object as usize)?;
        if state.block != block {
            *state = ObjectState {
                block,
                ..ObjectState::default()
            };
        }
        Some(state)
    }
}

/// What an event turned out to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) object: u32,
    pub(super) sequence: u32,
    /// False for events without a value, which leave the object's alone.
    pub(super) has_value: bool,
    pub(super) value: i64,
    /// From where the value was expected to move on.
    pub(super) base: i64,
}
