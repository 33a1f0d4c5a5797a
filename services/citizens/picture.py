"""The status that follows from a case. What only a day's passing changes stands in it as a date."""

from collections.abc import Iterator
from datetime import date

from contracts.citizens.v1 import (
    CitizenDeadline,
    CitizenStatus,
    DeadlineState,
    DueInterview,
    ImmediateBooking,
    Pause,
    PlannedInterview,
    Responsible,
    SelfBooking,
    WhyNot,
    WhyNow,
)
from contracts.types import Group, Party
from services.citizens.case import Case, Deadline, Due, Interview, Standing
from services.citizens.rules.demand import SB, demanded_after, demanded_until_registered, forgotten
from shared.law.rule import Applied


def status_of(case: Case) -> CitizenStatus:
    """How the citizen stands by all that was told."""
    shown = [each for each in case.deadlines if each.standing is not Standing.CLOSED]
    return CitizenStatus(
        version=case.version,
        self_booking=tuple(self_booking(case)),
        deadlines=tuple(deadline(each) for each in shown),
        immediate_booking=immediate(case),
        responsible=tuple(responsible(case)),
        interviews=tuple(
            PlannedInterview(
                interview=each.id,
                starts_at=each.starts_at,
                held_on=each.held_on,
                interview_type=each.interview_type,
                form=each.form,
                supplier=each.supplier,
                summoned=each.summoned,
            )
            for each in case.interviews
        ),
        next_interview=next_interview(case.due) if case.due else None,
    )


def next_interview(due: Due) -> DueInterview:
    return DueInterview(
        authority=due.authority, interview_type=due.interview_type, calling=due.calling, by=due.by
    )  # fmt: skip


def deadline(each: Deadline) -> CitizenDeadline:
    return CitizenDeadline(
        deadline=each.id,
        state=DeadlineState(each.standing),
        interview_type=each.interview_type,
        visible_on=each.visible_on,
        book_by=each.due,
        hold_by=each.hold_by,
        owner=each.owner,
        interview=each.interview,
    )


def self_booking(case: Case) -> Iterator[SelfBooking]:
    """A new entry where the answer changes: with the group, an exemption, a withdrawal, or the end of one."""
    days = {each.since for each in case.placements}
    days |= {day for each in case.rights for day in (each.on, each.until) if day is not None}
    last: WhyNot | None = WhyNot.NOT_IN_COURSE
    for day in sorted(days):
        why = why_not(case, day)
        if why is not last:
            yield SelfBooking(since=day, may=why is None, reason=why)
        last = why


def why_not(case: Case, day: date) -> WhyNot | None:
    """Why the citizen may not book on that day; None where nothing stands in the way.

    Whoever is out of the register may book: without that nobody could come back into it (BAB § 30, stk. 3).
    """
    group = case.group_on(day)
    if group is None:
        return WhyNot.NOT_IN_COURSE
    if group not in SB:
        return WhyNot.OTHER_GROUP
    held = [each for each in case.rights if each.holds(day)]
    if any(each.deprived for each in held):
        return WhyNot.DEPRIVED
    return WhyNot.EXEMPTED if held else None


def responsible(case: Case) -> Iterator[Responsible]:
    """As registration told it; where it told nothing, the jobcentre that the citizen is registered with."""
    for each in case.periods:
        yield Responsible(since=each.since, party=each.party, authority=each.authority)
    last = ""
    for place in case.placements if not case.periods else ():
        if place.jobcentre != last:
            yield Responsible(since=place.since, party=Party.JOBCENTRE, authority=f"jobcentre-{place.jobcentre}")
        last = place.jobcentre


def immediate(case: Case) -> ImmediateBooking | None:
    """What a re-registration demands comes before what a deadline that ran out does: it has a last day."""
    wanted, void = case.demand, forgotten_on(case)
    until = date.fromisoformat(void.outcome) if void else None
    if wanted and not wanted.registered:
        return ImmediateBooking(
            since=wanted.requested_on, reason=WhyNow.RE_REGISTRATION, hold_by=wanted.hold_by, until=until
        )
    unmet, said = unmet_deadline(case), run_out(case)
    if unmet is None or said is None or said.ok:
        return None
    since = date.fromisoformat(said.outcome)
    if until and until <= since:
        return None
    pauses = (each for each in case.absences if each.ends is None or each.ends >= since)
    return ImmediateBooking(
        since=since,
        reason=WhyNow.DEADLINE_RUN_OUT,
        hold_by=wanted.hold_by if wanted and wanted.deadline == unmet.id else None,
        pauses=tuple(Pause(starts=each.starts, ends=each.ends) for each in pauses),
        until=until,
    )


def unmet_deadline(case: Case) -> Deadline | None:
    """The deadline in play that no booking meets, or of long ago one that was met and is not closed yet."""
    return next(
        (each for each in case.deadlines if each.standing is not Standing.CLOSED and not settled(each, case)), None
    )


def settled(deadline: Deadline, case: Case) -> bool:
    """Whether it is met, and its day will close it."""
    said = unregistered(deadline, case)
    return deadline.standing is Standing.FULFILLED and not (said and said.in_force)


def unregistered(deadline: Deadline, case: Case) -> Applied | None:
    """What its interview demands as long as nobody has registered that it was held."""
    held_on = next((each.held_on for each in case.interviews if each.id == deadline.interview), None)
    return demanded_until_registered(held_on) if held_on else None


def run_out(case: Case) -> Applied | None:
    """From when it demands a booking."""
    each = unmet_deadline(case)
    if each is None:
        return None
    if each.standing is Standing.FULFILLED:
        return unregistered(each, case)
    answers = (i.held_on for i in case.interviews if answered(case, each, i))
    return demanded_after(each.due, min(answers, default=None))


def answered(case: Case, deadline: Deadline, interview: Interview) -> bool:
    """By an interview of its type after it, or by the one to which a dagpenge recipient was summoned when coming back."""
    if interview.interview_type is deadline.interview_type:
        return interview.held_on > deadline.due
    back = case.back_on
    if not interview.summoned or back is None or case.group_on(back) is not Group.G1:
        return False
    return deadline.due < back <= interview.held_on and (interview.planned_on or back) <= back


def forgotten_on(case: Case) -> Applied | None:
    """From when nothing is demanded of who stays out of the register (IM-03); the group of that day decides (INF)."""
    said = forgotten(case.outs[0].since) if case.outs else None
    return said if said and said.in_force and case.group_on(date.fromisoformat(said.outcome)) is Group.G1 else None


def demanded(case: Case) -> tuple[Applied, ...]:
    """The rules on what is demanded."""
    return tuple(each for each in (run_out(case), forgotten_on(case)) if each) if immediate(case) else ()
