"""The course of dagpenge recipients from 2024: three in the a-kasse, three in the jobcentre. LAB § 31; V2 3.2."""

from datetime import date, timedelta

from contracts.types import InterviewType, Regime
from services.deadlines import policy
from services.deadlines.rules.course_which import G1
from shared.law.citation import BAB, L727, LAB, V2, VB
from shared.law.periods import E24
from shared.law.rule import Applied, applied, rule, version_of

FIRST_WITHIN = timedelta(days=14)
THREE, SIX = 3, 6


@rule("CC-08", LAB("§ 31", stk=1), V2("3.2"), groups=G1, since=E24, day="day")
def three_in_the_akasse(held: int, handover: date | None, day: date) -> Applied:
    """At least three individual interviews held, not only planned, when the person goes over to the jobcentre.

    No rule says when the second and the third are held. A handover before 2024, the trial's, knows no such number (INF).
    """
    over = handover is not None and version_of(three_in_the_akasse).since <= handover < day
    return applied("met" if held >= THREE else "not-held" if over else "due", held=held, handover=handover, day=day)


@rule("CC-09", LAB("§ 31", stk=4), LAB("§ 34", stk=2), V2("3.2"), V2("4.2"), groups=G1, since=E24, day="day")
def first_in_the_akasse(registered_on: date, running: bool, held_on: date | None, day: date) -> Applied:
    """The a-kasse's first one is held within two weeks of the first registration in the dagpenge period, and summoned.

    None on coming back in the same period, nor after *løbende genindplacering*. Registered before the placement, the two weeks
    run from the placement (INF: the course follows the dagpenge period). Someone who leaves the register before the
    two weeks are over and was not met is given two weeks again on coming back (INF).
    """
    by = registered_on + FIRST_WITHIN
    if running or registered_on < version_of(first_in_the_akasse).since:
        outcome = "none"
    elif held_on is not None and held_on <= min(by, day):
        outcome = "met"
    else:
        outcome = "due" if day <= by else "not-held"
    return applied(outcome, registered_on=registered_on, running=running, held_on=held_on, day=day, by=by)


@rule("CC-10", LAB("§ 31", stk=1), V2("3.2"), groups=G1, since=E24, day="day")
def with_the_jobcentre(held: int, needed: int, six_months: bool, day: date) -> Applied:
    """At least three after the handover and before 6 months of unemployment, so that there are six in all.

    INF: who had three months behind them when 2024 began (TR-06) has six in all, as both the old law and the new ask.
    """
    outcome = "met" if held >= needed else "not-held" if six_months else "due"
    return applied(outcome, held=held, needed=needed, six_months=six_months, day=day)


@rule("CC-11", LAB("§ 31", stk=1), V2("3.2"), groups=G1, since=E24, day="day")
def six_for_education(held: int, six_months: bool, day: date) -> Applied:
    """In target for an education order: six in the jobcentre in the first 6 months, and no rule when, not even the first.

    INF: one that the a-kasse held before it moved the course counts, as every job interview since the placement does (CC-17).
    """
    outcome = "met" if held >= SIX else "not-held" if six_months else "due"
    return applied(outcome, held=held, six_months=six_months, day=day)


@rule("CC-14", LAB("§ 31", stk=2), LAB("§ 33", stk=4), V2("3.2"), groups=G1, since=E24, day="day")
def akasse_at_the_first(education: bool, chosen: bool | None, day: date) -> Applied:
    """The person chooses whether the a-kasse takes part in the jobcentre's first one; if so it must. No choice is a no."""
    outcome = "not-offered" if education else "takes-part" if chosen else "stays-away"
    return applied(outcome, education=education, chosen=chosen, day=day)


@rule("TR-08", L727("§ 5"), V2("15.3"), V2("4.2"), groups=G1, since=E24, day="day")
def joint_type(regime: Regime, six_months: bool, first_with_akasse: bool, day: date) -> Applied:
    """*Fællessamtale* remains the type of the 16-month interview, and for TR-03 persons of those in the first 6 months.

    AMB for the jobcentre's first one with the a-kasse: V2 4.2 calls it joint where times are published, V2 15 does not.
    """
    facts = {"regime": regime, "six_months": six_months, "first_with_akasse": first_with_akasse, "day": day}
    if six_months or regime is Regime.OLD:
        return applied(InterviewType.JOINT, **facts)
    return applied(policy.FIRST_WITH_AKASSE if first_with_akasse else InterviewType.JOB, **facts)


@rule("CC-19", LAB("§ 29"), BAB("§ 41", stk=2), VB("§ 11"), V2("3.1"), groups=G1, since=E24, day="day")
def must_deal_with(akasse: bool, first: bool, education: bool, sixteen_months: bool, day: date) -> Applied:
    """Concrete jobs and job search always. The a-kasse's first: Min Plan, competences, applications in the job log.

    For an education order its current step; at 16 months the intensive effort (BAB § 47). Guidance on repatriation depends
    on facts that are not kept here. The outcome is the list.
    """
    topics = []
    if akasse and first:
        topics += ["MIN_PLAN", "COMPETENCES", "JOB_LOG"]
    if education:
        topics.append("EDUCATION_STEP")
    if sixteen_months:
        topics.append("INTENSIVE_EFFORT")
    said = ",".join(topics)
    return applied(
        said or "jobs", akasse=akasse, first=first, education=education, sixteen_months=sixteen_months, day=day
    )
