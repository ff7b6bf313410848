"""Two waiters put orders into a queue, two cooks take them out and share one oven: tasks on one thread.

python3 program.py [task | thread]

The oven has a lock for tasks (asyncio.Lock) or one for threads (threading.Lock). With the latter it hangs.
"""

import asyncio
import sys
import threading

SCALE = 0.1


def main():
    lock = sys.argv[1] if len(sys.argv) > 1 else "task"
    dishes = asyncio.run(serve(lock))
    say(f"main: {dishes} dishes")


async def serve(lock):
    orders = asyncio.Queue(1)
    oven = threading.Lock() if lock == "thread" else asyncio.Lock()
    cooks = [asyncio.create_task(cook(name, orders, oven)) for name in ["cook-1", "cook-2"]]
    waiters = [
        asyncio.create_task(take_orders("waiter-1", ["soup", "bread"], orders)),
        asyncio.create_task(take_orders("waiter-2", ["fish", "cake"], orders)),
    ]
    baked = await asyncio.gather(*cooks)
    await asyncio.gather(*waiters)
    return sum(baked)


async def take_orders(name, dishes, orders):
    for dish in dishes:
        await orders.put(dish)
        say(f"{name}: {dish} is ordered")


async def cook(name, orders, oven):
    for _ in range(2):
        dish = await orders.get()
        say(f"{name}: has the order {dish}")
        if isinstance(oven, asyncio.Lock):
            async with oven:
                await bake(name, dish)
        else:
            with oven:
                await bake(name, dish)
    return 2


async def bake(name, dish):
    """Sleeps in place of work."""
    say(f"{name}: bakes {dish}")
    await asyncio.sleep(2.0 * SCALE)
    say(f"{name}: {dish} is done")


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
