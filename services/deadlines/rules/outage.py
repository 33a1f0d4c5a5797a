"""What an outage (*driftsforstyrrelse, systemnedbrud*) on the deadline's day excuses. V1 2.14; RB § 7."""

from datetime import date

from contracts.types import Group
from services.deadlines import policy
from services.deadlines.rules.groups import SB
from shared.law.citation import LAS, RB, V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

DAGPENGE = frozenset({Group.G1})


@rule("OUT-01", V1("2.14"), groups=DAGPENGE, since=G16, day="due")
def deregistered_anyway(group: Group | None, due: date) -> Applied:
    """A dagpenge recipient who could not book because of an outage is deregistered all the same."""
    return applied("deregistered-anyway" if group is Group.G1 else "other-group", group=group, due=due)


@rule("OUT-02", LAS("§ 13", stk=7), V1("2.14"), groups=SB - DAGPENGE, since=G16, day="due")
def reasonable_ground(group: Group | None, attempted: bool, lasted: bool, due: date) -> Applied:
    """Who was hindered in booking before the deadline ended has a reasonable ground (*rimelig grund*), and no deduction follows.

    The source speaks of »kontanthjælpssystemet«; INF: all groups outside dagpenge, to whom LAS § 13, stk. 7-8, applies
    alike. AMB, what proves it: an attempt in vain on the deadline's day, or (INF) that the outage lasted until it ended.
    """
    proved = attempted or (lasted and policy.LASTING_OUTAGE_IS_PROOF)
    outcome = "hindered" if proved and group in SB - DAGPENGE else "not-hindered"
    return applied(outcome, group=group, attempted=attempted, lasted=lasted, due=due)


@rule("OUT-03", RB("§ 7"), V1("2.14"), groups=DAGPENGE, since=G16, day="due")
def may_dispense(attempted: bool, lasted: bool, owner: str, due: date, left: bool = False) -> Applied:
    """The a-kasse may dispense from the lack of registration if it is due to the jobcentre, as when its booking was down on the
    deadline's day, and the member could not avert it. Whether it does is the a-kasse's decision; we tell it the facts.

    An a-kasse's own deadline deregisters nobody, so there is nothing to dispense from (DL-15); nor where the member had `left`
    dagpenge on the day after the deadline (INF).
    """
    proved = attempted or (lasted and policy.LASTING_OUTAGE_IS_PROOF)
    outcome = "hindered" if proved and not left and not owner.startswith("akasse-") else "not-hindered"
    return applied(outcome, attempted=attempted, lasted=lasted, owner=owner, due=due, left=left)
