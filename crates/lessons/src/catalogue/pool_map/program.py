"""A map over inputs that take different times."""

import time
from concurrent.futures import ThreadPoolExecutor

SCALE = 0.1


def main():
    with ThreadPoolExecutor(3) as pool:
        results = pool.map(task, [6, 2, 4])

        every = []
        for result in results:
            say(f"main: has {result}")
            every.append(str(result))
    say(f"main: results {' '.join(every)}")


def task(given):
    say(f"task of {given}: begins")
    time.sleep(given * SCALE)
    say(f"task of {given}: ends")
    return given


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
