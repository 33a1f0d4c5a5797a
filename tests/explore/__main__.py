"""`make explore SCHEDULES=200 SEED=17`: so many schedules, the first with this seed. Exit status 1 when one fails.

Progress and a failing schedule's list of steps go to stderr and stdout; `--steps` prints the list of every schedule.
"""

import argparse
import asyncio
import secrets
import sys
import time

from deploy.embedded import stack
from deploy.embedded.addresses import Postgres
from deploy.embedded.home import default_home
from tests.explore.explorer import Outcome, explain, explorer
from tests.explore.loop import StepLoop

EVERY = 5.0
"""Seconds between two lines of progress."""


def main() -> int:
    told = arguments()
    seed = secrets.randbelow(10**6) if told.seed is None else told.seed
    say(f"exploring {told.schedules} schedules from seed {seed}")
    with (
        stack.session(default_home(), say, only=("postgres",)) as servers,
        asyncio.Runner(loop_factory=StepLoop) as runner,
    ):
        return runner.run(explore(servers.postgres, seed, told.schedules, told.steps))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make explore", description=__doc__)
    parser.add_argument("--schedules", type=int, default=200)
    parser.add_argument("--seed", type=int, help="of the first schedule; each next one has the next number")
    parser.add_argument("--steps", action="store_true", help="print the steps of every schedule")
    return parser.parse_args()


async def explore(postgres: Postgres, seed: int, schedules: int, steps: bool) -> int:
    """Runs them, and stops at the first that fails."""
    began = told = time.monotonic()
    count = 0
    async with explorer(postgres) as running:
        for number in range(schedules):
            outcome = await running.run(seed + number)
            count += len(outcome.steps)
            if steps or outcome.wrong:
                print(explain(outcome))
            if outcome.wrong:
                return failed(outcome, number)
            if time.monotonic() - told > EVERY:
                told = time.monotonic()
                say(f"{number + 1} of {schedules} schedules, {(number + 1) / (told - began):.1f} a second")
    seconds = time.monotonic() - began
    print(f"{schedules} schedules of {count // max(1, schedules)} steps on average in {seconds:.0f} s: nothing wrong")
    return 0


def failed(outcome: Outcome, before: int) -> int:
    print(f"\n{before} schedules went well; this one again: make explore SCHEDULES=1 SEED={outcome.seed}")
    return 1


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
