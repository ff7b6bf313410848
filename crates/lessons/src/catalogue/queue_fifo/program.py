"""A producer, a queue with room for three, and a consumer that comes late."""

import queue
import threading
import time

SCALE = 0.1


def main():
    parcels = queue.Queue(3)
    producer = threading.Thread(target=produce, args=(parcels,), name="producer")
    producer.start()
    time.sleep(4.0 * SCALE)
    out = consume(parcels)
    producer.join()

    say("main: asks without waiting")
    try:
        say(f"main: gets {parcels.get_nowait()}")
    except queue.Empty:
        say("main: the queue is empty")
    say(f"out: {out}")


def produce(parcels):
    for parcel in [7, 2, 9, 4, 1]:
        parcels.put(parcel)
        say(f"producer: puts {parcel}")


def consume(parcels):
    out = []
    while len(out) < 5:
        parcel = parcels.get()
        say(f"main: gets {parcel}")
        out.append(str(parcel))
        time.sleep(1.5 * SCALE)
    return " ".join(out)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
