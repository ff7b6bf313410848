"""Runs programs in which one thread acts at a time.

A line of the input is `make KIND NUMBER`, for a new object and new threads, or `THREAD OPERATION NUMBER`. For each of
the latter a line is printed: what the operation returned, or the exception that it raised.
"""

import queue
import sys
import threading

MAKE = {
    "lock": lambda number: threading.Lock(),
    "rlock": lambda number: threading.RLock(),
    "semaphore": threading.Semaphore,
    "bounded": threading.BoundedSemaphore,
    "event": lambda number: threading.Event(),
    "barrier": threading.Barrier,
    "fifo": queue.Queue,
    "lifo": queue.LifoQueue,
    "priority": queue.PriorityQueue,
}

ACT = {
    "acquire": lambda it, number: it.acquire(blocking=False),
    "release": lambda it, number: it.release(),
    "set": lambda it, number: it.set(),
    "clear": lambda it, number: it.clear(),
    "is_set": lambda it, number: it.is_set(),
    "wait": lambda it, number: it.wait(0),
    "abort": lambda it, number: it.abort(),
    "reset": lambda it, number: it.reset(),
    "broken": lambda it, number: it.broken,
    "put": lambda it, number: it.put_nowait(number),
    "get": lambda it, number: it.get_nowait(),
    "qsize": lambda it, number: it.qsize(),
    "task_done": lambda it, number: it.task_done(),
    "join": lambda it, number: it.join(),
    "shutdown": lambda it, number: it.shutdown(),
    "shutdown_now": lambda it, number: it.shutdown(immediate=True),
}


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
