"""Twenty tasks for the four worker processes of a pool."""

import os
import random
import time
from concurrent.futures import ProcessPoolExecutor

SCALE = 0.1


def main():
    with ProcessPoolExecutor(4) as pool:
        futures = [pool.submit(task, number) for number in range(1, 21)]
        say("main: all tasks are submitted")

        pids = set()
        total = 0
        for future in futures:
            pid, square = future.result()
            pids.add(pid)
            total += square
    say(f"main: 20 results by {len(pids)} processes, sum {total}")


def task(number):
    """A slow way to square a number, and who did it."""
    time.sleep((1.0 + 2.0 * random.random()) * SCALE)
    return os.getpid(), number * number


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
