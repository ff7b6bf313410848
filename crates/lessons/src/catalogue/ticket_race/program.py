"""Ten buyers and one ticket in a file. Each reads how many are left, pays, and writes one less."""

import multiprocessing
import pathlib
import random
import time

SCALE = 0.1
BUYERS = 10
TICKETS = 1
FILE = pathlib.Path("tickets.txt")


def main():
    FILE.write_text(str(TICKETS))
    receipts = multiprocessing.SimpleQueue()

    buyers = [
        multiprocessing.Process(target=buy, args=(receipts,), name=f"user-{number}")
        for number in range(1, BUYERS + 1)
    ]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    say(f"tickets left: {FILE.read_text()}")
    sold = 0
    while not receipts.empty():
        receipts.get()
        sold += 1
    say(f"sold {sold} of {TICKETS}")


def buy(receipts):
    user = multiprocessing.current_process().name
    time.sleep(3.0 * random.random() * SCALE)

    left = int(FILE.read_text())
    if left > 0:
        # Paying takes a while. Nobody stops the others from reading the file meanwhile.
        time.sleep((2.0 + 2.0 * random.random()) * SCALE)
        # Over the old number: `write_text` empties the file first, and somebody may read it then.
        with FILE.open("r+") as file:
            file.write(str(left - 1))
        say(f"{user}: bought, {left} -> {left - 1}")
        receipts.put(user)
    else:
        say(f"{user}: sold out")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
