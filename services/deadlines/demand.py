"""Whether a citizen who logs in on Jobnet that day is asked to book (*straksbooking*), IM-01, IM-07. Pure, for the status."""

from datetime import date

from contracts.types import AbsenceKind
from services.deadlines.case import Case
from services.deadlines.rules.demand import demanded_today, must_book_at_login, not_moved
from services.deadlines.settle import answer
from shared.law.rule import Applied

AWAY = (AbsenceKind.HOLIDAY, AbsenceKind.SICKNESS)


def demands_booking(case: Case, day: date) -> bool:
    """The standing demand after a deadline that was not met, as it is known now."""
    return demand(case, day)[-1].outcome == "demanded"


def demand(case: Case, day: date) -> tuple[Applied, ...]:
    """The same with its reasons; the last one decides."""
    deadline = case.in_play
    if deadline is None:
        return (must_book_at_login(None, False, day),)
    asked = must_book_at_login(deadline.due, answer(deadline, case) is not None, day)
    if asked.outcome != "demanded":
        return (asked,)
    away = next((kind for kind in AWAY if case.situation.away(kind, day)), None)
    return not_moved(deadline.due), asked, demanded_today(away, day)
