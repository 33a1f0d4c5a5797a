"""Guidance that comes before the duty: the checklist, who guides whom, and who is not to be guided. GUI-01, GUI-02, EX-04."""

from itertools import permutations

from contracts.registration.v1 import GuidanceRecorded, GuidanceTopic, RecordGuidance
from contracts.types import Group
from tests.services.registration.free import FUND, JOBCENTRE, Free
from tests.services.registration.life import code, day, names, rules

KEEP_UP, BOOK, CONSEQUENCES, EXEMPTION = GuidanceTopic


def anna(group: Group = Group.G1) -> Free:
    life = Free()
    life.at("2024-01-08").registered(group)
    return life


def told(on: str, *topics: GuidanceTopic) -> RecordGuidance:
    return RecordGuidance(on=day(on), topics=topics)


def test_all_four_on_one_day_is_guidance() -> None:
    decision = anna().at("2024-01-09").give(FUND, told("2024-01-09", *GuidanceTopic))
    assert decision.events == (GuidanceRecorded(on=day("2024-01-09")),)
    assert rules(decision) == ["GUI-02", "GUI-01"]


def test_three_of_four_is_none_and_is_accepted() -> None:
    decision = anna().at("2024-01-09").give(FUND, told("2024-01-09", KEEP_UP, BOOK, CONSEQUENCES))
    assert (decision.events, code(decision)) == ((), None)
    assert decision.applied[-1].outcome == "incomplete"


def test_the_last_topic_completes_the_list_whatever_came_first() -> None:
    said = [("2024-01-09", KEEP_UP), ("2024-01-15", BOOK), ("2024-01-12", CONSEQUENCES), ("2024-01-10", EXEMPTION)]
    for order in permutations(said):
        life = anna().at("2024-02-01")
        events = [event for on, topic in order for event in life.give(FUND, told(on, topic)).events]
        assert events == [GuidanceRecorded(on=day("2024-01-15"))]


def test_a_topic_that_was_told_earlier_makes_the_guidance_earlier() -> None:
    life = anna().at("2024-02-01")
    life.give(FUND, told("2024-01-15", *GuidanceTopic))
    life.give(FUND, told("2024-01-10", KEEP_UP, BOOK, CONSEQUENCES))
    assert life.give(FUND, told("2024-01-11", EXEMPTION)).events == (GuidanceRecorded(on=day("2024-01-11")),)
    assert life.give(FUND, told("2024-01-11", EXEMPTION)).events == ()


def test_guidance_without_a_list_still_counts_whole() -> None:
    life = anna()
    life.at("2024-01-09").give(FUND, told("2024-01-09", BOOK))
    assert life.at("2024-01-12").guided().events == (GuidanceRecorded(on=day("2024-01-12")),)


def test_who_is_exempt_or_deprived_is_not_to_be_guided() -> None:
    life = anna(Group.G3)
    life.at("2024-03-06").deprived()
    assert code(life.at("2024-03-07").guided(JOBCENTRE)) == "NOT_TO_BE_GUIDED"
    life.at("2024-04-02").restored()
    life.exempted()
    refused = life.guided(JOBCENTRE)
    assert code(refused) == "NOT_TO_BE_GUIDED" and rules(refused)[-1] == "EX-04"
    assert names(life.guided(JOBCENTRE, on="2024-03-01")) == ["GuidanceRecorded"]


def test_who_books_again_may_be_guided_on_that_day() -> None:
    life = anna(Group.G3)
    life.at("2024-03-06").exempted()
    life.at("2024-04-02").exemption_ends()
    assert names(life.guided(JOBCENTRE)) == ["GuidanceRecorded"]


def test_guidance_is_given_by_who_guides_the_group_of_that_day() -> None:
    life = anna()
    life.at("2024-03-01").registered(Group.G2)
    assert code(life.at("2024-03-04").guided(FUND)) == "MAY_NOT_GUIDE"
    assert names(life.guided(FUND, on="2024-02-28")) == ["GuidanceRecorded"]
    assert life.guided(JOBCENTRE).events == ()
