//! Who belongs to which process, as the header's table of actors says.
//!
//! Inside the builder an actor is the row of that table, and [`NONE`] nobody.

use laneway_trace::{ActorId, ActorKind, Header};

use crate::index::{Grouped, Grouping, NONE};

/// The tree of actors, flattened.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roster {
    /// For each actor the process it belongs to: for a process itself. An actor without a process stands
    /// for its own.
    pub(crate) process: Vec<u32>,
    /// For each actor the one whose lane shows its events: for a process its main thread, if one is known.
    pub(crate) lane: Vec<u32>,
    /// For each process the process that started it.
    pub(crate) parent: Vec<u32>,
    /// For each process the actors that have a lane in it, its main thread first.
    pub(crate) members: Grouped,
    /// For each process those that it started.
    pub(crate) children: Grouped,
}

impl Roster {
    /// Linear in the number of actors. A parent that does not stand before its child is no parent.
    pub(crate) fn new(header: &Header) -> Self {
        let count = header.actors.len();
        let mut roster = Self {
            process: vec![NONE; count],
            lane: (0..count as u32).collect(),
            parent: vec![NONE; count],
            ..Self::default()
        };
        for (index, actor) in header.actors.iter().enumerate() {
            let parent = actor.parent.map(ActorId::index).filter(|&row| row < index);
            let process = parent.map_or(index as u32, |parent| roster.process[parent]);
            if actor.kind == ActorKind::Process {
                roster.process[index] = index as u32;
                roster.parent[index] = parent.map_or(NONE, |_| process);
            } else {
                roster.process[index] = process;
                let main = &mut roster.lane[process as usize];
                let is_process = header.actors[process as usize].kind == ActorKind::Process;
                if is_process && *main == process {
                    *main = index as u32;
                }
            }
        }
        roster.members = roster.group(|roster, index| {
            let shown = roster.lane[index] == index as u32;
            shown.then(|| roster.process[index])
        });
        roster.children = roster.group(|roster, index| Some(roster.parent[index]));
        roster
    }

    /// Groups actors by another actor.
    fn group(&self, key: impl Fn(&Self, usize) -> Option<u32>) -> Grouped {
        let count = self.process.len();
        let group = |index| key(self, index).filter(|&group| group != NONE);
        let mut sizes = vec![0; count];
        (0..count)
            .filter_map(group)
            .for_each(|group| sizes[group as usize] += 1);
        let mut grouping = Grouping::new(sizes);
        for index in 0..count {
            if let Some(group) = group(index) {
                grouping.push(group as usize, index as u32);
            }
        }
        grouping.finish()
    }

    /// True for an actor that is a process, or stands for its own.
    pub(crate) fn is_process(&self, actor: usize) -> bool {
        self.process[actor] as usize == actor
    }
}
