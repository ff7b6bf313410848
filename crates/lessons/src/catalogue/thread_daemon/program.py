"""A daemon thread ticks for ever and keeps count of that, a normal thread counts to three, the main thread's code ends at once."""

import itertools
import os
import sys
import threading
import time

SCALE = 0.1
ticks = 0


def main():
    threading.Thread(target=tick, name="ticker", daemon=True).start()
    threading.Thread(target=count, name="counter").start()

    say("main: my code ends here")


def tick():
    global ticks
    for number in itertools.count(1):
        ticks = number
        say(f"ticker: tick {number}")
        time.sleep(1.0 * SCALE)


def count():
    for number in range(1, 4):
        time.sleep(3.0 * SCALE)
        say(f"counter: {number}")
    say(f"counter: the ticker is at {ticks}")


def say(text):
    # Past `print`: the daemon thread, stopped inside it, would keep the lock of the buffer of
    # stdout, and CPython, which flushes that buffer at its end, would abort.
    os.write(sys.stdout.fileno(), f"{text}\n".encode())


if __name__ == "__main__":
    main()
