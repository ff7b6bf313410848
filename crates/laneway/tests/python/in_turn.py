"""Runs programs in which one thread acts at a time.

A line of the input is `make KIND NUMBER`, for a new object and new threads, or `THREAD OPERATION NUMBER`. For each of
the latter a line is printed: what the operation returned, or the exception that it raised.
"""

import concurrent.futures
import multiprocessing
import os
import queue
import sys
import threading


class Pool:
    """A pool of one worker, whose tasks end when they are told to."""

    def __init__(self):
        self.executor = concurrent.futures.ThreadPoolExecutor(1)
        self.futures = []
        self.tokens = queue.SimpleQueue()
        self.begun = queue.SimpleQueue()

    def work(self):
        self.begun.put(None)
        return self.tokens.get()

    def submit(self):
        self.futures.append(self.executor.submit(self.work))
        unfinished = [future for future in self.futures if not future.done()]
        if len(unfinished) == 1:
            self.begun.get()

    def finish(self, number):
        future = next(future for future in self.futures if not future.done())
        self.tokens.put(number)
        result = future.result()
        if not all(future.done() for future in self.futures):
            self.begun.get()
        return result


MAKE = {
    "lock": lambda number: threading.Lock(),
    "rlock": lambda number: threading.RLock(),
    "semaphore": threading.Semaphore,
    "bounded": threading.BoundedSemaphore,
    "event": lambda number: threading.Event(),
    "barrier": threading.Barrier,
    "mp_lock": lambda number: multiprocessing.Lock(),
    "mp_rlock": lambda number: multiprocessing.RLock(),
    "mp_semaphore": multiprocessing.Semaphore,
    "mp_bounded": multiprocessing.BoundedSemaphore,
    "mp_event": lambda number: multiprocessing.Event(),
    "list": lambda number: manager().list(),
    "pool": lambda number: Pool(),
    "fifo": queue.Queue,
    "lifo": queue.LifoQueue,
    "priority": queue.PriorityQueue,
}


def acquire(it, number):
    # The parameter of `multiprocessing` has another name.
    return it.acquire(False)


ACT = {
    "acquire": acquire,
    "release": lambda it, number: it.release(),
    "set": lambda it, number: it.set(),
    "clear": lambda it, number: it.clear(),
    "is_set": lambda it, number: it.is_set(),
    "wait": lambda it, number: it.wait(0),
    "abort": lambda it, number: it.abort(),
    "reset": lambda it, number: it.reset(),
    "broken": lambda it, number: it.broken,
    "append": lambda it, number: it.append(number),
    "item": lambda it, number: it[number - 3],
    "replace": lambda it, number: it.__setitem__(number - 3, 10 + number),
    "pop": lambda it, number: it.pop(number - 3),
    "len": lambda it, number: len(it),
    "copy": lambda it, number: it[:],
    "submit": lambda it, number: it.submit(),
    "finish": lambda it, number: it.finish(number),
    "cancel": lambda it, number: it.futures[number].cancel(),
    "cancelled": lambda it, number: it.futures[number].cancelled(),
    "running": lambda it, number: it.futures[number].running(),
    "done": lambda it, number: it.futures[number].done(),
    "put": lambda it, number: it.put_nowait(number),
    "get": lambda it, number: it.get_nowait(),
    "qsize": lambda it, number: it.qsize(),
    "task_done": lambda it, number: it.task_done(),
    "join": lambda it, number: it.join(),
    "shutdown": lambda it, number: it.shutdown(),
    "shutdown_now": lambda it, number: it.shutdown(immediate=True),
}


SERVERS = []


def manager():
    if not SERVERS:
        SERVERS.append(multiprocessing.Manager())
    return SERVERS[0]


def work(turns, results):
    while True:
        it, operation, number = turns.get()
        try:
            results.put(repr(ACT[operation](it, number)))
        except Exception as error:
            results.put(type(error).__name__)


results = queue.SimpleQueue()
for line in sys.stdin:
    who, what, number = line.split()
    if who == "make":
        it, threads = MAKE[what](int(number)), {}
        continue
    if who not in threads:
        threads[who] = queue.SimpleQueue()
        threading.Thread(target=work, args=(threads[who], results), daemon=True).start()
    threads[who].put((it, what, int(number)))
    print(results.get())
sys.stdout.flush()
for server in SERVERS:
    server.shutdown()
# Workers of pools wait for ever.
os._exit(0)
