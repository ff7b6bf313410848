"""A daemon ticks for ever, a normal child counts to five, and the parent's code ends early."""

import itertools
import multiprocessing
import time

SCALE = 0.1


def main():
    multiprocessing.Process(target=tick, name="ticker", daemon=True).start()
    multiprocessing.Process(target=count, name="counter").start()

    time.sleep(3.0 * SCALE)
    say("parent: my code ends here")


def tick():
    for number in itertools.count(1):
        say(f"ticker: tick {number}")
        time.sleep(0.5 * SCALE)


def count():
    for number in range(1, 6):
        time.sleep(2.0 * SCALE)
        say(f"counter: {number}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
