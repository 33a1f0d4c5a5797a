"""Who may guide about self-booking, and about what. BAB § 44, stk. 2; VB § 7."""

from datetime import date

from contracts.types import Group
from services.registration import policy
from services.registration.rules.missed import SELF_BOOKING
from shared.law.citation import BAB, V1, VB
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule


@rule("GUI-02", BAB("§ 44", stk=2), VB("§ 7"), V1("3"), groups=SELF_BOOKING, since=G16, day="on")
def may_guide(sender: str, group: Group, akasse: str | None, on: date) -> Applied:
    """An a-kasse guides its own members, a jobcentre the others, and G1 where the policy lets it.

    `group` is that of the day of the guidance. Who changes group afterwards need not be guided anew (INF: BAB § 44, stk. 2,
    asks whether the person has been guided, not as what).
    """
    kind, _, code = sender.partition("-")
    facts = {"sender": sender, "group": group, "akasse": akasse}
    if kind == "akasse":
        return applied(OK if group is Group.G1 and code == akasse else "not-its-member", **facts)
    return applied(OK if group is not Group.G1 or policy.JOBCENTRE_GUIDES_G1 else "akasse-guides", **facts)


@rule("GUI-01", BAB("§ 44", stk=2), VB("§ 7", stk=2), V1("3"), groups=SELF_BOOKING, since=G16)
def checklist(keep_up: bool, book: bool, consequences: bool, exemption: bool) -> Applied:
    """Guided (*vejledt*) is who has been told all four: to keep up with deadlines, to book, what a miss leads to, exemption.

    VB § 7, stk. 2, lists them for the a-kasse; the jobcentre's guidance is measured by the same list (INF).
    """
    told = keep_up and book and consequences and exemption
    return applied(
        OK if told else "incomplete", keep_up=keep_up, book=book, consequences=consequences, exemption=exemption
    )
