//! A process that is killed by SIGKILL while it records loses no event that it had committed, and nothing that it
//! had defined.
//!
//! The test starts itself as a child that records, or defines objects, as fast as it can, and counts its finished
//! calls in memory that outlives it. It kills the child at different counts, and reads what it left.

use std::fs::OpenOptions;
use std::panic::Location;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicU64, Ordering};

use laneway_recorder::client::{Value, attach, define_object, record};
use laneway_recorder::session::{
    Definition, DefinitionReader, Folder, RawEvent, RingReader, SESSION_VARIABLE, Settings, TAG_INT,
};
use laneway_trace::{EventKind, ObjectKind};
use libtest_mimic::{Arguments, Trial};
use memmap2::MmapRaw;

/// Names the file of the count to the child.
const COUNT: &str = "LANEWAY_TEST_COUNT";
/// Set for a child that defines.
const DEFINES: &str = "LANEWAY_TEST_DEFINES";
const KILLS: u64 = 50;
/// The kills of those that define.
const KILLS_OF_DEFINERS: u64 = 25;
/// Where the child stops, so that it never runs out of room however late it is killed.
const MOST_EVENTS: u64 = 1_500_000;

fn main() -> ExitCode {
    if let Some(count) = std::env::var_os(COUNT) {
        let each = if std::env::var_os(DEFINES).is_some() {
            define_one
        } else {
            record_one
        };
        do_until_killed(Path::new(&count), each);
    }
    let events = Trial::test("fifty_kills_lose_no_committed_event", || {
        (0..KILLS).for_each(kill_and_read_events);
        Ok(())
    });
    let definitions = Trial::test("kills_lose_no_definition", || {
        (0..KILLS_OF_DEFINERS).for_each(kill_and_read_definitions);
        Ok(())
    });
    libtest_mimic::run(&Arguments::from_args(), vec![events, definitions]).exit_code()
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

fn do_until_killed(count: &Path, each: fn(u64)) -> ! {
    let count = Count::at(count);
    assert!(
        attach(Location::caller()).expect("the session is readable"),
        "there is a session"
    );
    for number in 0..MOST_EVENTS {
        each(number);
        count.get().store(number + 1, Ordering::Release);
    }
    loop {
        std::thread::park();
    }
}

fn record_one(number: u64) {
    let value = Value::int(number as i64);
    record(EventKind::NOTE, 0, 0, value, Location::caller());
}

fn define_one(number: u64) {
    define_object(ObjectKind::LOCK, &format!("lock {number}"), None, None, false);
}

/// Starts a child, kills it once it has finished more than so many calls, and says how many these were in
/// the end.
fn kill_at(kill_at: u64, folder: &Folder, count: &Path, defines: bool) -> u64 {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.env(COUNT, count).env(SESSION_VARIABLE, folder.path());
    if defines {
        command.env(DEFINES, "1");
    }
    let mut child = command.spawn().expect("this program starts once more");
    let count = Count::at(count);
    while count.get().load(Ordering::Acquire) <= kill_at {
        assert!(
            child.try_wait().expect("the child's state").is_none(),
            "the child ended by itself"
        );
        std::hint::spin_loop();
    }
    child.kill().expect("the child is ours");
    child.wait().expect("the child is ours");

    count.get().load(Ordering::Acquire)
}

fn kill_and_read_events(round: u64) {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder.create(&Settings::default()).expect("a session folder");
    // From the very first event to far into the ring, and never at the same place.
    let finished = kill_at(
        round * round * 40,
        &folder,
        &temporary.path().join("count"),
        false,
    );
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

fn kill_and_read_definitions(round: u64) {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let folder = Folder::new(temporary.path().join("session"));
    let _control = folder.create(&Settings::default()).expect("a session folder");
    // From the first ones, in the file of all, to the fourth file of the child's own.
    let finished = kill_at(round * round * 90, &folder, &temporary.path().join("count"), true);
    let common = DefinitionReader::open(&folder.definitions());
    let own = folder.all_lines().expect("a folder").into_iter();
    let own = own.map(|path| DefinitionReader::open_lines(&path));
    let mut names = Vec::new();
    for reader in std::iter::once(common).chain(own) {
        let mut reader = reader.expect("definitions");
        for definition in reader.read_new().expect("definitions") {
            if let Definition::Object(object) = definition {
                names.push(object.name);
            }
        }
        assert_eq!(reader.unreadable(), 0);
    }
    assert!(
        names.len() as u64 >= finished,
        "{finished} calls had ended, {} objects are there",
        names.len()
    );
    for (number, name) in names.iter().enumerate() {
        assert_eq!(*name, format!("lock {number}"));
    }
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
