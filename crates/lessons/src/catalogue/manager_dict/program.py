"""Many processes and one number that they share: an entry of a dict that a manager keeps, or a number in memory.

python3 program.py [locked | free | memory]
"""

import contextlib
import multiprocessing
import sys
import time

SCALE = 0.1
BUYERS = 100
KIND = sys.argv[1] if len(sys.argv) > 1 else "locked"


def main():
    # It ends with this block.
    with contextlib.nullcontext() if KIND == "memory" else multiprocessing.Manager() as manager:
        stock = make_stock(manager)
        lock = multiprocessing.Lock()

        buyers = [
            multiprocessing.Process(target=buy, args=(stock, lock), name=f"buyer-{number}")
            for number in range(1, BUYERS + 1)
        ]
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join()
        begun = time.monotonic()
        left = stock["left"]
        stock["left"] = left
        say(f"a read and a write took {(time.monotonic() - begun) * 1e6:.0f} µs")
        say(f"left: {left}")


def buy(stock, lock):
    free = KIND == "free"
    with contextlib.nullcontext() if free else lock:
        left = stock["left"]
        if free:
            # Time enough for the others to read the same number.
            time.sleep(3.0 * SCALE)
        stock["left"] = left - 1


def make_stock(manager):
    return manager.dict(left=BUYERS) if manager else Memory()


class Memory:
    """A number in shared memory, which looks like a dict with one entry."""

    def __init__(self):
        self.left = multiprocessing.Value("i", BUYERS, lock=False)

    def __getitem__(self, key):
        return self.left.value

    def __setitem__(self, key, value):
        self.left.value = value


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
