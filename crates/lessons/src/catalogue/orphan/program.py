"""A parent ends before its child."""

import multiprocessing
import os
import time

SCALE = 0.1


def main():
    parent = multiprocessing.Process(target=start_and_leave, name="parent")
    parent.start()
    parent.join()
    say("first: the parent has ended")
    # Long enough for the child, which is not its own.
    time.sleep(10.0 * SCALE)


def start_and_leave():
    multiprocessing.Process(target=work, args=(os.getpid(),), name="child").start()
    time.sleep(3.0 * SCALE)
    say(f"parent: leaves, process {os.getpid()}")
    # At once: the end of its code would wait for the child.
    os._exit(0)


def work(parent):
    say(f"child: my parent is {os.getppid()}")
    time.sleep(6.0 * SCALE)
    # On a slow machine it is still there.
    while os.getppid() == parent:
        time.sleep(1.0 * SCALE)
    say(f"child: now it is {os.getppid()}")
    time.sleep(3.0 * SCALE)
    say("child: done")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
