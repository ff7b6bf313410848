"""Four tasks for a pool, and when their results are asked for.

python3 program.py [at-once | later]
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

SCALE = 0.1


def main():
    ask = sys.argv[1] if len(sys.argv) > 1 else "at-once"
    with ThreadPoolExecutor(4) as pool:
        if ask == "later":
            futures = [submit(number, pool) for number in range(1, 5)]
            for future in futures:
                future.result()
        else:
            for number in range(1, 5):
                submit(number, pool).result()
    say("main: all four results")


def submit(number, pool):
    return pool.submit(task, number)


def task(number):
    say(f"task-{number}: begins")
    time.sleep(4.0 * SCALE)
    say(f"task-{number}: ends")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
