"""Three coroutines, awaited together or one after another.

python3 program.py [gather | one-by-one]
"""

import asyncio
import sys
import threading

SCALE = 0.1


def main():
    one_by_one = sys.argv[1:] == ["one-by-one"]
    threads = asyncio.run(await_in_turn() if one_by_one else await_together())
    say(f"main: three results, {threads} thread")


async def await_together():
    tasks = [asyncio.create_task(fetch(name, wait_s)) for name, wait_s in [("a", 3.0), ("b", 1.0), ("c", 2.0)]]
    say("main: three tasks are made")
    await asyncio.gather(*tasks)
    return threading.active_count()


async def await_in_turn():
    for name, wait_s in [("a", 3.0), ("b", 1.0), ("c", 2.0)]:
        say(f"main: awaits {name}")
        await fetch(name, wait_s)
    return threading.active_count()


async def fetch(name, wait_s):
    say(f"{name}: begins")
    await asyncio.sleep(wait_s * 2.0 * SCALE)
    say(f"{name}: ends")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
