"""A server answers after a while. The client reads the socket in one of three ways: it waits in the read, looks again
and again, or lets the system tell it when there is something.

python3 program.py [blocking | polled | readiness]
"""

import selectors
import socket
import sys
import threading
import time

SCALE = 0.1


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "blocking"
    ours, theirs = socket.socketpair()
    server = threading.Thread(target=serve, args=(theirs,), name="server")
    server.start()
    if style == "polled":
        in_vain = look_again_and_again(ours)
    elif style == "readiness":
        in_vain = wait_until_ready(ours)
    else:
        in_vain = wait_in_read(ours)
    server.join()
    ours.close()
    say(f"client: has the answer, {in_vain} reads found nothing")


def serve(theirs):
    """Sleeps in place of work."""
    time.sleep(5.0 * SCALE)
    say("server: answers")
    theirs.sendall(b"hello")
    theirs.close()


def wait_in_read(ours):
    say("client: reads")
    text = ours.recv(16)
    say(f"client: read {len(text)} bytes")
    return 0


def look_again_and_again(ours):
    ours.setblocking(False)
    in_vain = 0
    while True:
        try:
            text = ours.recv(16)
            say(f"client: read {len(text)} bytes")
            return in_vain
        except BlockingIOError:
            in_vain += 1
        say("client: nothing there")
        time.sleep(1.0 * SCALE)


def wait_until_ready(ours):
    ours.setblocking(False)
    # `select.epoll` on Linux.
    with selectors.DefaultSelector() as selector:
        selector.register(ours, selectors.EVENT_READ)
        say("client: waits until there is something")
        selector.select()
    say("client: is told that there is something")
    text = ours.recv(16)
    say(f"client: read {len(text)} bytes")
    return 0


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
