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
    let folder = Folder::from_environment().expect("a session");
    loop {
        let newest = |(_, mut reader): (u32, RingReader)| reader.events().pop();
        if rings(&folder).filter_map(newest).any(|event| event.kind == kind) {
            return;
        }
        std::thread::yield_now();
    }
}
