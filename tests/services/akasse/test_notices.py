"""What a fund is told when a member leaves the register and comes back. REG-04."""

from collections.abc import Callable
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.akasse.v1 import NoticeIssued, NoticeKind, NoticeRetracted
from shared.law.decision import derived
from tests.services.akasse.life import CITIZEN, DEADLINE, Life, day

OUT, BACK = "DEREGISTERED", "RE_REGISTERED"


def member(akasse: str | None = "05") -> Life:
    life = Life()
    life.member(akasse)
    return life


def test_the_fund_is_told_of_its_members_deregistration_and_return() -> None:
    life = member()
    (issued,) = life.out("2024-03-13").events
    assert (issued.kind, issued.akasse, issued.event_date) == (NoticeKind.DEREGISTERED, "05", day("2024-03-13"))
    (issued,) = life.back("2024-03-15", "2024-03-13").events
    assert (issued.kind, issued.akasse, issued.event_date) == (NoticeKind.RE_REGISTERED, "05", day("2024-03-15"))
    assert [each.rule for each in life.decisions[-1].applied] == ["REG-04"]


def test_leaving_on_ones_own_is_told_too() -> None:
    life = member()
    life.out("2024-02-10", deadline=None)
    assert life.told() == {(OUT, "05", "2024-02-10")}


def test_of_who_is_no_member_nobody_is_told_and_the_reason_stands() -> None:
    life = member(None)
    decision = life.out("2024-03-13", deadline=None)
    assert decision.events == ()
    assert [(each.rule, each.outcome) for each in decision.applied] == [("REG-04", "no-member")]


@pytest.mark.parametrize(
    ("moved", "effective", "fund"),
    [
        ("2024-03-13", "2024-03-12", "05"),
        ("2024-03-13", "2024-03-13", "12"),
        ("2024-02-29", "2024-02-28", "05"),
        ("2024-02-29", "2024-02-29", "12"),
        ("2024-01-09", "2024-01-08", "05"),
        ("2024-03-31", "2024-03-31", "12"),
    ],
)
def test_the_fund_of_the_day_itself_is_told(moved: str, effective: str, fund: str) -> None:
    life = member()
    life.member("12", since=moved)
    life.out(effective)
    assert life.told() == {(OUT, fund, effective)}


def test_each_fund_hears_of_its_own_time() -> None:
    life = member()
    life.out("2023-12-31")
    assert life.told() == set()
    life.out("2024-02-29", deadline=None)
    life.member("12", since="2024-03-01")
    life.back("2024-03-01", "2024-02-29")
    assert life.told() == {(OUT, "05", "2024-02-29"), (BACK, "12", "2024-03-01")}


def test_a_reversed_deregistration_is_retracted_and_so_is_the_return_from_it() -> None:
    life = member()
    (issued,) = life.out("2024-03-13").events
    assert [type(each) for each in life.never_out("2024-03-13").events] == [NoticeRetracted]
    assert life.told() == set()
    life.out("2024-03-13")
    life.back("2024-03-15", "2024-03-13")
    retracted = life.never_out("2024-03-13").events
    assert [(each.kind, str(each.event_date)) for each in retracted] == [(OUT, "2024-03-13"), (BACK, "2024-03-15")]
    assert issued.notice not in {each.notice for each in retracted}, "each telling is a notice of its own"


def test_only_what_was_reversed_is_retracted() -> None:
    life = member()
    life.out("2024-02-10", deadline=None)
    life.back("2024-02-12", "2024-02-10")
    life.out("2024-03-13")
    life.never_out("2024-03-13")
    assert life.told() == {(OUT, "05", "2024-02-10"), (BACK, "05", "2024-02-12")}


def test_a_return_counted_anew_is_told_anew() -> None:
    life = member()
    life.out("2024-03-16", deadline=None)
    life.out("2024-03-13")
    life.back("2024-03-20", "2024-03-13")
    life.never_out("2024-03-13")
    life.back("2024-03-20", "2024-03-16")
    assert life.told() == {(OUT, "05", "2024-03-16"), (BACK, "05", "2024-03-20")}


