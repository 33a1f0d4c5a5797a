"""The registry of rules. A rule is a pure function with an id, citations, target groups and dates in force.

Applying one gives an `Applied`: which rule, on what basis, from which facts, with what outcome. *No* is an outcome too.
So is *not in force*: a rule that names the day it is asked about has nothing to say outside its dates (ADR 11).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache, wraps
from inspect import signature
from typing import Any, ParamSpec, cast, get_args, get_type_hints

from shared.law.calendar import civil_date
from shared.law.citation import Citation
from shared.law.value import Value

P = ParamSpec("P")

OK = "ok"
NOT_IN_FORCE = "not-in-force"
"""What a rule says of a day outside its dates. It forbids nothing then, and nothing follows from it."""
PLAIN = frozenset({date, bool, int, str, type(None)})
remembered = lru_cache(maxsize=4096, typed=True)
"""A rule of plain questions remembers its answers: it is a pure function, and most of a day's questions are the same."""


class Applied(Value, frozen=True):
    """One application of a rule, as it stands in the journal and in an event's `basis`."""

    rule: str
    citations: tuple[str, ...]
    inputs: dict[str, Any]
    outcome: str

    @property
    def ok(self) -> bool:
        """Whether the rule lets the matter go on."""
        return self.outcome in (OK, NOT_IN_FORCE)

    @property
    def in_force(self) -> bool:
        """Whether the rule has anything to say of its day."""
        return self.outcome != NOT_IN_FORCE


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered version of a rule: in force from `since` until and including `until`.

    `day` names the parameter that says on which day the question is judged. Only a rule without a change of law may leave it
    out: in force from the general beginning (`G16`) and without end.
    """

    id: str
    citations: tuple[Citation, ...]
    groups: frozenset[str]
    since: date
    until: date | None
    apply: Callable[..., Applied]
    day: str | None = None

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


REGISTRY: dict[str, list[Rule]] = {}


@lru_cache
def version_of(apply: Callable[..., Applied]) -> Rule:
    """The registration of a rule function, for who must know when it begins or ends: the dates stand in it and nowhere else."""
    return next(each for versions in REGISTRY.values() for each in versions if each.apply is apply)


def applied(outcome: str, **inputs: Any) -> Applied:
    """What a rule function returns; the decorator adds which rule it was. Inputs are plain JSON values and dates."""
    return Applied("", (), inputs, outcome)


def memorable(function: Callable[..., Applied]) -> bool:
    """Whether questions that are equal are the same: dates, codes, yes and no. Two equal instants may be written otherwise."""
    asked = [hint for name, hint in get_type_hints(function).items() if name != "return"]
    kinds = [kind for hint in asked for kind in get_args(hint) or (hint,)]
    return all(kind in PLAIN or (isinstance(kind, type) and issubclass(kind, Enum)) for kind in kinds)


def rule(
    id: str,
    *citations: Citation,
    groups: Iterable[str],
    since: date,
    until: date | None = None,
    day: str | None = None,
) -> Callable[[Callable[P, Applied]], Callable[P, Applied]]:
    """Registers a rule function under its id of the catalogue. Versions of one id must not overlap in time.

    `day` is the name of the parameter with the day of the law, a date or an instant: outside the rule's dates the function
    is not asked, and the outcome is *not in force*. Two services may each have their part of one rule: `deadlines` sets the
    last day (DL-02), `slots` holds a booking to it.
    """

    def register(function: Callable[P, Applied]) -> Callable[P, Applied]:
        basis = tuple(str(citation) for citation in citations)
        place = list(signature(function).parameters).index(day) if day else 0

        def outside(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
            on = kwargs[day] if day in kwargs else args[place]
            return on is not None and not version.in_force(civil_date(on) if isinstance(on, datetime) else on)

        def say(*args: P.args, **kwargs: P.kwargs) -> Applied:
            if day is not None and outside(args, kwargs):
                return Applied(id, basis, {}, NOT_IN_FORCE)
            found = function(*args, **kwargs)
            return Applied(id, basis, found.inputs, found.outcome)

        apply = cast(Callable[P, Applied], wraps(function)(remembered(say) if memorable(function) else say))
        version = Rule(id, citations, frozenset(groups), since, until, apply, day)
        for other in REGISTRY.get(id, ()):
            if other.apply.__module__.split(".")[:2] != function.__module__.split(".")[:2]:
                continue
            shared_groups = other.groups & version.groups
            starts_later, ends = max(other.since, since), min(other.until or date.max, until or date.max)
            if shared_groups and starts_later <= ends and other.apply.__qualname__ != function.__qualname__:
                raise ValueError(f"rule {id} has two versions in force on {starts_later}")
        REGISTRY.setdefault(id, []).append(version)
        return apply

    return register
