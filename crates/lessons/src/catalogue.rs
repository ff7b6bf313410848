//! The list of lessons.

use std::sync::LazyLock;

use crate::lesson::{Folder, LANGUAGES, Lesson};
use crate::nearest::nearest;
use crate::parameter::did_you_mean;

/// Calls a macro with the folder of every lesson and its files in Python, and further ones in Rust, in the order of the
/// catalogue. A lesson is added here.
#[doc(hidden)]
#[macro_export]
macro_rules! every_lesson {
    ($then:ident) => {
        $then! {
            process_start ["program.py"],
            process_object ["program.py"],
            process_memory ["program.py"],
            process_join ["program.py"],
            process_join_many ["program.py"],
            process_inspect ["program.py"],
            process_daemon ["program.py"],
            ticket_race ["program.py"],
            ticket_lock ["program.py"],
            lock_twice ["program.py"],
            ipc_queue ["program.py"],
            queue_starve ["program.py"],
            producer_consumer ["program.py"],
            manager_dict ["program.py"],
            ipc_transport [
                "program.py", "program/transport.rs", "program/file.rs", "program/pipe.rs", "program/socket.rs",
                "program/served.rs", "program/memcached.rs", "program/redis.rs", "program/rabbitmq.rs",
                "program/kafka.rs"
            ],
            zombie ["program.py"],
            orphan ["program.py"],
            daemonize ["program.py"],
            thread_start ["program.py"],
            thread_object ["program.py"],
            thread_memory ["program.py"],
            thread_daemon ["program.py"],
            counter_race ["program.py"],
            counter_lock ["program.py"],
            check_then_act ["program.py"],
            rlock ["program.py"],
            deadlock ["program.py"],
            deadlock_fixed ["program.py"],
            queue_fifo ["program.py"],
            queue_lifo ["program.py"],
            queue_priority ["program.py"],
            semaphore ["program.py"],
            condition ["program.py"],
            event ["program.py"],
            barrier ["program.py"],
            rwlock ["program.py"],
            gil ["program.py"],
            thread_pool ["program.py"],
            process_pool ["program.py"],
            pool_results ["program.py"],
            pool_map ["program.py"],
            pool_callback ["program.py"],
            pool_error ["program.py"],
            coroutine_gather ["program.py"],
            coroutine_blocking ["program.py"],
            coroutine_lock_queue ["program.py"],
            coroutine_cancel ["program.py"],
            sync_async ["program.py"],
            blocking_nonblocking ["program.py"],
            compare_models ["program.py"],
        }
    };
}

macro_rules! folders {
    ($($name:ident [$($python:literal),+],)+) => {
        $(
            #[allow(clippy::needless_pass_by_value, reason = "a process owns the argument that was sent to it")]
            mod $name { pub(super) mod program; }
        )+

        const FOLDERS: &[Folder] = &[$(Folder {
            name: stringify!($name),
            program: $name::program::program,
            source_text: include_str!(concat!("catalogue/", stringify!($name), "/program.rs")),
            files: &[$(
                ($python, include_str!(concat!("catalogue/", stringify!($name), "/", $python)))
            ),+],
            plan: include_str!(concat!("catalogue/", stringify!($name), "/lesson.toml")),
            texts: [
                include_str!(concat!("catalogue/", stringify!($name), "/en.toml")),
                include_str!(concat!("catalogue/", stringify!($name), "/zh.toml")),
            ],
        }),+];
    };
}

every_lesson!(folders);

/// Labels of the parameters that every lesson has.
const LABELS: [&str; LANGUAGES.len()] = [
    include_str!("catalogue/en.toml"),
    include_str!("catalogue/zh.toml"),
];

/// Every lesson, in the order of the catalogue.
pub fn catalogue() -> &'static [Lesson] {
    static CATALOGUE: LazyLock<Vec<Lesson>> = LazyLock::new(|| {
        // A program of the module `catalogue::x` stands in the folder of that name beside this file.
        let sources = file!().trim_end_matches(".rs");
        let labels = LABELS.map(|text| toml::from_str(text).expect("labels are tested"));
        let folders = FOLDERS.iter();
        folders
            .map(|folder| match Lesson::read(folder, sources, &labels) {
                Ok(lesson) => lesson,
                // The texts are compiled in, and every test of this crate reads them all.
                Err(error) => panic!("the lesson in {}: {error}", folder.name),
            })
            .collect()
    });
    &CATALOGUE
}

/// The lesson with this id.
///
/// # Errors
/// There is none; the error knows the nearest.
pub fn find(id: &str) -> Result<&'static Lesson, UnknownLesson> {
    catalogue()
        .iter()
        .find(|lesson| lesson.id == id)
        .ok_or_else(|| UnknownLesson {
            id: id.to_owned(),
            nearest: nearest(id, catalogue().iter().map(|lesson| lesson.id.as_str())),
        })
}

/// There is no such lesson.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no lesson `{id}`{}; `laneway list` shows them all", did_you_mean(*nearest))]
pub struct UnknownLesson {
    /// As it was given.
    pub id: String,
    /// The lesson that was probably meant.
    pub nearest: Option<&'static str>,
}

#[cfg(test)]
mod tests;
