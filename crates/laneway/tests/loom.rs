//! Nobody sleeps on who could go on, in whatever order threads run: `waiting/waiters.rs` with loom's primitives, each
//! model in every order that loom finds. A thread that is never woken is a deadlock, which loom reports.
//!
//! That they can fail was tried by changes of `waiters.rs`: counting behind the wait in place of before it fails all
//! of them; `wake_one` in place of `wake_all` fails `all_who_wait_are_woken`; a wait that does not look again fails
//! `one_slot_is_handed_over_item_by_item`.

use std::time::Instant;

use loom::sync::{Arc, Mutex};
use loom::thread;

/// As in `waiting.rs`.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "time does not pass in a model")]
enum Patience {
    None,
    Until(Option<Instant>, std::time::Duration),
    Endless,
}

mod primitives {
    pub(super) use loom::sync::atomic::{AtomicUsize, Ordering};
    pub(super) use loom::sync::{Condvar, MutexGuard};
}

#[path = "../src/waiting/waiters.rs"]
mod waiters;

use waiters::Waiters;

/// A value that threads wait for, and who does.
#[derive(Default)]
struct Shared<T> {
    value: Mutex<T>,
    waiters: Waiters,
}

impl<T> Shared<T> {
    fn wait_while(&self, holds: impl Fn(&T) -> bool) {
        let guard = self.value.lock().expect("no panic");
        let (_, in_time) = self
            .waiters
            .wait_while(guard, Patience::Endless, |value| holds(value));
        assert!(in_time);
    }
}

#[test]
fn who_waits_is_woken_by_a_change_under_the_mutex() {
    loom::model(|| {
        let shared = Arc::new(Shared::<bool>::default());
        let waiter = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.wait_while(|open| !open))
        };
        let mut open = shared.value.lock().expect("no panic");
        *open = true;
        shared.waiters.wake_one();
        drop(open);
        waiter.join().expect("no panic");
    });
}

#[test]
fn who_waits_is_woken_by_a_call_after_the_mutex() {
    loom::model(|| {
        let shared = Arc::new(Shared::<bool>::default());
        let waiter = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.wait_while(|open| !open))
        };
        *shared.value.lock().expect("no panic") = true;
        shared.waiters.wake_one();
        waiter.join().expect("no panic");
    });
}

#[test]
fn all_who_wait_are_woken() {
    loom::model(|| {
        let shared = Arc::new(Shared::<bool>::default());
        let waiters = [(); 2].map(|()| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.wait_while(|open| !open))
        });
        *shared.value.lock().expect("no panic") = true;
        shared.waiters.wake_all();
        for waiter in waiters {
            waiter.join().expect("no panic");
        }
        assert_eq!(shared.waiters.count(), 0);
    });
}

/// As a queue of one item does: whoever takes it, or puts one, wakes one of the other side.
#[test]
fn one_slot_is_handed_over_item_by_item() {
    #[derive(Default)]
    struct Slot {
        item: Mutex<Option<u32>>,
        room: Waiters,
        filled: Waiters,
    }
    impl Slot {
        fn put(&self, item: u32) {
            let guard = self.item.lock().expect("no panic");
            let (mut slot, _) = self
                .room
                .wait_while(guard, Patience::Endless, |slot| slot.is_some());
            assert_eq!(slot.replace(item), None);
            self.filled.wake_one();
        }

        fn get(&self) -> u32 {
            let guard = self.item.lock().expect("no panic");
            let (mut slot, _) = self
                .filled
                .wait_while(guard, Patience::Endless, |slot| slot.is_none());
            let item = slot.take().expect("an item");
            self.room.wake_one();
            item
        }
    }
    // Three times a thread is stopped where it need not be: more takes minutes, and found no more.
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let slot = Arc::new(Slot::default());
        let producer = {
            let slot = Arc::clone(&slot);
            thread::spawn(move || [1, 2].map(|item| slot.put(item)))
        };
        let consumer = {
            let slot = Arc::clone(&slot);
            thread::spawn(move || slot.get())
        };
        let item = slot.get();
        assert_eq!(item + consumer.join().expect("no panic"), 3);
        producer.join().expect("no panic");
    });
}
