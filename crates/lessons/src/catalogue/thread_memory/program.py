"""One variable and three threads."""

import threading
import time

SCALE = 0.1

count = 10


def main():
    global count
    count = 42
    say("main: sets it to 42")

    workers = [
        threading.Thread(target=change, args=(number, new), name=f"worker-{number}")
        for number, new in [(1, 5), (2, 7)]
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    say(f"main: has {count}")


def change(number, new):
    global count
    time.sleep(3.0 * number * SCALE)
    say(f"worker-{number}: finds {count}")
    time.sleep(1.5 * SCALE)
    count = new
    say(f"worker-{number}: makes it {new}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
