"""Four children: all started and then joined, or each started and joined before the next.

python3 program.py [all | one-by-one]
"""

import multiprocessing
import sys
import time

SCALE = 0.1
SLEEP_S = [8.0, 4.0, 12.0, 6.0]


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "all"
    if style == "one-by-one":
        for number in range(1, 5):
            start(number).join()
            say(f"parent: child-{number} is done")
    else:
        children = [start(number) for number in range(1, 5)]
        for child in children:
            child.join()
            say(f"parent: {child.name} is done")
    say("parent: all four are done")


def start(number):
    child = multiprocessing.Process(target=work, args=(number,), name=f"child-{number}")
    child.start()
    return child


def work(number):
    sleep_s = SLEEP_S[number - 1]
    say(f"child-{number}: sleeps {sleep_s:g} s in place of work")
    time.sleep(sleep_s / 2 * SCALE)
    say(f"child-{number}: half done")
    time.sleep(sleep_s / 2 * SCALE)
    say(f"child-{number}: done")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
