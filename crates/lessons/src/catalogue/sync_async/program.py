"""Soup is ordered from a kitchen, and a table is to be laid: the caller waits for the soup first, or asks for it later.

python3 program.py [sync | async]
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

SCALE = 0.1


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "sync"
    with ThreadPoolExecutor(1, thread_name_prefix="kitchen") as kitchen:
        dish = ask_later(kitchen) if style == "async" else wait_first(kitchen)
        say(f"caller: serves {dish}")


def wait_first(kitchen):
    say("caller: orders soup")
    soup = kitchen.submit(cook, "soup").result()
    say("caller: has the soup")
    lay_table()
    return soup


def ask_later(kitchen):
    say("caller: orders soup")
    order = kitchen.submit(cook, "soup")
    lay_table()
    say("caller: asks for the soup")
    soup = order.result()
    say("caller: has the soup")
    return soup


def cook(dish):
    """Sleeps in place of work."""
    say(f"kitchen: cooks {dish}")
    time.sleep(3.0 * SCALE)
    say(f"kitchen: {dish} is ready")
    return dish


def lay_table():
    """Sleeps in place of work."""
    for things in ["plates", "spoons", "glasses"]:
        time.sleep(2.0 * SCALE)
        say(f"caller: {things} are on the table")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
