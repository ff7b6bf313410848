"""Runs programs whose threads act at once, and prints every outcome that was met.

The input is a list of programs in JSON, each a list of threads, each a list of operations: `["put", 3]`. What an
outcome is: what each thread got out of the queue. A line is printed for each program: its outcomes, in JSON.
"""

import json
import queue
import random
import sys
import threading
import time

RUNS = 20


class Run:
    def __init__(self):
        self.lock = threading.Lock()
        self.permits = threading.Semaphore(1)
        self.items = queue.Queue(1)
        self.flag = threading.Event()

    def act(self, operation, number, got):
        if operation == "acquire":
            self.lock.acquire()
        elif operation == "release":
            self.lock.release()
        elif operation == "take":
            self.permits.acquire()
        elif operation == "give":
            self.permits.release()
        elif operation == "put":
            self.items.put(number)
        elif operation == "get":
            got.append(self.items.get())
        elif operation == "set":
            self.flag.set()
        elif operation == "wait":
            self.flag.wait()

    def work(self, operations, got):
        for operation, number in operations:
            if random.random() < 0.5:
                time.sleep(random.random() / 10_000)
            self.act(operation, number, got)


for program in json.load(sys.stdin):
    outcomes = set()
    for _ in range(RUNS):
        run = Run()
        got = [[] for _ in program]
        threads = [threading.Thread(target=run.work, args=work) for work in zip(program, got)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        outcomes.add(json.dumps(got))
    print(json.dumps([json.loads(outcome) for outcome in sorted(outcomes)]))
