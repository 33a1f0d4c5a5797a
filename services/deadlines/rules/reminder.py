"""When a subscriber is reminded of a deadline. V1 2.2."""

from datetime import date, timedelta

from services.deadlines import policy
from services.deadlines.rules.groups import SB
from shared.law.citation import V1
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

NONE = "none"


@rule("DL-03", V1("2.2"), groups=SB, since=G16)
def reminder_after(visible_on: date, due: date, reminded_on: date | None) -> Applied:
    """Who has asked for it is reminded by SMS or e-mail (*sms- og mail-service*) when the deadline is given and a couple of
    times later, more often the longer it is: the outcome is the day of the next reminder after `reminded_on`.

    It is a service. Without one, or without having asked for one, the citizen has to look at Jobnet, and a miss is a miss.
    """
    length = (due - visible_on).days
    before = next(days for longer_than, days in policy.REMIND_BEFORE if length > longer_than or not longer_than)
    days = [visible_on, *(due - timedelta(days=each) for each in before)]
    left = (day for day in days if reminded_on is None or day > reminded_on)
    following = next(left, None)
    outcome = following.isoformat() if following else NONE
    return applied(outcome, visible_on=visible_on, due=due, reminded_on=reminded_on)
