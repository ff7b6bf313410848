"""Philosophers share chopsticks. Each takes one, waits a moment, then reaches for the other.

python3 program.py [PHILOSOPHERS]
"""

import sys
import threading
import time

SCALE = 0.1


def main():
    seats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    chopsticks = [threading.Lock() for _ in range(seats)]

    philosophers = [
        threading.Thread(
            target=dine,
            args=(seat, seats, chopsticks[seat], chopsticks[(seat + 1) % seats]),
            name=f"philosopher-{seat + 1}",
        )
        for seat in range(seats)
    ]
    for philosopher in philosophers:
        philosopher.start()
    for philosopher in philosophers:
        philosopher.join()


def dine(seat, seats, left, right):
    # One after the other: all goes well.
    time.sleep(3.0 * seat * SCALE)
    eat(seat, left, right)

    # And then all at once, again and again.
    time.sleep(3.0 * (seats - seat) * SCALE)
    while True:
        eat(seat, left, right)


def eat(seat, left, right):
    with left:
        time.sleep(1.0 * SCALE)
        with right:
            say(f"philosopher-{seat + 1}: eats")
            time.sleep(1.0 * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
