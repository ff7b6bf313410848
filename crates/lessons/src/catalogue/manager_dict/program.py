"""Many processes and one entry of a dict that a manager keeps.

python3 program.py [locked | free]
"""

import contextlib
import multiprocessing
import sys
import time

SCALE = 0.1
BUYERS = 20


def main():
    with multiprocessing.Manager() as manager:
        stock = manager.dict(left=BUYERS)
        lock = multiprocessing.Lock()

        buyers = [
            multiprocessing.Process(target=buy, args=(stock, lock), name=f"buyer-{number}")
            for number in range(1, BUYERS + 1)
        ]
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join()
        say(f"left: {stock['left']}")


def buy(stock, lock):
    free = sys.argv[1:] == ["free"]
    with contextlib.nullcontext() if free else lock:
        left = stock["left"]
        if free:
            # Time enough for the others to read the same number.
            time.sleep(3.0 * SCALE)
        stock["left"] = left - 1


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
