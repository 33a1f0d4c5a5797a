"""A new deadline that becomes known after what was done later: with the day on which it was set it takes its place before."""

from typing import Any

from contracts.deadlines.v1 import DeadlineClosed, DeadlineExtended, WrittenNoticeRecorded
from services.deadlines.case import Case, Deadline, with_notices
from services.deadlines.closing import closed_by
from services.deadlines.rules.counting import hold_by
from shared.law.value import replace


def before(old: Deadline, new: Deadline) -> Deadline:
    """The one that was set before, without what was done after the new one was set."""
    old = with_notices(old, tuple(each for each in old.notices if each.at < new.set_at)) if old.notices else old
    closings = tuple(at for at in old.closings if at <= new.set_at)
    later = [each for each in old.extensions if each.at > new.set_at]
    if not later:
        return replace(old, closings=closings)
    return replace(old, due=later[0].was, extensions=old.extensions[: -len(later)], closings=closings)


def overtaken(new: Deadline, case: Case) -> tuple[Deadline, tuple[Any, ...]]:
    """The new deadline with what has happened since it was set, and what has to be said of that: an extension, a letter, a
    closing by hand, an attempt from after that was meant for it, and not for the one that was known."""
    now, told = new, list[Any]()
    if earlier := [each for each in case.deadlines if each.place < new.place]:
        old = earlier[-1]
        now = replace(now, attempts=tuple(at for at in old.attempts if at >= new.set_at))
        later = tuple(each for each in old.extensions if each.at > new.set_at and each.due > new.due)
        if later:
            now = replace(now, due=max(each.due for each in later), extensions=later)
            told.append(DeadlineExtended(deadline=now.id, due=now.due, hold_by=hold_by(now.due)))
        if letters := tuple(each for each in old.notices if each.at >= new.set_at):
            now = with_notices(now, letters)
            told += [WrittenNoticeRecorded(deadline=now.id, on=on) for on in (now.notified_on,) if on]
        now = replace(now, closings=tuple(at for at in old.closings if at > new.set_at))
    if first := closed_by(now, case):
        now = replace(now, closed=first.why, closed_at=first.at, closed_by=first.interview)
        told.append(DeadlineClosed(deadline=now.id, reason=first.why))
    return now, tuple(told)
