"""Two tasks with callbacks, by a pool of threads or of processes.

python3 program.py [threads | processes]
"""

import os
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

SCALE = 0.1


def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else "threads"
    with ProcessPoolExecutor(2) if kind == "processes" else ThreadPoolExecutor(2) as pool:
        wait_for([pool.submit(task, number, sleep_s) for number, sleep_s in [(1, 2.0), (2, 5.0)]])
    say("main: both are done")


def wait_for(futures):
    main_process, main_thread = os.getpid(), threading.get_ident()

    def tell(future):
        process = str(os.getpid() == main_process).lower()
        thread = str(threading.get_ident() == main_thread).lower()
        say(f"callback of task-{future.result()}: main process {process}, main thread {thread}")

    for future in futures:
        future.add_done_callback(tell)
    say("main: both tasks are submitted")
    time.sleep(8.0 * SCALE)
    for future in futures:
        future.result()


def task(number, sleep_s):
    time.sleep(sleep_s * SCALE)
    say(f"task-{number}: done")
    return number


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
