"""Two workers, and what they do at the same time.

python3 program.py [cpu | io | processes]
"""

import multiprocessing
import sys
import threading
import time

SCALE = 0.1


def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    make = multiprocessing.Process if kind == "processes" else threading.Thread
    workers = [make(target=work, args=(number, kind), name=f"worker-{number}") for number in (1, 2)]
    begun = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    say("main: both are done")
    if kind == "io":
        overlap = time.monotonic() - begun < 2 * 30.0 * SCALE
        say(f"main: the waits overlapped: {str(overlap).lower()}")


def work(number, kind):
    if kind == "io":
        wait()
    else:
        compute()
    say(f"worker-{number}: done")


def compute():
    total = 0
    for step in range(300_000):
        total += step
    return total


def wait():
    time.sleep(30.0 * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
