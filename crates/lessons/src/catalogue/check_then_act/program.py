"""Three buyers look into an account and then pay from it.

python3 program.py [free | locked]
"""

import contextlib
import sys
import threading
import time

SCALE = 0.1

balance = 100
lock = threading.Lock()


def main():
    buyers = [
        threading.Thread(target=buy, args=(number,), name=f"buyer-{number}") for number in range(1, 4)
    ]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    say(f"balance is {balance}")


def buy(number):
    global balance
    locked = sys.argv[1:] == ["locked"]
    with lock if locked else contextlib.nullcontext():
        if balance >= 80:
            # Time enough for the others to look, too; and each pays at another time.
            time.sleep((3.0 + 2.0 * number) * SCALE)
            balance -= 80
            say(f"buyer-{number}: pays 80")
        else:
            say(f"buyer-{number}: there is not enough")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
