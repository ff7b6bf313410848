"""A clerk, two bakers and one oven, all on one thread."""

import asyncio
import threading

SCALE = 0.1


def main():
    threads = asyncio.run(run())
    say(f"main: all four are baked, {threads} thread")


async def take_orders(orders):
    await asyncio.sleep(2.0 * SCALE)
    for order in range(1, 5):
        await orders.put(order)
        say(f"clerk: order {order}")


async def bake(number, orders, oven):
    for _ in range(2):
        order = await orders.get()
        async with oven:
            say(f"baker-{number}: bakes {order}")
            await asyncio.sleep(3.0 * SCALE)


async def run():
    orders = asyncio.Queue(2)
    oven = asyncio.Lock()
    bakers = [asyncio.create_task(bake(number, orders, oven)) for number in (1, 2)]
    await asyncio.create_task(take_orders(orders))
    await asyncio.gather(*bakers)
    return threading.active_count()


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
