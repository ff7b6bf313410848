"""Runs programs whose tasks take turns on a loop, and prints in which order what they did was done.

The input is a list of programs in JSON, each a list of tasks, each a list of operations: `["put", 3]`. A line is
printed for each program: the tasks in the order in which their operations were over, and what each task got.
"""

import asyncio
import json
import sys


async def work(task, operations, on, order, got):
    for operation, number in operations:
        if operation == "acquire":
            await on["lock"].acquire()
        elif operation == "release":
            on["lock"].release()
        elif operation == "take":
            await on["permits"].acquire()
        elif operation == "give":
            on["permits"].release()
        elif operation == "put":
            await on["items"].put(number)
        elif operation == "get":
            got[task].append(await on["items"].get())
        elif operation == "set":
            on["flag"].set()
        elif operation == "wait":
            await on["flag"].wait()
        else:
            await asyncio.sleep(0)
        order.append(task)


async def run(program):
    on = {
        "lock": asyncio.Lock(),
        "permits": asyncio.Semaphore(1),
        "items": asyncio.Queue(1),
        "flag": asyncio.Event(),
    }
    order, got = [], [[] for _ in program]
    tasks = [work(task, operations, on, order, got) for task, operations in enumerate(program)]
    await asyncio.gather(*tasks)
    return [order, got]


for program in json.load(sys.stdin):
    print(json.dumps(asyncio.run(run(program))))
