"""Three eaters wait for dumplings at a condition, and a cook tells them, not always rightly."""

import threading
import time

SCALE = 0.1

dumplings = 0
filled = threading.Condition()


def main():
    eaters = [
        threading.Thread(target=eat, args=(number, comes_after_s), name=f"eater-{number}")
        for number, comes_after_s in [(1, 1.0), (2, 2.5), (3, 16.0)]
    ]
    for eater in eaters:
        eater.start()
    cook()
    for eater in eaters:
        eater.join()
    say("all three have eaten")


def eat(number, comes_after_s):
    global dumplings
    time.sleep(comes_after_s * SCALE)
    say(f"eater-{number}: comes")
    with filled:
        while dumplings == 0:
            filled.wait()
        dumplings -= 1
        say(f"eater-{number}: eats")


def cook():
    global dumplings
    time.sleep(4.5 * SCALE)
    with filled:
        dumplings += 1
        say("cook: one dumpling, notifies one")
        filled.notify()

    time.sleep(3.0 * SCALE)
    with filled:
        say("cook: nothing, but notifies all")
        filled.notify_all()

    time.sleep(3.0 * SCALE)
    with filled:
        dumplings += 1
        say("cook: one dumpling, notifies all")
        filled.notify_all()

    time.sleep(3.0 * SCALE)
    with filled:
        say("cook: notifies all, and nobody waits")
        filled.notify_all()

    time.sleep(5.0 * SCALE)
    with filled:
        dumplings += 1
        say("cook: the last dumpling, notifies one")
        filled.notify()


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
