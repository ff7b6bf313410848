"""A parent waits for its child: to its end, for a while, or not at all.

python3 program.py [join | timeout | none]
"""

import multiprocessing
import sys
import time

SCALE = 0.1


def main():
    wait = sys.argv[1] if len(sys.argv) > 1 else "join"
    child = multiprocessing.Process(target=work, name="child")
    child.start()
    # So that the child has said something by then.
    time.sleep(2.0 * SCALE)
    if wait == "join":
        child.join()
    elif wait == "timeout":
        child.join(2.0 * SCALE)
    alive = "is alive" if child.is_alive() else "has ended"
    say(f"parent: goes on, the child {alive}")


def work():
    say("child: sleeps 6 s in place of work")
    time.sleep(6.0 * SCALE)
    say("child: done")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
