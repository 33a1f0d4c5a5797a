"""A life in the contact course: placements, hours, who is responsible, benefit, interviews held. Danish dates."""

from datetime import date
from typing import Any, Self

from contracts.deadlines.course_v1 import (
    ChooseAkasseParticipation,
    CourseBreached,
    CourseBreachReversed,
    FollowUpCleared,
    FollowUpListed,
    NextInterviewDue,
    NoInterviewDue,
    RequestInterview,
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
from contracts.registration.v1 import (
    CitizenRegistered,
    DeregistrationReversed,
    JobseekerDeregistered,
    JobseekerReRegistered,
    Reason,
)
from contracts.slots.v1 import InterviewHeld, InterviewMissed
from contracts.types import AbsenceKind, Benefit, Form, Group, HourCount, Insured, InterviewType, Party, Regime
from tests.services.deadlines.life import JOBCENTRE, Life, interview

AKASSE = "akasse-05"
Period = tuple[str, Party, Regime, bool]


def day(text: str) -> date:
    return date.fromisoformat(text)


class CourseLife(Life):
    """Each step is known in the morning of its date, unless `known` gives a later one."""

    def tell(self, on: str, body: Any, known: str | None = None, source: str = "registration") -> Self:
        at = on if "T" in on else f"{on}T08:00"
        late = (known if "T" in known else f"{known}T08:00") if known else None
        return self.hear(max(at, late) if late else at, body, source)

    def member(
        self, on: str, group: Group = Group.G1, known: str | None = None, insured: Insured | None = None
    ) -> Self:
        seeker = group in (Group.G1, Group.G2, Group.G4O)
        told = CitizenRegistered(
            group=group, jobcentre="46100", akasse=None, insured=insured, job_seeker=seeker, on=day(on)
        )
        return self.tell(on, told, known)

    def placed(
        self, on: str, insured: Insured = Insured.FULL_TIME, running: bool = False, known: str | None = None
    ) -> Self:
        told = MemberPlaced(placed_on=day(on), akasse="05", insured=insured, running=running, trial=False)
        return self.tell(on, told, known)

    def hours(self, on: str, hours: float, count: HourCount = HourCount.COURSE, known: str | None = None) -> Self:
        return self.tell(on, HoursReported(count=count, hours=hours, registered_on=day(on)), known)

    def course_of(self, at: str, *periods: Period, known: str | None = None) -> Self:
        told = tuple(
            ResponsiblePeriod(
                since=day(since),
                party=party,
                authority=AKASSE if party is Party.A_KASSE else JOBCENTRE,
                regime=regime,
                education=education,
            )
            for since, party, regime, education in periods
        )
        return self.tell(at, ResponsibilityChanged(periods=told), known)

    def benefit(
        self, on: str, inquiry: str | None = None, known: str | None = None, kind: Benefit | None = None
    ) -> Self:
        return self.tell(inquiry or on, BenefitStarted(on=day(on), inquiry_on=day(inquiry or on), benefit=kind), known)

    def no_benefit(self, on: str, known: str | None = None) -> Self:
        return self.tell(on, BenefitStopped(on=day(on)), known)

    def out(self, on: str, known: str | None = None) -> Self:
        return self.tell(on, JobseekerDeregistered(effective=day(on), reason=Reason.OWN_REQUEST), known)

    def out_for_the_miss(self, on: str) -> Self:
        """Deregistered for the deadline set last."""
        missed = self.case.deadlines[-1].id
        told = JobseekerDeregistered(effective=day(on), reason=Reason.MISSED_BOOKING, deadline=missed)
        return self.tell(on, told)

    def never_out(self, on: str, known: str) -> Self:
        told = DeregistrationReversed(effective=day(on), reason=Reason.OWN_REQUEST, deadline=None, because="TEST")
        return self.tell(on, told, known)

    def corrected(self, on: str, known: str) -> Self:
        """The deregistration for the deadline set last was the jobcentre's own error."""
        missed = self.case.deadlines[-1].id
        told = DeregistrationReversed(
            effective=day(on), reason=Reason.MISSED_BOOKING, deadline=missed, because="JOBCENTRE_ERROR"
        )
        return self.tell(on, told, known)

    def back(self, on: str, out: str, known: str | None = None) -> Self:
        days = (day(on) - day(out)).days
        told = JobseekerReRegistered(effective=day(on), deregistered_on=day(out), days_unregistered=days)
        return self.tell(on, told, known)

    def held(
        self,
        on: str,
        kind: InterviewType = InterviewType.JOB,
        by: str = JOBCENTRE,
        known: str | None = None,
        name: str | None = None,
    ) -> Self:
        told = InterviewHeld(
            interview=interview(name or on),
            held_on=day(on),
            held_by=by,
            interview_type=kind,
            form=Form.IN_PERSON,
            planned=False,
        )
        return self.tell(f"{on}T15:00", told, f"{known}T15:00" if known else None, "slots")

    def no_show(self, on: str, known: str | None = None, name: str | None = None) -> Self:
        told = InterviewMissed(
            interview=interview(name or on),
            held_on=day(on),
            supplier=JOBCENTRE,
            interview_type=InterviewType.JOB,
            registered_by=JOBCENTRE,
        )
        return self.tell(f"{on}T15:30", told, known, "slots")

    def standby(self, on: str, ends: str | None = None) -> Self:
        return self.absent(f"{on}T08:00", AbsenceKind.STANDBY, on, ends)

    def less_intensive(self, on: str) -> Self:
        told = LessIntensiveStarted(effort=interview("effort"), ground="MATERNITY", on=day(on), by=AKASSE)
        return self.tell(on, told)

    def intensive_again(self, on: str) -> Self:
        return self.tell(on, LessIntensiveEnded(effort=interview("effort"), on=day(on), because="ENDED"))

    def request(self, at: str, on: str | None = None, by: str = "jobnet") -> Self:
        return self.tell(at, RequestInterview(on=day(on) if on else None), source=by)

    def choose(self, at: str, participates: bool, name: str | None = None, by: str = AKASSE) -> Self:
        command = ChooseAkasseParticipation(participates=participates, interview=interview(name) if name else None)
        return self.tell(at, command, source=by)

    # --- what can be seen ---

    @property
    def next(self) -> NextInterviewDue | NoInterviewDue | None:
        """What was told last of the next interview."""
        told = [e for _, e in self.course if isinstance(e, NextInterviewDue | NoInterviewDue)]
        return told[-1] if told else None

    @property
    def due(self) -> NextInterviewDue:
        found = self.next
        assert isinstance(found, NextInterviewDue), found
        return found

    @property
    def nothing(self) -> str | None:
        """Why nothing is due."""
        return self.next.because if isinstance(self.next, NoInterviewDue) else None

    @property
    def breaches(self) -> list[CourseBreached]:
        """Those that stand."""
        stand: dict[str, CourseBreached] = {}
        for _, event in self.course:
            if isinstance(event, CourseBreached):
                assert event.breach not in stand, "told twice"
                stand[event.breach] = event
            elif isinstance(event, CourseBreachReversed):
                del stand[event.breach]
        return list(stand.values())

    @property
    def broken(self) -> list[tuple[str, str]]:
        """Step and date of each that stands."""
        return [(each.step.value, each.limit_on.isoformat()) for each in self.breaches]

    @property
    def listed(self) -> list[tuple[str, str]]:
        """On and off the follow-up list: date and what."""
        words = {FollowUpListed: "on", FollowUpCleared: "off"}
        return [(at.date().isoformat(), words[type(e)]) for at, e in self.course if type(e) in words]


NEW_A, NEW_J = (Party.A_KASSE, Regime.NEW, False), (Party.JOBCENTRE, Regime.NEW, False)


def new_member(on: str = "2024-01-08", handover: str | None = None) -> CourseLife:
    """Placed and registered on the day, under the new regime."""
    life = CourseLife()
    life.member(on).placed(on)
    periods = [(on, *NEW_A)] + ([(handover, *NEW_J)] if handover else [])
    return life.course_of(on, *periods)
