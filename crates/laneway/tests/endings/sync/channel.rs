//! Channels.

use std::collections::VecDeque;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use laneway::sync::Mutex;
use laneway::sync::mpsc::{RecvTimeoutError, SyncSender, TrySendError, channel, sync_channel};
use laneway_l10n::Language;
use laneway_model::Moment;
use laneway_model::mechanism::ObjectState;
use laneway_trace::{Ending, EventKind, ObjectKind};

use super::{PROGRAMS, Run, THREADS, in_threads, pause, start};
use crate::{Case, Seen};

const ITEMS: u64 = 40;

pub const CASES: &[Case] = &[
    Case::new("every_item_of_a_channel_is_taken_once_in_order", bounds, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let channels = names(seen);
        assert_eq!(channels.len() as u64, PROGRAMS);
        for name in channels {
            check_channel(&run, &name, (THREADS - 1) * ITEMS);
        }
        assert_eq!(run.findings(), "");
    }),
    Case::new("a_channel_tells_its_story", story, |seen| {
        seen.ended(&Ending::Finished, Some(0));
        let run = Run::new(seen);
        let [name] = &names(seen)[..] else {
            panic!("one channel");
        };
        let told = run
            .story(name, Language::English)
            .replace(name.as_str(), "CHANNEL");
        assert_eq!(
            told,
            "main waits for an item in the channel CHANNEL, for 1.00 ms at most\n\
             main gives up waiting for an item in the channel CHANNEL\n\
             main puts letter into the channel CHANNEL\n\
             main closes the channel CHANNEL: nothing more comes\n\
             main takes letter from the channel CHANNEL\n\
             main finds the channel CHANNEL empty and closed"
        );
    }),
    Case::new("nobody_sends_and_nobody_has_gone", forgotten_sender, |seen| {
        seen.ended(&Ending::Stuck, None);
        let told = Run::new(seen).findings();
        assert!(told.starts_with("waits_for_ever main on channel "), "{told}");
    }),
];

/// What the channels of the run are called: by their places.
fn names(seen: &Seen) -> Vec<String> {
    let objects = seen.trace().header.objects.iter();
    let channels = objects.filter(|object| object.kind == ObjectKind::CHANNEL);
    channels.map(|object| object.name.clone()).collect()
}

/// Items leave in the order in which they came, no more are inside than there is room for, and all are out in
/// the end.
fn check_channel(run: &Run<'_>, name: &str, items: u64) {
    let object = run.object(name);
    let capacity = run.model.header.objects[object.index()].capacity;
    let (mut inside, mut taken) = (VecDeque::new(), 0);
    for (row, event) in run.on(name) {
        match event.kind {
            EventKind::PUT => inside.push_back(i64::from(event.sequence)),
            EventKind::GET => {
                assert_eq!(event.value.int(), inside.pop_front(), "{name}");
                taken += 1;
            }
            _ => {}
        }
        assert!(
            capacity.is_none_or(|capacity| inside.len() as u64 <= capacity),
            "{name}"
        );
        let Some(ObjectState::Store(store)) = run.model.object_at(object, Moment::after(row)) else {
            panic!("{name} is a store");
        };
        assert_eq!(store.items.len(), inside.len(), "{name}");
    }
    assert_eq!((taken, inside.len()), (items, 0), "{name}");
}

/// Three send, by any of the ways, and one takes, by any of the ways; with room for 0 to 3, by turns.
fn bounds() -> ExitCode {
    laneway::run(|| {
        // A channel is called by its place, and each is to have one of its own.
        let mut ends = [
            sync_channel(0),
            sync_channel(1),
            sync_channel(2),
            sync_channel(3),
            sync_channel(0),
            sync_channel(1),
            sync_channel(2),
            sync_channel(3),
        ]
        .into_iter();
        for seed in 0..PROGRAMS {
            let (sender, receiver) = ends.next().expect("one for each");
            let ends = Arc::new(Mutex::named(
                format!("ends-{seed}"),
                (vec![sender; THREADS as usize - 1], Some(receiver)),
            ));
            in_threads(seed, move |thread, random| {
                if thread == 0 {
                    let receiver = ends.lock().unwrap().1.take().expect("one receiver");
                    let mut next = vec![0; THREADS as usize];
                    let mut taken = 0;
                    while taken < (THREADS - 1) * ITEMS {
                        let item: Option<(u64, u64)> = match random.u8(..3) {
                            0 => Some(receiver.recv().expect("a sender")),
                            1 => receiver.try_recv().ok(),
                            _ => receiver
                                .recv_timeout(Duration::from_micros(random.u64(..300)))
                                .ok(),
                        };
                        if let Some((sender, number)) = item {
                            assert_eq!(number, next[sender as usize]);
                            next[sender as usize] += 1;
                            taken += 1;
                        }
                        pause(random);
                    }
                    assert_eq!(
                        receiver.recv_timeout(Duration::from_secs(100)),
                        Err(RecvTimeoutError::Disconnected)
                    );
                } else {
                    let sender = ends.lock().unwrap().0.pop().expect("a sender each");
                    (0..ITEMS).for_each(|number| send(&sender, (thread, number), random));
                }
            });
        }
    })
}

fn send(sender: &SyncSender<(u64, u64)>, mut item: (u64, u64), random: &mut fastrand::Rng) {
    while random.bool() {
        match sender.try_send(item) {
            Ok(()) => return,
            Err(TrySendError::Full(back)) => item = back,
            Err(TrySendError::Disconnected(_)) => panic!("the receiver is there"),
        }
        pause(random);
    }
    sender.send(item).expect("the receiver is there");
    pause(random);
}

fn story() -> ExitCode {
    laneway::run(|| {
        let (sender, receiver) = channel();
        assert!(receiver.recv_timeout(Duration::from_millis(1)).is_err());
        sender.send("letter").unwrap();
        drop(sender);
        assert_eq!(receiver.recv(), Ok("letter"));
        assert!(receiver.recv().is_err());
    })
}

/// A sender that nobody uses keeps the receiver waiting.
fn forgotten_sender() -> ExitCode {
    laneway::run(|| {
        let (sender, receiver) = channel();
        let worker = sender.clone();
        start("worker", move || worker.send(1).unwrap()).join().unwrap();
        assert_eq!(receiver.iter().sum::<i32>(), 1);
        drop(sender);
    })
}
