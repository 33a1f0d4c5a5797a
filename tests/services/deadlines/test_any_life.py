"""Whatever happens in whatever order: never two deadlines in play, no defect, and the events add up to the state."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from contracts.deadlines.course_v1 import ChooseAkasseParticipation, RequestInterview
from contracts.deadlines.v1 import (
    ChooseReminders,
    CloseDeadline,
    DeadlineClosed,
    DeadlineFulfilled,
    DeadlineOverdue,
    DeadlineReopened,
    DeadlineResumed,
    DeadlineSet,
    ExtendDeadline,
    OverdueReversed,
    RecordWrittenNotice,
    SetDeadline,
)
from contracts.registration.dagpenge_v1 import (
    BenefitStarted,
    BenefitStopped,
    HoursReported,
    MemberPlaced,
    ResponsibilityChanged,
    ResponsiblePeriod,
)
from contracts.registration.effort_v1 import LessIntensiveEnded, LessIntensiveStarted
from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.registration.v1 import (
    AbsenceRecorded,
    AbsenceWithdrawn,
    CitizenRegistered,
    DeregistrationReversed,
    GuidanceRecorded,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Reason,
)
from contracts.slots.v1 import InterviewBooked, InterviewCancelled, InterviewHeld, InterviewMissed, InterviewSummoned
from contracts.types import AbsenceKind, Benefit, Form, Group, HourCount, Insured, InterviewType, Party, Regime
from services.deadlines.case import Status
from shared.law.calendar import civil_date
from tests.services.deadlines.life import ANNA, FUND, JOBCENTRE, Life, danish, interview

BEGIN = danish("2024-03-20T12:00")
"""Just before the night to summer time."""

instants = some.integers(0, 45 * 24 * 12).map(lambda fives: BEGIN + timedelta(minutes=5 * fives))
days = some.integers(-3, 60).map(lambda number: civil_date(BEGIN) + timedelta(days=number))
types = some.sampled_from([InterviewType.JOB, InterviewType.JOB, InterviewType.JOB, InterviewType.JOINT])
names = some.sampled_from("abc").map(interview)


def bookings(interview: str, kind: InterviewType, at: datetime, days_later: int) -> InterviewBooked:
    starts_at = at + timedelta(days=days_later)
    return InterviewBooked(
        interview=interview,
        slot="t-1",
        supplier=JOBCENTRE,
        starts_at=starts_at,
        held_on=civil_date(starts_at),
        booked_at=at,
        booked_by="jobnet",
        staff="s-7",
        form=Form.PHONE,
        interview_type=kind,
    )


def cancellations(interview: str, at: datetime) -> InterviewCancelled:
    day = civil_date(at)
    return InterviewCancelled(interview=interview, slot="t-1", held_on=day, cancelled_by="jobnet", cancelled_at=at)


def registrations(group: Group, on: Any) -> CitizenRegistered:
    return CitizenRegistered(group=group, jobcentre="46100", akasse=None, insured=None, job_seeker=False, on=on)


def summonses(interview: str, kind: InterviewType, at: datetime, days_later: int) -> InterviewSummoned:
    starts_at = at + timedelta(days=days_later)
    return InterviewSummoned(
        interview=interview,
        supplier=JOBCENTRE,
        starts_at=starts_at,
        held_on=civil_date(starts_at),
        summoned_at=at,
        summoned_by=JOBCENTRE,
        staff="s-7",
        form=Form.PHONE,
        interview_type=kind,
    )


def held(interview: str, kind: InterviewType, on: Any) -> InterviewHeld:
    return InterviewHeld(
        interview=interview, held_on=on, held_by=JOBCENTRE, interview_type=kind, form=Form.PHONE, planned=False
    )


def no_show(interview: str, on: Any) -> InterviewMissed:
    return InterviewMissed(
        interview=interview,
        held_on=on,
        supplier=JOBCENTRE,
        interview_type=InterviewType.JOB,
        registered_by=JOBCENTRE,
    )


def responsibilities(begins: Any, days_until: int, regime: Regime | None) -> ResponsibilityChanged:
    return ResponsibilityChanged(
        periods=(
            ResponsiblePeriod(since=begins, party=Party.A_KASSE, authority=FUND, regime=regime),
            ResponsiblePeriod(
                since=begins + timedelta(days=days_until), party=Party.JOBCENTRE, authority=JOBCENTRE, regime=regime
            ),
        )
    )


def rights(kind: Any, name: str, on: Any) -> Any:
    return kind(right=name, ground="LANGUAGE", by=JOBCENTRE, on=on)


def absences(name: str, kind: AbsenceKind, starts: Any, length: int | None, approved: bool) -> AbsenceRecorded:
    ends = None if length is None else starts + timedelta(days=length)
    return AbsenceRecorded(
        absence=name, kind=kind, starts=starts, ends=ends, notified_on=civil_date(BEGIN), approved=approved
    )


def back(effective: Any, out_for: int) -> JobseekerReRegistered:
    return JobseekerReRegistered(
        effective=effective, deregistered_on=effective - timedelta(days=out_for), days_unregistered=out_for
    )


def placements(on: Any, insured: Insured, running: bool) -> MemberPlaced:
    return MemberPlaced(placed_on=on, akasse="05", insured=insured, running=running, trial=False)


bodies = some.one_of(
    some.builds(SetDeadline, due=days, visible_on=some.none() | days, interview_type=types),
    some.builds(SetDeadline, due=some.just(civil_date(BEGIN) + timedelta(days=20)), interview_type=types),
    some.builds(ExtendDeadline, due=days),
    some.builds(CloseDeadline),
    some.builds(bookings, names, types, instants, some.integers(0, 20)),
    some.builds(bookings, names, types, instants, some.integers(0, 20)),
    some.builds(cancellations, names, instants),
    some.builds(registrations, some.sampled_from([Group.G1, Group.G3, Group.G6]), days),
    some.builds(GuidanceRecorded, on=days),
    some.builds(ChooseReminders, sms=some.booleans(), email=some.booleans()),
    some.builds(RecordWrittenNotice, on=some.none() | days),
    some.builds(summonses, names, types, instants, some.integers(0, 20)),
    some.builds(held, names, types, days),
    some.builds(no_show, names, days),
    some.builds(responsibilities, days, some.integers(1, 30), some.sampled_from([None, Regime.NEW])),
    some.builds(rights, some.sampled_from([SelfBookingExempted, SelfBookingDeprived]), names, days),
    some.builds(LessIntensiveStarted, effort=names, ground=some.just("STUDY"), on=days, by=some.just(FUND)),
    some.builds(LessIntensiveEnded, effort=names, on=days, because=some.just("ENDED")),
    some.builds(SelfBookingRestored, right=names, on=days, because=some.just("REQUEST")),
    some.builds(
        absences, names, some.sampled_from(list(AbsenceKind)), days, some.none() | some.integers(0, 20), some.booleans()
    ),
    some.builds(AbsenceWithdrawn, absence=names),
    some.builds(placements, days, some.sampled_from(Insured), some.booleans()),
    some.builds(HoursReported, count=some.sampled_from(HourCount), hours=some.floats(0, 3000), registered_on=days),
    some.builds(BenefitStarted, on=days, inquiry_on=days, benefit=some.none() | some.sampled_from(Benefit)),
    some.builds(BenefitStopped, on=days),
    some.builds(RequestInterview, on=some.none() | days),
    some.builds(ChooseAkasseParticipation, participates=some.booleans(), interview=some.none() | names),
    some.builds(JobseekerDeregistered, effective=days, reason=some.just(Reason.OWN_REQUEST)),
    some.builds(back, days, some.integers(1, 100)),
    some.builds(
        DeregistrationReversed,
        effective=days,
        reason=some.just(Reason.OWN_REQUEST),
        deadline=some.none(),
        because=some.just("X"),
    ),
)
steps = some.tuples(some.integers(0, 60 * 24 * 5), some.integers(0, 60 * 24 * 4), bodies)
"""Minutes until the platform hears the next message, by how many minutes that comes late, and the message."""


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(steps, max_size=16))
def test_whatever_happens_there_is_one_deadline_in_play_and_the_events_add_up(
    lives: list[tuple[int, int, Any]],
) -> None:
    life = Life().registered(Group.G3, "2021-01-04").guided("2021-01-05")
    known = BEGIN
    for wait, late, body in lives:
        known += timedelta(minutes=wait)
        source = JOBCENTRE
        life.hear((known - timedelta(minutes=late)).isoformat(), body, source, known.isoformat())
        check(life)
    life.until("2025-01-01T00:00")
    check(life)
    assert all(each.judged or each.closed_in_time for each in life.case.deadlines)
    assert life.timers == {}


def check(life: Life) -> None:
    """What must be true at every moment of every life."""
    assert life.case.citizen == ANNA
    assert sum(each.status is not Status.CLOSED for each in life.case.deadlines) <= 1
    about = [event for _, event in life.told if hasattr(event, "deadline")]
    said: Counter[tuple[type, str]] = Counter((type(event), event.deadline) for event in about)
    for each in life.case.deadlines:
        assert said[DeadlineSet, each.id] == 1
        assert said[DeadlineOverdue, each.id] - said[OverdueReversed, each.id] == each.missed
        assert not (each.missed and each.closed_in_time)
        assert (said[DeadlineClosed, each.id] > 0) or each.in_play
        if each.in_play and said[DeadlineClosed, each.id]:
            assert said[DeadlineResumed, each.id] or said[DeadlineReopened, each.id]
        if each.status is Status.FULFILLED:
            last = next(event for event in reversed(about) if event.deadline == each.id)
            assert not isinstance(last, DeadlineReopened | DeadlineOverdue)
            assert said[DeadlineFulfilled, each.id] > 0
