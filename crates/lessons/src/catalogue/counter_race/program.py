"""Two threads add, two subtract. Each step is a read, then a write, and nothing holds the two together.

python3 program.py [pause | call | plain] [STEPS]
"""

import random
import sys
import threading
import time

SCALE = 0.1

count = 0


def main():
    threads = [
        threading.Thread(target=step, args=(name, change), name=name)
        for name, change in [
            ("adder-1", 1),
            ("adder-2", 1),
            ("subtractor-1", -1),
            ("subtractor-2", -1),
        ]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(f"count is {count}")


def step(name, change):
    global count
    form = sys.argv[1] if len(sys.argv) > 1 else "pause"
    steps = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    if form == "plain":
        # Up to 3.9 a thread may give way between the read and the write of this line; from 3.10 on it
        # gives way only at calls and at jumps back.
        for _ in range(steps):
            count += change
    else:
        for _ in range(steps):
            seen = count
            if form == "pause":
                time.sleep((0.5 + random.random()) * 10.0 / steps * SCALE)
            count = changed(seen, change)
    say(f"{name}: done")


def changed(seen, change):
    return seen + change


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
