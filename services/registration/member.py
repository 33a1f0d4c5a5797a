"""What is said of a citizen's benefit: placement, hours, education, start and stop; and who was told to be responsible."""

from datetime import date

from contracts.types import Benefit, HourCount, Insured, Party, Regime
from shared.law.value import Value


class Placement(Value, frozen=True):
    """Placed in a dagpenge period (*indplaceret*) until the next placement. `trial`: begun in the a-kasse trial."""

    placed_on: date
    akasse: str
    insured: Insured
    running: bool = False
    trial: bool = False


def hours_of(count: HourCount, on: date, month: str | None) -> str:
    return f"{count} {on} {month or ''}"


class Report(Value, frozen=True):
    """The total of one count when it was registered. `month`: the month that was paid for, `2024-05`. `since`: counted from a
    placement of that day, which was taken back."""

    count: HourCount
    hours: float
    registered_on: date
    month: str | None = None
    since: date | None = None

    @property
    def key(self) -> tuple[date, HourCount, str]:
        """What is said last of one count, day and month counts; two months of one day stand in their order."""
        return self.registered_on, self.count, self.month or ""

    @property
    def word(self) -> str:
        """What a word is about that says it (`Case.said`)."""
        return hours_of(self.count, self.registered_on, self.month)


class Education(Value, frozen=True):
    """The fund's decision about the target group for an education order."""

    on: date
    target: bool
    late: bool


class Support(Value, frozen=True):
    """A municipal benefit from `on`, or none any more."""

    on: date
    paid: bool
    inquiry_on: date | None = None
    benefit: Benefit | None = None


class Period(Value, frozen=True):
    """Who is responsible from `since` until the next period, AK-01."""

    since: date
    party: Party
    authority: str
    regime: Regime | None = None
    education: bool = False


class Responsibility(Value, frozen=True):
    """All periods, and the fund's last day."""

    periods: tuple[Period, ...] = ()
    handover: date | None = None
