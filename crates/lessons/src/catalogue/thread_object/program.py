"""A thread as an object, started or only called.

python3 program.py [start | run]
"""

import sys
import threading
import time

SCALE = 0.1


class Greeter(threading.Thread):
    def __init__(self, greeting):
        super().__init__(name="greeter")
        self.greeting = greeting

    def run(self):
        say(f"greeter: runs in thread {threading.get_native_id()}")
        time.sleep(3.0 * SCALE)
        say(f"greeter: {self.greeting}")
        time.sleep(3.0 * SCALE)


def main():
    say(f"main: is thread {threading.get_native_id()}")
    greeter = Greeter("hello")
    if sys.argv[1:] == ["run"]:
        greeter.run()
    else:
        greeter.start()
        greeter.join()
    say("main: is done")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
