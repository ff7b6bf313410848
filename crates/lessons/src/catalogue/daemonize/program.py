"""The double-fork way to a process in the background.

python3 program.py [double | single | shared]
"""

import multiprocessing
import os
import signal
import sys
import time

SCALE = 0.1
KIND = sys.argv[1] if len(sys.argv) > 1 else "double"


def main():
    # The terminal exists for as long as this side of it is open.
    terminal, other_side = os.openpty()
    name = os.ttyname(other_side)
    os.close(other_side)
    here, there = multiprocessing.Pipe()
    go = multiprocessing.Event()

    say(f"first: process {os.getpid()}, session {os.getsid(0)}")
    leader = os.fork()
    if leader == 0:
        here.close()
        detach(there, go, name)
        os._exit(0)
    there.close()
    if KIND != "single":
        os.waitpid(leader, 0)
        say("first: the leader has ended")
    go.set()

    service, owns = here.recv()
    time.sleep(4.0 * SCALE)
    say(f"first: sends SIGTERM to process {service}")
    os.kill(service, signal.SIGTERM)
    try:
        # The pipe ends with the last process that could write to it.
        here.recv()
    except EOFError:
        say(f"first: it is gone; terminal of its own: {'yes' if owns else 'no'}")


def detach(reports, go, terminal):
    if KIND != "shared":
        os.setsid()
    say(f"leader: process {os.getpid()}, session {os.getsid(0)}")
    if KIND != "single" and os.fork() > 0:
        os._exit(0)
    serve(reports, go, terminal)


def serve(reports, go, terminal):
    go.wait()
    say(f"service: process {os.getpid()}, session {os.getsid(0)}, parent {os.getppid()}")
    owns = takes(terminal)
    say(f"service: opened a terminal, and owns it: {'yes' if owns else 'no'}")

    # Keeps no folder in use, and has nothing to do with the first one's input and output.
    os.chdir("/")
    redirect()
    say("service: nobody reads this")
    reports.send((os.getpid(), owns))
    # In place of work.
    time.sleep(600.0 * SCALE)


def takes(terminal):
    """Opens a terminal that nobody else has: is it that of this process now, which /dev/tty stands for?"""
    opened = os.open(terminal, os.O_RDWR)
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY))
        return True
    except OSError:
        return False
    finally:
        os.close(opened)


def redirect():
    """What is read comes from nowhere, and what is printed goes nowhere."""
    nowhere = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
