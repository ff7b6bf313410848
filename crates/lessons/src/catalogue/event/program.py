"""Three runners wait for an event, and a fourth comes when it is over."""

import threading
import time

SCALE = 0.1


def main():
    start = threading.Event()
    runners = [runner(f"runner-{number}", number, start) for number in range(1, 4)]
    runners.append(runner("latecomer", 8.0, start))

    time.sleep(6.0 * SCALE)
    say("main: sets the event")
    start.set()

    for each in runners:
        each.join()
    say(f"{len(runners)} have run")


def runner(name, comes_after_s, start):
    def run():
        time.sleep(comes_after_s * SCALE)
        say(f"{name}: comes")
        start.wait()
        say(f"{name}: runs")

    thread = threading.Thread(target=run, name=name)
    thread.start()
    return thread


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
