"""How the months of a dagpenge recipient's course are counted: in hours, since the placement. LAB § 9; V2 2.2."""

from datetime import date

from contracts.types import AbsenceKind, HourCount, InterviewType
from services.deadlines import policy
from services.deadlines.rules.course_which import G1
from shared.law.citation import BAB, FAQ, L727, LAB, V1, V2
from shared.law.periods import E24, G16, P24
from shared.law.rule import Applied, applied, rule


@rule("AK-03", BAB("§ 7"), V2("2.2"), groups=G1, since=G16)
def counts_for_the_course(count: HourCount) -> Applied:
    """The periods of the course go by dagpenge and løntilskud since the placement (*sammenlagt ledighed*).

    The a-kasse's count of consumption decides the handover and nothing else; the two are never compared or mixed. Nor were they
    before 2024, in the trial (INF).
    """
    return applied("ok" if count is HourCount.COURSE else "other-count", count=count)


@rule("CC-02", LAB("§ 9", stk=1, nr=1), V1("1.1"), V2("2.2"), groups=G1, since=G16)
def months_reached(hours: float, limit: float) -> Applied:
    """Months have passed when so many hours are registered. Work pauses the count; a new placement begins it again."""
    return applied("reached" if hours >= limit else "not-yet", hours=hours, limit=limit)


@rule("CC-06", LAB("§ 31", stk=2), V1("1.1.1.3"), groups=G1, since=G16, until=P24, day="law_of")
def which_joint(hours: float, three_months: float, six_months: float, law_of: date) -> Applied:
    """Joint interview 1 (*fællessamtale*) is held before 3 months of unemployment, joint interview 2 between 3 and 6.

    What counts are the hours registered on the day of the interview. TR-03 persons keep this after 2023: `law_of` is the
    day whose law holds, theirs is the last of 2023 at the latest.
    """
    outcome = "joint-1" if hours < three_months else "joint-2" if hours < six_months else "later"
    return applied(outcome, hours=hours, three_months=three_months, six_months=six_months)


@rule("CC-17", FAQ("06-07-2018"), groups=G1, since=G16)
def counts_since_placement(placed_on: date, held_on: date, interview_type: InterviewType) -> Applied:
    """From the first day of the dagpenge period every job interview held counts, also one held in another group (CC-17).

    A follow-up interview (*opfølgningssamtale*) is none (INF).
    """
    if interview_type not in policy.JOB_INTERVIEWS:
        outcome = "no-job-interview"
    else:
        outcome = "counts" if held_on >= placed_on else "before-placement"
    return applied(outcome, placed_on=placed_on, held_on=held_on, interview_type=interview_type)


@rule("TR-07", L727("§ 5"), V2("15.4"), groups=G1, since=E24, day="day")
def counts_toward_the_akasse(held_on: date, handover: date | None, cv_talk: bool, day: date) -> Applied:
    """Interviews that the jobcentre held, and those of the a-kasse trial, joint ones too, count toward the a-kasse's three.

    The old cv-samtale was no job interview and does not (V1 1.1.1.3). `day`: on which they are counted.
    """
    outcome = (
        "no-job-interview" if cv_talk else "counts" if handover is None or held_on <= handover else "after-handover"
    )
    return applied(outcome, held_on=held_on, handover=handover, cv_talk=cv_talk)


@rule("CC-18", FAQ("07-03-2019"), groups=G1, since=G16)
def shifts_the_dates(kind: AbsenceKind) -> Applied:
    """*Midlertidigt arbejde*, or any absence, does not move the course. Hours without paid dagpenge do, once reported."""
    return applied("no", kind=kind)
