//! Who belongs to which process, as the header's table of actors says.
//!
//! Inside the builder an actor is the row of that table, and [`NONE`] nobody.

use laneway_trace::{Actor, ActorId, ActorKind};

use crate::index::NONE;

/// The tree of actors, flattened. It grows as actors are defined.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roster {
    /// For each actor the process it belongs to: for a process itself. An actor without a process stands
    /// for its own.
    pub(crate) process: Vec<u32>,
    /// For each actor the one whose lane shows its events: for a process its main thread, if one is known.
    pub(crate) lane: Vec<u32>,
    /// For each task its thread; [`NONE`] for everybody else.
    pub(crate) thread: Vec<u32>,
    /// For each process the process that started it.
    pub(crate) parent: Vec<u32>,
    /// For each process the actors that have a lane in it, its main thread first.
    pub(crate) members: Vec<Vec<u32>>,
    /// For each process those that it started.
    pub(crate) children: Vec<Vec<u32>>,
}

impl Roster {
    /// Takes in those of all actors that are new. Linear in their number. A parent that does not stand before
    /// its child is no parent. A process that has acted already keeps a lane of its own.
    pub(crate) fn extend(&mut self, actors: &[Actor], has_acted: impl Fn(usize) -> bool) {
        for (index, actor) in actors.iter().enumerate().skip(self.process.len()) {
            let row = index as u32;
            let parent = actor.parent.map(ActorId::index).filter(|&parent| parent < index);
            let process = parent.map_or(row, |parent| self.process[parent]);
            self.lane.push(row);
            let thread = parent.filter(|_| actor.kind == ActorKind::Task);
            self.thread.push(thread.map_or(NONE, |thread| thread as u32));
            self.members.push(Vec::new());
            self.children.push(Vec::new());
            if actor.kind == ActorKind::Process {
                self.process.push(row);
                self.parent.push(parent.map_or(NONE, |_| process));
                self.members[index].push(row);
                if parent.is_some() {
                    self.children[process as usize].push(row);
                }
            } else {
                self.process.push(process);
                self.parent.push(NONE);
                let is_process = actors[process as usize].kind == ActorKind::Process;
                self.add_thread(process, row, is_process && !has_acted(process as usize));
            }
        }
    }

    /// The first thread of a process is its main thread, and takes the place of the process in its lanes.
    fn add_thread(&mut self, process: u32, thread: u32, may_be_main: bool) {
        let main = &mut self.lane[process as usize];
        let members = &mut self.members[process as usize];
        if may_be_main && *main == process {
            *main = thread;
            members.clear();
        }
        members.push(thread);
    }

    /// True for an actor that is a process, or stands for its own.
    pub(crate) fn is_process(&self, actor: usize) -> bool {
        self.process[actor] as usize == actor
    }
}
