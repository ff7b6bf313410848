//! Who comes, who says who it is, and who turns into another program.

use std::io::{self, Read};
use std::os::fd::OwnedFd;

use super::super::kill;
use super::super::newcomers::Newcomers;
use super::super::observe::Threads;
use super::super::observed::Observed;
use super::super::processes::{Stat, command_of};
use super::super::table::OF_A_PROCESS;
use super::{Family, Process};
use crate::session::{AttachedDefinition, Definition, Image, ThreadDefinition};

/// The most processes that a run is believed to have: more than a system has at a time, and few enough
/// to be looked at again and again.
const MOST_PROCESSES: usize = 1 << 16;

impl Family {
    /// True if somebody came, be it a thread.
    pub(super) fn meet_newcomers(&mut self) -> bool {
        let own = std::process::id();
        let ids = self.newcomers.come();
        for &id in &ids {
            let Some(stat) = Stat::of(id) else {
                self.newcomers.is_invisible(id);
                continue;
            };
            let is_ours = stat.parent == own || self.index_of(stat.parent).is_some();
            if is_ours && self.index_of(id).is_none() && Newcomers::is_process(id) {
                self.meet(id);
            }
        }
        !ids.is_empty()
    }

    pub(super) fn attach_new(&mut self) -> io::Result<()> {
        let mut pids = [0; 4096];
        while matches!((&self.announce).read(&mut pids), Ok(1..)) {}
        let mut new = Vec::new();
        let read = self.definitions.for_each_new(|definition| {
            new.push(definition);
            true
        });
        read.map_err(io::Error::other)?;
        for definition in new {
            match definition {
                // Who says so twice is believed once.
                Definition::Attached(definition)
                    if self.actors.len() < MOST_PROCESSES && self.actors.insert(definition.actor) =>
                {
                    self.attach(&definition);
                }
                Definition::Thread(thread) => self.meet_thread(&thread),
                Definition::Actor(actor) => {
                    let registry = &mut self.observer.registry;
                    registry.define(actor.id, actor.name, actor.parent);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn attach(&mut self, definition: &AttachedDefinition) {
        let known = self.index_of(definition.pid);
        let is_believed = known.is_some() || Stat::of(definition.pid).is_some() || {
            // One that is gone already can have been anybody. Who started it has defined it.
            self.observer.registry.name_of(definition.actor).is_some()
        };
        if !is_believed {
            return;
        }
        let Some(index) = known.or_else(|| self.meet_with_parents(definition.pid)) else {
            return;
        };
        self.is_now(index, definition);
        // It may run another one by now.
        self.look_for_exec(index);
    }

    /// A process said who it was while it ran the program that it then ran.
    fn is_now(&mut self, index: usize, definition: &AttachedDefinition) {
        let process = &mut self.processes[index];
        let image = definition.image.or(process.image);
        let is_same = process.image == image;
        if process.actor.is_some() && is_same {
            // It said that before, and is believed once.
            return;
        }
        // What it was when it was met can have come after: then it still is that.
        let is_still = || Stat::of(process.pid).and_then(|stat| stat.image) == process.image;
        let was_other = !is_same && process.image.is_some() && !process.is_fork;
        if process.actor.is_some() || (was_other && !is_still()) {
            self.turn(index, image);
        }
        let process = &mut self.processes[index];
        process.is_fork &= process.image == image;
        process.image = image;
        // Its parent may be dead by now; it has seen it alive.
        let parent = self.index_of(definition.parent_pid);
        if let (None, Some(parent)) = (self.processes[index].parent, parent) {
            self.processes[index].parent = Some(self.processes[parent].id);
            self.introduce(index);
        }
        let process = &mut self.processes[index];
        process.actor = Some(definition.actor);
        self.observer.facts.push(Observed::Is {
            id: process.id,
            actor: definition.actor,
        });
        let threads = &mut self.processes[index].threads;
        threads.meet(definition.tid, definition.thread, &mut self.observer);
        self.observer.registry.add(definition.tid, definition.thread);
    }

    fn meet_thread(&mut self, definition: &ThreadDefinition) {
        let ThreadDefinition { actor, tid } = *definition;
        let process = self.observer.registry.parent_of(actor);
        let mut alive = self.processes.iter_mut().filter(|process| !process.is_dead);
        let process = alive.rfind(|alive| process.is_some() && alive.actor == process);
        if let Some(process) = process {
            process.threads.meet(tid, actor, &mut self.observer);
        }
        self.observer.registry.add(tid, actor);
    }

    /// There is a process with this pid, and its ancestors up to one that is known. Returns its index; `None`
    /// if it is nobody's here.
    fn meet_with_parents(&mut self, pid: u32) -> Option<usize> {
        let mut line = vec![pid];
        while let Some(Stat { parent, .. }) = line.last().and_then(|&pid| Stat::of(pid)) {
            if parent == std::process::id() || self.index_of(parent).is_some() {
                break;
            }
            if parent <= 1 {
                return None;
            }
            line.push(parent);
        }
        let indices = line.into_iter().rev().map(|pid| self.meet(pid));
        indices.last()
    }

    /// There is a process with this pid. Returns its index.
    pub(super) fn meet(&mut self, pid: u32) -> usize {
        let stat = Stat::of(pid);
        let parent = stat.and_then(|stat| self.index_of(stat.parent));
        let image = stat.and_then(|stat| stat.image);
        let is_fork =
            parent.is_some_and(|parent| image.is_some() && self.processes[parent].image == image);
        let id = self.observer.take_id();
        let parent_id = parent.map(|parent| self.processes[parent].id);
        self.observer.facts.push(Observed::Process {
            id,
            parent: parent_id,
            pid,
            name: command_of(pid),
        });
        let handle = self.handle_on(pid);
        self.processes.push(Process {
            id,
            pid,
            parent: parent_id,
            parent_pid: stat.map_or(0, |stat| stat.parent),
            started: stat.map(|stat| stat.started),
            image,
            is_fork,
            actor: None,
            handle,
            is_dead: false,
            adopted: false,
            standing: self.standing,
            threads: Threads::new(id, pid, &mut self.observer),
        });
        let index = self.processes.len() - 1;
        if parent.is_none() && stat.is_some_and(|stat| stat.parent == std::process::id()) {
            self.adopted(index);
        }
        if let Some(stat) = stat {
            self.stands(index, &stat);
        }
        index
    }

    /// A handle on the process with this pid, if there is room for one.
    fn handle_on(&mut self, pid: u32) -> Option<OwnedFd> {
        if !self.observer.room.enter(OF_A_PROCESS) {
            return None;
        }
        let handle = kill::pidfd_of(pid).ok();
        if handle.is_none() {
            self.observer.room.leave(OF_A_PROCESS);
        }
        handle
    }

    /// Tells that there is such a process.
    fn introduce(&mut self, index: usize) {
        let process = &self.processes[index];
        self.observer.facts.push(Observed::Process {
            id: process.id,
            parent: process.parent,
            pid: process.pid,
            name: command_of(process.pid),
        });
    }

    /// Sees whether a process runs another program now.
    pub(super) fn look_for_exec(&mut self, index: usize) {
        let process = &mut self.processes[index];
        let image = Stat::of(process.pid).and_then(|stat| stat.image);
        match (process.image, image) {
            (Some(before), Some(now)) if before != now => {}
            (None, Some(_)) => {
                process.image = image;
                // In the middle of its `exec` it had no command yet.
                if process.actor.is_none() {
                    self.introduce(index);
                }
                return;
            }
            _ => return,
        }
        if process.is_fork && process.actor.is_none() {
            process.is_fork = false;
            process.image = image;
            self.introduce(index);
        } else {
            self.turn(index, image);
        }
    }

    /// A process has turned into another program: what it was has ended, and what it is begins.
    fn turn(&mut self, index: usize, image: Option<Image>) {
        let process = &mut self.processes[index];
        if process.actor.is_none() {
            self.strangers += 1;
        }
        process.id = self.observer.take_id();
        process.image = image;
        process.is_fork = false;
        process.actor = None;
        process.standing = self.standing;
        self.introduce(index);
        self.look_at_session(index);
        let Process { id, pid, .. } = self.processes[index];
        let threads = Threads::new(id, pid, &mut self.observer);
        let ended = std::mem::replace(&mut self.processes[index].threads, threads);
        ended.end(&mut self.observer);
    }
}
