"""A variable in two processes.

python3 program.py [fork | spawn]
"""

import multiprocessing
import sys
import time

SCALE = 0.1

count = 10


def main():
    global count
    count = 42
    say(f"parent: sets it to {count}")

    method = sys.argv[1] if len(sys.argv) > 1 else "fork"
    child = multiprocessing.get_context(method).Process(target=change, name="child")
    child.start()
    child.join()
    say(f"parent: has {count}")


def change():
    global count
    say(f"child: finds {count}")
    time.sleep(2.0 * SCALE)
    count += 1
    say(f"child: makes it {count}")
    time.sleep(2.0 * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
