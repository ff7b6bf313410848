//! The side of the recorder that runs in the recorded processes.
//!
//! [`attach()`], or else the first use of anything, finds the session that the environment names. From then
//! on every thread that calls [`record()`] has a ring of its own in the session folder. Without a session
//! every call returns after one branch that is never taken.
//!
//! A forked child is another process with rings of its own: [`Child`] hands it its actors, and a fork
//! that the library knows nothing of is noticed all the same, before the child records anything.
//!
//! From the bottom up: `value`, `hot` (a thread's cell), `process` (a process's session), `gap`, `definitions` and
//! `ring` (a thread's files), `actors`, `record` (an event and its object), `panics`, `attach` (lives).

mod actors;
mod attach;
mod definitions;
mod gap;
mod hot;
mod panics;
mod process;
mod record;
mod ring;
mod value;

pub use actors::{Child, define_reaped, next_thread_name};
pub use attach::{
    SPAWN_VARIABLE, attach, attach_child, begin_thread, define_process, define_task, define_thread,
    end_thread, settled_epoch, tell,
};
pub use hot::epoch;
pub use process::process_actor;
pub use record::{define_object, record, record_unplaced};
pub use value::Value;
