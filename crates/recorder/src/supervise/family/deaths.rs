//! Who died, who was reaped, and who was adopted.

use std::io;
use std::time::Instant;

use nix::errno::Errno;
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};

use super::super::observed::Observed;
use super::super::processes::Stat;
use super::super::table::OF_A_PROCESS;
use super::Family;

impl Family {
    /// Tells the deaths of others' children. The children of a process come first: what it did with them, it
    /// did before it died.
    pub(super) fn tell_deaths(&mut self) -> io::Result<bool> {
        let own = std::process::id();
        let mut any = false;
        for index in (0..self.processes.len()).rev() {
            let process = &self.processes[index];
            if process.is_dead || process.parent_pid == own || !process.has_died() {
                continue;
            }
            if process.actor.is_none() {
                // What it wrote about itself, it wrote before it died.
                self.attach_new()?;
            }
            self.exit(index, None);
            any = true;
        }
        self.tell_reaped();
        Ok(any)
    }

    /// Tells the deaths of our own children, the program and the adopted, and only then reaps them.
    pub(super) fn reap(&mut self) -> io::Result<bool> {
        let mut any = false;
        let look = WaitPidFlag::WEXITED | WaitPidFlag::WNOHANG | WaitPidFlag::WNOWAIT;
        loop {
            let (pid, exit_code) = match waitid(Id::All, look) {
                Ok(WaitStatus::Exited(pid, code)) => (pid, code),
                Ok(WaitStatus::Signaled(pid, signal, _)) => (pid, -(signal as i32)),
                Ok(_) | Err(Errno::ECHILD) => return Ok(any),
                Err(Errno::EINTR) => continue,
                Err(error) => return Err(error.into()),
            };
            any = true;
            // What it wrote about itself, it wrote before it died; what it did with its children, too.
            self.attach_new()?;
            self.tell_deaths()?;
            self.child_died(pid.as_raw() as u32, exit_code);
            waitid(Id::Pid(pid), WaitPidFlag::WEXITED)?;
        }
    }

    fn child_died(&mut self, pid: u32, exit_code: i32) {
        let index = match self.index_of(pid) {
            Some(index) => index,
            None => self.meet(pid),
        };
        if pid != self.program {
            self.adopted(index);
        }
        if !self.processes[index].is_dead {
            self.exit(index, Some(exit_code));
        }
        self.over(index);
        if pid == self.program {
            self.program_ended = Some((exit_code, Instant::now()));
            self.observer.facts.push(Observed::ProgramExit {
                ticks: self.observer.clock.ticks(),
                exit_code,
            });
        }
    }

    /// Nothing is left of the process.
    fn over(&mut self, index: usize) {
        let process = self.processes.remove(index);
        if process.handle.is_some() {
            self.observer.room.leave(OF_A_PROCESS);
        }
        self.strangers += usize::from(process.actor.is_none());
    }

    fn exit(&mut self, index: usize, exit_code: Option<i32>) {
        self.look_at_session(index);
        let process = &mut self.processes[index];
        process.is_dead = true;
        process
            .threads
            .close(&mut self.observer.registry, &mut self.observer.room);
        self.observer.facts.push(Observed::Exit {
            id: process.id,
            ticks: self.observer.clock.ticks(),
            exit_code: exit_code.or_else(|| process.exit_code()),
        });
    }

    /// Tells which of the dead were reaped by their parents.
    pub(super) fn tell_reaped(&mut self) {
        for index in (0..self.processes.len()).rev() {
            let process = &self.processes[index];
            if !process.is_dead || !process.is_reaped() {
                continue;
            }
            // It may run another program by now.
            let parent = self.index_of(process.parent_pid);
            let parent = parent.map(|parent| self.processes[parent].id).or(process.parent);
            if let (Some(parent), false) = (parent, process.adopted) {
                self.observer.facts.push(Observed::Reap {
                    id: process.id,
                    ticks: self.observer.clock.ticks(),
                    parent,
                });
            }
            self.over(index);
        }
    }

    pub(super) fn adopted(&mut self, index: usize) {
        let process = &mut self.processes[index];
        if process.adopted || process.pid == self.program {
            return;
        }
        process.adopted = true;
        process.parent_pid = std::process::id();
        self.observer.facts.push(Observed::Adopt {
            id: process.id,
            ticks: self.observer.clock.ticks(),
            by: std::process::id(),
        });
        self.look_at_session(index);
    }

    /// A process that died may have left children: they are ours now.
    pub(super) fn tell_adopted(&mut self) {
        let own = std::process::id();
        for index in 0..self.processes.len() {
            let process = &self.processes[index];
            let is_left = !process.is_dead && !process.adopted && process.pid != self.program;
            if is_left && Stat::of(process.pid).is_some_and(|stat| stat.parent == own) {
                self.adopted(index);
            }
        }
    }
}
