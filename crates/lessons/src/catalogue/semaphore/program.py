"""Five cars and a car park with a few places.

python3 program.py [PLACES]
"""

import sys
import threading
import time

SCALE = 0.1
CARS = 5


def main():
    places = threading.Semaphore(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    cars = [
        threading.Thread(target=park, args=(number, places), name=f"car-{number}")
        for number in range(1, CARS + 1)
    ]
    for car in cars:
        car.start()
    for car in cars:
        car.join()
    say(f"all {CARS} cars have parked")


def park(number, places):
    time.sleep(number * SCALE)
    say(f"car-{number}: comes")
    with places:
        say(f"car-{number}: parks")
        time.sleep(5.0 * SCALE)
        say(f"car-{number}: leaves")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
