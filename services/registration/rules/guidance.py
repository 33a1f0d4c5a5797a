"""Who may guide about self-booking. BAB § 44, stk. 2."""

from contracts.types import Group
from services.registration import policy
from services.registration.rules.missed import E21, SELF_BOOKING
from shared.law.citation import BAB, V1, VB
from shared.law.rule import OK, Applied, applied, rule


@rule("GUI-02", BAB("§ 44", stk=2), VB("§ 7"), V1("3"), groups=SELF_BOOKING, since=E21)
def may_guide(sender: str, group: Group, akasse: str | None) -> Applied:
    """An a-kasse guides its own members, a jobcentre the others, and G1 where the policy lets it."""
    kind, _, code = sender.partition("-")
    facts = {"sender": sender, "group": group, "akasse": akasse}
    if kind == "akasse":
        return applied(OK if group is Group.G1 and code == akasse else "not-its-member", **facts)
    return applied(OK if group is not Group.G1 or policy.JOBCENTRE_GUIDES_G1 else "akasse-guides", **facts)
