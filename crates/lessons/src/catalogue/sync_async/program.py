"""A pizza, waited for or not waited for.

python3 program.py [async | sync]
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

SCALE = 0.1


def main():
    say("main: orders")
    if sys.argv[1:] == ["sync"]:
        pizza = bake()
        lay_the_table()
    else:
        with ThreadPoolExecutor(1) as kitchen:
            future = kitchen.submit(bake)
            lay_the_table()
            pizza = future.result()
    say(f"main: has {pizza}")


def bake():
    say("kitchen: bakes")
    time.sleep(8.0 * SCALE)
    say("kitchen: done")
    return "a pizza"


def lay_the_table():
    for piece in range(1, 4):
        time.sleep(1.5 * SCALE)
        say(f"main: lays the table, piece {piece}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
