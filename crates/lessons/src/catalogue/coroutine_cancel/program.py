"""A task is cancelled in the middle of a wait."""

import asyncio

SCALE = 0.1


def main():
    try:
        asyncio.run(cancel())
        say("main: the worker ended by itself")
    except asyncio.CancelledError:
        say("main: the worker was cancelled")


async def work():
    try:
        say("worker: works")
        await asyncio.sleep(20.0 * SCALE)
        say("worker: done")
    finally:
        say("worker: cleans up")


async def cancel():
    worker = asyncio.create_task(work())
    await asyncio.sleep(3.0 * SCALE)

    worker.cancel()
    say("main: has cancelled it")
    await worker


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
