"""Three pages are asked for by tasks that take turns on one thread, or one after another by a single task.

python3 program.py [gather | one-by-one]
"""

import asyncio
import sys

SCALE = 0.1
# How many seconds each page takes.
PAGES = [("page-1", 6.0), ("page-2", 2.0), ("page-3", 4.0)]


def main():
    style = sys.argv[1] if len(sys.argv) > 1 else "gather"
    answers = asyncio.run(one_by_one() if style == "one-by-one" else gathered())
    say(f"main: has {', '.join(answers)}")


async def gathered():
    tasks = []
    for page, seconds in PAGES:
        tasks.append(asyncio.create_task(fetch(page, seconds)))
    say("main: the tasks are started")

    await asyncio.sleep(1.0 * SCALE)
    say("main: waits for the answers")
    return await asyncio.gather(*tasks)


async def one_by_one():
    answers = []
    for page, seconds in PAGES:
        answers.append(await fetch(page, seconds))
    return answers


async def fetch(page, seconds):
    """Sleeps in place of the network."""
    say(f"{page}: asked")
    await asyncio.sleep(seconds * SCALE)
    say(f"{page}: answered")
    return page


def say(text):
    # In one piece, whoever else prints: `print` alone writes the text, and then the end of the line.
    print(text + "\n", end="", flush=True)


if __name__ == "__main__":
    main()
