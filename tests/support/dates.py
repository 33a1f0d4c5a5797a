"""Another date in the decorator of a rule, and nowhere else: whose decisions rest on it?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from deploy.law.registered import registered
from shared.law.rule import Applied, version_of

Told = Any


@contextmanager
def dated(apply: Callable[..., Applied], **dates: date) -> Iterator[None]:
    """`since` or `until` of a rule is another day."""
    version = version_of(apply)
    before = {name: getattr(version, name) for name in dates}
    _write(version, dates)
    yield
    _write(version, before)


def _write(version: Any, dates: Mapping[str, Any]) -> None:
    for name, day in dates.items():
        object.__setattr__(version, name, day)
    for each in registered():
        getattr(each.apply, "cache_clear", lambda: None)()


def concerned(lives: Mapping[str, Callable[[], Told]], apply: Callable[..., Applied], **dates: str) -> set[str]:
    """The lives in which something else is decided or told with another date."""
    was = {name: live() for name, live in lives.items()}
    with dated(apply, **{name: date.fromisoformat(day) for name, day in dates.items()}):
        return {name for name, live in lives.items() if live() != was[name]}
