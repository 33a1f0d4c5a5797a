"""The course of everybody but dagpenge recipients: its period, and what must be held in it. LAB §§ 9, 31; V1 1.1, 2.9.4."""

from datetime import date, timedelta
from enum import StrEnum

from contracts.types import Group
from services.deadlines import policy
from services.deadlines.rules.course_which import KHS, NON1
from shared.law.calendar import add_months
from shared.law.citation import LAB, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

FIRST_WITHIN = timedelta(days=7)
FOUR = 4
AGAIN = "again"


class Support(StrEnum):
    """The benefits that a course goes by (*forsørgelsesydelse*), LAB § 9, stk. 1, nr. 2."""

    KONTANTHJAELP = "kontanthjælp"
    UDDANNELSESHJAELP = "uddannelseshjælp"
    JOBAFKLARING = "jobafklaringsforløb"
    RESSOURCEFORLOEB = "ressourceforløb"
    LEDIGHEDSYDELSE = "ledighedsydelse"
    REVALIDERING = "revalidering"


SUPPORT = {
    Group.G2: Support.KONTANTHJAELP,
    Group.G3: Support.KONTANTHJAELP,
    Group.G4O: Support.UDDANNELSESHJAELP,
    Group.G4U: Support.UDDANNELSESHJAELP,
    Group.G5: Support.UDDANNELSESHJAELP,
    Group.G7: Support.JOBAFKLARING,
    Group.G8: Support.RESSOURCEFORLOEB,
    Group.G9: Support.LEDIGHEDSYDELSE,
    Group.G10: Support.REVALIDERING,
}
"""TG-02: *overgangsydelse* is counted with the benefit it stands for."""


@rule("CC-03", LAB("§ 9", stk=1, nr=2), V1("1.1"), groups=NON1, since=G16)
def same_period(before: Group, now: Group) -> Applied:
    """One period as long as the benefit is the same; another benefit begins a new one.

    From jobparat to aktivitetsparat is no other benefit. The exceptions of stk. 3-6 are not in the sources.
    """
    same = SUPPORT.get(before) is not None and SUPPORT.get(before) == SUPPORT.get(now)
    return applied("goes-on" if same else "new", before=before, now=now)


@rule("CC-04", V1("2.9.4"), groups=NON1, since=G16)
def begins_again(stopped_on: date, again_on: date) -> Applied:
    """After a month or more without benefit the course begins again (*starter forfra*); a shorter gap changes nothing.

    V1 says so of kontanthjælp and uddannelseshjælp, and that no deadline from before meets them then: it is void (OB-02
    alone would let it live for up to two months). INF: the course of the other benefits begins again too.
    """
    again = again_on >= add_months(stopped_on, policy.MONTHS_WITHOUT_BENEFIT)
    return applied(AGAIN if again else "goes-on", stopped_on=stopped_on, again_on=again_on)


@rule("CC-05", LAB("§ 31", stk=3), LAB("§ 34", stk=2), V1("2.1"), groups=KHS, since=G16)
def first_within_a_week(inquiry_on: date, held_on: date | None, day: date) -> Applied:
    """The first interview is held at the latest a week after the first inquiry for help (*første henvendelse*).

    Holding it at once, or handing the summons over at the desk, is a summons too.
    """
    by = inquiry_on + FIRST_WITHIN
    met = held_on is not None and held_on <= min(by, day)
    outcome = "met" if met else "due" if day <= by else "not-held"
    return applied(outcome, inquiry_on=inquiry_on, held_on=held_on, day=day, by=by)


@rule("CC-01", LAB("§ 31", stk=1), V1("1.1"), groups=NON1, since=G16)
def four_in_six_months(begins: date, held: int, day: date) -> Applied:
    """At least four interviews with the jobcentre before 6 months have passed, counted from the first day of benefit."""
    by = add_months(begins, 6) - timedelta(days=1)
    outcome = "met" if held >= FOUR else "due" if day <= by else "not-held"
    return applied(outcome, begins=begins, held=held, day=day, by=by)
