"""Twenty tasks: for four workers of a pool, or each for a thread of its own.

python3 program.py [pool | thread-each]
"""

import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

SCALE = 0.1
WORKERS = 4
TASKS = 20


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "pool"
    results = by_a_thread_each() if style == "thread-each" else by_a_pool()
    say(f"main: {len(results)} results, sum {sum(results)}")


def by_a_pool():
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="pool") as pool:
        futures = [pool.submit(task, number) for number in range(1, TASKS + 1)]
        say("main: all tasks are submitted")

        return [future.result() for future in futures]


def by_a_thread_each():
    results = {}

    def keep(number):
        results[number] = task(number)

    threads = [
        threading.Thread(target=keep, args=(number,), name=f"task-{number}")
        for number in range(1, TASKS + 1)
    ]
    for thread in threads:
        thread.start()
    say("main: all threads are started")

    for thread in threads:
        thread.join()
    return [results[number] for number in sorted(results)]


def task(number):
    """A slow way to square a number."""
    say(f"task-{number}: in {threading.current_thread().name}")
    time.sleep((1.0 + 2.0 * random.random()) * SCALE)
    return number * number


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
