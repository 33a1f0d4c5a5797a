"""Less intensive effort: reported, ended, denied. LI-01 to LI-03, CMP-01."""

from collections.abc import Callable
from itertools import permutations

import pytest

from contracts.registration.effort_v1 import (
    LessIntensiveDenied,
    LessIntensiveEnded,
    LessIntensiveGround,
    LessIntensiveStarted,
)
from contracts.registration.v1 import LetterRequested
from contracts.types import Group
from tests.services.registration.free import FUND, GUIDANCE, JOBCENTRE, REASONS, Free, in_the_fund
from tests.services.registration.life import code, day, names, only, rules

SHARING, HOME = LessIntensiveGround.WORK_SHARING, LessIntensiveGround.SENT_HOME


def anna(group: Group = Group.G1) -> Free:
    life = Free()
    life.at("2024-01-02").registered(group)
    return life


def test_a_job_in_37_days_frees_until_it_begins() -> None:
    life = anna()
    decision = life.at("2024-03-25").lighter(starts="2024-05-01")
    told = only(decision, LessIntensiveStarted)
    assert (told.ground, told.on, told.starts, told.search_duty_from) == (
        "FULL_TIME_JOB", day("2024-03-25"), day("2024-05-01"), None,
    )  # fmt: skip
    assert rules(decision) == ["LI-01", "LI-02"]
    assert life.at("2024-03-26").lighter(starts="2024-05-01").events == ()
    count = len(life.decisions)
    assert life.until("2024-04-30").since(count) == []
    assert life.until("2024-05-01").since(count) == [
        LessIntensiveEnded(effort=told.effort, on=day("2024-05-01"), because="BEGUN")
    ]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"starts": "2024-05-07"}, "TOO_FAR_OFF"),
        ({"starts": "2024-03-25"}, "HAS_BEGUN"),
        ({"starts": None}, "START_MISSING"),
        ({"starts": "2024-05-01", "documented": False}, "NOT_DOCUMENTED"),
        ({"starts": "2024-05-01", "by": "akasse-12"}, "NOT_YOUR_MEMBER"),
        ({"starts": "2024-05-01", "on": "2024-03-26"}, "DATE_IN_FUTURE"),
        ({"starts": "2024-02-01", "on": "2023-12-31"}, "NOT_REGISTERED"),
        ({"starts": "2024-05-01", "by": FUND}, None),
    ],
)
def test_what_a_report_needs(said: dict[str, str], refused: str | None) -> None:
    assert code(anna().at("2024-03-25").lighter(**said)) == refused  # type: ignore[arg-type]


def test_only_dagpenge_and_only_the_new_law() -> None:
    assert code(anna(Group.G2).at("2024-03-25").lighter(starts="2024-05-01")) == "ONLY_FOR_G1"
    life = Free()
    life.at("2023-12-01").registered()
    assert code(life.at("2024-01-05").lighter(starts="2024-02-01", on="2023-12-31")) == "NOT_LAW_YET"
    assert code(life.lighter(starts="2024-02-01", on="2024-01-01")) is None


def test_work_sharing_searches_again_after_six_weeks_and_owes_no_interview_still() -> None:
    life = anna()
    told = only(life.at("2024-01-08").lighter(SHARING, starts="2024-01-08", documented=False), LessIntensiveStarted)
    assert told.search_duty_from == day("2024-02-19")
    count = len(life.decisions)
    assert life.until("2024-06-30").since(count) == []
    assert only(life.at("2024-07-01").lighter_ends(), LessIntensiveEnded).because == "ENDED"


def test_work_sharing_of_which_no_other_day_is_told_began_on_the_day_of_the_effort() -> None:
    life = anna()
    told = only(life.at("2024-01-08").lighter(SHARING, starts=None), LessIntensiveStarted)
    assert (told.starts, told.search_duty_from) == (day("2024-01-08"), day("2024-02-19"))


def test_work_sharing_told_ahead_begins_when_it_begins() -> None:
    told = only(anna().at("2024-01-08").lighter(SHARING, starts="2024-02-01"), LessIntensiveStarted)
    assert told.on == day("2024-02-01")


