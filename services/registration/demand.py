"""What a re-registration waits for (*straksbooking*): whether a booking is demanded, and whether there is one."""

from dataclasses import dataclass
from datetime import date

from contracts.types import Group
from services.registration import policy
from services.registration.case import JOB_SEEKERS, Case, Request
from services.registration.rules.again import YES, booking_first, deadline_void, nothing_demanded, three_months
from services.registration.rules.missed import deadline_of_a_jobcentre
from shared.law.rule import Applied


@dataclass(frozen=True, slots=True)
class Demand:
    """Whether a request needs a booking, for which deadline, by which rules."""

    needed: bool
    deadline: str | None
    applied: tuple[Applied, ...]


def demand(case: Case, requested_on: date) -> Demand:
    """What BAB § 30, stk. 3, asks of a re-registration on that day. The citizen must be out of the register."""
    since, group = min(each.effective for each in case.open), case.group_on(requested_on)
    counted = (m for m in case.misses if m.stands and not m.annulled and deadline_of_a_jobcentre(m.owner).ok)
    missed = [each for each in counted if since <= each.overdue_on <= requested_on]
    last = max(missed, key=lambda each: (each.overdue_on, each.deadline), default=None)
    first = booking_first(group, since, last.overdue_on if last else None, requested_on)
    if first.ok or last is None:
        return Demand(False, None, (first,))
    gone = three_months(since, requested_on)
    if gone.outcome == YES:
        return Demand(False, None, (gone, nothing_demanded(since, requested_on), deadline_void(since, requested_on)))
    return Demand(True, last.deadline, (gone, first))


def waits(case: Case, request: Request) -> bool:
    """Whether there is still something to come back from, and the citizen has not left G1 since."""
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
