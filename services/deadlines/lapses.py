"""When the citizen's own situation ends a deadline, and by which rule: judged anew from all that is known of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from contracts.deadlines.v1 import Closed
from contracts.types import AbsenceKind, Group, Party
from services.deadlines.case import Case, Deadline
from services.deadlines.rules.course_benefit import AGAIN, begins_again
from services.deadlines.rules.groups import SB
from services.deadlines.rules.lapse import (
    KHS,
    STANDS,
    UNREGISTERED,
    ends_with,
    free_until,
    never_void,
    void_after_the_next_month,
    void_after_three_months,
)
from services.deadlines.situation import QUIET, Absence
from shared.law.calendar import civil_date, start_of_day
from shared.law.periods import E21
from shared.law.rule import Applied

CLOSING_ABSENCES = {AbsenceKind.STANDBY: Closed.STANDBY}
"""Absences that end a deadline. Any other never excuses (DL-03) and never ends one."""

Span = tuple[date, date | None]
"""From which day, until and not including which."""
Change = tuple[Closed, date, date | None]
"""Why, from which day, until and not including which."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """From `at` on the deadline is closed."""

    why: Closed
    at: datetime
    said: Applied


def lapse_of(deadline: Deadline, case: Case) -> Lapse | None:
    """The first of all that ends it. Most citizens' situation is that nothing was told."""
    quiet = case.situation is QUIET and len(case.course.benefits) < 2
    if not deadline.judged and quiet and one_group_with_the_duty(case):
        return None
    return min(lapses(deadline, case), key=lambda each: (each.at, each.why), default=None)


def one_group_with_the_duty(case: Case) -> bool:
    """Never in another group, and in this one since all groups have the duty."""
    return len(case.placements) == 1 and case.placements[0].since >= E21 and case.placements[0].group in SB


def lapses(deadline: Deadline, case: Case) -> Iterator[Lapse]:
    set_on = civil_date(deadline.set_at)
    for why, since, until in changes(deadline, case):
        yield from found(deadline, why, ends_with(why, since, until, set_on, deadline.visible_on))
    for said in obsolescence(deadline, case):
        yield from found(deadline, Closed.OBSOLETE, said)
    for again_on, said in new_courses(case):
        if deadline.visible_on < again_on:
            yield Lapse(Closed.OBSOLETE, start_of_day(again_on), said)


def found(deadline: Deadline, why: Closed, said: Applied) -> Iterator[Lapse]:
    if said.outcome != STANDS:
        yield Lapse(why, max(start_of_day(date.fromisoformat(said.outcome)), deadline.set_at), said)


def changes(deadline: Deadline, case: Case) -> Iterator[Change]:
    """The changes that concern a deadline of its owner."""
    situation = case.situation
    for right in situation.rights:
        yield right.kind, right.since, right.until
    for absence in situation.absences:
        if absence.approved and (why := CLOSING_ABSENCES.get(absence.kind)):
            for since, until in outside_dagpenge(case, absence):
                yield why, since, until
    for period, following in pairwise((*situation.periods, None)):
        if period is not None and not period.is_for(deadline.owner):
            why = Closed.A_KASSE_COURSE if period.party is Party.A_KASSE else Closed.HANDED_OVER
            yield why, period.since, following.since if following else None
    for placement, later in pairwise((*case.placements, None)):
        if placement is None:
            continue
        if (until := free_until(placement.group, placement.since)) is not None:
            yield Closed.NO_DUTY, placement.since, min(until, later.since) if later else until
        elif deadline.owner.startswith("akasse-") and placement.group is not Group.G1:
            yield Closed.HANDED_OVER, placement.since, later.since if later else None


def outside_dagpenge(case: Case, absence: Absence) -> Iterator[Span]:
    """The part of an absence in which the citizen was in another group than G1, which has no standby (FORM-05)."""
    for placement, later in pairwise((*case.placements, None)):
        if placement is None or placement.group is Group.G1:
            continue
        since = max(absence.starts, placement.since)
        ends = [each for each in (absence.until, later.since if later else None) if each is not None]
        if not ends or since < min(ends):
            yield since, min(ends, default=None)


def obsolescence(deadline: Deadline, case: Case) -> Iterator[Applied]:
    """What makes it void. The group of the day on which it would be void decides, and of every day after it (INF)."""
    for out in case.situation.outs:
        if out.until is not None and deadline.visible_on < out.until:
            yield void_after_three_months(case.group_on(out.until), out.since, out.until)
    if not deadline.judged:
        return
    void = void_after_the_next_month(deadline.due)
    day = date.fromisoformat(void.outcome)
    group = case.group_on(day)
    if group in KHS:
        yield void
    elif later := next((each.since for each in case.placements if each.since > day and each.group in KHS), None):
        yield void_after_the_next_month(deadline.due, later)
    elif group in UNREGISTERED:
        yield never_void(group)


def new_courses(case: Case) -> Iterator[tuple[date, Applied]]:
    """When somebody on KHS began again after a month without benefit: no deadline from before meets them (V1 2.9.4)."""
    stopped: date | None = None
    for each in case.course.benefits:
        if each.stops:
            stopped = stopped or each.on
            continue
        if stopped is not None and case.group_on(each.on) in KHS:
            said = begins_again(stopped, each.on)
            if said.outcome == AGAIN:
                yield each.on, said
        stopped = None


def freed_on(case: Case, day: date) -> Closed | None:
    """Why no deadline can be given for that day, whatever the group (TG-01)."""
    situation = case.situation
    if not (situation.rights or situation.absences):
        return None
    if right := situation.right_on(day):
        return right.kind
    closing = (why for kind, why in CLOSING_ABSENCES.items() if situation.away(kind, day))
    return next(closing, None) if case.group_on(day) is not Group.G1 else None
