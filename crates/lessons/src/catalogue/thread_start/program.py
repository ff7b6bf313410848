"""Ten threads of one process."""

import os
import threading
import time

SCALE = 0.1


def main():
    say(f"main: {threading.active_count()} thread, {ids()}")

    workers = [
        threading.Thread(target=work, args=(number,), name=f"worker-{number}") for number in range(1, 11)
    ]
    for worker in workers:
        worker.start()
    say(f"main: after the starts {threading.active_count()} threads")

    for worker in workers:
        worker.join()
    say(f"main: {threading.active_count()} thread is left")


def work(number):
    say(f"worker-{number}: {ids()}")
    time.sleep(8.0 * SCALE)


def ids():
    return f"process {os.getpid()} thread {threading.get_native_id()}"


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
