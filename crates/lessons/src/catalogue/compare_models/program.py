"""Five requests in four models.

python3 program.py [in-turn | threads | processes | tasks]
"""

import asyncio
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

SCALE = 0.1


def main():
    model = sys.argv[1] if len(sys.argv) > 1 else "in-turn"
    if model == "threads":
        answers = by_threads()
    elif model == "processes":
        answers = by_processes()
    elif model == "tasks":
        answers = asyncio.run(by_tasks())
    else:
        answers = [request(number) for number in range(1, 6)]
    say(f"main: {len(answers)} answers, sum {sum(answers)}")


def by_threads():
    with ThreadPoolExecutor(5) as pool:
        return list(pool.map(request, range(1, 6)))


def by_processes():
    with ProcessPoolExecutor(5) as pool:
        return list(pool.map(request, range(1, 6)))


async def by_tasks():
    return await asyncio.gather(*[awaited(number) for number in range(1, 6)])


def request(number):
    say(f"request {number}: sent")
    time.sleep(3.0 * SCALE)
    say(f"request {number}: answered")
    return number * 10


async def awaited(number):
    say(f"request {number}: sent")
    await asyncio.sleep(3.0 * SCALE)
    say(f"request {number}: answered")
    return number * 10


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
