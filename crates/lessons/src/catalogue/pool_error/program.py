"""Four tasks for two worker processes, and one that goes wrong.

python3 program.py [task | worker]
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

SCALE = 0.1


def main():
    fails = sys.argv[1] if len(sys.argv) > 1 else "task"
    with ProcessPoolExecutor(2) as pool:
        futures = [pool.submit(task, number, fails) for number in range(1, 5)]
        say("main: all tasks are submitted")

        results = 0
        for number, future in enumerate(futures, 1):
            try:
                future.result()
                results += 1
            except BrokenProcessPool:
                say(f"main: task-{number}: the pool is broken")
            except ValueError:
                say(f"main: task-{number}: an error")
    say(f"main: {results} of 4 results")


def task(number, fails):
    if number == 2:
        time.sleep(3.0 * SCALE)
        if fails == "worker":
            os.abort()
        raise ValueError("task-2 fails")
    time.sleep(6.0 * SCALE)
    return number


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
