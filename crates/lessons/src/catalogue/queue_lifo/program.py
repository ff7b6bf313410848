"""Last in, first out: a producer puts everything in, then a consumer takes it out."""

import queue
import threading
import time

SCALE = 0.1


def main():
    items = queue.LifoQueue()
    producer = threading.Thread(target=produce, args=(items,), name="producer")
    producer.start()
    producer.join()
    say(f"out: {consume(items)}")


def produce(items):
    for item in ["0", "1", "2"]:
        time.sleep(1.5 * SCALE)
        items.put(item)
        say(f"producer: puts {item}")


def consume(items):
    out = []
    while len(out) < 3:
        time.sleep(1.5 * SCALE)
        item = items.get()
        say(f"consumer: gets {item}")
        out.append(item)
    return " ".join(out)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
