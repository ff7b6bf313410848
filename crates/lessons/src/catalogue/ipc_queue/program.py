"""A list goes from one process to another."""

import multiprocessing
import time

SCALE = 0.1


def main():
    lists = multiprocessing.Queue()
    taken = multiprocessing.Event()
    getter = multiprocessing.Process(target=get, args=(lists, taken), name="getter")
    putter = multiprocessing.Process(target=put, args=(lists, taken), name="putter")
    getter.start()
    putter.start()
    putter.join()
    getter.join()


def put(lists, taken):
    time.sleep(3.0 * SCALE)
    items = [1, 2, 3]
    lists.put(items)
    # A thread of the queue writes the list down, a little later. Now it has been read.
    taken.wait()
    time.sleep(2.0 * SCALE)
    items.append(4)
    say(f"putter: has {items} now")


def get(lists, taken):
    items = lists.get()
    taken.set()
    # It shows what it has when the other one has changed its own.
    time.sleep(5.0 * SCALE)
    say(f"getter: got {items}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
