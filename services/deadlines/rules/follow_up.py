"""The follow-up list: nobody unemployed is to be without deadline and planned interview. V1 2.5, 2.7.1, 2.9.2."""

from datetime import date, timedelta

from services.deadlines import policy
from services.deadlines.rules.groups import SB
from shared.law.citation import V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

ONE_DAY = timedelta(days=1)


@rule("DL-12", V1("2.5"), V1("2.7.1"), V1("2.9.2"), groups=SB, since=G16)
def without_a_plan(deadline: bool, planned_on: date | None, came_on: date, day: date) -> Applied:
    """Unemployed, with neither a deadline in play nor a planned interview: on the list.

    Looked at in the night. Somebody new, or back, is not yet overlooked: from the eighth day (INF; CC-05 gives the authority
    a week). A deadline that was missed is none, nor one that ran out unenforceable (DL-11): it only goes on asking (INF). A
    planned interview counts to the end of its day.
    """
    if deadline:
        outcome = "deadline"
    elif planned_on is not None and planned_on >= day:
        outcome = "interview"
    else:
        outcome = "new" if day <= came_on + policy.NEWCOMER else "listed"
    return applied(outcome, deadline=deadline, planned_on=planned_on, came_on=came_on, day=day)
