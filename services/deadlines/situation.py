"""What others have told of a citizen's situation, and the days on which each holds. Values only."""

from datetime import date, timedelta

from contracts.deadlines.v1 import Closed
from contracts.registration.v1 import Reason
from contracts.types import AbsenceKind, Party, Regime
from shared.law.value import Value

ONE_DAY = timedelta(days=1)


class Period(Value, frozen=True):
    """Who holds the contact course from `since` until the next period, under which regime, if one is known (AK-01).

    `education`: in target for an education order (AK-04).
    """

    since: date
    party: Party
    authority: str = ""
    regime: Regime | None = None
    education: bool = False

    @property
    def fund(self) -> str:
        """The a-kasse that has the course; empty when none has, or nobody told which."""
        return self.authority if self.party is Party.A_KASSE else ""

    def is_for(self, owner: str) -> bool:
        """Whether that authority has the course. Before a regime is known nobody is shut out."""
        a_kasse = owner.startswith("akasse-")
        if self.party is Party.A_KASSE:
            return a_kasse and owner == (self.fund or owner)
        return not a_kasse or self.regime is None


class Right(Value, frozen=True):
    """Exempted, deprived or with less intensive effort: no duty to book from `since` until and not including `until`."""

    id: str
    kind: Closed
    since: date
    until: date | None = None


class Absence(Value, frozen=True):
    """Away, or free of something, on the days from `starts` to and including `ends`."""

    id: str
    kind: AbsenceKind
    starts: date
    ends: date | None
    notified_on: date
    approved: bool = True

    @property
    def until(self) -> date | None:
        """The first day that it no longer covers."""
        return None if self.ends is None or self.ends == date.max else self.ends + ONE_DAY

    def covers(self, day: date) -> bool:
        return self.approved and self.touches(day, day)

    def touches(self, first: date, last: date) -> bool:
        """Whether it covers one of the days."""
        return self.starts <= last and (self.ends is None or first <= self.ends)


class Out(Value, frozen=True):
    """Out of the register from `since` until and not including `until`, the day of the re-registration. `reason` and `deadline`
    tell two apart that begin on one day."""

    since: date
    until: date | None = None
    reason: Reason | None = None
    deadline: str | None = None


class Situation(Value, frozen=True):
    """All of it. Each tuple is in the order of time."""

    periods: tuple[Period, ...] = ()
    rights: tuple[Right, ...] = ()
    absences: tuple[Absence, ...] = ()
    outs: tuple[Out, ...] = ()

    def period_on(self, day: date) -> Period | None:
        """Who is responsible that day; None where nothing was told."""
        for each in reversed(self.periods):
            if each.since <= day:
                return each
        return None

    def cv_talk(self, by_fund: bool, day: date) -> bool:
        """What an a-kasse holds in the old course is the cv-samtale, no job interview (CC-07), where the course is known."""
        period = self.period_on(day) if by_fund else None
        return period is not None and period.regime is Regime.OLD

    def right_on(self, day: date) -> Right | None:
        """What frees of the duty that day."""
        held = (each for each in self.rights if each.since <= day and (each.until is None or day < each.until))
        return next(held, None)

    def out_on(self, day: date) -> bool:
        """Whether the citizen is out of the register that day."""
        return any(each.since <= day and (each.until is None or day < each.until) for each in self.outs)

    def pauses(self, dagpenge: bool) -> list[tuple[date, date | None]]:
        """From when until and not including when no interviews are owed: less intensive effort (G1), standby (others)."""
        if dagpenge:
            return [(each.since, each.until) for each in self.rights if each.kind is Closed.LESS_INTENSIVE]
        standby = (each for each in self.absences if each.kind is AbsenceKind.STANDBY and each.approved)
        return [(each.starts, each.until) for each in standby]

    def owed_interviews(self, day: date, dagpenge: bool) -> bool:
        """Whether none of these covers the day."""
        return not any(since <= day and (until is None or day < until) for since, until in self.pauses(dagpenge))

    def away(self, kind: AbsenceKind, day: date) -> Absence | None:
        """The absence of that kind that covers the day."""
        return next((each for each in self.absences if each.kind is kind and each.covers(day)), None)


QUIET = Situation()
"""Nothing was told; the situation of most."""
