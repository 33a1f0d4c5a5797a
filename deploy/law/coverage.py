"""What there is of every rule of the catalogue: its state, its code, and what shows it at work."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from deploy.law.catalogue import Section, sections
from deploy.law.naming import tests_by_rule
from deploy.law.registered import place_of, registered
from deploy.law.stories import stories
from deploy.law.tables import tables

IMPLEMENTED, IN_PART, NOT_YET, MISSING = "implemented", "in part", "not yet", "missing"


@dataclass(frozen=True, slots=True)
class Coverage:
    """One rule. `cases`: rows of its tables; `tests`: test functions that name it; `reason`: why it has no code, or what that
    leaves out."""

    id: str
    section: str
    title: str
    state: str
    code: tuple[str, ...]
    cases: int
    tests: int
    scenarios: tuple[str, ...]
    reason: str | None

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def coverage(root: Path) -> list[Coverage]:
    """Every rule, in the order of the catalogue. `root`: the repository, where tests and scenarios are read."""
    code: dict[str, list[str]] = {}
    for rule in registered():
        code.setdefault(rule.id, []).append(place_of(rule))
    cases: dict[str, int] = {}
    for table in tables(root):
        cases[table.rule] = cases.get(table.rule, 0) + len(table.rows)
    told, named = stories(root), tests_by_rule(root)
    return [
        Coverage(
            rule.id,
            section.letter,
            rule.title,
            state(section, rule.id in code, rule.unbuilt),
            tuple(dict.fromkeys(code.get(rule.id, ()))),
            cases.get(rule.id, 0),
            named[rule.id],
            tuple(dict.fromkeys(story.name for story in told if rule.id in story.touches)),
            rule.reason,
        )
        for section in sections()
        for rule in section.rules
    ]


def state(section: Section, built: bool, unbuilt: str | None) -> str:
    """Code goes before a reason not to have any; that a rule has both is a mistake that `contradictions` names."""
    if built:
        return IN_PART if unbuilt == IN_PART else IMPLEMENTED
    return unbuilt or (MISSING if section.now else NOT_YET)


def missing(found: Iterable[Coverage]) -> list[str]:
    """Rules of the sections that the platform covers, of which nobody says anything."""
    return [each.id for each in found if each.state == MISSING]


def contradictions(found: Iterable[Coverage]) -> list[str]:
    """What cannot be: a function and a reason not to have one; a rule function that no catalogue knows."""
    known = list(found)
    reasons = [each for each in known if each.reason]
    both = [f"{each.id} has a function and a reason not to have one" for each in reasons if each.state == IMPLEMENTED]
    none = [
        f"{each.id} is there in part and has no function" for each in reasons if each.state == IN_PART and not each.code
    ]
    ids = {each.id for each in known}
    return both + none + [f"{rule.id} is not in the catalogue" for rule in registered() if rule.id not in ids]
