"""A process takes a plain lock, and then takes it once more."""

import multiprocessing
import time

SCALE = 0.1


def main():
    account = multiprocessing.Lock()
    worker = multiprocessing.Process(target=deposit, args=(account,), name="worker")
    worker.start()
    worker.join()


def deposit(account):
    with account:
        say("worker: inside once")
        time.sleep(2.0 * SCALE)
        note(account)
        say("worker: done")


def note(account):
    say("worker: takes it again")
    with account:
        say("worker: inside twice")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
