"""A parent starts a child process. The operating system's numbers tell who is who.

python3 program.py [fork | spawn | forkserver]
"""

import multiprocessing
import os
import sys
import time

SCALE = 0.1  # 1.0 for the seconds of the textbook


def main():
    say(f"parent: pid {os.getpid()}")

    method = sys.argv[1] if len(sys.argv) > 1 else "fork"
    context = multiprocessing.get_context(method)
    child = context.Process(target=greet, name="child")
    child.start()

    # From here on there are two processes, and both run.
    for step in range(1, 4):
        time.sleep(1.5 * SCALE)
        say(f"parent: step {step}")

    child.join()
    say(f"parent: the child ended with exit code {child.exitcode}")


def greet():
    say(f"child: pid {os.getpid()}, parent {os.getppid()}")
    for step in range(1, 5):
        time.sleep(2.0 * SCALE)
        say(f"child: step {step}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
