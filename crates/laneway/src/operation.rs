//! Where every operation that can be seen begins.
//!
//! Whatever a program does to an object, to a thread, process or task, or says, and what a guard gives back at the end
//! of its scope, comes here once, before it does anything. All that is asked here is whether it is recorded; who
//! chooses whose turn it is would do so here.

use laneway_recorder::client;

/// An operation begins: 0 if it is not recorded, or else the epoch. Costs a load; what [`client::epoch`] is before
/// anybody has looked for a session is no epoch of any object.
#[inline(always)]
pub(crate) fn begin() -> u32 {
    #[cfg(test)]
    tests::BEGUN.set(tests::BEGUN.get() + 1);
    client::epoch()
}

/// As [`begin`], for what is no object's: whether it is recorded. Looks for a session if nobody has.
#[inline]
pub(crate) fn begin_recorded() -> bool {
    begin() != 0 && client::settled_epoch() != 0
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use crate::{cell, gil, pool, process, queue, sync, task, thread};

    thread_local! {
        /// How many operations this thread has begun.
        pub(super) static BEGUN: Cell<usize> = const { Cell::new(0) };
    }

    /// So many operations begin when this is done.
    #[track_caller]
    fn check<T>(operations: usize, code: impl FnOnce() -> T) -> T {
        let before = BEGUN.get();
        let result = code();
        assert_eq!(BEGUN.get() - before, operations);
        result
    }

    #[test]
    fn operations_on_locks_and_gates_begin_once() {
        let lock = sync::Mutex::new(0);
        let guard = check(1, || lock.lock().unwrap());
        check(1, || assert!(lock.try_lock().is_err()));
        check(1, || {
            assert!(lock.lock_timeout(Duration::from_millis(1)).is_err());
        });
        check(1, || drop(guard));
        let lock = sync::RwLock::new(0);
        check(2, || drop(lock.read()));
        check(2, || drop(lock.try_write()));
        let lock = sync::ReentrantLock::new(0);
        check(4, || drop((lock.lock(), lock.lock())));
        let permits = sync::Semaphore::named("permits", 1);
        check(2, || drop(permits.acquire()));
        check(1, || permits.release().unwrap());
        let permits = sync::Semaphore::bounded("permits", 1);
        check(1, || permits.release().unwrap_err());
        let event = sync::Event::named("event");
        check(1, || event.set());
        check(1, || event.wait());
        check(1, || event.clear());
        check(1, || assert!(!event.wait_timeout(Duration::ZERO)));
        check(1, || sync::Condvar::new().notify_all());
        check(1, || sync::Barrier::new(1).wait());
        let gil = gil::Gil::named("gil", gil::SWITCH_INTERVAL);
        let attached = check(1, || gil.attach());
        check(2, || attached.allow_threads(|| ()));
        check(1, || drop(attached));
    }

    #[test]
    fn operations_on_values_and_queues_begin_once() {
        let cell = cell::Cell::new("cell", 0);
        check(2, || cell.set(cell.get() + 1));
        let queue = queue::Queue::new("queue", Some(1));
        check(1, || queue.put(1));
        check(1, || assert!(queue.try_put(2).is_err()));
        check(1, || assert_eq!(queue.get(), 1));
        check(1, || queue.task_done());
        check(1, || queue.join());
        check(1, || queue.close());
        check(1, || assert!(queue.iter().next().is_none()));
    }

    #[test]
    fn operations_between_processes_begin_once() {
        let lock = process::Lock::new("lock");
        check(2, || drop(lock.lock()));
        let lock = process::ReentrantLock::new("lock");
        check(4, || drop((lock.lock(), lock.lock())));
        let permits = process::Semaphore::new("permits", 1);
        check(2, || drop(permits.acquire()));
        check(1, || permits.release().unwrap());
        let permits = process::Semaphore::bounded("permits", 1);
        check(1, || permits.release().unwrap_err());
        let event = process::Event::new("event");
        check(1, || event.set());
        check(1, || event.wait());
        let value = process::Value::new("value", 0);
        check(2, || value.set(value.get() + 1));
        let file = process::FileCell::new("file", 0);
        check(2, || file.set(file.get() + 1));
        let queue = process::Queue::new("queue", None);
        check(1, || queue.put(1));
        check(1, || assert_eq!(queue.get(), 1));
        let (first, second) = process::pipe("pipe");
        check(1, || first.send(&1).unwrap());
        check(1, || assert!(second.poll(Duration::ZERO).unwrap()));
        check(1, || assert_eq!(second.recv().unwrap(), 1));
        let messages = process::Messages::queue("messages");
        check(1, || messages.put(&1, |_| Ok(())).unwrap());
        let line = || Ok(Some("1 1".to_owned()));
        check(1, || assert_eq!(messages.try_get(line).unwrap(), Some(1)));
    }

    #[test]
    fn operations_on_lives_and_words_begin_once() {
        let thread = check(1, || thread::spawn(|| ()));
        check(1, || thread.join().unwrap());
        check(2, || {
            thread::current().unpark();
            thread::park();
        });
        check(1, || thread::sleep(Duration::ZERO));
        check(1, || crate::println!("words"));
        check(1, || crate::note!("words"));
        check(2, || drop(crate::span("words")));
        let pool = pool::ThreadPool::new("pool", 1);
        let future = check(1, || pool.submit("task", || 1));
        check(1, || assert_eq!(future.result().unwrap(), 1));
        // That nothing more comes, and the end of its worker.
        check(2, || pool.shutdown());
    }

    #[test]
    fn operations_of_tasks_begin_once() {
        task::run("main", async {
            let lock = task::Lock::named("lock");
            let before = BEGUN.get();
            drop(lock.acquire().await);
            assert_eq!(BEGUN.get() - before, 2);
            let permits = task::Semaphore::bounded("permits", 1);
            check(1, || permits.release().unwrap_err());
            let queue = task::Queue::new("queue", None);
            let before = BEGUN.get();
            queue.put(1).await;
            assert_eq!(queue.get().await, 1);
            assert_eq!(BEGUN.get() - before, 2);
            let before = BEGUN.get();
            let other = task::spawn("other", async { task::yield_now().await });
            other.await.unwrap();
            // Its start, that it is waited for, and what it does.
            assert_eq!(BEGUN.get() - before, 3);
        });
    }
}
