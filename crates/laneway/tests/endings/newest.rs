//! What the threads of a session recorded last, read while it goes on.

use laneway_recorder::session::{Folder, RingReader, Settings};
use laneway_trace::EventKind;

/// Every ring of a session, by its thread's actor.
pub fn rings(folder: &Folder) -> impl Iterator<Item = (u32, RingReader)> {
    let rings = folder.rings().expect("the folder").into_iter();
    rings.map(|(actor, files)| {
        let chunk_events = Settings::default().chunk_events;
        (actor, RingReader::open(folder, actor, &files, chunk_events))
    })
}

/// In a program: waits until the newest event of some thread is this. A thread that said that it waits
/// does wait.
pub fn until_somebody(kind: EventKind) {
    until_all(kind, 1);
}

/// As [`until_somebody`], for so many threads.
pub fn until_all(kind: EventKind, threads: usize) {
    let folder = Folder::from_environment().expect("a session");
    let newest = |(_, mut reader): (u32, RingReader)| reader.events().pop();
    let are_there = || {
        let newest = rings(&folder).filter_map(newest);
        newest.filter(|event| event.kind == kind).count() >= threads
    };
    while !are_there() {
        std::thread::yield_now();
    }
}