def test_out_and_back_twice_on_one_day_is_told_twice() -> None:
    life = member()
    for _ in range(2):
        assert [type(each) for each in life.out("2024-03-13", deadline=None).events] == [NoticeIssued]
        assert [type(each) for each in life.back("2024-03-13", "2024-03-13").events] == [NoticeIssued]


def test_a_fund_corrected_backwards_is_told_instead_of_the_wrong_one() -> None:
    life = member()
    life.out("2024-03-13")
    decision = life.member("12", since="2024-03-01")
    assert [type(each) for each in decision.events] == [NoticeRetracted, NoticeIssued]
    assert life.told() == {(OUT, "12", "2024-03-13")}
    assert [type(each) for each in life.member(None, since="2024-03-02").events] == [NoticeRetracted]


def test_of_two_deregistrations_of_one_day_each_keeps_its_own_way_back() -> None:
    anna = Life()
    anna.member("05")
    anna.out("2024-03-13")
    anna.back("2024-03-13", "2024-03-13")
    anna.out("2024-03-13", deadline=None)
    anna.back("2024-03-20", "2024-03-13")
    anna.never_out("2024-03-13")
    assert anna.told() == {("DEREGISTERED", "05", "2024-03-13"), ("RE_REGISTERED", "05", "2024-03-20")}


def test_the_same_facts_in_any_order_leave_the_same_notices() -> None:
    steps: tuple[Callable[[Life], object], ...] = (
        lambda life: life.member("05"),
        lambda life: life.member("12", since="2024-03-14"),
        lambda life: life.out("2024-03-13"),
        lambda life: life.back("2024-03-15", "2024-03-13"),
        lambda life: life.out("2024-04-11", deadline=None),
    )
    for order in permutations(steps):
        life = Life()
        for step in order:
            step(life)
        assert life.told() == {(OUT, "05", "2024-03-13"), (BACK, "12", "2024-03-15"), (OUT, "12", "2024-04-11")}


@pytest.mark.parametrize("reversed_first", [True, False])
def test_a_reversal_may_come_before_what_it_reverses(reversed_first: bool) -> None:
    life = member()
    steps = [life.never_out, life.out]
    for step in steps if reversed_first else reversed(steps):
        step("2024-03-13")
    assert life.told() == set()
    life.out("2024-03-13")
    assert life.told() == {(OUT, "05", "2024-03-13")}


def notice_of(number: int) -> str:
    """The id of the n-th notice in a life where each is of the same kind, day and fund; of most it is unknown."""
    return derived(CITIZEN, "notice", number, NoticeKind.DEREGISTERED, day("2024-03-13"), "05")


days = st.sampled_from(["2024-01-07", "2024-01-08", "2024-02-29", "2024-03-13", "2024-03-31", "2024-12-31"])
steps = st.one_of(
    st.tuples(st.just("member"), st.tuples(st.sampled_from(["05", "12", None]), days)),
    st.tuples(st.just("out"), st.tuples(days, st.sampled_from([DEADLINE, None]))),
    st.tuples(st.just("back"), st.tuples(days, days)),
    st.tuples(st.just("never_out"), st.tuples(days, st.sampled_from([DEADLINE, None]))),
    st.tuples(
        st.just("answers"), st.tuples(st.integers(1, 9).map(notice_of), st.sampled_from(["akasse-05", "akasse-12"]))
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(steps, max_size=20))
def test_random_lives_never_tell_a_fund_of_somebody_elses_time(life: list[tuple[str, tuple[str, ...]]]) -> None:
    anna = Life()
    for name, arguments in life:
        decision = getattr(anna, name)(*arguments)
        for issued in (each for each in decision.events if isinstance(each, NoticeIssued)):
            assert anna.case.fund_on(issued.event_date) == issued.akasse
    assert {(fund, on) for _, fund, on in anna.told()} == {
        (each.akasse, str(each.event_date)) for each in anna.case.notices if not each.retracted
    }
    for _, fund, on in anna.told():
        assert anna.case.fund_on(day(on)) == fund
