//! Threads, processes, locks, queues, cells and pools that can be recorded.