def test_an_end_reaches_forwards_and_a_second_changes_nothing() -> None:
    life = anna()
    assert code(life.at("2024-03-25").lighter_ends()) == "NO_EFFORT"
    life.lighter(HOME)
    assert code(life.at("2024-04-02").lighter_ends(on="2024-04-01")) == "DATE_IN_PAST"
    assert code(life.lighter_ends(by="akasse-12")) == "NOT_YOUR_MEMBER"
    assert names(life.lighter_ends()) == ["LessIntensiveEnded"]
    assert life.lighter_ends().events == ()
    assert names(life.at("2024-11-25").lighter(HOME)) == ["LessIntensiveStarted"]


def test_the_responsible_party_denies_it_in_due_form() -> None:
    life = in_the_fund()
    life.at("2024-03-25").lighter(starts="2024-05-01", by=FUND)
    assert code(life.at("2024-04-05").denied(by=JOBCENTRE)) == "NOT_RESPONSIBLE"
    assert code(life.denied(by=FUND, reasons=None)) == "REASONS_MISSING"
    assert code(life.denied(by=FUND, guidance=None)) == "COMPLAINT_GUIDANCE_MISSING"
    assert code(life.denied(by=FUND, reasons=" ")) == "REASONS_MISSING"
    decision = life.denied(by=FUND)
    assert names(decision) == ["LessIntensiveDenied", "LetterRequested", "LessIntensiveEnded"]
    told = only(decision, LessIntensiveDenied)
    assert (told.by, told.on) == (FUND, day("2024-04-05"))
    letter = only(decision, LetterRequested).text
    assert REASONS in letter and GUIDANCE in letter and "din a-kasse" in letter and "§ 106, stk. 3" in letter
    assert life.denied(by=FUND).events == ()
    assert code(life.at("2024-04-08").lighter(starts="2024-05-01")) == "WAS_DENIED"
    assert code(life.lighter(starts="2024-05-02")) is None


def test_the_weeks_to_complain_count_from_the_letter() -> None:
    life = in_the_fund(None)
    life.at("2024-02-01").lighter(HOME, by=FUND)
    told = only(life.at("2024-02-05").denied(by=FUND), LessIntensiveDenied)
    assert told.complain_by == day("2024-03-04")


def test_who_was_denied_while_sent_home_may_be_sent_home_again_another_time() -> None:
    life = anna()
    life.at("2024-03-25").lighter(HOME)
    life.at("2024-04-05").denied()
    assert code(life.lighter(HOME, on="2024-04-01")) == "WAS_DENIED"
    assert code(life.at("2024-11-25").lighter(HOME)) is None


def test_nothing_is_denied_that_nobody_reported() -> None:
    assert code(anna().at("2024-03-25").denied()) == "NO_EFFORT"


def test_who_leaves_dagpenge_leaves_the_effort_whatever_becomes_known_first() -> None:
    ends = []
    steps: list[Callable[[Free], object]] = [
        lambda life: life.at("2024-03-25").lighter(starts="2024-05-01"),
        lambda life: life.at("2024-04-10").registered(Group.G2, on="2024-04-10"),
    ]
    for order in permutations(steps):
        life = anna()
        for step in order:
            step(life)
        ends += [str(each.told.on) for each in life.until("2024-05-02").case.efforts if each.told]
    assert ends == ["2024-04-10", "2024-04-10"]


def test_a_group_taken_back_late_takes_the_end_back() -> None:
    life = anna()
    life.at("2024-03-25").lighter(HOME)
    assert only(life.at("2024-04-10").registered(Group.G2), LessIntensiveEnded).because == "LEFT_GROUP"
    back = life.at("2024-04-12").registered(on="2024-04-10")
    assert "LessIntensiveStarted" in names(back)


def test_the_same_proof_once_more_before_the_day_on_which_the_effort_was_to_end_begins_it_again() -> None:
    life = anna()
    life.at("2024-03-25").lighter(starts="2024-05-01")
    life.at("2024-04-01").lighter_ends(on="2024-04-10")
    assert life.at("2024-03-26").lighter(starts="2024-05-01").events == (), "sent before, and known late"
    assert names(life.at("2024-04-05").lighter(starts="2024-05-01")) == ["LessIntensiveStarted"]
