"""Two processes get from a queue into which one message is put."""

import multiprocessing
import time

SCALE = 0.1


def main():
    messages = multiprocessing.Queue()
    children = [multiprocessing.Process(target=get, args=(messages,), name=f"getter-{number}") for number in (1, 2)]
    children.append(multiprocessing.Process(target=put, args=(messages,), name="putter"))
    for child in children:
        child.start()
    for child in children:
        child.join()
    say("parent: all are done")


def get(messages):
    message = messages.get()
    say(f"getter: got {message}")


def put(messages):
    time.sleep(3.0 * SCALE)
    messages.put("hello")
    say("putter: done")
    time.sleep(2.0 * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
