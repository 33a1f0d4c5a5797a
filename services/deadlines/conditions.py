"""What a new deadline is tested by, and who may speak of deadlines at all."""

from collections.abc import Iterator
from datetime import date, datetime

from contracts.deadlines.v1 import SetDeadline
from contracts.types import Group, Party, Regime
from services.deadlines.case import Case, Deadline
from services.deadlines.course.commands import past_six_months
from services.deadlines.lapses import freed_on
from services.deadlines.regard import regard
from services.deadlines.rules.counting import earliest_due, latest_meeting, not_moved
from services.deadlines.rules.duty import duty_has_begun, guided_before, must_book, not_reserved_for_summons
from services.deadlines.rules.length import long_enough
from services.deadlines.rules.responsible import not_in_the_funds_time, responsible
from shared.law.periods import P24
from shared.law.rule import Applied

WEEKEND = (5, 6)


def repeats(command: SetDeadline, owner: str, visible_on: date, at: datetime, old: Deadline) -> bool:
    """Whether it asks for what is so already by then."""
    asked = (owner, command.interview_type, visible_on, command.due)
    return asked == (old.owner, old.interview_type, old.visible_on, old.due_at(at))


def conditions(case: Case, command: SetDeadline, owner: str, visible_on: date, today: date) -> Iterator[Applied]:
    """What a new deadline is tested by, in order; the first *no* ends it."""
    group = case.group_on(visible_on)
    yield must_book(group, visible_on, today, freed_on(case, visible_on))
    if group is not None:
        yield duty_has_begun(group, visible_on)
    yield from responsibility(case, owner, visible_on)
    yield not_reserved_for_summons(command.interview_type, visible_on, law_of(case, visible_on))
    yield guided_before(case.guided_on, visible_on)
    yield earliest_due(visible_on)
    yield long_enough(visible_on, command.due)
    yield latest_meeting(command.due)
    if command.due.weekday() in WEEKEND:
        yield not_moved(command.due)
    yield from regard(case.situation.absences, command.due)


def law_of(case: Case, day: date) -> date:
    """The day whose law holds for the course: in the old one it is the last of 2023 at the latest (TR-03). After its six months
    no joint interview of it is left, and the one at 16 months goes by the law of the day (SUM-06)."""
    period = case.situation.period_on(day)
    old = period is not None and period.regime is Regime.OLD and not past_six_months(case, day)
    return min(day, P24) if old else day


def responsibility(case: Case, owner: str, day: date) -> Iterator[Applied]:
    """AK-01, CC-16; of a dagpenge recipient nothing to say where nobody told who is responsible."""
    period, dagpenge = case.situation.period_on(day), case.group_on(day) in (Group.G1, None)
    if period is None:
        if not dagpenge and owner.startswith("akasse-"):
            yield responsible(owner, None, False, day, dagpenge=False)
        return
    if period.party is Party.A_KASSE:
        yield not_in_the_funds_time(owner, period.party, day)
    yield responsible(owner, period.party, period.regime is not None, day, period.fund, dagpenge)
