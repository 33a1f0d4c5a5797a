"""Since when somebody is registered, and when they came back: spells of registration, from the register by dates."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.types import Group
from services.registration.case import Case

DAY = timedelta(days=1)


def starts(case: Case) -> Iterator[date]:
    """The days on which a spell of registration may begin, the earliest first."""
    ends = (each.ended for each in case.deregistrations if each.ended is not None and each.taken_back is None)
    yield from sorted({*ends, *(each.since for each in case.standings)})


def returned_after(case: Case, day: date) -> date | None:
    """The first day after `day` on which the citizen is registered and was not the day before."""
    found = (
        each for each in starts(case)
        if each > day and case.registered_on(each) and not case.registered_on(each - DAY)
    )  # fmt: skip
    return next(found, None)


def registered_since(case: Case, day: date) -> date:
    """When the spell began in which the citizen, on dagpenge, is registered that day; that day itself where none did."""

    def on_dagpenge(each: date) -> bool:
        return case.registered_on(each) and case.group_on(each) is Group.G1

    found = (each for each in starts(case) if each <= day and on_dagpenge(each) and not on_dagpenge(each - DAY))
    return max(found, default=day)
