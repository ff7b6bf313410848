"""Readers look at a board together, and a writer changes it alone."""

import threading
import time

SCALE = 0.1


class Board:
    """A price, and a lock for readers and writers built from a condition."""

    def __init__(self, price):
        self.price = price
        self.changed = threading.Condition()
        self.readers = 0

    def start_to_read(self):
        with self.changed:
            self.readers += 1

    def stop_reading(self):
        with self.changed:
            self.readers -= 1
            self.changed.notify_all()


def main():
    board = Board(100)
    visitors = [
        threading.Thread(target=visit, args=(name, board, comes_after_s), name=name)
        for name, visit, comes_after_s in [
            ("reader-1", read, 1.0),
            ("reader-2", read, 3.0),
            ("writer", write, 5.0),
            ("reader-3", read, 11.5),
        ]
    ]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    say(f"the board says {board.price}")


def read(name, board, comes_after_s):
    time.sleep(comes_after_s * SCALE)
    say(f"{name}: comes")
    board.start_to_read()
    say(f"{name}: reads {board.price}")
    time.sleep(6.0 * SCALE)
    say(f"{name}: leaves")
    board.stop_reading()


def write(name, board, comes_after_s):
    time.sleep(comes_after_s * SCALE)
    say(f"{name}: comes")
    # Who writes keeps the condition's own lock, which every reader needs to come in.
    with board.changed:
        while board.readers > 0:
            board.changed.wait()
        time.sleep(5.0 * SCALE)
        board.price += 20
        say(f"{name}: writes {board.price}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
