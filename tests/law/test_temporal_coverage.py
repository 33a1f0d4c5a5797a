"""For every group and every day from the beginning of self-booking to the end of 2027 a rule has one version, or by law none."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from contracts.types import Group
from deploy.law.catalogue import Entry, entries
from deploy.law.registered import registered, service_of
from shared.law.periods import G16
from shared.law.rule import Rule

FIRST, LAST = G16, date(2027, 12, 31)
DAY = timedelta(days=1)
BUILT = sorted({rule.id for rule in registered()})


def versions(id: str, group: str) -> dict[str, list[Rule]]:
    """Service → the versions of its part of a rule for a group."""
    found: dict[str, list[Rule]] = {}
    for rule in registered():
        if rule.id == id and group in rule.groups:
            found.setdefault(service_of(rule), []).append(rule)
    return found


def spells(rules: list[Rule]) -> Iterator[tuple[date, date, int]]:
    """First and last day of every stretch in which as many versions are in force."""
    turns = {FIRST} | {rule.since for rule in rules} | {rule.until + DAY for rule in rules if rule.until}
    days = sorted(day for day in turns if FIRST <= day <= LAST)
    for start, end in zip(days, [*(day - DAY for day in days[1:]), LAST], strict=True):
        yield start, end, sum(rule.in_force(start) for rule in rules)


def wanted(entry: Entry, group: Group) -> tuple[date, date] | None:
    """From when to when the catalogue has the rule in force for a group."""
    if group not in entry.groups:
        return None
    return max(entry.since or FIRST, FIRST), min(entry.until or LAST, LAST)


def otherwise(id: str) -> list[str]:
    """Where the code's dates or groups are not those of the catalogue."""
    found = []
    for group in Group:
        parts = versions(id, group)
        every = [rule for part in parts.values() for rule in part]
        in_force = [(start, end) for start, end, number in spells(every) if number]
        said = wanted(entries()[id], group)
        whole = (in_force[0][0], in_force[-1][1]) if in_force else None
        if whole != said:
            found.append(f"{group}: in force {whole}, by the catalogue {said}")
    return found


@pytest.mark.parametrize("id", BUILT)
def test_no_day_has_two_versions_and_none_between_two_is_without(id: str) -> None:
    for group in Group:
        for service, rules in versions(id, group).items():
            counted = [number for _, _, number in spells(rules)]
            assert max(counted) <= 1, f"{id} of {service} has two versions for {group}"
            ends = [index for index, number in enumerate(counted) if number]
            assert not ends or 0 not in counted[ends[0] : ends[-1] + 1], f"{id} of {service} has a gap for {group}"


@pytest.mark.parametrize("id", BUILT)
def test_a_rule_is_in_force_when_and_for_whom_the_catalogue_says_or_the_catalogue_says_why_not(id: str) -> None:
    explained = entries()[id].apart
    if explained:
        assert otherwise(id), f"{id} needs no explanation: {explained}"
    else:
        assert otherwise(id) == []


def test_a_rule_that_does_not_begin_with_self_booking_or_that_ends_is_held_to_its_dates() -> None:
    assert [rule.id for rule in registered() if rule.day is None and (rule.since, rule.until) != (FIRST, None)] == []


@pytest.mark.parametrize(
    "rule", [rule for rule in registered() if rule.day], ids=lambda rule: f"{rule.id} {rule.since}"
)
def test_the_day_of_a_rule_is_one_of_its_questions(rule: Rule) -> None:
    assert rule.day in rule.apply.__annotations__
