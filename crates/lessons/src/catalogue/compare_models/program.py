"""One job of some requests, each of which waits for its answer: made one after another, or handed to threads, to
processes or to tasks.

python3 program.py [one-by-one | threads | processes | tasks]
"""

import asyncio
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

SCALE = 0.1
REQUESTS = 5
NUMBERS = range(1, REQUESTS + 1)


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "one-by-one"
    if style == "threads":
        answers = by_threads()
    elif style == "processes":
        answers = by_processes()
    elif style == "tasks":
        answers = asyncio.run(by_tasks())
    else:
        answers = one_by_one()
    say(f"main: {len(answers)} answers, sum {sum(answers)}")


def one_by_one():
    return [request(number) for number in NUMBERS]


def by_threads():
    with ThreadPoolExecutor(REQUESTS) as pool:
        futures = [pool.submit(request, number) for number in NUMBERS]
        return [future.result() for future in futures]


def by_processes():
    with ProcessPoolExecutor(REQUESTS) as pool:
        futures = [pool.submit(request, number) for number in NUMBERS]
        return [future.result() for future in futures]


async def by_tasks():
    tasks = [asyncio.create_task(request_of_task(number)) for number in NUMBERS]
    return await asyncio.gather(*tasks)


def request(number):
    """Sleeps in place of the network."""
    say(f"request-{number}: asked")
    time.sleep(4.0 * SCALE)
    say(f"request-{number}: answered")
    return number * number


async def request_of_task(number):
    """The same, and gives way to others in its sleep."""
    say(f"request-{number}: asked")
    await asyncio.sleep(4.0 * SCALE)
    say(f"request-{number}: answered")
    return number * number


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
