"""Philosophers who do not get stuck.

python3 program.py [order | one-lock | timeout]
"""

import random
import sys
import threading
import time

SCALE = 0.1
SEATS = 5

chopsticks = [threading.Lock() for _ in range(SEATS)]
whole = threading.RLock()


def main():
    philosophers = [
        threading.Thread(target=dine, args=(seat,), name=f"philosopher-{seat + 1}") for seat in range(SEATS)
    ]
    for philosopher in philosophers:
        philosopher.start()
    for philosopher in philosophers:
        philosopher.join()
    say(f"all {SEATS} have eaten twice")


def dine(seat):
    cure = sys.argv[1] if len(sys.argv) > 1 else "order"
    left, right = seat, (seat + 1) % SEATS
    for _ in range(2):
        if cure == "one-lock":
            with whole:
                eat(seat, left, right)
        elif cure == "timeout":
            eat_or_back_off(seat, left, right)
        else:
            eat(seat, min(left, right), max(left, right))


def eat(seat, first, second):
    with chopsticks[first]:
        time.sleep(0.5 * SCALE)
        with chopsticks[second]:
            say(f"philosopher-{seat + 1}: eats")
            time.sleep(1.0 * SCALE)


def eat_or_back_off(seat, first, second):
    while True:
        with chopsticks[first]:
            time.sleep(0.5 * SCALE)
            if chopsticks[second].acquire(timeout=1.0 * SCALE):
                say(f"philosopher-{seat + 1}: eats")
                time.sleep(1.0 * SCALE)
                chopsticks[second].release()
                return
        time.sleep(4.0 * random.random() * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
