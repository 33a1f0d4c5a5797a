"""Less intensive effort (*mindre intensiv indsats*). LAB § 106; V2 7."""

from datetime import date, timedelta

from contracts.registration.effort_v1 import DenialGround, LessIntensiveGround
from contracts.types import Group
from services.registration.rules.withdrawal import NOT_RESPONSIBLE
from shared.law.citation import LAB, V2
from shared.law.periods import E24
from shared.law.rule import OK, Applied, applied, rule

SIX_WEEKS = timedelta(weeks=6)
"""»inden for de næste 6 uger«, LAB § 106, stk. 1, nr. 1 and 4; and stk. 2 for work-sharing."""

LASTING = frozenset({LessIntensiveGround.SENT_HOME, LessIntensiveGround.WORK_SHARING})
"""Grounds that last until they are over; the others end when what is to begin begins."""


@rule("LI-01", LAB("§ 106", stk=1), V2("7.1"), groups=("G1",), since=E24, day="on")
def less_intensive(
    group: Group | None, ground: LessIntensiveGround, documented: bool, starts: date | None, on: date
) -> Applied:
    """A dagpenge recipient who can prove that something begins within six weeks, is sent home, or is in work-sharing.

    What begins: a full-time job, fleksjob, maternity leave, efterløn, fleksydelse, a pension, a full-time study. Of
    work-sharing (*arbejdsfordeling*) the law asks no proof, but the day on which it began: the day from
    which it is reported, where no other is told (INF).
    """
    outcome = OK
    if group is not Group.G1:
        outcome = "not-g1"
    elif not documented and ground is not LessIntensiveGround.WORK_SHARING:
        outcome = "not-documented"
    elif starts is None and ground is not LessIntensiveGround.SENT_HOME:
        outcome = "no-start"
    elif ground not in LASTING and starts is not None:
        outcome = "begun" if starts <= on else OK if starts <= on + SIX_WEEKS else "too-far-off"
    return applied(outcome, group=group, ground=ground, documented=documented, starts=starts, on=on)


def search_from(ground: LessIntensiveGround, starts: date | None) -> date | None:
    """The first day of active search during the effort; None where there is none."""
    return starts + SIX_WEEKS if ground is LessIntensiveGround.WORK_SHARING and starts else None


@rule("LI-02", LAB("§ 106", stk=1), LAB("§ 106", stk=2), V2("7.1"), groups=("G1",), since=E24, day="on")
def freed_of(ground: LessIntensiveGround, starts: date | None, on: date) -> Applied:
    """Free of active search, of interviews and of offers. In work-sharing of search for the first six weeks only.

    The outcome is the first day of active search, or `all` where the whole effort is free of it. The weeks count from the
    day on which the person came under the work-sharing. The law of the day on which the effort began holds for it (INF).
    """
    first = search_from(ground, starts)
    return applied(first.isoformat() if first else "all", ground=ground, starts=starts)


@rule("LI-03", LAB("§ 106", stk=3), V2("7.2"), groups=("G1",), since=E24, day="denied_on")
def not_covered(
    ground: DenialGround, sender: str, responsible: str, reasoned: bool, complaint_guidance: bool, denied_on: date
) -> Applied:
    """The responsible party may decide that somebody keeps all duties: to their advantage, or against abuse.

    A decision in writing, with reasons and complaint guidance (*klagevejledning*); without them it is invalid.
    """
    outcome = OK
    if sender != responsible:
        outcome = NOT_RESPONSIBLE
    elif not reasoned:
        outcome = "no-reasons"
    elif not complaint_guidance:
        outcome = "no-complaint-guidance"
    return applied(
        outcome,
        ground=ground,
        sender=sender,
        responsible=responsible,
        reasoned=reasoned,
        complaint_guidance=complaint_guidance,
    )
