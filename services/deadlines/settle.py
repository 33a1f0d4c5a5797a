"""From facts to consequences. After every message the deadlines are judged anew by everything known, and what differs from
what was said before is said now. So the order in which facts become known does not matter, only when they happened."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from services.deadlines import policy
from services.deadlines.case import Case, Deadline
from services.deadlines.closing import closing
from services.deadlines.judge import BOOKED_IN_TIME, judge
from services.deadlines.lapses import lapse_of
from services.deadlines.reminders import next_reminder
from shared.law.calendar import at_clock, end_of_day, start_of_day
from shared.law.decision import Clear, Decision, Timer
from shared.law.rule import Applied

DUE, MEETING, LAPSE, REMIND = "due", "meeting", "lapse", "remind"
"""Timers, keyed by the deadline: the end of its day, the day of the meeting that answers it, the day on which a change in
the citizen's situation ends it, the next reminder."""


def settled(
    before: Case,
    known: Case,
    *applied: Applied,
    events: tuple[Any, ...] = (),
    because: str = BOOKED_IN_TIME,
    now: datetime | None = None,
    about: str | None = None,
) -> Decision[Case]:
    """What follows when the case `before` has become `known`: `events` first, then what changed for each deadline.

    `now`: changes in the citizen's situation up to it take hold at once; others wait for their timer. `about`: the new deadline
    of which `events` tell; what changed for those before it is told before.
    """
    after, said = known, events if about else ()
    events = () if about else events
    for was in touched(before, known):
        if was.id == about:
            events += said
        found = judge(was, known, because, now)
        if found.deadline is not was:
            after = after.with_deadline(found.deadline)
        events += tuple(found.events)
        applied += tuple(found.applied)
    return Decision(after, events, tuple(timers(before, after)), applied)


def touched(before: Case, known: Case) -> Sequence[Deadline]:
    """The deadlines that the message can concern: all after a new fact, else those it changed and those in play."""
    same = known.bookings is before.bookings and known.situation is before.situation
    if not same or known.placements is not before.placements or known.course.benefits is not before.course.benefits:
        return known.deadlines
    old = {id(each) for each in before.deadlines}
    return [each for each in known.deadlines if each.in_play or id(each) not in old]


def timers(before: Case, now: Case) -> Iterator[Timer | Clear]:
    """The difference between the timers that the two cases want."""
    old, new = wanted(before), wanted(now)
    for (kind, key), due_at in new.items():
        if old.get((kind, key)) != due_at:
            yield Timer(kind, key, due_at)
    for kind, key in old.keys() - new.keys():
        yield Clear(kind, key)


def wanted(case: Case) -> dict[tuple[str, str], datetime]:
    """The timers of a case, each some minutes after the midnight that it is about."""
    found: dict[tuple[str, str], datetime] = {}
    for each in case.deadlines:
        if not each.judged and not each.closed_in_time:
            found[DUE, each.id] = end_of_day(each.due) + policy.GRACE
        if each.in_play:
            if booking := closing(each, case):
                found[MEETING, each.id] = start_of_day(booking.held_on) + policy.GRACE
            if lapse := lapse_of(each, case):
                found[LAPSE, each.id] = lapse.at + policy.GRACE
        if case.reminders and each.closed is None and (day := next_reminder(each)):
            found[REMIND, each.id] = at_clock(day, policy.REMIND_AT)
    return found
