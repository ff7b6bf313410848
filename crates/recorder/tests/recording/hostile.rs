//! Whatever a program does to its session, the recording ends, in bounded memory, with a trace that can be
//! read and says what is missing.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, symlink};
use std::panic::Location;
use std::path::Path;
use std::time::Duration;

use laneway_recorder::client::{Value, begin_thread, define_object, define_thread, end_thread, record};
use laneway_recorder::session::Folder;
use laneway_recorder::supervise::{Progress, Recording};
use laneway_trace::{Ending, EventKind, ObjectKind};
use nix::fcntl::OFlag;
use nix::sys::signal::{Signal, kill, raise};
use nix::sys::stat::Mode;
use nix::unistd::{getppid, mkfifo};

use crate::{CASE, Case, attach};

/// What a program may do to a file.
type Damage = (&'static str, fn(&Path));

const DAMAGES: &[Damage] = &[
    ("deleted", |path| fs::remove_file(path).expect("it is there")),
    ("emptied", |path| drop(File::create(path).expect("it is ours"))),
    ("cut", |path| set_length(path, 100)),
    ("inflated", |path| set_length(path, 8 << 30)),
    ("scribbled", |path| {
        let noise: Vec<u8> = (0..1 << 20)
            .map(|byte: u32| (byte.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        // A FIFO takes as much as it has room for.
        let _ = writable(path).write(&noise);
    }),
    ("a FIFO", |path| {
        replace(path, |path| {
            mkfifo(path, Mode::S_IRUSR | Mode::S_IWUSR).expect("room");
        });
    }),
    ("a folder", |path| {
        replace(path, |path| fs::create_dir(path).expect("room"));
    }),
    ("endless", |path| {
        replace(path, |path| symlink("/dev/zero", path).expect("room"));
    }),
    ("a dead link", |path| {
        replace(path, |path| symlink("nowhere", path).expect("room"));
    }),
];

const FILES: &[&str] = &[
    "announce",
    "control",
    "definitions.jsonl",
    "lines-2-0",
    "ring-2-0",
    "ring-3-0",
];

/// Objects of the main thread: more than it defines in the file of all.
const OBJECTS: usize = 40;

pub fn cases() -> Vec<Case> {
    let damaged = FILES.iter().flat_map(|file| {
        let name = move |(damage, _): &Damage| format!("{file} {damage}");
        let cases = DAMAGES.iter().map(name);
        cases.map(|name| Case::new(name, damage_a_file, says_what_is_missing))
    });
    let mut cases: Vec<Case> = damaged.collect();
    cases.extend([
        Case::new("the folder deleted", delete_the_folder, says_what_is_missing),
        Case::new(
            "rings that claim millions of events",
            claim_millions,
            |recording| {
                assert_eq!(recording.trace.header.ending, Ending::Finished);
                says(recording, "is no ring of a Laneway session");
            },
        ),
        Case {
            plan: |plan| plan.events = 1000,
            ..Case::new("more rings than the budget", copy_a_ring, |recording| {
                assert!(recording.trace.events.len() < 120_000);
                says(recording, "more events than the run may keep");
            })
        },
        Case::new(
            "files that claim gigabytes of definitions",
            claim_gigabytes,
            |recording| {
                assert!(recording.trace.header.objects.len() >= OBJECTS);
                says(recording, "more actors, objects, places and texts");
            },
        ),
        Case::new("a hundred thousand attached lines", attached_lines, |recording| {
            // Who claims to be somebody else, and is nobody, has no lane.
            assert!(recording.trace.header.actors.len() < 10);
            says(recording, "definitions were cut short or are missing");
        }),
        Case::new("more actors than a trace may have", actor_lines, |recording| {
            assert!((5000..10_000).contains(&recording.trace.header.actors.len()));
            says(
                recording,
                "more actors, objects, places and texts than a trace may have",
            );
        }),
        Case {
            plan: |plan| plan.timeout = Some(Duration::from_millis(300)),
            ..Case::new(
                "the supervisor stopped, and the time over",
                stop_the_supervisor,
                |recording| {
                    says(recording, "The supervisor was killed");
                },
            )
        },
        Case {
            progress: |progress| {
                if let Progress::Running { .. } = progress {
                    raise(Signal::SIGTERM).expect("a signal");
                }
            },
            ..Case::new(
                "the supervisor stopped, and a signal",
                stop_the_supervisor,
                |recording| {
                    says(recording, "The supervisor was killed");
                },
            )
        },
        Case {
            progress: |progress| {
                if let Progress::Merging { .. } = progress {
                    raise(Signal::SIGINT).expect("a signal");
                }
            },
            ..Case::new(
                "a signal while it merges",
                || drop(work()),
                |recording| {
                    assert_eq!(recording.trace.header.ending, Ending::Finished);
                    says(recording, "The merge was interrupted");
                },
            )
        },
    ]);
    cases
}

fn says(recording: &Recording, part: &str) {
    let unseen = &recording.trace.header.unseen;
    assert!(
        unseen.iter().any(|sentence| sentence.contains(part)),
        "{unseen:#?}"
    );
}

/// Two threads have recorded before the damage, and a third one is defined after it: all of it is there, or
/// that it is not is told.
fn says_what_is_missing(recording: &Recording) {
    let header = &recording.trace.header;
    assert_eq!(
        (&header.ending, recording.program_status),
        (&Ending::Finished, Some(0))
    );
    let notes = recording
        .trace
        .events
        .iter()
        .filter(|event| event.kind == EventKind::NOTE);
    let names = |wanted: &str| header.actors.iter().any(|actor| actor.name == wanted);
    let locks = header.objects.iter();
    let locks = locks.filter(|lock| lock.name.starts_with("lock-")).count();
    let is_complete =
        notes.count() == 2 && locks == OBJECTS && ["main", "other", "late"].into_iter().all(names);
    let says_so = header
        .unseen
        .iter()
        .any(|sentence| !sentence.starts_with("The source of"));
    assert!(is_complete || says_so, "{:?}", header.unseen);
}

fn note(number: i64) {
    record(EventKind::NOTE, 0, 0, Value::int(number), Location::caller());
}

/// Two threads record something, and one of them has many objects.
fn work() -> Folder {
    let folder = attach();
    note(1);
    for number in 0..OBJECTS {
        let name = format!("lock-{number}");
        let id = define_object(ObjectKind::LOCK, &name, None, None, false);
        let id = id.expect("a session");
        record(EventKind::LOCK_ACQUIRE, id, 1, Value::NONE, Location::caller());
    }
    let other = define_thread("other", false).expect("a session");
    let thread = std::thread::spawn(move || {
        begin_thread(other, Location::caller());
        note(2);
        end_thread(0);
    });
    thread.join().expect("it ends");
    folder
}

fn damage_a_file() {
    let folder = work();
    let case = std::env::var(CASE).expect("a case");
    let (file, damage) = case.split_once(' ').expect("a file and a damage");
    let (_, damage) = DAMAGES
        .iter()
        .find(|(name, _)| *name == damage)
        .expect("one of ours");
    let path = folder.path().join(file);
    // What is mapped here must not be cut: this program is not the one that is tried.
    if !(file == "control" || file == "ring-2-0")
        || !matches!(case.rsplit(' ').next(), Some("emptied" | "cut"))
    {
        damage(&path);
        let _ = define_thread("late", false);
        return;
    }
    damage(&path);
    // SAFETY: ends the process, without a look at what is no more mapped.
    unsafe { nix::libc::_exit(0) };
}

fn replace(path: &Path, with: impl Fn(&Path)) {
    fs::remove_file(path).expect("it is there");
    with(path);
}

/// Opens a file for writing; a FIFO, too, without waiting for its other end.
fn writable(path: &Path) -> File {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .write(true)
        .custom_flags(OFlag::O_NONBLOCK.bits());
    options.open(path).expect("it is ours")
}

fn set_length(path: &Path, bytes: u64) {
    // A FIFO has no length, and stays what it is.
    let _ = writable(path).set_len(bytes);
}

fn delete_the_folder() {
    let folder = work();
    fs::remove_dir_all(folder.path()).expect("it is ours");
    note(3);
    // It is to be made again, or the test would not see whether it is deleted.
    fs::DirBuilder::new()
        .mode(0o700)
        .create(folder.path())
        .expect("room");
}

/// Files that are mostly holes, each with a header that claims fifty million events.
fn claim_millions() {
    let folder = work();
    let ring = fs::read(folder.ring(2, 0)).expect("it is there");
    // The first chunk stands behind the head (two pages) and the spare chunk (one).
    let chunk = &ring[3 * 4096..3 * 4096 + 64];
    for number in 0..100 {
        let file = new_file(&folder.ring(100 + number, 1));
        let mut header = chunk.to_vec();
        header[16..20].copy_from_slice(&50_000_000_u32.to_ne_bytes());
        header[24..32].copy_from_slice(&50_000_000_u64.to_ne_bytes());
        file.write_all_at(&header, 0).expect("room");
        file.set_len(2 << 30).expect("a hole");
    }
}

/// Files that are mostly holes, each with a line and a header that claims all of it to be lines.
fn claim_gigabytes() {
    let folder = work();
    for number in 0..100 {
        let file = new_file(&folder.path().join(format!("lines-{}-0", 100 + number)));
        let id = 1000 + number;
        let line = format!(
            "{{\"object\":{{\"id\":{id},\"kind\":\"lock\",\"name\":\"x\",\"capacity\":null,\"parent\":null,\"shared\":false}}}}\n"
        );
        file.write_all_at(b"LANEWAYL", 0).expect("room");
        file.write_all_at(&(2_u64 << 30).to_ne_bytes(), 8).expect("room");
        file.write_all_at(line.as_bytes(), 16).expect("room");
        file.set_len(2 << 30).expect("a hole");
    }
}

/// Rings of other threads, each of them full, which no budget was asked for.
fn copy_a_ring() {
    let folder = work();
    for number in 0..1000 {
        note(number);
    }
    let ring = fs::read(folder.ring(2, 0)).expect("it is there");
    for number in 0..200 {
        let file = new_file(&folder.ring(100 + number, 0));
        file.write_all_at(&ring, 0).expect("room");
        // As many chunks more.
        let chunk = &ring[3 * 4096..];
        for more in 1..4 {
            new_file(&folder.ring(100 + number, more))
                .write_all_at(chunk, 0)
                .expect("room");
        }
    }
}

fn new_file(path: &Path) -> File {
    let mut options = OpenOptions::new();
    options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .expect("room")
}

/// Appends many lines to the definitions.
fn define_many(count: usize, line: impl Fn(u32) -> String) {
    let folder = work();
    let lines: String = (1000..).take(count).map(line).collect();
    let mut options = OpenOptions::new();
    let mut file = options
        .append(true)
        .open(folder.definitions())
        .expect("it is ours");
    file.write_all(lines.as_bytes()).expect("room");
}

fn attached_lines() {
    let (pid, parent) = (std::process::id(), std::os::unix::process::parent_id());
    define_many(100_000, |number| {
        // Its own pid, that of nobody, and that of a process which is none of the run.
        let pid = [pid, (1 << 22) + number, 1][number as usize % 3];
        format!(
            "{{\"attached\":{{\"actor\":{number},\"pid\":{pid},\"tid\":{number},\"parent_pid\":{parent},\"thread\":{number}}}}}\n"
        )
    });
}

/// Each the child of the next one, which is defined later.
fn actor_lines() {
    define_many(10_000, |number| {
        let name = "p".repeat(4000);
        let parent = number + 1;
        format!(
            "{{\"actor\":{{\"id\":{number},\"kind\":\"process\",\"name\":\"{name}\",\"parent\":{parent},\"daemon\":false,\"start_method\":null}}}}\n"
        )
    });
}

fn stop_the_supervisor() {
    work();
    kill(getppid(), Signal::SIGSTOP).expect("it is ours");
    loop {
        std::thread::park();
    }
}
