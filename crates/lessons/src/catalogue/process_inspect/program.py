"""A parent looks at a child, ends it, and leaves the other one alone."""

import multiprocessing
import time

SCALE = 0.1


def main():
    victim = start("victim", 20.0)
    other = start("other", 8.0)
    time.sleep(3.0 * SCALE)

    say(f"parent: the victim is alive: {str(victim.is_alive()).lower()}")
    victim.terminate()
    victim.join()
    say(f"parent: the victim ended with {victim.exitcode}")
    say(f"parent: the victim is alive: {str(victim.is_alive()).lower()}")
    other.join()
    say(f"parent: the other ended with {other.exitcode}")


def start(name, sleep_s):
    child = multiprocessing.Process(target=work, args=(name, sleep_s), name=name)
    child.start()
    return child


def work(name, sleep_s):
    try:
        say(f"{name}: sleeps {sleep_s:g} s in place of work")
        time.sleep(sleep_s * SCALE)
    finally:
        say(f"{name}: cleans up")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
