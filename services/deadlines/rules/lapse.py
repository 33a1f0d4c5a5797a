"""What in the citizen's own situation ends a deadline (*lukkes ved ændret status*, *forældes*). V1 2.9, 2.11; BAB § 30."""

from datetime import date, timedelta

from contracts.deadlines.v1 import Closed
from contracts.types import Group
from services.deadlines import policy
from services.deadlines.rules.duty import BEGAN
from services.deadlines.rules.groups import SB
from shared.law.calendar import add_months, end_of_month
from shared.law.citation import BAB, LAB, V1, V2
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

STANDS = "stands"
KHS = frozenset({Group.G2, Group.G3, Group.G4O, Group.G4U, Group.G5})
"""Kontanthjælp and uddannelseshjælp."""
UNREGISTERED = frozenset({Group.G7, Group.G8, Group.G9, Group.G10})
DAGPENGE = frozenset({Group.G1})
NEW_DEADLINE = "new-deadline"
FORGOTTEN_AFTER = 3
"""Months; »3 måneder eller mere«, BAB § 30, stk. 3."""


@rule("DL-14", LAB("§ 35"), BAB("§ 45"), LAB("§ 33", stk=3), V1("2.11"), V2("2.1"), groups=SB, since=G16)
def ends_with(why: Closed, since: date, until: date | None, set_on: date, visible_on: date | None = None) -> Applied:
    """A deadline that was given before the change, or during it, is closed from the first day that the change holds.

    The outcome is that day. Given after the change was over, or to be shown only then (`visible_on`, where it is later than
    `set_on`), it stands. The changes: exempted, deprived (EX-06), standby
    (FORM-05), less intensive effort (LI-02), out of the groups with the duty (TG-01), the a-kasse's course begins, and INF:
    the a-kasse's course ends. The sources are silent on an a-kasse's open deadline at the handover, at a change of a-kasse
    and when dagpenge end; that a-kasse can no longer hold the interview, so nothing may follow from a day after it. A miss
    before the change stands.
    """
    over = until is not None and until <= max(since, visible_on or set_on)
    outcome = STANDS if over else max(since, set_on).isoformat()
    return applied(outcome, why=why, since=since, until=until, set_on=set_on, visible_on=visible_on)


@rule("OB-01", BAB("§ 30", stk=3), V1("2.9.1"), V1("2.9.2"), groups=DAGPENGE, since=G16, day="registered_on")
def void_after_three_months(group: Group | None, deregistered_on: date, registered_on: date) -> Applied:
    """Registered again three months or more after the deregistration: the deadline from before is void (*forældet*)."""
    gone = group is Group.G1 and registered_on >= add_months(deregistered_on, FORGOTTEN_AFTER)
    outcome = registered_on.isoformat() if gone else STANDS
    return applied(outcome, group=group, deregistered_on=deregistered_on, registered_on=registered_on)


@rule("IM-08", V1("2.9.2"), V1("2.9.3"), groups=DAGPENGE, since=G16)
def joint_is_next(joint: bool) -> Applied:
    """Who comes back when a joint interview (*fællessamtale*) is next needs no new deadline: the jobcentre summons.

    From 2024 the jobcentre may let the person book it too (SUM-06): then it sets a deadline, unasked. That the interview is
    due is told as such (`NextInterviewDue`), with its type.
    """
    return applied("summon" if joint else NEW_DEADLINE, joint=joint)


@rule("OB-02", V1("2.9.4"), groups=KHS, since=G16)
def void_after_the_next_month(due: date, since: date | None = None) -> Applied:
    """Void after the end of the month after the deadline's month (»ultimo måneden efter fristdatoen«): the outcome is the
    first day on which it no longer holds. AMB: the text can also be read as the end of the deadline's own month.

    Whoever comes into these groups later than that, on `since`, is not met with it from that day (INF: »disse målgrupper skal
    ikke mødes med en frist«).
    """
    last = end_of_month(add_months(due.replace(day=1), policy.OBSOLETE_MONTHS))
    return applied(max(last + timedelta(days=1), since or due).isoformat(), due=due, since=since)


@rule("OB-03", V1("2.9.4"), groups=UNREGISTERED, since=G16)
def never_void(group: Group) -> Applied:
    """Jobafklaring, ressourceforløb, ledighedsydelse and revalidering are not registered, and no rule makes their deadline
    void: it stands until it is closed (INF)."""
    return applied(STANDS if group in UNREGISTERED else "other-group", group=group)


def free_until(group: Group, since: date) -> date | None:
    """Until when somebody who comes into the group on a day has no duty yet (TG-01, TG-05); None: there is a duty."""
    began = BEGAN.get(group, date.max)
    return began if since < began else None
