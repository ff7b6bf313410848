"""Five workers and one re-entrant lock, which each of them takes twice."""

import threading
import time

SCALE = 0.1
WORKERS = 5


def main():
    account = threading.RLock()
    workers = [
        threading.Thread(target=deposit, args=(number, account), name=f"worker-{number}")
        for number in range(1, WORKERS + 1)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    say(f"all {len(workers)} are done")


def deposit(number, account):
    with account:
        say(f"worker-{number}: inside once")
        time.sleep(2.0 * SCALE)
        note(number, account)
        time.sleep(1.0 * SCALE)


def note(number, account):
    with account:
        say(f"worker-{number}: inside twice")
        time.sleep(1.0 * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
