"""When the contact course rests, and how it goes on. LAB §§ 33, 106; V1 2.9.1."""

from datetime import date

from contracts.types import AbsenceKind, Group
from services.deadlines.rules.course_which import G1, NON1
from shared.law.citation import LAB, V1, V2
from shared.law.periods import E24, G16
from shared.law.rule import Applied, applied, rule


@rule("FORM-05", LAB("§ 33", stk=3), V1("1.1.1"), groups=NON1, since=G16)
def frees_of_interviews(kind: AbsenceKind) -> Applied:
    """Standby: seriously ill, a course without contact. No other absence frees of interviews."""
    return applied("ok" if kind is AbsenceKind.STANDBY else "no", kind=kind)


@rule("LI-02", LAB("§ 27", stk=1), LAB("§ 106", stk=1), V2("2.1"), V2("7.1"), groups=G1, since=E24, day="begun_on")
def interviews_owed(less_intensive: bool, begun_on: date) -> Applied:
    """With a less intensive effort (*mindre intensiv indsats*) no interviews are owed; what was held before counts.

    The law of the day on which the effort began holds for it (INF).
    """
    return applied("none" if less_intensive else "owed", less_intensive=less_intensive)


@rule("REG-09", V1("2.9.1"), groups=G1, since=G16)
def goes_on(group: Group, registered: bool, held: int) -> Applied:
    """A dagpenge recipient who is not registered has no course; registered again, it goes on where it was left.

    What was held before counts: the outcome is `rests`, or how many were held.
    """
    return applied(
        str(held) if registered or group is not Group.G1 else "rests", group=group, registered=registered, held=held
    )
