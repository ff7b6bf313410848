"""A ticker and a worker on one thread, and a call that takes five seconds.

python3 program.py [blocking | thread]
"""

import asyncio
import sys
import time

SCALE = 0.1

ticks = 0


def main():
    meanwhile = asyncio.run(both())
    say(f"main: {meanwhile} ticks meanwhile")


async def tick():
    global ticks
    while True:
        say("ticker: tick")
        ticks += 1
        await asyncio.sleep(1.0 * SCALE)


async def work():
    say("worker: begins")
    before = ticks
    if sys.argv[1:] == ["thread"]:
        await asyncio.get_running_loop().run_in_executor(None, time.sleep, 5.0 * SCALE)
    else:
        time.sleep(5.0 * SCALE)
    say("worker: ends")
    return ticks - before


async def both():
    ticker = asyncio.create_task(tick())
    await asyncio.sleep(2.5 * SCALE)
    meanwhile = await asyncio.create_task(work())
    await asyncio.sleep(2.5 * SCALE)
    ticker.cancel()
    return meanwhile


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
