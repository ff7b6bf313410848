"""The lowest comes first: a producer puts everything in, then a consumer takes it out."""

import queue
import threading
import time

SCALE = 0.1


def main():
    items = queue.PriorityQueue()
    producer = threading.Thread(target=produce, args=(items,), name="producer")
    producer.start()
    producer.join()
    say(f"out: {consume(items)}")


def produce(items):
    for item in [(8, "A"), (2, "C"), (2, "B")]:
        time.sleep(1.5 * SCALE)
        items.put(item)
        say(f"producer: puts {str(item[0]) + item[1]}")


def consume(items):
    out = []
    while len(out) < 3:
        time.sleep(1.5 * SCALE)
        item = items.get()
        say(f"consumer: gets {str(item[0]) + item[1]}")
        out.append(str(item[0]) + item[1])
    return " ".join(out)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
