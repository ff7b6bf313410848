"""A line through a socket, read in three ways.

python3 program.py [blocking | polled | readiness]
"""

import selectors
import socket
import sys
import threading
import time

SCALE = 0.1


def main():
    how = sys.argv[1] if len(sys.argv) > 1 else "blocking"
    news, there = socket.socketpair()
    writer = threading.Thread(target=write, args=(there,), name="writer")
    writer.start()
    if how == "polled":
        in_vain = read_polled(news)
    elif how == "readiness":
        in_vain = read_when_ready(news)
    else:
        in_vain = read(news)
    writer.join()
    say(f"reader: asked {in_vain} times in vain")


def write(news):
    time.sleep(6.0 * SCALE)
    say("writer: writes")
    news.sendall(b"hello")


def read(news):
    say(f"reader: has {news.recv(5).decode()}")
    return 0


def read_polled(news):
    news.setblocking(False)
    in_vain = 0
    while True:
        try:
            line = news.recv(5)
        except BlockingIOError:
            in_vain += 1
        else:
            say(f"reader: has {line.decode()}")
            return in_vain
        time.sleep(1.0 * SCALE)


def read_when_ready(news):
    selector = selectors.DefaultSelector()
    selector.register(news, selectors.EVENT_READ)
    in_vain = 0
    while not selector.select():
        in_vain += 1
    return read(news) + in_vain


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
