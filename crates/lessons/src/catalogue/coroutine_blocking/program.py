"""A ticker and a report on one event loop. Making the report blocks: in the task, or in a thread of its own.

python3 program.py [task | thread]
"""

import asyncio
import sys
import time

SCALE = 0.1
ticks = 0


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "task"
    meanwhile = asyncio.run(both(style))
    say(f"main: {meanwhile} ticks while the report was made")


async def both(style):
    ticker = asyncio.create_task(tick())
    reporter = asyncio.create_task(report(style))
    meanwhile = await reporter
    await ticker
    return meanwhile


async def tick():
    global ticks
    for number in range(1, 9):
        say(f"ticker: tick {number}")
        ticks = number
        await asyncio.sleep(1.0 * SCALE)


async def report(style):
    """Says how many ticks there were meanwhile."""
    await asyncio.sleep(1.5 * SCALE)
    say("reporter: begins")
    before = ticks
    if style == "thread":
        # `asyncio.to_thread(make)` from 3.9 on.
        await asyncio.get_running_loop().run_in_executor(None, make)
    else:
        make()
    say("reporter: has the report")
    return ticks - before


def make():
    """Sleeps in place of work, and keeps its thread all the while."""
    time.sleep(5.0 * SCALE)


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
