"""After each message: rights, efforts and controls are judged anew by all that is known, and the timers follow the case."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from services.registration.case import Case
from services.registration.control import judge_controls, limits
from services.registration.effort import beginnings, judge_efforts
from services.registration.register import Course
from services.registration.rights import handovers, judge_rights
from shared.law.calendar import civil_date
from shared.law.decision import Clear, Decider, Decision, Message, Timer, TimerFired
from shared.law.value import replace

RIGHT, EFFORT, CONTROL = "right", "effort", "control"
WANTED = {RIGHT: handovers, EFFORT: beginnings, CONTROL: limits}
"""What the case wants to be woken for: by kind of timer, from key to instant."""


class Anew(Decider[Case]):
    """Decides a message, then what follows for all that time and other facts may end."""

    def __call__(self, case: Case, message: Message[Any], today: date) -> Decision[Case]:
        decision = super().__call__(case, message, today)
        after = decision.case
        if decision.refusal is not None or not (after.rights or after.efforts or after.controls):
            return decision
        now = civil_date(message.recorded)
        course = Course(after, message.id, decision.events, decision.applied)
        course = judge_controls(judge_efforts(judge_rights(course, now), now), now)
        timers = (*decision.timers, *changed(case, course.case))
        return replace(decision, case=course.case, events=course.events, applied=course.applied, timers=timers)


def day_came(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """Time has passed; what that brings is judged with the rest."""
    return Decision(case)


def changed(before: Case, now: Case) -> Iterator[Timer | Clear]:
    """The difference between the timers that the two cases want."""
    old, new = wanted(before), wanted(now)
    yield from (Timer(kind, key, at) for (kind, key), at in new.items() if old.get((kind, key)) != at)
    yield from (Clear(kind, key) for kind, key in sorted(old.keys() - new.keys()))


def wanted(case: Case) -> dict[tuple[str, str], datetime]:
    return {(kind, key): at for kind, of in WANTED.items() for key, at in of(case).items()}
