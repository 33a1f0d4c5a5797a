"""Which authority is related to a citizen, and when. Windows as in DFDG: some time before until some time after."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from contracts.gateway.v1 import RelationsChanged
from contracts.topics import Authority, Kind, supplier_of
from services.gateway.case import Case, Claim
from services.gateway.policy import AFTER, BEFORE

Claims = tuple[Claim, ...]
Which = Literal["jobcentre", "akasse"]


@dataclass(frozen=True, slots=True)
class Period:
    """Related from `since` up to but not including `until`; None has no end yet."""

    code: str
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)

    def window_covers(self, day: date) -> bool:
        """Whether the authority may see what happened that day."""
        last = None if self.until is None else self.until - timedelta(days=1)
        return self.since - BEFORE <= day and (last is None or day <= last + AFTER)


@lru_cache(maxsize=8192)
def periods(claims: Claims, which: Which) -> tuple[Period, ...]:
    """The citizen's relations of one kind, oldest first. A claim counts from its `since` until the next date claimed, whatever
    the order in which they came; of one date what was said last counts. Registration reads them the same way."""
    said = sorted((each for each in claims if which == "jobcentre" or not each.moved), key=lambda each: each.place)
    line = [*{each.since: each.jobcentre if which == "jobcentre" else each.akasse for each in said}.items()]
    found: list[Period] = []
    ends = (*(since for since, _ in line[1:]), None)
    for (since, code), end in zip(line, ends, strict=False):
        if found and found[-1].code == code and found[-1].until == since:
            found[-1] = Period(code, found[-1].since, end)
        elif code is not None:
            found.append(Period(code, since, end))
    return tuple(found)


def jobcentre_on(claims: Claims, day: date) -> str | None:
    """The citizen's jobcentre that day; before the first relation, the one that is to come."""
    known = periods(claims, "jobcentre")
    return next((period.code for period in known if period.covers(day)), known[0].code if known else None)


def fund_on(claims: Claims, day: date) -> str | None:
    """The citizen's fund that day."""
    return next((period.code for period in periods(claims, "akasse") if period.covers(day)), None)


def jobcentres_that_see(claims: Claims, day: date) -> set[str]:
    """The jobcentre of that day, and others within their window."""
    seeing = {period.code for period in periods(claims, "jobcentre") if period.window_covers(day)}
    current = jobcentre_on(claims, day)
    return seeing | {current} if current else seeing


def funds_that_see(claims: Claims, day: date) -> set[str]:
    """The funds within whose membership window the day lies."""
    return {period.code for period in periods(claims, "akasse") if period.window_covers(day)}


def related(case: Case, sender: Authority, day: date) -> bool:
    """Whether an authority may send a command about the citizen that day."""
    match sender.kind:
        case Kind.PLANNER:
            return related(case, Authority.parse(supplier_of(str(sender))), day)
        case Kind.JOBCENTRE:
            return jobcentre_on(case.claims, day) == sender.code
        case Kind.AKASSE:
            return sender.code in funds_that_see(case.claims, day)
        case Kind.OPS:
            return True
        case _:
            return bool(case.claims)


def changed(before: Claims, after: Claims) -> tuple[RelationsChanged, ...]:
    """The event of a change of relations; none if all is as it was."""
    if before == after or all(periods(before, which) == periods(after, which) for which in ("jobcentre", "akasse")):
        return ()
    if not after:
        return (RelationsChanged(jobcentre=None, akasse=None, since=before[0].since),)
    last = max(claim.since for claim in after)
    return (RelationsChanged(jobcentre=jobcentre_on(after, last), akasse=fund_on(after, last), since=last),)
