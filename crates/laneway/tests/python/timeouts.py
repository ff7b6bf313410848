"""Waits for tasks with a time limit that is too short, and prints in which order things are over."""

import asyncio


async def work(name):
    try:
        await asyncio.sleep(600)
    finally:
        print(name, "cleans up")


async def wait_for_another(task):
    await task


async def main():
    def start(name):
        return asyncio.create_task(work(name))

    waits = [
        lambda: start("task"),
        lambda: asyncio.gather(start("first"), start("second")),
        lambda: wait_for_another(start("inner")),
    ]
    for wait in waits:
        try:
            await asyncio.wait_for(wait(), 0.001)
        except asyncio.TimeoutError:
            print("the time is over")


asyncio.run(main())
