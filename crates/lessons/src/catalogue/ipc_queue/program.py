"""A list goes from one process to another."""

import multiprocessing
import time

SCALE = 0.1


def main():
    lists = multiprocessing.Queue()
    getter = multiprocessing.Process(target=get, args=(lists,), name="getter")
    putter = multiprocessing.Process(target=put, args=(lists,), name="putter")
    getter.start()
    putter.start()
    putter.join()
    getter.join()


def put(lists):
    time.sleep(3.0 * SCALE)
    items = [1, 2, 3]
    lists.put(items.copy())
    time.sleep(2.0 * SCALE)
    items.append(4)
    say(f"putter: has {items} now")


def get(lists):
    items = lists.get()
    # It shows what it has when the other one has changed its own.
    time.sleep(5.0 * SCALE)
    say(f"getter: got {items}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
