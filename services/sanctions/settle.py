"""From facts to cases. After every message each miss is looked at anew, and what differs from what was said before is said
now; so a group, a booking or a reversal may become known before the miss or after it."""

from typing import Any

from contracts.sanctions.v1 import (
    DeductionCounted,
    DeductionWithdrawn,
    ReasonableGroundNoted,
    ReasonableGroundWithdrawn,
    SanctionCaseOpened,
    SanctionCaseReversed,
)
from contracts.types import Group
from services.sanctions.case import Case, Miss
from services.sanctions.rules.assessment import MANUAL, NO_BENEFIT, NON1, provision_of
from services.sanctions.rules.deduction import DEDUCTIONS, barred, days_between
from shared.law.decision import Decision, derived
from shared.law.rule import Applied
from shared.law.value import replace

OUTAGE = "OUTAGE"
"""The ground that Jobnet was down (OUT-02)."""
OTHER_GROUP = "OTHER_GROUP"
"""Why a case is taken back when another group turns out to have counted on the deadline's day."""

WITHOUT_BENEFIT = "NO_BENEFIT"
"""Why a case is taken back when there turns out to have been no benefit on the deadline's day."""


def settled(case: Case) -> Decision[Case]:
    """What is to be said now that the case is what it is."""
    events: list[Any] = []
    applied: list[Applied] = []
    now = case
    for miss in case.misses:
        group = case.group_on(miss.missed_on)
        missed = miss.taken_back is None and case.supported_on(miss.missed_on)
        wanted = group if missed and group in NON1 else None
        settled_miss = miss
        if wanted is not miss.group:
            settled_miss = turned(case, miss, wanted, events, applied)
        settled_miss = grounded(case, settled_miss, events, applied)
        settled_miss = counted(case, settled_miss, events, applied)
        if settled_miss != miss:
            now = now.with_miss(settled_miss)
    return Decision(now, tuple(events), applied=tuple(applied))


def turned(case: Case, miss: Miss, wanted: Group | None, events: list[Any], applied: list[Applied]) -> Miss:
    """Takes the open case back and opens another, as the group of the deadline's day asks for (SAN-01)."""
    if miss.group is not None:
        said = provision_of(case.group_on(miss.missed_on), miss.taken_back is None, case.supported_on(miss.missed_on))
        because = miss.taken_back or (WITHOUT_BENEFIT if said.outcome == NO_BENEFIT else OTHER_GROUP)
        events.append(SanctionCaseReversed(case=id_of(case, miss, miss.group), deadline=miss.deadline, because=because))
        applied.append(said)
    if wanted is not None:
        said = provision_of(wanted)
        applied += () if said in applied else (said,)
        manual = wanted in MANUAL
        events.append(
            SanctionCaseOpened(
                case=id_of(case, miss, wanted),
                deadline=miss.deadline,
                group=wanted,
                missed_on=miss.missed_on,
                opened_on=miss.opened_on,
                provision=None if manual else said.outcome,
                manual=manual,
            )
        )
    return replace(miss, group=wanted, restored_on=None, noted=None)


def grounded(case: Case, miss: Miss, events: list[Any], applied: list[Applied]) -> Miss:
    """Says that there is a reasonable ground, or that there is none any more; either way days are counted anew (SAN-04)."""
    if miss.group is None or miss.ground == miss.noted:
        return miss
    id = id_of(case, miss, miss.group)
    if miss.noted is not None:
        events.append(ReasonableGroundWithdrawn(case=id, deadline=miss.deadline, ground=miss.noted))
    if miss.ground is not None:
        events.append(ReasonableGroundNoted(case=id, deadline=miss.deadline, ground=miss.ground))
    applied.append(barred(miss.ground))
    return replace(miss, noted=miss.ground, restored_on=None)


def counted(case: Case, miss: Miss, events: list[Any], applied: list[Applied]) -> Miss:
    """Counts the days once the citizen has booked or been in contact after the miss (SAN-03).

    Counts again when an earlier day becomes known. A case without a provision stays with the caseworker.
    """
    restored_on = case.contact_after(miss.missed_on)
    if miss.ground is not None or miss.group not in DEDUCTIONS or restored_on == miss.restored_on:
        return miss
    id = id_of(case, miss, miss.group)
    if restored_on is None:
        return uncounted(id, miss, events, applied)
    said = days_between(miss.missed_on, restored_on)
    events.append(
        DeductionCounted(
            case=id,
            missed_on=miss.missed_on,
            restored_on=restored_on,
            days=int(said.outcome),
            provision=str(DEDUCTIONS[miss.group]),
        )
    )
    applied.append(said)
    return replace(miss, restored_on=restored_on)


def uncounted(id: str, miss: Miss, events: list[Any], applied: list[Applied]) -> Miss:
    """What ended the days was no contact after all: they run on."""
    if miss.restored_on is not None:
        said = days_between(miss.missed_on, miss.restored_on)
        days = int(said.outcome)
        events.append(DeductionWithdrawn(case=id, missed_on=miss.missed_on, restored_on=miss.restored_on, days=days))
        applied.append(said)
    return replace(miss, restored_on=None)


def id_of(case: Case, miss: Miss, group: Group) -> str:
    """The id of the assessment case: it follows from the miss and the group it is assessed in."""
    return derived(case.citizen, "sanction", miss.cause, group)
