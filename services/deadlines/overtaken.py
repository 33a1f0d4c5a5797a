"""A new deadline that becomes known after what was done later: with the day on which it was set it takes its place before."""

from typing import Any

from contracts.deadlines.v1 import Closed, DeadlineClosed, DeadlineExtended
from services.deadlines.case import Case, Deadline
from services.deadlines.judge import replaced_by_the_next
from services.deadlines.rules.counting import hold_by
from shared.law.value import replace


def overtaken(new: Deadline, old: Deadline | None, case: Case) -> tuple[Deadline, tuple[Any, ...]]:
    """The new deadline with what has happened since it was set, and what has to be said of that.

    `old` is the one that it replaces: an extension, a closing by hand, an attempt from after that was meant for the new one.
    """
    now, told = new, list[Any]()
    if old is not None:
        now = replace(now, attempts=tuple(at for at in old.attempts if at >= new.set_at))
        later = tuple(each for each in old.extensions if each.at > new.set_at and each.due > new.due)
        if later:
            now = replace(now, due=max(each.due for each in later), extensions=later)
            told.append(DeadlineExtended(deadline=now.id, due=now.due, hold_by=hold_by(now.due)))
        if old.closed is Closed.BY_HAND:
            now = replace(now, closed=Closed.BY_HAND, closed_at=old.closed_at)
    if now.closed is None:
        now = replaced_by_the_next(now, case) or now
    if now.closed is not None:
        told.append(DeadlineClosed(deadline=now.id, reason=now.closed))
    return now, tuple(told)
