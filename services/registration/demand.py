"""What a re-registration waits for (*straksbooking*): whether a booking is demanded, and whether there is one."""

from dataclasses import dataclass
from datetime import date

from contracts.types import Group
from services.registration import policy
from services.registration.case import JOB_SEEKERS, Case, Interview, Miss, Request
from services.registration.rights import end_of
from services.registration.rules.again import (
    YES,
    booking_first,
    deadline_void,
    nothing_demanded,
    summoned,
    three_months,
)
from services.registration.rules.missed import deadline_of_a_jobcentre
from shared.law.rule import Applied


@dataclass(frozen=True, slots=True)
class Demand:
    """Whether a request needs a booking, for which deadline, by which rules; `free_from`: not since a day after the request."""

    needed: bool
    deadline: str | None
    applied: tuple[Applied, ...]
    free_from: date | None = None


def demand(case: Case, requested_on: date) -> Demand:
    """What BAB § 30, stk. 3, asks of a re-registration on that day. The citizen must be out of the register."""
    since, group = min(each.effective for each in case.open), case.group_on(requested_on)
    last = last_missed(case, since, requested_on)
    overdue_on = last.overdue_on if last else None
    first = booking_first(group, since, overdue_on, requested_on)
    if first.ok or last is None:
        return Demand(False, None, (first,))
    gone = three_months(since, requested_on)
    if gone.outcome == YES:
        return Demand(False, None, (gone, nothing_demanded(since, requested_on), deadline_void(since, requested_on)))
    if freed := freed_on(case, requested_on):
        return Demand(False, None, (booking_first(group, since, overdue_on, requested_on, False),), freed)
    summons = next_summons(case, requested_on)
    no_booking = summoned(requested_on, summons.held_on if summons else None)
    if summons and not no_booking.ok:
        return Demand(False, None, (first, no_booking), summons.booked_on)
    return Demand(True, last.deadline, (gone, first))


def last_missed(case: Case, since: date, until: date) -> Miss | None:
    """The jobcentre's deadline that ran out last in that time and still demands something."""
    counted = (m for m in case.misses if m.stands and not m.annulled and not m.corrected)
    missed = (m for m in counted if deadline_of_a_jobcentre(m.owner).ok and since <= m.overdue_on <= until)
    return max(missed, key=lambda each: (each.overdue_on, each.deadline), default=None)


def next_summons(case: Case, day: date) -> Interview | None:
    """The interview to which the citizen is summoned, on that day or after it."""
    found = (each for each in case.interviews if each.summoned and not each.cancelled and each.held_on >= day)
    return min(found, key=lambda each: (each.held_on, each.id), default=None)


def freed_on(case: Case, day: date) -> date | None:
    """From when an exemption or withdrawal holds, on that day or after it: who may not book cannot be asked to."""
    ends = ((each.on, end_of(case, each)) for each in case.rights)
    return min((on for on, end in ends if end is None or end.on > max(on, day)), default=None)


def overdue_unmet(case: Case, day: date) -> Miss | None:
    """The deadline that is overdue on a day, not closed, and after which nothing was booked; the last."""
    miss = last_missed(case, date.min, day)
    if miss is None or miss.closed or any(meets(each, miss) for each in case.interviews):
        return None
    return miss


def meets(interview: Interview, miss: Miss) -> bool:
    """Whether an interview was booked, or summoned to, after the deadline ran out."""
    if interview.cancelled or interview.booked_on is None or interview.interview_type not in policy.DEMAND_MET_BY:
        return False
    return interview.booked_on >= miss.overdue_on


def waits(case: Case, request: Request) -> bool:
    """Whether there is still something to come back from that a booking ends, and the citizen has not left G1 since."""
    day = request.requested_on
    if case.group_on(day) not in JOB_SEEKERS or any(e.group is not Group.G1 for e in case.standings if e.since > day):
        return False
    return bool(case.open) and day >= max(each.effective for each in case.open)


def booked_within(case: Case, requested_on: date, last: date) -> date | None:
    """When a planned interview in the window was booked; the earliest. One booked before the request serves too.

    A citizen has at most one planned interview (BK-02) and could not book another (INF).
    """
    days = (
        each.booked_on
        for each in case.interviews
        if not each.cancelled and each.interview_type in policy.DEMAND_MET_BY and requested_on <= each.held_on <= last
    )
    return min((day for day in days if day is not None), default=None)
