"""What `registration` tells: group, responsibility, rights, absences, and what a re-registration waits for."""

from contracts.registration import dagpenge_v1 as dagpenge
from contracts.registration import self_booking_v1 as self_booking
from contracts.registration import v1 as told
from contracts.types import AbsenceKind
from services.citizens.case import Absence, Case, Demand, Out, Period, Placement, Right
from shared.law.value import replace

SPARED = frozenset({AbsenceKind.HOLIDAY, AbsenceKind.SICKNESS})
"""Absences in which nothing is demanded (IM-07)."""


def registered(case: Case, event: told.CitizenRegistered) -> Case:
    """One group per date: what is said last of a date counts."""
    others = [each for each in case.placements if each.since != event.on]
    new = Placement(event.on, event.group, event.jobcentre)
    return replace(case, placements=tuple(sorted([*others, new], key=lambda each: each.since)))


def responsibility(case: Case, event: dagpenge.ResponsibilityChanged) -> Case:
    """All periods as they are known now."""
    return replace(case, periods=tuple(Period(each.since, each.party, each.authority) for each in event.periods))


def exempted(case: Case, event: self_booking.SelfBookingExempted) -> Case:
    return with_right(case, Right(event.right, False, event.on))


def deprived(case: Case, event: self_booking.SelfBookingDeprived) -> Case:
    return with_right(case, Right(event.right, True, event.on))


def restored(case: Case, event: self_booking.SelfBookingRestored) -> Case:
    """It holds no longer; one that never held is forgotten."""
    found = next((each for each in case.rights if each.id == event.right), None)
    return case if found is None else with_right(case, replace(found, until=event.on))


def with_right(case: Case, right: Right) -> Case:
    others = [each for each in case.rights if each.id != right.id]
    kept = [*others, right] if right.until is None or right.on < right.until else others
    return replace(case, rights=tuple(sorted(kept, key=lambda each: (each.on, each.id))))


def away(case: Case, event: told.AbsenceRecorded) -> Case:
    """Told again it replaces; one that was not granted, or spares nobody, is none."""
    others = [each for each in case.absences if each.id != event.absence]
    if event.approved and event.kind in SPARED:
        others.append(Absence(event.absence, event.starts, event.ends))
    found = tuple(sorted(others, key=lambda each: (each.starts, each.id)))
    return case if found == case.absences else replace(case, absences=found)


def not_away(case: Case, event: told.AbsenceWithdrawn) -> Case:
    return replace(case, absences=tuple(each for each in case.absences if each.id != event.absence))


def demanded(case: Case, event: told.ImmediateBookingRequired) -> Case:
    """Asked for again on a later day it counts from then."""
    return replace(case, demand=Demand(event.requested_on, event.hold_by, event.registered, event.deadline))


def demand_withdrawn(case: Case, event: told.ImmediateBookingWithdrawn) -> Case:
    same = case.demand is not None and case.demand.requested_on == event.requested_on
    return replace(case, demand=None) if same else case


def out(case: Case, event: told.JobseekerDeregistered) -> Case:
    new = Out(event.effective, event.reason, event.deadline)
    return replace(case, outs=tuple(sorted((*case.outs, new), key=lambda each: each.since)))


def in_again(case: Case, event: told.JobseekerReRegistered) -> Case:
    """Back from all that began by then; what the return waited for is over. One long past may become known, or move, late:
    a later deregistration and its demand stand. So does a demand on who was registered all the same (IM-06)."""
    since = event.effective
    left = tuple(
        e for e in case.outs if e.since > since or (event.out_again and e.since == since > event.deregistered_on)
    )
    known = replace(case, outs=left, back_on=max(event.effective, case.back_on or event.effective))
    over = case.demand is not None and not case.demand.registered and not left
    return replace(known, demand=None) if over else known


def never_out(case: Case, event: told.DeregistrationReversed) -> Case:
    """Whether a demand goes with it, `ImmediateBookingWithdrawn` tells."""
    wrong = Out(event.effective, event.reason, event.deadline)
    return replace(case, outs=tuple(each for each in case.outs if each != wrong)) if wrong in case.outs else case
