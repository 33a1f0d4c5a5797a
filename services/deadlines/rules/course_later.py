"""After the first 6 months, and what holds all the time. LAB § 32; V1 1.1, 1.1.1.3, 2.13.2; V2 3.3."""

from datetime import date

from contracts.types import InterviewType
from services.deadlines.rules.course_which import G1
from services.deadlines.rules.groups import SB
from shared.law.citation import BAB, FAQ, LAB, V1, V2
from shared.law.periods import E24, G16
from shared.law.rule import Applied, applied, rule


@rule("CC-12", LAB("§ 32", stk=1), V1("1.1"), V2("3.3"), groups=SB, since=G16)
def on_request(requested_on: date | None, held_since: date | None) -> Applied:
    """After 6 months interviews are agreed individually; one that the person asks for must be held.

    INF: asked for before, the next one that is due anyway answers it.
    """
    if requested_on is None:
        return applied("by-agreement", requested_on=requested_on, held_since=held_since)
    held = held_since is not None and held_since >= requested_on
    return applied("met" if held else "due", requested_on=requested_on, held_since=held_since)


@rule("CC-13", LAB("§ 32", stk=2), BAB("§ 47"), V1("1.1.1.3"), V2("3.3"), groups=G1, since=G16)
def at_sixteen_months(held: bool, hours: float, limit: float, opted_out: bool) -> Applied:
    """A joint interview at the latest after 16 months, with the offer of an intensive effort.

    The a-kasse takes part unless the person opts out; the type stays joint then (GM-02). Due until it is held.
    """
    outcome = "met" if held else "not-held" if hours >= limit else "due"
    return applied(outcome, held=held, hours=hours, limit=limit, opted_out=opted_out)


@rule("CC-15", V1("1.1"), groups=SB, since=G16)
def may_follow(previous_on: date, held_on: date) -> Applied:
    """No rule on the time between two interviews; each counts, also on the day after. A second on the same day does too (INF).

    FAQ 09-02-2016 with its monthly rhythm is superseded.
    """
    return applied("counts", previous_on=previous_on, held_on=held_on)


@rule("GM-02", FAQ("23-08-2016"), V1("2.13.2"), V2("3.3"), groups=G1, since=G16)
def type_of_joint(opted_out: bool) -> Applied:
    """The type stays joint when the a-kasse does not come; the choice is for that interview only, and both offices see it."""
    return applied(InterviewType.JOINT, opted_out=opted_out)


@rule("GM-03", FAQ("06-04-2016"), LAB("§ 32", stk=2), V2("3.3"), groups=G1, since=G16)
def may_choose(dagpenge: bool, held: bool) -> Applied:
    """Whether the a-kasse comes is told to jobcentre or a-kasse, who register it; not on Jobnet, and not afterwards."""
    return applied("not-dagpenge" if not dagpenge else "held" if held else "ok", dagpenge=dagpenge, held=held)


@rule("SUM-06", LAB("§ 34", stk=1), V2("4.2"), groups=G1, since=E24, day="day")
def how_called(joint: bool, day: date) -> Applied:
    """To a joint interview the jobcentre chooses self-booking or summons; before 2024 it was summoned (SUM-05)."""
    return applied("EITHER" if joint else "SELF_BOOKING", joint=joint, day=day)


@rule("SUM-04", BAB("§ 46"), V1("2.11"), V2("4.2"), groups=SB, since=G16)
def summoned_instead(exempted: bool) -> Applied:
    """Whoever is exempted from booking (*fritaget*), or deprived of it (*frataget*), is summoned in writing and personally."""
    return applied("SUMMONS" if exempted else "as-it-is", exempted=exempted)
