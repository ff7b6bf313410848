"""Two processes send messages to a third one: over a file, a named pipe, a socket, or a memcached or Redis server. The
conversation is the same over all.

python3 program.py [pipe | file | unix | tcp]
python3 program.py [memcached | redis] HOST:PORT
"""

import multiprocessing
import os
import selectors
import shutil
import socket
import sys
import tempfile
import time

SCALE = 0.1
SENDERS = ["sender-1", "sender-2"]
MESSAGES = 3


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else "pipe"
    folder = tempfile.mkdtemp()
    transport = TRANSPORTS[name](folder)
    ready, begin = multiprocessing.Semaphore(0), multiprocessing.Event()
    meeting = (transport, ready, begin)
    receiver = multiprocessing.Process(target=receive, args=meeting, name="receiver")
    receiver.start()
    ready.acquire()
    senders = [multiprocessing.Process(target=send, args=(name, *meeting), name=name) for name in SENDERS]
    for sender in senders:
        sender.start()
    for _ in senders:
        ready.acquire()
    begin.set()
    for sender in senders:
        sender.join()
    if any(sender.exitcode for sender in senders):
        # The receiver would wait for what never comes.
        receiver.terminate()
    receiver.join()
    shutil.rmtree(folder)


def send(name, transport, ready, begin):
    outbox = transport.connect(name)
    ready.release()
    begin.wait()
    # One of them begins a little later.
    time.sleep((1.0 if name == SENDERS[0] else 2.0) * SCALE)
    for number in range(1, MESSAGES + 1):
        if number > 1:
            time.sleep(8.0 * SCALE)
        outbox.send(f"message {number} of {name}")
        say(f"{name}: sent message {number}")
        if number == 1:
            ready.release()


def receive(transport, ready, begin):
    inbox = transport.listen()
    ready.release()
    inbox.meet()
    begin.wait()
    say("receiver: has something else to do")
    time.sleep(4.0 * SCALE)
    # Each sender has gone on by now, although nobody has read.
    for _ in SENDERS:
        ready.acquire()
    say("receiver: reads")
    messages = []
    while len(messages) < len(SENDERS) * MESSAGES:
        message = inbox.receive()
        say(f"receiver: got {message}")
        messages.append(message)
    each_in_order = all(is_in_order(messages, name) for name in SENDERS)
    order = "in order" if each_in_order else "out of order"
    say(f"receiver: {len(messages)} messages, each sender's {order}")


def is_in_order(messages, name):
    own = [message for message in messages if message.endswith(name)]
    return own == [f"message {number} of {name}" for number in range(1, len(own) + 1)]


class File:
    """Senders append lines, the receiver reads on from where it was."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "messages.txt")
        open(self.path, "w").close()

    def connect(self, name):
        # Without a buffer, so that a line is appended in one piece.
        self.file = open(self.path, "ab", buffering=0)
        return self

    def send(self, message):
        self.file.write(f"{message}\n".encode())

    def listen(self):
        self.file = open(self.path)
        return self

    def meet(self):
        pass

    def receive(self):
        line = ""
        while not line.endswith("\n"):
            # At the end of the file this is back at once, with nothing.
            part = self.file.readline()
            line += part
            if not part:
                time.sleep(1.0 * SCALE)
        return line.rstrip("\n")


class Pipe:
    """A pipe with a name."""

    def __init__(self, folder):
        self.path = os.path.join(folder, "messages")
        os.mkfifo(self.path)

    def connect(self, name):
        # Waits for somebody who opens the other end.
        self.file = open(self.path, "wb", buffering=0)
        return self

    def send(self, message):
        self.file.write(f"{message}\n".encode())

    def listen(self):
        return self

    def meet(self):
        self.file = open(self.path)

    def receive(self):
        return self.file.readline().rstrip("\n")


class Unix:
    """Sockets that are found by a path. Each sender has a connection of its own."""

    def __init__(self, folder):
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listener.bind(os.path.join(folder, "receiver"))
        self.listener.listen()

    def connect(self, name):
        address = self.listener.getsockname()
        self.socket = socket.socket(self.listener.family, socket.SOCK_STREAM)
        self.socket.connect(address)
        return self

    def send(self, message):
        self.socket.sendall(f"{message}\n".encode())

    def listen(self):
        self.selector = selectors.DefaultSelector()
        return self

    def meet(self):
        for _ in SENDERS:
            connection, _ = self.listener.accept()
            self.selector.register(connection, selectors.EVENT_READ, connection.makefile())

    def receive(self):
        while True:
            key, _ = self.selector.select()[0]
            # What is read ahead comes out at the next event; that the sender closes it is one.
            line = key.data.readline()
            if line:
                return line.rstrip("\n")
            # The sender has closed it.
            self.selector.unregister(key.fileobj)


class Tcp(Unix):
    """Sockets that are found by a port of this machine, here by one that is free."""

    def __init__(self, folder):
        self.listener = socket.create_server(("127.0.0.1", 0))


class Memcached:
    """A server that keeps values by keys. Messages are numbered, and the receiver asks for the next number."""

    def __init__(self, folder):
        self.next = 1
        self.call = "laneway-%d" % os.getpid()
        self.connect("main").ask(f"set {self.call} 0 60 1", "0")

    def connect(self, name):
        host, port = sys.argv[2].rsplit(":", 1)
        self.answers = socket.create_connection((host, int(port))).makefile("rw", newline="")
        return self

    def ask(self, *lines):
        """The first line of the answer."""
        self.answers.write("".join(f"{line}\r\n" for line in lines))
        self.answers.flush()
        return self.answers.readline().rstrip("\r\n")

    def send(self, message):
        number = self.ask(f"incr {self.call} 1")
        assert self.ask(f"set {self.call}-{number} 0 60 {len(message)}", message) == "STORED"

    def listen(self):
        return self.connect("receiver")

    def meet(self):
        pass

    def receive(self):
        key = f"{self.call}-{self.next}"
        while self.ask(f"get {key}") == "END":
            time.sleep(1.0 * SCALE)
        message, _ = self.answers.readline().rstrip("\r\n"), self.answers.readline()
        self.ask(f"delete {key}")
        self.next += 1
        return message


class Redis:
    """A server with lists: senders push to one end, the receiver takes from the other."""

    def __init__(self, folder):
        self.list = "laneway-%d" % os.getpid()

    def connect(self, name):
        host, port = sys.argv[2].rsplit(":", 1)
        self.answers = socket.create_connection((host, int(port))).makefile("rw", newline="")
        return self

    def ask(self, *words):
        """An answer that is a number or a list of texts."""
        self.answers.write(f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words))
        self.answers.flush()
        first = self.answers.readline()
        assert first[0] in ":*", first
        # Each text comes with its length before it.
        texts = range(int(first[1:]) if first[0] == "*" else 0)
        return [(self.answers.readline(), self.answers.readline())[1].rstrip("\r\n") for _ in texts]

    def send(self, message):
        self.ask("RPUSH", self.list, message)

    def listen(self):
        return self.connect("receiver")

    def meet(self):
        pass

    def receive(self):
        # Waits for a message without a limit: the server answers when there is one.
        _, message = self.ask("BLPOP", self.list, "0")
        return message


TRANSPORTS = {
    "file": File,
    "pipe": Pipe,
    "unix": Unix,
    "tcp": Tcp,
    "memcached": Memcached,
    "redis": Redis,
}


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    # By fork, so that each process has what was made before it was started; Python 3.14 has another default.
    multiprocessing.set_start_method("fork")
    main()
