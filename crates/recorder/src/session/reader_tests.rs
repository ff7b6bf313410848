use std::fs;

use super::*;
use crate::session::ring::{Chunk, FIRST_EVENTS, FirstFile, TAG_INT};

const CHUNK_EVENTS: u32 = 1000;

fn event(value: i64) -> RawEvent {
    RawEvent {
        time_ticks: 7,
        value,
        object: 1,
        sequence: 2,
        location: 3,
        kind: EventKind::PUT,
        tag: TAG_INT,
        unused: 0,
    }
}

/// A thread's ring in a folder of its own.
struct Written {
    _temporary: tempfile::TempDir,
    folder: Folder,
    file: FirstFile,
}

impl Written {
    fn new(with_first: bool) -> Self {
        let temporary = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(temporary.path());
        let file = FirstFile::create(&folder.ring(3, 0), 3, with_first).expect("room");
        Self {
            _temporary: temporary,
            folder,
            file,
        }
    }

    /// The values of all events, and how much is said to be missing or unreadable.
    fn read(&self) -> (Vec<i64>, u64, usize) {
        let rings = self.folder.rings().expect("the folder");
        let mut reader = RingReader::open(&self.folder, 3, &rings[&3], CHUNK_EVENTS);
        let values = reader.events().iter().map(|event| event.value).collect();
        (values, reader.missing, reader.unreadable.len())
    }
}

/// Writes events of these values into a chunk, as a thread does.
fn fill(chunk: &Chunk, values: &[i64]) {
    for (index, &value) in values.iter().enumerate() {
        assert!(index < chunk.capacity() as usize);
        // SAFETY: there is room, as was just seen.
        unsafe {
            let header = chunk.header_mut();
            header.add(1).cast::<RawEvent>().add(index).write(event(value));
            (*header).committed.store(index as u64 + 1, Ordering::Release);
        }
    }
}

#[test]
fn events_come_back_in_the_order_of_their_chunks() {
    let written = Written::new(true);
    let first = written.file.first.as_ref().expect("there is one");
    written.file.head.enter(first);
    fill(first, &[1, 2]);
    let next = Chunk::create(&written.folder.ring(3, 1), 3, 2, 128).expect("room");
    next.renew(1);
    written.file.head.enter(&next);
    fill(&next, &[3]);
    assert_eq!(written.read(), (vec![1, 2, 3], 0, 0));
    assert_eq!(
        NewestEvent::of(3).ask(&written.folder),
        Some((1 << 32 | 1, event(3)))
    );
}

#[test]
fn what_was_discarded_is_what_stands_for_it() {
    let written = Written::new(true);
    let (first, spare) = (
        written.file.first.as_ref().expect("there is one"),
        &written.file.spare,
    );
    fill(first, &[1, 2]);
    spare.renew(1);
    written.file.head.enter(spare);
    fill(spare, &[3, 4]);
    written.file.head.discard(spare, &[event(34)]);
    // Killed in between: what stands for the chunk counts, and the chunk does not.
    assert_eq!(written.read(), (vec![1, 2, 34], 0, 0));
    spare.renew(2);
    written.file.head.enter(spare);
    fill(spare, &[5]);
    assert_eq!(written.read(), (vec![1, 2, 34, 5], 0, 0));
    written.file.head.discard(spare, &[event(345), event(6)]);
    spare.renew(3);
    written.file.head.enter(spare);
    fill(spare, &[7]);
    assert_eq!(written.read(), (vec![1, 2, 345, 6, 7], 0, 0));
    assert_eq!(
        NewestEvent::of(3).ask(&written.folder),
        Some((3 << 32 | 1, event(7)))
    );
}

#[test]
fn what_is_missing_is_counted() {
    let check = |what: &str, damage: &dyn Fn(&Folder), expected: (Vec<i64>, u64, usize)| {
        let written = Written::new(true);
        let first = written.file.first.as_ref().expect("there is one");
        fill(first, &[1]);
        for (number, value) in [(1, 2), (2, 3)] {
            let path = written.folder.ring(3, number);
            let chunk = Chunk::create(&path, 3, number + 1, 128).expect("room");
            chunk.renew(number);
            written.file.head.enter(&chunk);
            fill(&chunk, &[value]);
        }
        damage(&written.folder);
        assert_eq!(written.read(), expected, "{what}");
    };
    let shorten = |folder: &Folder, file: u32, length: u64| {
        let file = OpenOptions::new().write(true).open(folder.ring(3, file));
        file.and_then(|file| file.set_len(length)).expect("it is ours");
    };
    check("nothing", &|_: &Folder| {}, (vec![1, 2, 3], 0, 0));
    let delete = |folder: &Folder, file| fs::remove_file(folder.ring(3, file)).expect("it is there");
    check(
        "the last file deleted",
        &|folder: &Folder| delete(folder, 2),
        (vec![1, 2], 1, 0),
    );
    check(
        "one between deleted",
        &|folder: &Folder| delete(folder, 1),
        (vec![1, 3], 1, 0),
    );
    check(
        "the first deleted",
        &|folder: &Folder| delete(folder, 0),
        (vec![2, 3], 1, 0),
    );
    check(
        "one emptied",
        &|folder: &Folder| shorten(folder, 1, 0),
        (vec![1, 3], 1, 0),
    );
    check(
        "one shortened",
        &|folder: &Folder| shorten(folder, 1, 64),
        (vec![1, 3], 1, 0),
    );
}

#[test]
fn a_claim_is_no_more_than_a_claim() {
    let written = Written::new(true);
    let first = written.file.first.as_ref().expect("there is one");
    fill(first, &[1]);
    // SAFETY: the header is there; the count is an atomic.
    unsafe { (*first.header_mut()).committed.store(u64::MAX, Ordering::Release) };
    assert_eq!(written.read().0.len(), FIRST_EVENTS as usize);
    // A sparse file that claims to hold fifty million events.
    let path = written.folder.ring(3, 1);
    drop(Chunk::create(&path, 3, 2, 128).expect("room"));
    let file = OpenOptions::new().write(true).open(&path).expect("it is ours");
    file.write_all_at(&50_000_000_u32.to_ne_bytes(), 16)
        .expect("room");
    file.set_len(2 << 30).expect("a hole");
    assert_eq!(written.read().2, 1, "it is refused");
}

#[test]
fn a_file_of_something_else_is_an_error_and_an_unfinished_one_is_empty() {
    let written = Written::new(false);
    let path = written.folder.ring(3, 0);
    let bytes = fs::read(&path).expect("it is there");
    let read = |bytes: &[u8]| {
        fs::remove_file(&path).expect("it is there");
        private::create(&path)
            .and_then(|file| file.write_all_at(bytes, 0))
            .expect("room");
        let reader = RingReader::open(&written.folder, 3, &[0], CHUNK_EVENTS);
        let errors: Vec<String> = reader.unreadable.iter().map(ToString::to_string).collect();
        (
            reader.is_empty(),
            errors.join(" ").replace(&path.display().to_string(), "R"),
        )
    };
    assert_eq!(read(&[]), (true, String::new()));
    assert_eq!(read(&[0; 4096]), (true, String::new()));
    assert_eq!(
        read(&[1; 4096]),
        (true, "R is no ring of a Laneway session".to_owned())
    );
    let other_version = [&bytes[..8], &[9], &bytes[9..]].concat();
    assert!(read(&other_version).1.contains("session version 9"));
}
