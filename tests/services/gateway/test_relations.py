"""Who is related to a citizen, and when."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.gateway.v1 import RelationsChanged
from contracts.registration.v1 import MoveCitizen, RegisterCitizen
from contracts.topics import Authority
from contracts.types import Group, Insured
from services.gateway.case import Case, Claim
from services.gateway.decide import claimed
from services.gateway.rules.relations import (
    Period,
    changed,
    fund_on,
    funds_that_see,
    jobcentre_on,
    jobcentres_that_see,
    periods,
    related,
)
from shared.law.decision import Message
from tests.services.gateway.records import ANNA

JANUARY, MARCH, JUNE = date(2024, 1, 8), date(2024, 3, 4), date(2024, 6, 1)
FIRST = Claim(1, JANUARY, "46100", "05")
DAY = timedelta(days=1)


def test_a_relation_lasts_until_another_begins() -> None:
    line = (FIRST, Claim(2, MARCH, "46100", "46"), Claim(3, JUNE, "70700", None))
    assert periods(line, "akasse") == (Period("05", JANUARY, MARCH), Period("46", MARCH, JUNE))
    assert periods(line, "jobcentre") == (Period("46100", JANUARY, JUNE), Period("70700", JUNE, None))


def test_saying_the_same_again_changes_nothing_and_a_gap_stays_a_gap() -> None:
    assert periods((FIRST, Claim(2, MARCH, "46100", "05")), "akasse") == (Period("05", JANUARY, None),)
    gap = (FIRST, Claim(2, MARCH, "46100", None), Claim(3, JUNE, "46100", "05"))
    assert periods(gap, "akasse") == (Period("05", JANUARY, MARCH), Period("05", JUNE, None))


def test_what_was_said_of_dates_counts_whatever_the_order_it_came_in() -> None:
    said = (Claim(1, JANUARY, "46100", "05"), Claim(2, JUNE, "46100", "05"), Claim(3, MARCH, "46100", "46"))
    for line in permutations(said):
        expected = (Period("05", JANUARY, MARCH), Period("46", MARCH, JUNE), Period("05", JUNE, None))
        assert periods(line, "akasse") == expected


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "second"), [(NOON, NOON + timedelta(minutes=1)), (NOON, NOON), (None, NOON), (None, None)]
)
def test_of_one_date_what_was_said_last_counts(first: datetime | None, second: datetime | None) -> None:
    line = (FIRST, Claim(2, MARCH, "46100", "05", first), Claim(3, MARCH, "70700", "46", second))
    assert jobcentre_on(line, MARCH) == "70700" and fund_on(line, MARCH) == "46"


@pytest.mark.parametrize("reverse", [True, False])
def test_two_words_about_one_day_give_the_same_jobcentre_access_in_either_order(reverse: bool) -> None:
    said = [
        (NOON, RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05", insured=Insured.FULL_TIME, on=JANUARY)),
        (NOON + timedelta(hours=1), MoveCitizen(jobcentre="70700", on=MARCH)),
        (NOON + timedelta(hours=2), MoveCitizen(jobcentre="75100", on=MARCH)),
    ]
    claims: tuple[Claim, ...] = ()
    for number, (at, body) in enumerate(reversed(said) if reverse else said, 1):
        told = Message("m", "jobcentre-46100", "", ANNA, at, body, NOON)
        claims = (*claims, *claimed(Case(ANNA, claims=claims), number, told, JUNE))
    assert periods(claims, "jobcentre") == (Period("46100", JANUARY, MARCH), Period("75100", MARCH, None))
    assert periods(claims, "akasse") == (Period("05", JANUARY, None),)


def test_a_fund_told_of_a_day_before_a_move_holds_also_after_it() -> None:
    moved = Claim(2, MARCH, "70700", "05", NOON, moved=True)
    late = Claim(3, JANUARY, "46100", "46", NOON)
    assert periods((FIRST, moved, late), "akasse") == (Period("46", JANUARY, None),)
    assert changed((FIRST, moved), (FIRST, moved, late)) == (
        RelationsChanged(jobcentre="70700", akasse="46", since=MARCH),
    )


@pytest.mark.parametrize(
    ("day", "sees"),
    [
        (JANUARY - 121 * DAY, False), (JANUARY - 120 * DAY, True), (JANUARY, True), (MARCH - DAY, True), (MARCH, True),
        (MARCH - DAY + 120 * DAY, True), (MARCH + 120 * DAY, False),
    ],
)  # fmt: skip
def test_a_fund_sees_from_120_days_before_membership_to_120_days_after(day: date, sees: bool) -> None:
    left = (FIRST, Claim(2, MARCH, "46100", None))
    assert funds_that_see(left, day) == ({"05"} if sees else set())
    assert related(Case(ANNA, claims=left), Authority.parse("akasse-05"), day) is sees


def test_a_membership_without_end_is_seen_for_ever() -> None:
    assert funds_that_see((FIRST,), date(2030, 1, 1)) == {"05"}


def test_the_jobcentre_is_the_one_of_the_day_and_before_the_first_the_one_to_come() -> None:
    line = (FIRST, Claim(2, MARCH, "70700", None))
    assert [jobcentre_on(line, day) for day in (JANUARY - DAY, JANUARY, MARCH - DAY, MARCH)] == [
        "46100", "46100", "46100", "70700",
    ]  # fmt: skip
    assert jobcentre_on((), MARCH) is None


def test_only_the_jobcentre_of_the_day_may_act_but_an_earlier_one_still_sees() -> None:
    case = Case(ANNA, claims=(FIRST, Claim(2, MARCH, "70700", None)))
    assert not related(case, Authority.parse("jobcentre-46100"), MARCH)
    assert related(case, Authority.parse("jobcentre-70700"), MARCH)
    assert related(case, Authority.parse("planner-70700"), MARCH)
    assert jobcentres_that_see(case.claims, MARCH) == {"46100", "70700"}
    assert jobcentres_that_see(case.claims, MARCH + 120 * DAY) == {"70700"}


def test_the_planner_of_a_fund_may_act_where_the_fund_may() -> None:
    case = Case(ANNA, claims=(Claim(1, MARCH, "46100", "05"),))
    assert related(case, Authority.parse("planner-05"), MARCH)
    assert not related(case, Authority.parse("planner-46"), MARCH)
    assert not related(case, Authority.parse("planner-05"), MARCH - 121 * DAY)


def test_a_jobcentre_sees_its_citizen_long_before_the_relation_began() -> None:
    assert jobcentres_that_see((FIRST,), JANUARY - 300 * DAY) == {"46100"}


def test_jobnet_is_related_to_everyone_who_is_known_and_an_operator_to_all() -> None:
    assert not related(Case(ANNA), Authority.parse("jobnet"), MARCH)
    assert related(Case(ANNA, claims=(FIRST,)), Authority.parse("jobnet"), MARCH)
    assert related(Case(ANNA), Authority.parse("ops"), MARCH)
    assert not related(Case(ANNA), Authority.parse("akasse-05"), MARCH)


def test_a_change_is_told_once_and_no_change_not_at_all() -> None:
    second = Claim(2, MARCH, "46100", "46")
    assert changed((), (FIRST,)) == (RelationsChanged(jobcentre="46100", akasse="05", since=JANUARY),)
    assert changed((FIRST,), (FIRST, second)) == (RelationsChanged(jobcentre="46100", akasse="46", since=MARCH),)
    assert changed((FIRST,), (FIRST, Claim(2, MARCH, "46100", "05"))) == ()
    assert changed((FIRST, second), (FIRST,)) == (RelationsChanged(jobcentre="46100", akasse="05", since=JANUARY),)
    assert changed((FIRST,), ()) == (RelationsChanged(jobcentre=None, akasse=None, since=JANUARY),)


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["05", "46", None])), max_size=8), st.integers(-5, 70))
def test_on_each_day_a_citizen_is_a_member_where_the_last_word_on_that_day_says(
    told: list[tuple[int, str | None]], day: int
) -> None:
    line = tuple(Claim(n, JANUARY + since * DAY, "46100", fund) for n, (since, fund) in enumerate(told, 1))
    found = [period.code for period in periods(line, "akasse") if period.covers(JANUARY + day * DAY)]
    last = max((since for since, _ in told if since <= day), default=None)
    word = next((fund for since, fund in reversed(told) if since == last), None)
    assert found == ([word] if word else [])
