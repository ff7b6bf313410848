"""A child ends, and its parent does not ask for it for a while."""

import multiprocessing
import time

SCALE = 0.1


def main():
    child = multiprocessing.Process(target=work, name="child")
    child.start()
    time.sleep(8.0 * SCALE)

    say(f"parent: the system says {state(child.pid)}")
    time.sleep(2.0 * SCALE)
    child.join()
    say(f"parent: took exit code {child.exitcode}, the system says {state(child.pid)}")


def work():
    time.sleep(2.0 * SCALE)
    say("child: done")


def state(pid):
    """The letter for its state in the system's table of processes."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(") ", 1)[1][0]
    except FileNotFoundError:
        return "nothing"


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
