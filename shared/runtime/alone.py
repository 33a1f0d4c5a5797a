"""When a batch fails: each subject in a savepoint of its own, and the one that fails message by message (guarantee 8)."""

from collections.abc import Callable
from functools import partial

from contracts.common.v1 import DiscardParked, ReleaseParked
from shared.runtime.database import Connection, passes
from shared.runtime.parking import PARKED, Work
from shared.runtime.settle import Settlement
from shared.runtime.wire import Taken


async def settle_alone(settlement: Settlement, tx: Connection, work: Work) -> None:
    """As `settle` for one subject. What goes wrong is its own: it is parked, at the very message that fails."""
    if await _attempt(settlement, tx, work, settlement.run) is None:
        return
    settlement.stepping = True
    while work.at < len(work.queue):
        taken = work.queue[work.at]
        work.at += 1
        if error := await _attempt(settlement, tx, work, partial(settlement.take_up, taken=taken)):
            _blame(settlement, work, taken, error)
        while entry := settlement.next(work):
            if error := await _attempt(settlement, tx, work, partial(settlement.again, entry=entry)):
                settlement.park(work, entry.taken, error)
                work.relabel(entry, PARKED)
    settlement.stepping = False


async def _attempt(settlement: Settlement, tx: Connection, work: Work, run: Callable[[Work], None]) -> Exception | None:
    """One settlement in a savepoint; nothing is left of one that fails but its error."""
    undo, counts, queue, at = settlement.snapshot(work), dict(settlement.intake.counts), list(work.queue), work.at
    try:
        async with tx.transaction():
            await settlement.settle(tx, [work], run)
            await settlement.save(tx)
    except Exception as error:
        if passes(error):
            raise
        undo()
        settlement.changed = {}
        settlement.intake.counts, work.queue, work.at = counts, queue, at
        return error
    return None


def _blame(settlement: Settlement, work: Work, taken: Taken, error: Exception) -> None:
    """A message that failed parks its subject and waits; an operator's order that failed is only answered."""
    if isinstance(settlement.intake.body(taken), ReleaseParked | DiscardParked):
        settlement.say_parked(work, work.parked or taken.id, taken, error)
        return
    if not work.parked:
        settlement.park(work, taken, error)
    settlement.wait(work, taken, PARKED)
