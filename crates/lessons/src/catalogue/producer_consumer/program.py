"""Producers put items into a queue, consumers take them out; neither knows the other.

python3 program.py [CAPACITY]
"""

import multiprocessing
import random
import sys
import time

SCALE = 0.1
PAIRS = 10
ITEMS = 2


def main():
    # A capacity of 0 is no bound.
    capacity = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    queue = multiprocessing.Queue(capacity)

    workers = []
    for number in range(1, PAIRS + 1):
        name = f"consumer-{number}"
        workers.append(multiprocessing.Process(target=consume, args=(number, queue), name=name))
    for number in range(1, PAIRS + 1):
        name = f"producer-{number}"
        workers.append(multiprocessing.Process(target=produce, args=(number, queue), name=name))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    say("all is consumed")


def produce(number, queue):
    for item in range(1, ITEMS + 1):
        time.sleep(1.0 * SCALE)
        queue.put(f"{number}.{item}")
    say(f"producer-{number}: all mine are in the queue")


def consume(number, queue):
    for _ in range(ITEMS):
        item = queue.get()
        say(f"consumer-{number}: got {item}")
        time.sleep((3.0 + 2.0 * random.random()) * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
