"""What doubt from a public control obliges the responsible party to (*kontrolaktion*). LAB § 38; V2 6."""

from datetime import date, timedelta

from contracts.types import Group
from shared.law.calendar import add_months
from shared.law.citation import LAB, V2
from shared.law.periods import E24
from shared.law.rule import Applied, applied, rule

ONE_WEEK, TWO_WEEKS = timedelta(weeks=1), timedelta(weeks=2)
MONTHS_ABROAD = 3


def held_by(notified_on: date) -> date:
    """The last day of the first interview."""
    return notified_on + ONE_WEEK


def ends_on(first_on: date) -> date:
    """The last day of the fortnightly interviews, clamped to the end of a shorter month."""
    return add_months(first_on, MONTHS_ABROAD)


@rule("CTL-01", LAB("§ 38", stk=1), V2("6"), groups=("G1",), since=E24, day="notified_on")
def first_interview(group: Group | None, notified_on: date) -> Applied:
    """Doubt of a dagpenge recipient's general availability: an interview at once, held within a week.

    Counted from the day on which the other authority's notice came; the outcome is the last day.
    """
    outcome = held_by(notified_on).isoformat() if group is Group.G1 else "not-g1"
    return applied(outcome, group=group, notified_on=notified_on)


@rule("CTL-02", LAB("§ 38", stk=1), V2("6"), groups=("G1",), since=E24, day="first_on")
def fortnight(first_on: date, day: date) -> Applied:
    """After a stay abroad an interview every 14th day until three months after the first: the outcome is the last day of
    the fortnight that `day` lies in, or `over`.

    The fortnights are counted from the first interview; one held late does not move them (INF). A fortnight that would end
    after the three months is not owed. The jobcentre goes on where the a-kasse left off at the handover.
    """
    past = max(0, (day - first_on).days - 1) // TWO_WEEKS.days
    last = first_on + (past + 1) * TWO_WEEKS
    return applied(last.isoformat() if last <= ends_on(first_on) else "over", first_on=first_on, day=day)


@rule("CTL-03", LAB("§ 38", stk=2), V2("6"), groups=("G1",), since=E24, day="first_on")
def offer_within(first_on: date) -> Applied:
    """An offer within two weeks after the first interview (*tilbud*, LAB ch. 11-14): the outcome is the last day.

    The jobcentre gives it; while the a-kasse is responsible, the a-kasse asks the jobcentre.
    """
    return applied((first_on + TWO_WEEKS).isoformat(), first_on=first_on)
