//! The side of the recorder that runs in the recorded processes.
//!
//! [`attach`] finds the session that the environment names. From then on every thread that calls
//! [`record`] has a ring of its own in the session folder. Without a session every call returns after
//! one branch that is never taken.
//!
//! A forked child is another process with rings of its own: [`Child`] hands it its actors, and a fork
//! that the library knows nothing of is noticed all the same, before the child records anything.

mod attach;
mod hot;
mod lost;
mod ring;
mod value;

pub use attach::{
    Child, attach, attach_child, begin_thread, define_object, define_process, define_reaped,
    define_thread, end_thread, next_thread_name, process_actor,
};
pub use hot::{epoch, record, record_unplaced};
pub use value::Value;
