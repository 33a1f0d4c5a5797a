"""The demand to book at once (*straksbooking*) after a deadline that was not met. V1 2.5, 2.7, 2.15."""

from datetime import date

from services.deadlines.rules.groups import E21, SB
from shared.law.citation import V1
from shared.law.rule import Applied, applied, rule


@rule("IM-07", V1("2.15"), V1("2.5"), groups=SB, since=E21)
def demanded_today(away: str | None, day: date) -> Applied:
    """Nothing is demanded in a holiday or in sickness; after it, at the first login or at the recovery, it is."""
    return applied("not-while-away" if away else "demanded", away=away, day=day)


@rule("IM-01", V1("2.5"), V1("2.7.3"), V1("2.15"), groups=SB, since=E21)
def must_book_at_login(due: date | None, met: bool, day: date) -> Applied:
    """After a deadline that was not met the citizen is asked to book at the first login (*straksbooking*), until an
    interview is booked. The limit does not move off a weekend or a public holiday (CAL-06)."""
    asked = due is not None and day > due and not met
    return applied("demanded" if asked else "none", due=due, met=met, day=day)


@rule("CAL-06", V1("2.2"), groups=SB, since=E21)
def not_moved(day: date) -> Applied:
    """No source moves a limit off a weekend or a public holiday, so none is moved (INF): the outcome is the same day."""
    return applied(day.isoformat(), day=day)
