"""Two threads add, two subtract, and each step is made under a lock.

python3 program.py [STEPS]
"""

import sys
import threading

count = 0
lock = threading.Lock()


def main():
    changes = [("adder-1", 1), ("adder-2", 1), ("subtractor-1", -1), ("subtractor-2", -1)]
    threads = [threading.Thread(target=step, args=(change,), name=name) for name, change in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(f"count is {count}")


def step(change):
    global count
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
        with lock:
            count += change


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
