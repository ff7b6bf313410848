"""Three hikers walk from hut to hut, and at each hut wait for each other."""

import threading
import time

SCALE = 0.1
HIKERS = 3


def main():
    hut = threading.Barrier(HIKERS)
    hikers = [
        threading.Thread(target=hike, args=(number, hut), name=f"hiker-{number}")
        for number in range(1, HIKERS + 1)
    ]
    for hiker in hikers:
        hiker.start()
    for hiker in hikers:
        hiker.join()
    say("all have come twice")


def hike(number, hut):
    for leg in range(1, 3):
        time.sleep(2.0 * number * SCALE)
        say(f"hiker-{number}: at hut {leg}")
        hut.wait()
        say(f"hiker-{number}: leaves hut {leg}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
