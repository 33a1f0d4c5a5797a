"""For every history that the law tells apart and every day from 2016-09-01 to 2027-12-31: one responsible party, one regime
at most, and the catalogue's own sentence about the regime, asked day by day, agrees."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from contracts.registration.v1 import Reason
from contracts.types import Group, HourCount, Insured, Party, Regime
from services.registration.case import Case, Deregistration, Standing
from services.registration.member import Education, Period, Placement, Report
from services.registration.responsible import on, responsibility

FIRST, LAST = date(2016, 9, 1), date(2027, 12, 31)
E24, ENTRY = date(2024, 1, 1), date(2023, 12, 31)
DAY = timedelta(days=1)
DAYS = [FIRST + DAY * each for each in range((LAST - FIRST).days + 1)]
NEW_YEARS = {each for each in DAYS if (each.day, each.month) == (1, 1)}
WITH_FUND = {Regime.NEW, Regime.TRIAL, Regime.NEW_REMAINING}

PLACED = [None, FIRST, date(2023, 11, 15), ENTRY, E24, date(2024, 2, 29)]
KNOWN_SINCE = [FIRST, date(2023, 12, 31), date(2024, 1, 15)]
AWAY: list[tuple[date, date | None] | None] = [
    None,
    (ENTRY, date(2024, 1, 15)),
    (date(2024, 2, 10), date(2024, 4, 2)),
    (date(2024, 2, 10), date(2024, 2, 10)),
    (date(2024, 2, 29), date(2025, 3, 1)),
    (E24, None),
]
HOURS: list[tuple[Report, ...]] = [
    (),
    (Report(HourCount.COURSE, 500, ENTRY, "2023-12"), Report(HourCount.CONSUMPTION, 450, ENTRY, "2023-12")),
    (Report(HourCount.CONSUMPTION, 340, date(2024, 2, 29)), Report(HourCount.CONSUMPTION, 500, date(2024, 12, 31))),
]


def histories() -> Iterator[Case]:
    """Dagpenge recipients, in every combination of what the regimes and the handover depend on."""
    for placed_on, since, away, hours, trial, insured in product(
        PLACED, KNOWN_SINCE, AWAY, HOURS, (False, True), (Insured.FULL_TIME, Insured.PART_TIME)
    ):
        yield life(placed_on, since, away, hours, trial, insured)


def life(
    placed_on: date | None,
    since: date = FIRST,
    away: tuple[date, date | None] | None = None,
    hours: tuple[Report, ...] = (),
    trial: bool = False,
    insured: Insured = Insured.FULL_TIME,
    groups: tuple[tuple[date, Group], ...] = (),
) -> Case:
    later = (Standing(day, each, "46100", "05" if each is Group.G1 else None) for day, each in groups)
    return Case(
        "anna",
        standings=(Standing(since, Group.G1, "46100", "05", insured), *later),
        deregistrations=(Deregistration(1, away[0], Reason.OWN_REQUEST, ended=away[1]),) if away else (),
        placements=(Placement(placed_on, "05", insured, trial=trial),) if placed_on else (),
        reports=hours,
    )


def told_of(periods: tuple[Period, ...], day: date) -> Period | None:
    """What the periods say of a day."""
    return next((each for each in reversed(periods) if each.since <= day), None)


def catalogue(case: Case, day: date) -> Regime | None:
    """The last line of section W, asked of one day; before 2024 there is only the trial and the old course."""
    placement = next((each for each in reversed(case.placements) if each.placed_on <= day), None)
    if placement is None or case.group_on(day) is not Group.G1:
        return None
    if placement.placed_on >= E24:
        return Regime.NEW
    if placement.trial:
        return Regime.TRIAL
    if day < E24:
        return Regime.OLD
    three_months = any(each.count is HourCount.COURSE and each.hours >= 480.99 for each in case.reports)
    if three_months and placement.placed_on <= ENTRY:
        return Regime.JOBCENTRE
    back = any(
        case.registered_on(each) and not case.registered_on(each - DAY)
        for each in (E24 + DAY * n for n in range((day - E24).days + 1))
    )
    return Regime.OLD if case.registered_on(ENTRY) and not back else Regime.NEW_REMAINING


def holds(case: Case, day: date, periods: tuple[Period, ...]) -> None:
    """One answer, and no contradiction in it."""
    period, judged = told_of(periods, day), on(case, day)
    if case.standing_on(day) is None:
        assert period is None and judged is None
        return
    assert period is not None and judged is not None
    said = judged.period
    assert (period.party, period.authority, period.regime, period.education) == (
        said.party, said.authority, said.regime, said.education,
    )  # fmt: skip
    assert said.authority == {Party.A_KASSE: "akasse-05", Party.JOBCENTRE: "jobcentre-46100"}[said.party]
    if said.party is Party.A_KASSE:
        assert said.regime in WITH_FUND and case.group_on(day) is Group.G1 and not said.education
        assert day >= E24 or said.regime is Regime.TRIAL


def days_that_matter(case: Case) -> list[date]:
    """Each New Year, and the days around everything that the history names."""
    named = [each.since for each in case.standings] + [each.placed_on for each in case.placements]
    named += [day for each in case.deregistrations for day in (each.effective, each.ended) if day]
    named += [each.registered_on for each in case.reports] + [E24, FIRST + DAY, LAST - DAY]
    around = {day + DAY * each for day in named for each in (-1, 0, 1)}
    return sorted(day for day in around | NEW_YEARS if FIRST <= day <= LAST)


def test_every_history_has_one_answer_where_something_happens() -> None:
    for case in histories():
        periods = responsibility(case).periods
        for day in days_that_matter(case):
            holds(case, day, periods)


@pytest.mark.parametrize("placed_on", PLACED)
@pytest.mark.parametrize("hours", HOURS, ids=["no-hours", "three-months", "less"])
def test_the_regime_of_every_history_is_the_catalogues(placed_on: date | None, hours: tuple[Report, ...]) -> None:
    for since, away, trial in product(KNOWN_SINCE, AWAY, (False, True)):
        case = life(placed_on, since, away, hours, trial)
        for day in (since, ENTRY, E24, date(2024, 1, 15), date(2024, 4, 1), date(2024, 4, 2), date(2025, 3, 1)):
            judged = on(case, day)
            assert (judged.period.regime if judged else None) is (catalogue(case, day) if day >= since else None), case


@pytest.mark.parametrize("group", list(Group))
def test_every_day_of_a_life_in_every_group_has_one_answer(group: Group) -> None:
    """Two spells of dagpenge around another group, a decision about education, a second placement, all days."""
    case = life(date(2023, 11, 15), groups=((date(2022, 5, 1), group), (date(2023, 11, 1), Group.G1)), hours=HOURS[2])
    again = Placement(date(2026, 2, 28), "05", Insured.PART_TIME, running=True)
    case = Case(
        case.citizen,
        standings=case.standings,
        placements=(*case.placements, again),
        reports=case.reports,
        educations=(Education(date(2026, 3, 10), True, False),),
    )
    periods = responsibility(case).periods
    for day in DAYS:
        holds(case, day, periods)
