"""The case of a Danish date: which outages it had, and who is to be told of them (ADR 12).

Who missed a deadline on it stands in one of the date's lists, a case of its own, so that no case grows with a midnight.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from contracts.deadlines.v1 import AskOutages, NoteOutage, OutageRecorded, OutagesOfDay, RecordOutage
from contracts.topics import outage_of
from services.deadlines import policy
from services.deadlines.case import Case, OutageDay, Window
from services.deadlines.hindrance import CHANNEL
from shared.law.calendar import civil_date
from shared.law.decision import Decision, Message, To, refused
from shared.law.value import replace


def record(case: Case, message: Message[RecordOutage], today: date) -> Decision[Case]:
    """The outage as an operator tells it, to the date on which it began; other dates that it reaches hear of it. The
    word said last counts."""
    told = message.body
    if not told.starts_at <= told.ends_at <= told.starts_at + policy.LONGEST_OUTAGE:
        return refused(case, "OUTAGE_LENGTH", starts_at=told.starts_at, ends_at=told.ends_at)
    first = civil_date(told.starts_at)
    known = of_day(case, first)
    if message.time < known.said.get(told.outage, message.time):
        return Decision(case)
    case = replace(case, outage_day=replace(known, said={**known.said, told.outage: message.time}))
    new, old = Window(told.starts_at, told.ends_at), known.windows.get(told.outage)
    if new == old or (old is None and new.starts_at == new.ends_at):
        return Decision(case)
    reached = sorted({*days_of(new), *(days_of(old) if old else ())} - {first})
    notes = (
        To(
            CHANNEL,
            NoteOutage(outage=told.outage, day=day, starts_at=told.starts_at, ends_at=told.ends_at),
            key=outage_of(day),
        )
        for day in reached
    )
    said = OutageRecorded(outage=told.outage, starts_at=told.starts_at, ends_at=told.ends_at)
    return noted(case, first, told.outage, new, (said, *notes))


def note(case: Case, message: Message[NoteOutage], today: date) -> Decision[Case]:
    """An outage that began on another date reaches this one, or no longer does."""
    told = message.body
    return noted(case, told.day, told.outage, Window(told.starts_at, told.ends_at), pending=True)


def asked(case: Case, message: Message[AskOutages], today: date) -> Decision[Case]:
    """A citizen missed a deadline on the date: told of its outages, if there are any, and of those known later.

    A list asks the date in its turn, once.
    """
    day, citizen = of_day(case, message.body.day), message.body.citizen
    at = bisect_left(day.askers, citizen)
    if day.askers[at : at + 1] != (citizen,):
        case = replace(case, outage_day=replace(day, askers=(*day.askers[:at], citizen, *day.askers[at:])))
    asks = () if day.askers or case.citizen == outage_of(day.on) else (ask(case.citizen, day.on),)
    answer = tuple(tell([citizen], day)) if day.windows else ()
    return Decision(case, (*asks, *answer), pending=True)


def ask(list_: str, day: date) -> To:
    return To(CHANNEL, AskOutages(citizen=list_, day=day), key=outage_of(day))


def passed_on(case: Case, known: OutageDay, told: OutagesOfDay) -> Decision[Case]:
    """A list hears of the date's outages, and tells those who stand in it."""
    windows = {str(at): Window(starts_at, ends_at) for at, (starts_at, ends_at) in enumerate(told.windows)}
    now = replace(known, windows=windows)
    news = tell(now.askers, now) if windows != known.windows else ()
    return Decision(replace(case, outage_day=now), tuple(news), pending=True)


def noted(
    case: Case, day: date, outage: str, window: Window, events: Iterable[Any] = (), pending: bool = False
) -> Decision[Case]:
    """The window kept, as long as it reaches the date, and everybody told who asked."""
    known, first = of_day(case, day), civil_date(window.starts_at)
    named = outage if first == day else f"{first}/{outage}"
    others = {name: each for name, each in known.windows.items() if name != named}
    windows = {**others, named: window} if day in days_of(window) else others
    now = replace(known, windows=windows)
    told = tell(known.askers, now) if windows != known.windows else ()
    return Decision(replace(case, outage_day=now), (*events, *told), pending=pending)


def of_day(case: Case, day: date) -> OutageDay:
    return case.outage_day or OutageDay(day)


def days_of(window: Window) -> Iterator[date]:
    """The Danish dates that it reaches; none if it has no length."""
    day = civil_date(window.starts_at)
    while window.starts_at < window.ends_at and day <= civil_date(window.ends_at - timedelta(microseconds=1)):
        yield day
        day += timedelta(days=1)


def tell(citizens: Iterable[str], day: OutageDay) -> Iterator[To]:
    ordered: list[tuple[datetime, datetime]] = sorted((each.starts_at, each.ends_at) for each in day.windows.values())
    for citizen in citizens:
        yield To(CHANNEL, OutagesOfDay(day=day.on, windows=tuple(ordered)), key=citizen)
