"""A download that is given up in the middle: cancelled, or awaited with a timeout, with a shield or without.

python3 program.py [cancel | timeout | shield]
"""

import asyncio
import sys

SCALE = 0.1


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "cancel"
    parts = asyncio.run(give_up(style))
    if parts is None:
        say("main: the download was cancelled")
    else:
        say(f"main: the download has {parts} parts")


async def give_up(style):
    task = asyncio.create_task(download())
    if style == "timeout":
        return await with_timeout(task)
    if style == "shield":
        return await with_shield(task)
    return await with_cancel(task)


async def with_cancel(task):
    await asyncio.sleep(3.0 * SCALE)
    task.cancel()
    say("main: has called cancel")
    try:
        return await task
    except asyncio.CancelledError:
        return None


async def with_timeout(task):
    say("main: waits 3 s at most")
    try:
        return await asyncio.wait_for(task, 3.0 * SCALE)
    except asyncio.TimeoutError:
        await asyncio.sleep(1.0 * SCALE)
        return None


async def with_shield(task):
    say("main: waits 3 s at most")
    try:
        return await asyncio.wait_for(asyncio.shield(task), 3.0 * SCALE)
    except asyncio.TimeoutError:
        say("main: the time is over")
        return await task


async def download():
    """Sleeps in place of the network."""
    try:
        for part in range(1, 4):
            await asyncio.sleep(2.0 * SCALE)
            say(f"download: has part {part}")
        return 3
    finally:
        # However that comes about.
        say("download: closes its file")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
