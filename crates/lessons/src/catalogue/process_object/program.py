"""A process as an object with fields of its own."""

import multiprocessing
import time

SCALE = 0.1


class Teller(multiprocessing.Process):
    def __init__(self, greeting):
        super().__init__(name="teller")
        self.greeting = greeting
        self.tally = 0

    def run(self):
        say(f"teller: begins with {self.greeting} and {self.tally}")
        for _ in range(3):
            time.sleep(1.5 * SCALE)
            self.tally += 1
        say(f"teller: ends with {self.greeting} and {self.tally}")
        time.sleep(1.5 * SCALE)


def main():
    teller = Teller("hello")
    say(f"parent: made a teller with {teller.greeting} and {teller.tally}")
    teller.start()
    teller.join()
    say(f"parent: the tally is {teller.tally}")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
