//! A process that is killed by SIGKILL while it records loses no event that it had committed.
//!
//! The test starts itself as a child that records as fast as it can, and counts its finished calls of
//! `record` in memory that outlives it. It kills the child at fifty different counts, and reads its ring.

use std::fs::OpenOptions;
use std::panic::Location;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};

use laneway_recorder::client::{Value, attach, record};
use laneway_recorder::session::{
    DefinitionReader, Folder, RawEvent, RingReader, SESSION_VARIABLE, Settings, TAG_INT,
};
use laneway_trace::EventKind;
use libtest_mimic::{Arguments, Trial};
use memmap2::MmapRaw;

/// Names the file of the count to the child.
const COUNT: &str = "LANEWAY_TEST_COUNT";
const KILLS: u64 = 50;
/// Where the child stops, so that it never runs out of room however late it is killed.
const MOST_EVENTS: u64 = 1_500_000;

fn main() -> ExitCode {
    if let Some(count) = std::env::var_os(COUNT) {
        record_until_killed(Path::new(&count));
    }
    let kills = Trial::test("fifty_kills_lose_no_committed_event", || {
        (0..KILLS).for_each(kill_and_read);
        Ok(())
    });
    libtest_mimic::run(&Arguments::from_args(), vec![kills]).exit_code()
}

/// Eight bytes of a file, shared by whoever maps it.
struct Count(MmapRaw);

impl Count {
    fn at(path: &Path) -> Self {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path);
        let file = file.expect("the count's file");
        file.set_len(8).expect("eight bytes");
        Self(MmapRaw::map_raw(&file).expect("a map of eight bytes"))
    }

    fn get(&self) -> &AtomicU64 {
        // SAFETY: the map is eight bytes long, aligned to a page, and only ever used as this atomic.
        unsafe { &*self.0.as_ptr().cast::<AtomicU64>() }
    }
}

fn record_until_killed(count: &Path) -> ! {
    let count = Count::at(count);
    assert!(
        attach(Location::caller()).expect("the session is readable"),
        "there is a session"
    );
    for number in 0..MOST_EVENTS {
        record(
            EventKind::NOTE,
            0,
            0,
            Value::int(number as i64),
            Location::caller(),
        );
        count.get().store(number + 1, Ordering::Release);
    }
    loop {
        std::thread::park();
    }
}

fn kill_and_read(round: u64) {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder.create(&Settings::default()).expect("a session folder");
    let path = temporary.path().join("count");
    let count = Count::at(&path);
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .env(COUNT, &path)
        .env(SESSION_VARIABLE, folder.path())
        .spawn()
        .expect("this program starts once more");
    // From the very first event to far into the ring, and never at the same place.
    let kill_at = round * round * 40;
    while count.get().load(Ordering::Acquire) <= kill_at {
        assert!(
            child.try_wait().expect("the child's state").is_none(),
            "the child ended by itself"
        );
        std::hint::spin_loop();
    }
    child.kill().expect("the child is ours");
    child.wait().expect("the child is ours");

    let finished = count.get().load(Ordering::Acquire);
    let events = read(&folder);
    assert_eq!(events[0].kind, EventKind::BEGIN);
    let notes = &events[1..];
    assert!(
        notes.len() as u64 >= finished,
        "{finished} calls had ended, {} events are there",
        notes.len()
    );
    for (number, event) in notes.iter().enumerate() {
        let seen = (event.kind, event.tag, event.value);
        assert_eq!(seen, (EventKind::NOTE, TAG_INT, number as i64));
    }
    assert!(
        events
            .windows(2)
            .all(|pair| pair[0].time_ticks <= pair[1].time_ticks)
    );
}

/// The events of all chunks, in order; nothing may be lost or unreadable.
fn read(folder: &Folder) -> Vec<RawEvent> {
    let mut definitions = DefinitionReader::open(&folder.definitions()).expect("definitions");
    assert!(definitions.read_new().expect("definitions").len() >= 4);
    assert_eq!(definitions.unreadable(), 0);
    let mut events = Vec::new();
    let chunk_events = Settings::default().chunk_events;
    for (actor, files) in folder.rings().expect("rings") {
        let mut reader = RingReader::open(folder, actor, &files, chunk_events);
        events.extend(reader.events());
        assert!(reader.missing == 0 && reader.unreadable.is_empty(), "{reader:?}");
    }
    assert!(events.iter().all(|event| event.kind != EventKind::LOST));
    events
}
