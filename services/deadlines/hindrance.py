"""What an outage of Jobnet on a deadline's day means for a miss (OUT-01 to OUT-03). The miss itself stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.deadlines.v1 import (
    AskOutages,
    Effect,
    MissHindered,
    MissHinderedWithdrawn,
)
from contracts.topics import askers_of
from contracts.types import Group
from services.deadlines import policy
from services.deadlines.case import Case, Deadline, Window
from services.deadlines.rules.outage import deregistered_anyway, may_dispense, reasonable_ground
from services.deadlines.situation import ONE_DAY
from shared.law.calendar import civil_date, end_of_day
from shared.law.decision import To
from shared.law.rule import Applied
from shared.law.value import replace

CHANNEL = "deadlines.outages"
"""The topic between a citizen's shard and a date's."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Which outage hindered, what the citizen tried, and what follows by which rules."""

    window: Window
    attempted_at: datetime | None
    effect: Effect
    applied: tuple[Applied, ...]


def question(deadline: Deadline, case: Case) -> To:
    """Asks for the outages of the date on which the deadline ended, now and later."""
    asked = AskOutages(citizen=case.citizen, day=deadline.due)
    return To(CHANNEL, asked, key=askers_of(deadline.due, case.citizen))


def hindrance(deadline: Deadline, case: Case) -> Hindrance | None:
    """The first outage of the day that is proved to have hindered; one with an attempt comes first."""
    proofs = [proof for window in deadline.outages if (proof := proved(deadline, window))]
    if not proofs:
        return None
    window, attempted_at = min(proofs, key=lambda each: (each[1] is None, each[0].starts_at))
    group = case.group_on(deadline.due)
    tried, lasted = attempted_at is not None, to_the_end(deadline, window)
    if group is Group.G1:
        left = case.group_on(deadline.due + ONE_DAY) is not Group.G1
        said = may_dispense(tried, lasted, deadline.owner, deadline.due, left)
        found = Hindrance(window, attempted_at, Effect.DISPENSATION, (deregistered_anyway(group, deadline.due), said))
    else:
        said = reasonable_ground(group, tried, lasted, deadline.due)
        found = Hindrance(window, attempted_at, Effect.REASONABLE_GROUND, (said,))
    return found if said.outcome == "hindered" else None


def proved(deadline: Deadline, window: Window) -> tuple[Window, datetime | None] | None:
    """An attempt in vain on the deadline's day, or an outage that lasted until it ended."""
    tried = (at for at in deadline.attempts if window.starts_at <= at < window.ends_at)
    attempted_at = next((at for at in tried if civil_date(at) == deadline.due), None)
    return (window, attempted_at) if attempted_at or to_the_end(deadline, window) else None


def to_the_end(deadline: Deadline, window: Window) -> bool:
    """Whether the outage lasted until the deadline's day ended."""
    end = end_of_day(deadline.due)
    return window.starts_at < end and window.ends_at >= end - policy.LAST_MINUTE


def hindered(deadline: Deadline, case: Case) -> tuple[Deadline, tuple[Any, ...], tuple[Applied, ...]]:
    """The deadline with what was said of outages brought up to date; events and rules where that changes."""
    if not deadline.missed:
        forgotten = deadline.hindered or deadline.outages
        return (replace(deadline, hindered=None, outages=()) if forgotten else deadline), (), ()
    found = hindrance(deadline, case) if deadline.outages else None
    effect = found.effect if found else None
    if effect is deadline.hindered:
        return deadline, (), ()
    now = replace(deadline, hindered=effect)
    if found is None:
        return now, (MissHinderedWithdrawn(deadline=now.id, due=now.due),), ()
    told = MissHindered(
        deadline=now.id,
        due=now.due,
        effect=found.effect,
        starts_at=found.window.starts_at,
        ends_at=found.window.ends_at,
        attempted_at=found.attempted_at,
    )
    return now, (told,), found.applied
